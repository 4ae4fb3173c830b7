"""Doorways: what beat sweeps. Any of them may run twice, late, or die half-way."""

from __future__ import annotations

import logging

from celery import shared_task
from celery.app.task import Task
from django.db import transaction
from django.utils import timezone

from elections import erasing, mailing, outbox, publishing, roll, tallying
from elections.models import Election

log = logging.getLogger("momentum.tasks")


def nudge(task: Task[..., None]) -> None:
    """Make a sweep happen sooner, once the transaction is committed; without Redis it waits."""

    def send() -> None:
        try:
            task.apply_async(expires=30)
        except task.OperationalError:
            log.warning("The broker is away: %s waits for the sweep.", task.name)

    transaction.on_commit(send, robust=True)


@shared_task
def close_due() -> None:
    tallying.close_due(timezone.now())
    tallying.rewrite_roll_due(timezone.now())


@shared_task
def end_day_due() -> None:
    tallying.end_day_due(timezone.now())


@shared_task
def freeze_due() -> None:
    """Freeze the rolls that are due; late qualifiers join those of open polls, and are mailed."""
    if roll.freeze_due(timezone.now()):
        nudge(send_mail)


@shared_task
def declare_due() -> None:
    tallying.declare_due(timezone.now())


@shared_task
def move_due() -> None:
    tallying.move_due()


@shared_task
def tally_due() -> None:
    """On the tally worker: open and count what is closed."""
    tallying.count_due(timezone.now())


@shared_task
def tally_keys() -> None:
    """On the tally worker: make the sealing keys that are wanted, remove copies of destroyed ones."""
    publishing.make_sealing_keys()
    publishing.remove_escrow_copies()


@shared_task
def tally_erase() -> None:
    """On the tally worker, which has the escrow copies of keys: erase what the schedule says."""
    erasing.erase_due(timezone.now())


@shared_task
def queue_due_mail() -> None:
    """Queue the reminders and the confirmations whose time has come."""
    now = timezone.now()
    talked_about = Election.objects.open_for_voting(at=now) | Election.objects.just_closed(at=now)
    for election in talked_about.select_related("timetable"):
        try:
            outbox.queue_due(election, now=now)
        except Exception:  # the mail of other elections does not wait for this one
            log.exception("The mail of election %s could not be queued", election.pk)


@shared_task
def send_mail() -> None:
    if mailing.send_due(now=timezone.now()).more:
        nudge(send_mail)
