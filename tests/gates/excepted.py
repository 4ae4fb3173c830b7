"""How much of the database a page may ask for, and which pages are let off what, with the reason."""

from __future__ import annotations

from tests.gates.visits.visit import Answer

STATEMENTS = 10  # a page that members see stays below
STATEMENTS_OF_STAFF = 30  # one of the office
STATEMENTS_OF_A_FORM = 15  # what a member's form does, and the page after it
STATEMENTS_OF_AN_ACT = 60  # what the office does with one, and writes to everybody
STATEMENTS_OF_A_CHECK = 200  # an act tried out, its mail written to be read, and the page

# The pages for which an act is tried out.
TRIED = {"elections/office/_check.html", "elections/office/stuck.html"}
_STAFF = ("/office/", "/admin/", "/security/", "/demo/", "/look/")

# Pages we did not write: Django draws the reference data, for administrators alone. They are visited
# and asked for what is ours to decide, their status and statements, and not looked at.
_NOT_OURS = "/admin/"
# In English alone: samples of parts of pages, and invented people with their mail.
IN_ENGLISH = ("/look/", "/demo/")
# Forms without a button: the living page shows parts of forms that are sent nowhere.
_WITHOUT_BUTTON = ("look",)


def statements_below(answer: Answer) -> int:
    """The number of statements that the answer must stay below."""
    if answer.templates & TRIED:
        return STATEMENTS_OF_A_CHECK
    if is_of_staff(answer.path):
        return STATEMENTS_OF_STAFF if answer.visit.sends is None else STATEMENTS_OF_AN_ACT
    return STATEMENTS if answer.visit.sends is None else STATEMENTS_OF_A_FORM


def is_of_staff(route: str) -> bool:
    """Whether an address, as the URLconf or a browser writes it, is one of those who work here."""
    return f"/{route.removeprefix('/')}".startswith(_STAFF)


def is_looked_at(answer: Answer) -> bool:
    return answer.is_page and not answer.path.startswith(_NOT_OURS)


def excepted(answer: Answer, fault: str) -> bool:
    return answer.visit.name in _WITHOUT_BUTTON and fault.startswith("a form without a button")
