"""Walk the audit and name the first entry that is not as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members import audit
from members.models import AuditEntry


class Command(BaseCommand):
    help = "Walk the audit chain; end with an error that names the first broken entry."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = audit.verify()
        if broken is not None:
            raise CommandError(f"The audit is broken at {broken}.")
        last = AuditEntry.objects.last()
        self.stdout.write(f"The audit holds: {AuditEntry.objects.count()} entries.")
        if last is not None:
            self.stdout.write(f"Last digest: {last.digest}")
