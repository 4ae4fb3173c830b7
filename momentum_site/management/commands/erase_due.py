"""Erase now what the schedule says, while no worker runs: after a backup was restored."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elections import erasing as of_elections
from members import erasing as of_members


class Command(BaseCommand):
    help = "Erase at once whatever is due, as the sweeps would; for the tally worker's user."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.TALLY_KEY is None:
            raise CommandError(
                "There is no TALLY_KEY: run this as the tally worker's user, who has the escrow "
                "copies of keys that are due as well."
            )
        now = timezone.now()
        of_members.erase_due(now)
        self.stdout.write(f"Erased what is due: {of_elections.erase_due(now)} in elections.")
