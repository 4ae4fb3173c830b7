"""Play a complete election on the real site, and print its result."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from elections.counting import Result, report
from momentum_site.embedded.supervisor import ChildDied
from momentum_site.play import script, stage
from momentum_site.play.browser import Refusal
from momentum_site.play.playing import NotAsItMustBe, Outcome, Play, as_json
from momentum_site.play.post import PostTimeout


class Command(BaseCommand):
    help = (
        "Play a complete election through HTTP, Celery and SMTP with a short timetable: import, "
        "nominations, ballot mail, votes, close, count, result. Needs --embedded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ballots", type=Path, help="a BLT file: one member casts each paper")
        parser.add_argument("--seats", type=int, help="seats, instead of the file's")
        parser.add_argument("--voters", type=int, default=200, help="without a file: how many vote")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, **options: Any) -> None:
        try:
            played = (
                script.from_ballot_file(options["ballots"], options["seats"])
                if options["ballots"]
                else script.invented(options["voters"], options["seats"])
            )
            with stage.built() as built:
                outcome = Play(built, played, self._tell).play()
        except (
            script.BadScript,
            Refusal,
            PostTimeout,
            ChildDied,
            NotAsItMustBe,
            RuntimeError,
        ) as fault:
            raise CommandError(str(fault)) from fault
        self._tell("")
        self._print(outcome, is_json=options["json"])

    def _tell(self, words: str) -> None:
        """Progress on one line of a terminal; a new line for each step where there is none."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{words}")
            sys.stderr.flush()
        elif words and words.partition(":")[0] != getattr(self, "_told", None):
            self._told = words.partition(":")[0]
            sys.stderr.write(f"{words}\n")

    def _print(self, outcome: Outcome, *, is_json: bool) -> None:
        if is_json:
            self.stdout.write(json.dumps(as_json(outcome)))
            return
        result = Result.from_json(outcome.result)
        self.stdout.write(report.text(result, outcome.names, outcome.title))
        self.stdout.write(
            f"Entitled {outcome.entitled}, mailed {outcome.mailed}, voted {outcome.voted}. Seconds: "
            + ", ".join(f"{name} {seconds}" for name, seconds in outcome.seconds.items())
        )
