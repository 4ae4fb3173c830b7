"""What is kept of imports and of signing in goes after its time; docs/retention.md tells the schedule."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg2.errors import LockNotAvailable

from members import audit
from members.models import ImportChunk, ImportRow, ImportRun, State
from members.models.import_run import APPLY_STATES, CHECK_STATES

IMPORTS_KEPT = timedelta(days=90)
SCHEDULE = (
    (_("Rows, samples and files of membership lists"), _("90 days after the upload.")),
    (
        _("Sessions, sign-in codes and limits of attempts"),
        _("When they expire: at the latest after a day."),
    ),
)


def erase_due(now: datetime) -> None:
    """Erase what is due; may be called as often as one likes."""
    erase_imports(now)
    forget_expired(now)


# A column of each table is given the type that it has: so PostgreSQL writes the table anew, with the
# rows that are there, and no page holds those that this transaction has deleted.
_WRITE_ANEW = (
    "SET CONSTRAINTS ALL IMMEDIATE",
    "ALTER TABLE members_importrow ALTER COLUMN line TYPE integer USING line + 0",
    "ALTER TABLE members_importchunk ALTER COLUMN position TYPE integer USING position + 0",
    "ALTER TABLE members_importrun ALTER COLUMN read_as TYPE text USING read_as || ''",
    "SET CONSTRAINTS ALL DEFERRED",
)


def erase_imports(now: datetime) -> int:
    """The rows, the samples and the file of lists uploaded 90 days ago; how many lists that was.

    A list that waits for somebody all that time is put away: its file is gone. Where the tables are in
    use, by another list, nothing is done: the next sweep tries again.
    """
    try:
        return _erase_imports(now)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        return 0


@transaction.atomic
def _erase_imports(now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
    old = ImportRun.objects.filter(uploaded_at__lte=now - IMPORTS_KEPT)
    old = old.exclude(state__in=[*CHECK_STATES, *APPLY_STATES]).select_for_update()
    ids = list(old.values_list("pk", flat=True))
    counts = {
        "rows": ImportRow.objects.filter(run__in=ids).delete()[0],
        "chunks": ImportChunk.objects.filter(run__in=ids).delete()[0],
        "samples": ImportRun.objects.filter(pk__in=ids).exclude(samples=[]).update(samples=[]),
    }
    waiting = ImportRun.objects.filter(
        pk__in=ids, state__in=(State.MAPPING, State.CHECKED, State.FAILED)
    )
    counts["put away"] = waiting.update(state=State.ABANDONED)
    if not any(counts.values()):
        return 0
    with connection.cursor() as cursor:
        for statement in _WRITE_ANEW:
            cursor.execute(statement)
    audit.record(
        audit.Action.DATA_ERASED,
        actor=None,
        subject="membership lists",
        detail={"what": "imports", **counts},
    )
    return len(ids)


def forget_expired(now: datetime) -> None:
    """Sessions, the codes in them, and limits of attempts, once they have expired."""
    Session.objects.filter(expire_date__lte=now).delete()
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
        cursor.execute(f"DELETE FROM {table} WHERE expires <= %s", [now])
