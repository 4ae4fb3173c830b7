from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HustingsConfig(AppConfig):
    name = "hustings"
    verbose_name = _("Hustings")

    def ready(self) -> None:
        from elections import access, rooms
        from elections import erasing as of_elections
        from elections.scheduling import rehearsing
        from hustings import erasing
        from hustings.conditions import found_with_elections
        from hustings.room import HustingsRoom
        from hustings.setting_up import copy_for_rehearsal

        rooms.add(HustingsRoom())
        access.find_with_elections(found_with_elections)
        rehearsing.add(copy_for_rehearsal)
        of_elections.add(with_papers=erasing.with_papers, with_statements=erasing.with_statements)
