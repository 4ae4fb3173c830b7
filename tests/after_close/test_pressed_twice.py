"""Acts upon a result, pressed twice: done once, and said to be done; another act stays refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from elections.models import CandidateLeft, Election, ResultDeclaration
from members.models import User
from members.roles import Role
from tests.acts.open_forms import text_of
from tests.after_close import cast
from tests.members.people import add_staff
from tests.office.cast import enter, scotland
from tests.voting.cast import page

pytestmark = pytest.mark.django_db(transaction=True)
DONE = "You have done this already. Nothing was done a second time."


@pytest.fixture
def counted(rosa: User) -> Election:
    return cast.two_seats(rosa)


@pytest.fixture
def declared(counted: Election, rosa: User) -> Election:
    return cast.declare(counted, rosa)


@pytest.fixture
def otto() -> Client:
    """Another officer's browser."""
    return enter(add_staff("otto@example.org", Role.OFFICER))


def way(election: Election, name: str) -> str:
    return reverse("elections:amend-result", args=[election.slug, scotland(election).number, name])


def entered(election: Election, **more: Any) -> dict[str, Any]:
    return {"public_reason": "The court said so.", "confirm": election.slug, "after": 2, **more}


def key(election: Election, name: str) -> str:
    return str(cast.candidate(election, name).pk)


def pressed(client: Client, address: str, sent: dict[str, Any]) -> str:
    return text_of(client.post(address, sent, follow=True))


def test_a_declaration(counted: Election, officer: Client, otto: Client) -> None:
    address = page(counted, "declare-result")
    sent = {"confirm": counted.slug, "reason": "No report will come."}
    assert "The result is declared." in pressed(officer, address, sent)
    assert DONE in pressed(officer, address, sent)
    for client, reason in ((otto, sent["reason"]), (officer, "Another one.")):
        other = client.post(address, {**sent, "reason": reason})
        assert other.status_code == 422
        assert "There is no provisional result to declare." in text_of(other)
    assert counted.declarations.filter(kind="declared").count() == 1


def test_a_candidate_who_left(counted: Election, officer: Client, otto: Client) -> None:
    address = page(counted, "record-left")
    sent = {
        "candidate": key(counted, "Bea Okafor"),
        "reason": "withdrew",
        "detail": "",
        "confirm": counted.slug,
    }
    assert "Recorded." in pressed(officer, address, sent)
    assert DONE in pressed(officer, address, sent)
    for client, reason in ((otto, "withdrew"), (officer, "died")):
        other = client.post(address, {**sent, "reason": reason})
        assert other.status_code == 422
        assert "on record already" in text_of(other)
    also = pressed(officer, address, {**sent, "candidate": key(counted, "Callum Reid")})
    assert DONE not in also, "the same reason, and somebody else"
    assert CandidateLeft.objects.count() == 2


def test_an_amendment_of_any_kind(declared: Election, officer: Client) -> None:
    bea, chosen = key(declared, "Bea Okafor"), cast.candidate(declared, "Callum Reid").number
    left = {"leaver": bea, "left": "disqualified"}
    ways: dict[str, dict[str, Any]] = {
        "correct": {"elected": [chosen]},
        "void": {},
        "recount": left,
    }
    for after, (name, more) in enumerate(ways.items(), start=2):
        sent = entered(declared, after=after, **more)
        assert DONE not in pressed(officer, way(declared, name), sent)
        assert DONE in pressed(officer, way(declared, name), sent)
    kinds = ResultDeclaration.objects.order_by("number").values_list("kind", flat=True)
    assert list(kinds)[2:] == ["corrected", "void", "corrected"]


def test_what_differs_in_anything_was_made_meanwhile(
    declared: Election, officer: Client, otto: Client
) -> None:
    bea, aisha = key(declared, "Bea Okafor"), key(declared, "Aisha Bello")
    sent = entered(declared, leaver=bea, left="disqualified", seat="vacant")
    address = way(declared, "unseat")
    officer.post(address, sent)
    assert DONE in pressed(officer, address, sent)
    for client, name, differs in (
        (otto, "unseat", {}),
        (officer, "unseat", {"public_reason": "For another reason."}),
        (officer, "void", {}),
        (officer, "unseat", {"leaver": aisha}),
    ):
        other = client.post(way(declared, name), {**sent, **differs})
        assert other.status_code == 422, (name, differs)
    assert ResultDeclaration.objects.count() == 3
    assert "made meanwhile" in text_of(officer.post(way(declared, "void"), sent))
