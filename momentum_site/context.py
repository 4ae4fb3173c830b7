"""What every page knows of the site itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": _("Momentum elections"),
        "site_url": settings.SITE_URL,
        "source_url": settings.SOURCE_URL,
        "is_demo": settings.DEMO,
    }
