"""A list from the upload to the members: received, its columns confirmed, checked, applied.

Checking and applying are done by a worker, which holds a lock of its session while it works on a
run. A worker that dies loses the lock with its connection, and another takes the run up from the
beginning: nothing is written before the one transaction that writes everything.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, cast

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import audit, rolls
from members.importing import applying, fields, listing, reading
from members.importing.fields import Mapping, UnusableFile
from members.importing.report import Report
from members.models import ImportChunk, ImportRun, State, User
from members.models.import_run import APPLY_STATES

log = logging.getLogger("momentum.imports")

CHUNK = 1 << 20
_SAMPLES = 3
_LOCKS = 0x6D656D62  # sets these locks apart from those of other rooms


class NotNow(Exception):
    """The run is not in the state for this, mostly because somebody else was faster."""


# --- What staff do -------------------------------------------------------------------------------


def receive(name: str, content: Iterable[bytes], *, actor: User) -> ImportRun:
    """Keep an uploaded file and find out how to read it. Raises UnusableFile, keeping nothing.

    The same file again, while its columns are still to be confirmed, is a button pressed twice.
    """
    with tempfile.NamedTemporaryFile(prefix="members-") as file:
        for piece in content:
            file.write(piece)
        file.flush()
        source = reading.open_list(Path(file.name))
        samples = [row.cells for row, _share in islice(source.rows(), _SAMPLES)]
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=actor.pk)
            if (again := _received(name, file, actor)) is not None:
                return again
            run = ImportRun.objects.create(
                name=name,
                size=Path(file.name).stat().st_size,
                uploaded_by=actor,
                read_as=source.kind,
                headers=[_storable(header) for header in source.headers],
                samples=[[_storable(cell)[:80] for cell in cells] for cells in samples],
                mapping=fields.recognise(source.headers).as_choices(len(source.headers)),
            )
            file.seek(0)
            _keep(run, file)
            audit.record(audit.Action.IMPORT_UPLOADED, actor=actor, subject=str(run))
    return run


def _received(name: str, file: IO[bytes], actor: User) -> ImportRun | None:
    """The run of this very file, sent by the same person, of which nothing has been made yet."""
    path = Path(file.name)
    found = ImportRun.objects.filter(
        name=name, size=path.stat().st_size, uploaded_by=actor, state=State.MAPPING
    )
    return next((run for run in found if _holds(run, path)), None)


def _holds(run: ImportRun, path: Path) -> bool:
    with path.open("rb") as file:
        pieces = run.chunks.values_list("content", flat=True).iterator(chunk_size=1)
        return all(bytes(piece) == file.read(CHUNK) for piece in pieces)


def _keep(run: ImportRun, file: IO[bytes]) -> None:
    for position, piece in enumerate(iter(lambda: file.read(CHUNK), b"")):
        ImportChunk.objects.create(run=run, position=position, content=piece)


def _storable(text: str) -> str:
    """PostgreSQL's JSON takes no NUL."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def confirm_columns(run: ImportRun, choices: Sequence[str]) -> None:
    """Say which column is which, and have the list checked. Raises UnusableFile, NotNow."""
    fields.chosen(choices).refuse_unless_usable(run.headers)
    with _moving(run, State.MAPPING, State.CHECKED, State.FAILED) as locked:
        locked.mapping = list(choices)
        locked.state = State.CHECK_DUE
        locked.rows_read, locked.share_read, locked.problem = 0, 0, ""


def approve(run: ImportRun, *, actor: User) -> None:
    """Have a checked list applied, which is on record as this actor's act. Raises NotNow."""
    with _moving(run, State.CHECKED) as locked:
        locked.approved_by = actor
        locked.state = State.APPLY_DUE
        locked.rows_read, locked.share_read = 0, 0


def abandon(run: ImportRun, *, actor: User) -> None:
    """Put a list away without applying it; the file is deleted. Raises NotNow."""
    with _moving(run, State.MAPPING, State.CHECKED, State.FAILED) as locked:
        locked.state, locked.samples = State.ABANDONED, []
        locked.chunks.all().delete()
        locked.rows.all().delete()
        audit.record(audit.Action.IMPORT_ABANDONED, actor=actor, subject=str(run))


@contextmanager
def _moving(run: ImportRun, *states: State) -> Iterator[ImportRun]:
    """The run, locked and in one of the states, to be changed; saved at the end."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state not in states:
            raise NotNow(_("This list is %(state)s now.") % {"state": locked.get_state_display()})
        yield locked
        locked.save()


# --- What a worker does --------------------------------------------------------------------------


def work() -> int:
    """Carry out every run that is due and that nobody else works on. Returns how many."""
    done = 0
    for pk in ImportRun.objects.due().values_list("pk", flat=True):
        with _alone(pk) as mine:
            if mine and (run := _claimed(pk)):
                _carry_out(run)
                done += 1
    return done


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    """Whether this session is the one that works on the run."""
    key = [_LOCKS, pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _claimed(pk: int) -> ImportRun | None:
    """The run, now marked as being worked on; None when it is no longer due."""
    with transaction.atomic():
        run = ImportRun.objects.due().select_for_update(skip_locked=True).filter(pk=pk).first()
        if run is None:
            return None
        run.state = State.APPLYING if run.state in APPLY_STATES else State.CHECKING
        run.save(update_fields=["state"])
    return run


def _carry_out(run: ImportRun) -> None:
    try:
        with _file_of(run) as path:
            _check_or_apply(run, path)
    except UnusableFile as refusal:
        _fail(run, str(refusal))
    except Exception:
        log.exception("Import %s failed", run.pk)
        _fail(run, _("Something went wrong that is not the list's fault. It has been logged."))


def _fail(run: ImportRun, problem: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=State.FAILED, problem=problem)


@contextmanager
def _file_of(run: ImportRun) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(prefix="members-") as file:
        for pk in run.chunks.values_list("pk", flat=True):
            file.write(ImportChunk.objects.values_list("content", flat=True).get(pk=pk))
        file.flush()
        yield Path(file.name)


def _check_or_apply(run: ImportRun, path: Path) -> None:
    def progress(rows: int, share: float) -> None:
        ImportRun.objects.filter(pk=run.pk).update(rows_read=rows, share_read=share)

    mapping = fields.chosen(cast("list[str]", run.mapping))
    source = reading.open_list(path)
    with listing.staged(source, mapping, progress) as report:
        if run.is_applying:
            rolls.freeze_due(timezone.now())
        _finish(run, mapping, report)


@transaction.atomic
def _finish(run: ImportRun, mapping: Mapping, report: Report) -> None:
    """What was read is compared or applied, and the run says what came of it, in one transaction."""
    if run.is_applying:
        listing.apply(mapping, report)
    else:
        listing.check(mapping, report)
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    locked.rows.all().delete()
    applying.keep_outcomes(run.pk)
    locked.report = report.as_json()
    locked.rows_read, locked.share_read = report.rows, 1
    if run.is_applying:
        locked.state, locked.applied_at = State.APPLIED, timezone.now()
        locked.samples = []
        locked.chunks.all().delete()  # what it said is in the members now
    else:
        locked.state = State.CHECKED
    locked.save()
    audit.record(
        audit.Action.IMPORT_APPLIED if run.is_applying else audit.Action.IMPORT_CHECKED,
        actor=locked.approved_by if run.is_applying else run.uploaded_by,
        subject=str(run),
        detail=report.in_numbers(),
    )
