"""The elections app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ElectionsConfig(AppConfig):
    name = "elections"
    verbose_name = _("Elections")

    def ready(self) -> None:
        from elections import roll
        from members import rolls

        rolls.add(freeze_due=roll.freeze_before_change, places_of=roll.places_of)
