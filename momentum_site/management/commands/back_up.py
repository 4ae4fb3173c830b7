"""Write a backup of the database."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from momentum_site import backups


class Command(BaseCommand):
    help = "Write a backup of the database into a folder, and delete those that are too old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep-days", type=int, default=30, help="30, as the notice promises")
        parser.add_argument("--programs", type=Path, help="the folder of pg_dump, if not the PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = backups.back_up(
                options["folder"],
                keep=timedelta(days=options["keep_days"]),
                now=timezone.now(),
                programs=options["programs"],
            )
        except backups.Failed as failed:
            raise CommandError(str(failed)) from failed
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes")
