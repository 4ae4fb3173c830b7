"""Celery: what beat sweeps, and the heartbeats the office page shows."""

from __future__ import annotations

import os
import time
from typing import Any

from celery import Celery
from celery.beat import Scheduler as BeatScheduler
from celery.signals import heartbeat_sent, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "momentum_site.settings")

app = Celery("momentum_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["members", "elections", "slates", "hustings", "momentum_site"])

# The sweep is what guarantees; nudges sent after a commit only make things happen sooner. Each
# entry expires with its interval, so that a worker that was away finds one of each, not thousands.
SWEEPS = {
    "elections.tasks.close_due": 2,
    "elections.tasks.declare_due": 2,
    "elections.tasks.tally_due": 2,
    "elections.tasks.tally_keys": 2,
    "elections.tasks.freeze_due": 5,
    "elections.tasks.move_due": 5,
    "elections.tasks.queue_due_mail": 5,
    "elections.tasks.send_mail": 2,
    "members.tasks.run_imports": 5,
    "elections.tasks.end_day_due": 60,
    # Beat counts from its own start, so what is due daily is looked for every hour.
    "elections.tasks.tally_erase": 3600,
    "members.tasks.erase_due": 3600,
}
app.conf.beat_schedule = {
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds * 2}}
    for name, seconds in SWEEPS.items()
}

_BEAT_EVERY = 5.0  # seconds between two heartbeats in the database
_last: dict[str, float] = {}


def _beat(name: str) -> None:
    """Record that process ``name`` is alive; a database that is away must not end the process."""
    if time.monotonic() - _last.get(name, -_BEAT_EVERY) < _BEAT_EVERY:
        return
    from django.db import DatabaseError, close_old_connections

    from elections.models import Heartbeat

    try:
        close_old_connections()
        Heartbeat.record(name)
        _last[name] = time.monotonic()
    except DatabaseError:
        _last.pop(name, None)


def _worker_name(sender: Any) -> str:
    hostname = getattr(sender, "hostname", "") or ""
    return "tally" if hostname.startswith("tally@") else "worker"


@worker_ready.connect
@heartbeat_sent.connect
def _worker_alive(sender: Any = None, **kwargs: Any) -> None:
    consumer = getattr(sender, "eventer", None)
    _beat(_worker_name(consumer or sender))


class Scheduler(BeatScheduler):
    """Beat with its schedule in memory, saying that it is alive."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        _beat("beat")
        return float(min(super().tick(*args, **kwargs), 1.0))
