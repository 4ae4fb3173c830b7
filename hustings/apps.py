from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HustingsConfig(AppConfig):
    name = "hustings"
    verbose_name = _("Hustings")

    def ready(self) -> None:
        from elections import erasing as of_elections
        from elections import rooms
        from hustings import erasing
        from hustings.room import HustingsRoom

        rooms.add(HustingsRoom())
        of_elections.add(with_papers=erasing.with_papers, with_statements=erasing.with_statements)
