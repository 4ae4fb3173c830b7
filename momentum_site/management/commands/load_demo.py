"""Load the demo's members and elections, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from momentum_site.demo.loading import LoadedInPart, load


class Command(BaseCommand):
    help = "Load the demo: about 2,000 invented members and an election in each phase."

    def handle(self, **options: Any) -> None:
        try:
            loaded = load()
        except LoadedInPart as error:
            raise CommandError(
                "An earlier start was interrupted while it loaded. Begin anew: make demo-reset"
            ) from error
        self.stderr.write("The demo is loaded." if loaded else "The demo was loaded before.")
