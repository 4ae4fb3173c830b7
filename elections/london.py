"""The time of the site: every instant is entered, shown and made a day of in London."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings

LONDON = ZoneInfo(settings.TIME_ZONE)
