"""Verify every ballot box that is stored, and that this process opens its keys."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from elections.tallying import verifying


class Command(BaseCommand):
    help = (
        "Verify the papers, checkpoints and signatures of every election, and that the keys given "
        "to this process open its own; end with an error if anything does not hold."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for one in verifying.verify_boards():
            title = one.election.title
            if one.fault:
                broken += 1
                self.stderr.write(f"{title}: DOES NOT HOLD: {one.fault}")
                continue
            opened = f", keys opened: {one.keys}" if one.keys else ""
            self.stdout.write(
                f"{title}: {one.papers} papers in {one.checkpoints} checkpoints hold{opened}"
            )
        if broken:
            raise CommandError(f"{broken} of the ballot boxes do not hold.")
        self.stdout.write("Every ballot box holds.")
