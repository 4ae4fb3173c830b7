from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SlatesConfig(AppConfig):
    name = "slates"
    verbose_name = _("Slates")

    def ready(self) -> None:
        from elections import access, rooms
        from elections import erasing as of_elections
        from elections.outbox import beside
        from slates import acting, erasing, telling
        from slates.room import Slates

        rooms.add(Slates())
        access.add(acting.why_no_office, acting.elections_acted_in)
        beside.add(
            beside.Beside(telling.WORDS, telling.agents, telling.tell_gone, telling.tell_back)
        )
        of_elections.add(with_papers=erasing.with_papers, with_statements=erasing.with_statements)
