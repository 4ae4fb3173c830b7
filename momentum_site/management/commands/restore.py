"""Restore a backup into an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from momentum_site import backups


class Command(BaseCommand):
    help = "Fill the database that DATABASE_URL names, which must be empty, from a backup."
    requires_system_checks = []  # there is nothing yet that they could look at

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--programs", type=Path, help="the folder of pg_restore, if not the PATH"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            backups.restore(options["file"], options["programs"])
        except backups.Failed as failed:
            raise CommandError(str(failed)) from failed
        self.stdout.write("Restored. Now: migrate --check, verify_audit, verify_boards.")
