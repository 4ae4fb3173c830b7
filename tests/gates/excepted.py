"""How much of the database a page may ask for, and which pages are let off what, with the reason."""

from __future__ import annotations

from tests.gates.visits.visit import Answer

STATEMENTS = 10  # a page that members see stays below
STATEMENTS_OF_STAFF = 30  # one of the office
STATEMENTS_OF_A_FORM = 60  # what is done with a form, and the page after it

_STAFF = ("/office/", "/admin/", "/security/", "/demo/", "/look/")

# Still above, with what they need now; a line goes once its page needs less. Nothing may be added.
STILL_ABOVE: dict[str, int] = {}

# Pages we did not write: Django draws the reference data, for administrators alone. They are visited
# and asked for what is ours to decide, their status and statements, and not looked at.
_NOT_OURS = "/admin/"
# Forms without a button: the living page shows parts of forms that are sent nowhere.
_WITHOUT_BUTTON = ("look",)


def statements_below(answer: Answer) -> int:
    """The number of statements that the answer must stay below."""
    if answer.visit.sends is not None:
        return STATEMENTS_OF_A_FORM
    usual = STATEMENTS_OF_STAFF if answer.path.startswith(_STAFF) else STATEMENTS
    return max(usual, STILL_ABOVE.get(answer.visit.name, 0) + 1)


def is_looked_at(answer: Answer) -> bool:
    return answer.is_page and not answer.path.startswith(_NOT_OURS)


def excepted(answer: Answer, fault: str) -> bool:
    return answer.visit.name in _WITHOUT_BUTTON and fault.startswith("a form without a button")
