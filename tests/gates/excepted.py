"""How much of the database a page may ask for, and which pages are let off what, with the reason."""

from __future__ import annotations

from tests.gates.visits.visit import Answer

STATEMENTS = 10  # a page that members see stays below
STATEMENTS_OF_STAFF = 30  # one of the office
STATEMENTS_OF_A_FORM = 60  # what is done with a form, and the page after it

_STAFF = ("/office/", "/admin/", "/security/", "/demo/", "/look/")

# Still above, with what they need now; a line goes once its page needs less. Nothing may be added.
STILL_ABOVE: dict[str, int] = {
    "elections:list-candidates": 17,
    "elections:member-home": 21,
    "elections:my-nomination": 28,
    "elections:my-place-on-the-roll": 11,
    "elections:appeal-refusal": 10,
    "elections:change-nomination": 12,
    "elections:show-count": 12,
    "elections:show-election": 18,
    "elections:show-nomination": 16,
    "elections:show-notice": 55,
    "elections:show-paper": 18,
    "elections:show-results": 30,
    "elections:stand": 12,
    "elections:stand-in-contest": 25,
    "elections:support-nomination": 13,
    "held-about-you": 34,
    "hustings:answer-question": 13,
    "hustings:ask-question": 12,
    "hustings:show-hustings": 10,
    "hustings:show-question": 13,
    "hustings:show-topic": 10,
    "slates:register-slate": 12,
    "elections:office-home": 156,
    "elections:fix-papers": 57,
    "elections:office-elections": 46,
    "elections:office-election": 38,
    "elections:decide-nomination": 31,
    "elections:publish-notice": 31,
    "elections:rehearse-election": 30,
    "elections:declare-result": 30,
}

# Pages we did not write: Django draws the reference data, for administrators alone. They are visited
# and asked for what is ours to decide, their status and statements, and not looked at.
_NOT_OURS = "/admin/"
# In English alone: samples of parts of pages, and invented people with their mail.
IN_ENGLISH = ("/look/", "/demo/")
# Forms without a button: the living page shows parts of forms that are sent nowhere, and a contest
# that the notice has locked is shown in its form, below a sentence that it no longer changes.
_WITHOUT_BUTTON = ("look", "elections:edit-contest")


def statements_below(answer: Answer) -> int:
    """The number of statements that the answer must stay below."""
    if answer.visit.sends is not None:
        return STATEMENTS_OF_A_FORM
    usual = STATEMENTS_OF_STAFF if is_of_staff(answer.path) else STATEMENTS
    return max(usual, STILL_ABOVE.get(answer.visit.name, 0) + 1)


def is_of_staff(route: str) -> bool:
    """Whether an address, as the URLconf or a browser writes it, is one of those who work here."""
    return f"/{route.removeprefix('/')}".startswith(_STAFF)


def is_looked_at(answer: Answer) -> bool:
    return answer.is_page and not answer.path.startswith(_NOT_OURS)


def excepted(answer: Answer, fault: str) -> bool:
    return answer.visit.name in _WITHOUT_BUTTON and fault.startswith("a form without a button")
