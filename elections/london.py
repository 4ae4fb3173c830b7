"""The time of the elections: days are counted, and instants entered and shown, as London has them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings

LONDON = ZoneInfo(settings.TIME_ZONE)
