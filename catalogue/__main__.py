"""`make catalogue`: brings locale/cy/LC_MESSAGES/django.po up to date and compiles it."""

from __future__ import annotations

import django
from django.conf import settings

from catalogue import extracting, merging

if __name__ == "__main__":
    settings.configure(USE_I18N=False)  # templates are read as text; no setting of the site matters
    django.setup()
    merging.write(extracting.catalogue())
