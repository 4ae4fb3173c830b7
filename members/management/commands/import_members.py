"""Import a membership list from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from members import audit, rolls
from members.importing import fields, listing, reading
from members.importing.fields import UnusableFile
from members.importing.report import Report

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Import a membership list (CSV of any encoding and dialect, XLSX); every row is reported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
        parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADER=FIELD",
            help=f"read a column as another field, or as none; fields: {', '.join(fields.FIELDS)}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            report = self._import(path, options)
        except UnusableFile as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(report.in_numbers(), ensure_ascii=False, indent=1))
        else:
            self._tell(report, dry_run=options["dry_run"])

    def _import(self, path: Path, options: dict[str, Any]) -> Report:
        source = reading.open_list(path)
        mapping = fields.corrected(
            source.headers, fields.recognise(source.headers), _corrections(options["map"])
        )
        with listing.staged(source, mapping) as report:
            if options["dry_run"]:
                listing.check(mapping, report)
                return report
            rolls.freeze_due(timezone.now())
            with transaction.atomic():
                listing.apply(mapping, report)
                audit.record(
                    audit.Action.IMPORT_APPLIED,
                    actor=None,
                    subject=path.name,
                    reason="manage.py import_members",
                    detail=report.in_numbers(),
                )
        return report

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        self.stdout.write(f"{report.rows:,} rows, read as {report.read_as}, {report.seconds} s")
        for field, headers in report.columns.items():
            self.stdout.write(f"  {' + '.join(headers)} → {field}")
        if report.columns_not_read:
            self.stdout.write(f"  not read: {', '.join(report.columns_not_read)}")
        for outcome, count in report.outcomes.items():
            self.stdout.write(f"{count:>9,} {outcome}")
        for name, counts in (
            ("flags of those added", report.flags_of_added),
            ("regions of those added", report.regions_of_added),
            ("left out because unreadable", report.unread),
        ):
            for word, count in counts.items():
                self.stdout.write(f"{count:>9,} {name}: {word}")
        self.stdout.write(
            f"{report.absent:>9,} members are not in this list; they stay as they are"
        )
        if dry_run:
            self.stdout.write("Nothing was changed.")


def _corrections(given: list[str]) -> dict[str, str]:
    corrections = {}
    for correction in given:
        header, equals, field = correction.rpartition("=")
        if not equals or not header:
            raise CommandError(f"--map takes HEADER=FIELD, not {correction!r}.")
        corrections[header] = field.strip()
    return corrections
