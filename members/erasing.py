"""What is kept of imports and of signing in goes after its time; docs/retention.md tells the schedule."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from members import audit
from members.models import ImportChunk, ImportRow, ImportRun, State
from members.models.import_run import APPLY_STATES, CHECK_STATES

IMPORTS_KEPT = timedelta(days=90)
SCHEDULE = (
    (_("Rows, samples and files of membership lists"), _("90 days after the upload.")),
    (
        _("Sessions, sign-in codes and limits of attempts"),
        _("When they expire: at latest after a day."),
    ),
)


def erase_due(now: datetime) -> None:
    """Erase what is due; may be called as often as one likes."""
    erase_imports(now)
    forget_expired(now)


@transaction.atomic
def erase_imports(now: datetime) -> int:
    """The rows, the samples and the file of lists uploaded 90 days ago; how many lists that was.

    A list that waits for somebody all that time is put away: its file is gone.
    """
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
