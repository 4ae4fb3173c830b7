"""The WSGI application that gunicorn serves."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "momentum_site.settings")

if os.environ.get("TALLY_KEY"):
    raise ImproperlyConfigured(
        "TALLY_KEY is set for the web. It belongs to the tally worker alone: whoever has it can open "
        "papers. Unset it here."
    )

application = get_wsgi_application()
# Every page's code is loaded now, with the site, and not while somebody waits who happens to ask a
# process first.
get_resolver().url_patterns  # noqa: B018 - asking for them loads them
