"""Doorways for Celery."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from members.importing import runs

log = logging.getLogger("momentum.imports")


@shared_task(name="members.tasks.run_imports")
def run_imports() -> int:
    """Check and apply the lists that are due. Beat sweeps it; it may run twice, or die half-way."""
    return runs.work()


def nudge() -> None:
    """Have a worker look as soon as the transaction has ended."""
    transaction.on_commit(_send, robust=True)


def _send() -> None:
    try:
        run_imports.delay()
    except OperationalError:
        log.info("The broker is away: the next sweep takes the list up.")
