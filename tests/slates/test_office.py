"""Officers decide on slates, correct them, and take candidates off them; scrutineers look."""

from __future__ import annotations

import pytest
from django.test import Client

from elections.models import Election, Message, Nomination
from elections.refusal import Refused
from members.models import AuditEntry
from members.roles import Role
from slates import deciding
from slates.models import Invitation, Slate
from tests.members.people import add_staff, enter_office
from tests.office.cast import DAY, move
from tests.public import cast
from tests.slates.cast import (
    ENTERED,
    NOW,
    approved,
    efua,
    farah,
    joined,
    pending,
    refused,
    rosa,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(election: Election) -> str:
    return f"/office/elections/{election.slug}/slates/"


def told() -> list[tuple[str, bool, str]]:
    messages = Message.objects.filter(kind=Message.Kind.SLATE_DECIDED).order_by("id")
    return [(one.to, one.details["approved"], one.details["reason"]) for one in messages]


def test_an_officer_approves_a_slate_and_its_agents_are_told(
    rosas: Client, election: Election, url: str
) -> None:
    assert "No slate is registered" in words(rosas.get(url))
    slate = pending(election)
    assert "slate to decide" in words(rosas.get("/office/"))
    page = f"{url}{slate.slug}/"
    assert page in words(rosas.get(url))
    assert "Efua Mensah" in words(rosas.get(page))
    rosas.post(page, {"decision": "approve", "seen": slate.words_digest})
    slate.refresh_from_db()
    assert (slate.state, slate.decided_at) == (Slate.State.APPROVED, NOW)
    assert slate.decided_by is not None
    assert slate.decided_by.email == "rosa@example.org"
    assert told() == [("efua@example.org", True, "")]
    entry = AuditEntry.objects.get(action="slate-decided")
    assert (entry.subject, entry.detail) == ("Branch First", {"approved": True})
    assert "slate to decide" not in words(rosas.get("/office/"))
    assert Client().get(slate.get_absolute_url()).status_code == 200


def test_no_slate_waits_of_a_poll_that_was_not_held(rosas: Client, election: Election) -> None:
    pending(election)
    assert "slate to decide" in words(rosas.get("/office/"))
    move(election, voting_opens_at=NOW - 2 * DAY, voting_closes_at=NOW - DAY)
    page = words(rosas.get("/office/"))
    assert "poll that was not held" in page
    assert "slate to decide" not in page


def test_an_officer_refuses_with_a_reason_that_the_agents_are_told(
    rosas: Client, election: Election, url: str
) -> None:
    slate = pending(election)
    entered = {"decision": "refuse", "reason": " It is a company’s name. "}
    rosas.post(f"{url}{slate.slug}/", {**entered, "seen": slate.words_digest})
    slate.refresh_from_db()
    assert (slate.state, slate.reason) == (Slate.State.REFUSED, "It is a company’s name.")
    assert told() == [("efua@example.org", False, "It is a company’s name.")]
    assert AuditEntry.objects.get(action="slate-decided").reason == "It is a company’s name."


def test_a_refusal_needs_its_reason(rosas: Client, election: Election, url: str) -> None:
    slate = pending(election)
    response = rosas.post(f"{url}{slate.slug}/", {"decision": "refuse", "reason": " "})
    assert response.status_code == 422
    assert "Give the reason" in words(response)
    with pytest.raises(Refused):
        deciding.refuse(slate, actor=rosa(), reason=" ", now=NOW)


def test_what_is_approved_is_what_was_read(rosas: Client, election: Election, url: str) -> None:
    slate = pending(election)
    seen = slate.words_digest
    Slate.objects.update(programme="Something else altogether.")
    response = rosas.post(f"{url}{slate.slug}/", {"decision": "approve", "seen": seen})
    assert response.status_code == 422
    assert "changed meanwhile" in words(response)
    assert "Something else altogether." in words(response)


def test_who_does_not_say_what_they_read_decides_nothing(
    rosas: Client, election: Election, url: str
) -> None:
    slate = pending(election)
    response = rosas.post(f"{url}{slate.slug}/", {"decision": "approve"})
    assert response.status_code == 422
    assert "changed meanwhile" in words(response)
    slate.refresh_from_db()
    assert not slate.is_approved


def test_a_slate_is_decided_once(rosas: Client, election: Election, url: str) -> None:
    slate = pending(election)
    seen = {"decision": "approve", "seen": slate.words_digest}
    for _press in range(2):
        response = rosas.post(f"{url}{slate.slug}/", seen)
    assert response.status_code == 422
    assert "already been decided" in words(response)
    assert len(told()) == 1


def test_a_correction_reaches_the_candidates(
    rosas: Client, election: Election, nomination: Nomination, url: str
) -> None:
    slate = approved(election, name="Brnch First")
    joined(slate, nomination)
    correct = f"{url}brnch-first/correct/"
    assert "Brnch First" in words(rosas.get(correct))
    rosas.post(correct, {**ENTERED, "colour": "4"})
    nomination.refresh_from_db()
    assert (nomination.slate_label, nomination.slate_colour) == ("Branch First", 4)
    assert rosas.get(nomination.slate_path).status_code == 200
    assert AuditEntry.objects.filter(action="slate-changed").count() == 1


def test_a_correction_may_not_take_anothers_name(
    rosas: Client, election: Election, url: str
) -> None:
    approved(election)
    approved(election, farah(), name="Members Now", colour=5)
    response = rosas.post(f"{url}members-now/correct/", {**ENTERED, "colour": "5"})
    assert response.status_code == 422
    assert "Another slate of this election has that name" in words(response)


def test_a_refused_slate_is_its_agents_to_correct(
    rosas: Client, election: Election, url: str
) -> None:
    refused(election)
    response = rosas.post(f"{url}branch-first/correct/", ENTERED)
    assert response.status_code == 422
    assert "its agents correct it" in words(response)


def test_what_agents_changed_after_approval_is_marked(
    rosas: Client, election: Election, url: str
) -> None:
    slate = approved(election)
    assert "changed since" not in words(rosas.get(url))
    Slate.objects.filter(pk=slate.pk).update(programme="Something else.")
    assert "changed since" in words(rosas.get(url))
    rosas.post(f"{url}branch-first/correct/", ENTERED)
    assert "changed since" not in words(rosas.get(url))


def test_an_officer_takes_a_candidate_off_and_both_are_told_why(
    rosas: Client, election: Election, nomination: Nomination, url: str
) -> None:
    slate = approved(election)
    joined(slate, nomination)
    take_off = f"{url}branch-first/candidates/{nomination.pk}/take-off/"
    assert take_off in words(rosas.get(f"{url}branch-first/"))
    assert rosas.post(take_off, {"reason": ""}).status_code == 422
    rosas.post(take_off, {"reason": "Consent was given by mistake."})
    nomination.refresh_from_db()
    assert nomination.slate_label == ""
    assert Invitation.objects.get().state == Invitation.State.TAKEN_BACK
    kinds = (Message.Kind.SLATE_ENDED, Message.Kind.SLATE_ANSWERED)
    last = Message.objects.filter(kind__in=kinds).order_by("-id")[:2]
    assert {(one.to, one.details["reason"]) for one in last} == {
        ("aisha@example.org", "Consent was given by mistake."),
        ("efua@example.org", "Consent was given by mistake."),
    }
    again = rosas.post(take_off, {"reason": "Again."})
    assert again.status_code == 422
    assert "does not stand with this slate" in words(again)


def test_once_papers_are_fixed_the_office_changes_no_slate(
    rosas: Client, election: Election, nomination: Nomination, url: str
) -> None:
    joined(approved(election), nomination)
    pending(election, farah(), name="Members Now", colour=5)
    cast.accepted(nomination, rosa())
    cast.papers_fixed(election, rosa())
    for path, entered in (
        ("members-now/", {"decision": "approve"}),
        ("branch-first/correct/", ENTERED),
        (f"branch-first/candidates/{nomination.pk}/take-off/", {"reason": "x"}),
    ):
        response = rosas.post(f"{url}{path}", entered)
        assert response.status_code == 422, path
        assert "slates can no longer change" in words(response)


@pytest.mark.parametrize("role", [Role.SCRUTINEER, Role.ADMINISTRATOR])
def test_scrutineers_and_administrators_look_and_change_nothing(
    client: Client, election: Election, url: str, role: Role
) -> None:
    pending(election)
    enter_office(client, "sami@example.org", role)
    for path in ("", "branch-first/"):
        page = client.get(f"{url}{path}")
        assert page.status_code == 200
        assert "Branch First" in words(page)
        assert "Go on to check" not in words(page)
    for path in ("branch-first/", "branch-first/correct/", "branch-first/candidates/1/take-off/"):
        assert client.post(f"{url}{path}", {"decision": "approve"}).status_code == 403
    assert Slate.objects.get().state == Slate.State.PENDING


def test_a_member_is_shown_none_of_it(election: Election, url: str) -> None:
    pending(election)
    client = cast.sign_in(Client(), efua())
    for path in ("", "branch-first/", "branch-first/correct/"):
        assert client.get(f"{url}{path}").status_code == 403
        assert client.post(f"{url}{path}").status_code == 403


def test_an_officer_who_stands_decides_on_no_slate(
    election: Election, nomination: Nomination
) -> None:
    slate = pending(election)
    officer = add_staff("aisha@example.org", Role.OFFICER)
    with pytest.raises(Refused, match="another officer decides"):
        deciding.approve(slate, actor=officer, now=NOW)
    with pytest.raises(Refused, match="another officer decides"):
        deciding.correct(
            slate, name="X", programme="", colour=3, website="", actor=officer, now=cast.NOMINATIONS
        )
