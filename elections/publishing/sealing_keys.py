"""The sealing keys of elections, made by the tally worker before their papers can be fixed."""

from __future__ import annotations

import logging

from elections.ballots import keys
from elections.ballots.errors import PreflightFailed
from elections.models import Election

log = logging.getLogger("momentum.publishing")


def make_sealing_keys() -> None:
    """The sealing key of every published election without one; runs where the keys are wrapped.

    The escrow copy of each is tried on a test paper before the office may fix the papers.
    """
    waiting = Election.objects.public().filter(
        papers_fixed_at=None, no_poll_at=None, withdrawn_at=None
    )
    for election in waiting.values_list("pk", flat=True):
        if keys.sealing_key_is_ready(election):
            continue
        try:
            keys.make_sealing_key(election)
        except PreflightFailed:
            log.exception("The sealing key of election %s cannot be used", election)
        except Exception:  # the keys of other elections do not wait for this one
            log.exception("The sealing key of election %s could not be made", election)


def remove_escrow_copies() -> None:
    """Of polls that ended without a count: the page that ended them runs where no copies are."""
    ended = Election.objects.filter(withdrawn_at__isnull=False, papers_fixed_at__isnull=False)
    for election in ended.values_list("pk", flat=True):
        keys.remove_escrow(election)
