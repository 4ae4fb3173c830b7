"""The public board as pages show it: checkpoints, and trackers by their first two characters."""

from __future__ import annotations

from django.utils.translation import gettext as _

from elections.ballots import board
from elections.ballots.errors import FormatError
from elections.models import Election
from elections.refusal import Refused

PREFIXES = board.PREFIXES


def checkpoints(election: Election) -> list[dict[str, int | str]]:
    """Every checkpoint by sheet and index; none before the papers are fixed."""
    return board.checkpoints(election.pk) if election.papers_fixed_at else []


def trackers(election: Election, prefix: str) -> list[str] | None:
    """The trackers in the box that begin with the prefix; None if no page has that name."""
    try:
        return board.trackers(election.pk, prefix)
    except FormatError:
        return None


def page_of(typed: str) -> str:
    """The page of trackers that begin with what was typed. Raises Refused if none can."""
    try:
        return board.page_of(typed)
    except FormatError as error:
        raise Refused(
            _("A tracker begins with two of the letters A to Z and the digits 2 to 7.")
        ) from error
