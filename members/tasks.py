"""Doorways for Celery."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from members import erasing
from members.importing import runs

log = logging.getLogger("momentum.imports")


@shared_task(name="members.tasks.run_imports")
def run_imports() -> int:
    """Check and apply the lists that are due. Beat sweeps it; it may run twice, or die half-way."""
    return runs.work()


@shared_task(name="members.tasks.erase_due")
def erase_due() -> None:
    """Erase what is kept of imports and of signing in, after its time."""
    erasing.erase_due(timezone.now())


def nudge() -> None:
    """Have a worker look as soon as the transaction has ended."""
    transaction.on_commit(_send, robust=True)


def _send() -> None:
    try:
        run_imports.delay()
    except OperationalError:
        log.info("The broker is away: the next sweep takes the list up.")
