from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HustingsConfig(AppConfig):
    name = "hustings"
    verbose_name = _("Hustings")

    def ready(self) -> None:
        from elections import rooms
        from hustings.room import HustingsRoom

        rooms.add(HustingsRoom())
