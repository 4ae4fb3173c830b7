"""What the gates let pass, each with its reason."""

from __future__ import annotations

from tests.gates.visits import FOR_STAFF, Visit

MOST_STATEMENTS = 10  # to the database, of a page that members see
MOST_STATEMENTS_OF_OFFICE = 60


def statements_of(room: str, visit: Visit) -> int:
    """How many a page may need."""
    if room in FOR_STAFF:
        return MOST_STATEMENTS_OF_OFFICE
    return MOST_STATEMENTS


def excepted(visit: Visit, fault: str) -> bool:
    return False
