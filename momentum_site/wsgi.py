"""The WSGI application that gunicorn serves."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "momentum_site.settings")

if os.environ.get("TALLY_KEY"):
    raise ImproperlyConfigured(
        "TALLY_KEY is set for the web. It belongs to the tally worker alone: whoever has it can open "
        "papers. Unset it here."
    )

application = get_wsgi_application()
