"""Candidates stand with a slate by its invitation and their own consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import CandidateLeft, Election, Message, Nomination
from elections.refusal import Refused
from members.models import AuditEntry, Member
from members.roles import Role
from slates import joining
from slates.models import Invitation, Slate
from tests.members.people import add_staff
from tests.public import cast
from tests.slates.cast import (
    NOW,
    approved,
    efua,
    farah,
    invited,
    joined,
    pending,
    rosa,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch(election: Election, nomination: Nomination) -> Slate:
    """Approved; Efua acts for it."""
    return approved(election)


@pytest.fixture
def invite(election: Election) -> str:
    return f"/elections/{election.slug}/your-slate/invite/"


@pytest.fixture
def answer(election: Election) -> str:
    return f"/elections/{election.slug}/nomination/slates/branch-first/"


def end(election: Election, nomination: Nomination) -> str:
    return f"/elections/{election.slug}/your-slate/candidates/{nomination.pk}/end/"


def label(nomination: Nomination) -> tuple[str, int | None, str]:
    nomination.refresh_from_db()
    return nomination.slate_label, nomination.slate_colour, nomination.slate_path


def mails(kind: Message.Kind) -> list[Message]:
    return list(Message.objects.filter(kind=kind).order_by("id"))


# --- The invitation ------------------------------------------------------------------------------


def test_an_agent_invites_a_candidate_who_is_told(
    efuas: Client, branch: Slate, nomination: Nomination, invite: str, answer: str
) -> None:
    assert "Aisha Khan" in words(efuas.get(invite))
    response = efuas.post(invite, {"candidate": nomination.pk}, follow=True)
    assert "Aisha Khan is invited and told by email." in words(response)
    assert label(nomination) == ("", None, "")
    [message] = mails(Message.Kind.SLATE_INVITATION)
    assert message.to == "aisha@example.org"
    assert message.details == {"slate": "Branch First", "path": answer}
    entry = AuditEntry.objects.get(action="slate-invited")
    assert entry.detail["member"] == "201"
    assert entry.detail["nomination"] == nomination.pk


def test_whom_to_invite_is_found_by_name(
    efuas: Client, election: Election, branch: Slate, invite: str
) -> None:
    cast.stands(cast.bea(), election)
    page = words(efuas.get(invite, {"q": "okafor"}))
    assert "Bea Okafor" in page
    assert "Aisha Khan" not in page
    assert "Nobody by that name" in words(efuas.get(invite, {"q": "nobody\x00"}))


def test_until_the_slate_is_approved_nobody_is_invited(
    efuas: Client, election: Election, nomination: Nomination, invite: str
) -> None:
    pending(election)
    response = efuas.post(invite, {"candidate": nomination.pk})
    assert response.status_code == 422
    assert "once the slate is approved" in words(response)
    assert not Invitation.objects.exists()


def test_two_presses_invite_once(
    efuas: Client, branch: Slate, nomination: Nomination, invite: str
) -> None:
    efuas.post(invite, {"candidate": nomination.pk})
    response = efuas.post(invite, {"candidate": nomination.pk})
    assert "is invited already" in words(response)
    assert len(mails(Message.Kind.SLATE_INVITATION)) == 1


def test_whoever_withdrew_is_not_invited(
    efuas: Client, branch: Slate, nomination: Nomination, invite: str
) -> None:
    nominating.withdraw(nomination, nomination.member, now=NOW)
    assert "Aisha Khan" not in words(efuas.get(invite))
    response = efuas.post(invite, {"candidate": nomination.pk})
    assert "does not stand in this election" in words(response)


@pytest.mark.parametrize("candidate", ["", "x", "999999"])
def test_nobody_in_particular_is_not_invited(
    efuas: Client, branch: Slate, invite: str, candidate: str
) -> None:
    assert efuas.post(invite, {"candidate": candidate}).status_code == 404


def test_a_candidate_of_another_election_is_not_invited(
    efuas: Client, branch: Slate, invite: str
) -> None:
    elsewhere = cast.stands(cast.bea(), cast.election("Another election"))
    assert efuas.post(invite, {"candidate": elsewhere.pk}).status_code == 404
    with pytest.raises(DatabaseError, match="its own election"), transaction.atomic():
        Invitation.objects.create(slate=branch, nomination=elsewhere, invited_at=NOW)


def test_whoever_declined_is_not_asked_again(
    efuas: Client, aishas: Client, branch: Slate, nomination: Nomination, invite: str, answer: str
) -> None:
    invited(branch, nomination)
    aishas.post(answer, {"answer": "decline"})
    response = efuas.post(invite, {"candidate": nomination.pk})
    assert "can still accept on their own page" in words(response)
    assert len(mails(Message.Kind.SLATE_INVITATION)) == 1


def test_an_invitation_taken_back_is_repeated_after_a_day(
    efuas: Client,
    election: Election,
    branch: Slate,
    nomination: Nomination,
    invite: str,
    clock: Traveller,
) -> None:
    invited(branch, nomination)
    assert "Take it back" in words(efuas.get(end(election, nomination)))
    efuas.post(end(election, nomination))
    assert not mails(Message.Kind.SLATE_ENDED)
    assert "Wait a day" in words(efuas.post(invite, {"candidate": nomination.pk}))
    clock.shift(timedelta(days=1))
    cast.sign_in(efuas, efua())
    efuas.post(invite, {"candidate": nomination.pk})
    assert Invitation.objects.get().state == Invitation.State.OPEN
    assert len(mails(Message.Kind.SLATE_INVITATION)) == 2


# --- The answer ----------------------------------------------------------------------------------


def test_a_candidate_accepts_and_the_slate_stands_beside_their_name(
    aishas: Client, election: Election, branch: Slate, nomination: Nomination, answer: str
) -> None:
    invited(branch, nomination)
    assert answer in words(aishas.get(f"/elections/{election.slug}/nomination/"))
    assert answer in words(aishas.get("/home/"))
    response = aishas.post(answer, {"answer": "accept"}, follow=True)
    assert "You stand with Branch First now." in words(response)
    assert label(nomination) == ("Branch First", 3, branch.get_absolute_url())
    [message] = mails(Message.Kind.SLATE_ANSWERED)
    assert message.to == "efua@example.org"
    assert (message.details["candidate"], message.details["accepted"]) == ("Aisha Khan", True)
    assert AuditEntry.objects.filter(action="slate-set").count() == 1


def test_a_candidate_declines(
    aishas: Client, branch: Slate, nomination: Nomination, answer: str
) -> None:
    invited(branch, nomination)
    response = aishas.post(answer, {"answer": "decline"}, follow=True)
    assert "You do not stand with Branch First." in words(response)
    assert label(nomination) == ("", None, "")
    assert [one.details["accepted"] for one in mails(Message.Kind.SLATE_ANSWERED)] == [False]
    assert "Accept after all" in words(response)


def test_two_presses_accept_once(
    aishas: Client, branch: Slate, nomination: Nomination, answer: str
) -> None:
    invited(branch, nomination)
    for _press in range(2):
        response = aishas.post(answer, {"answer": "accept"}, follow=True)
        assert "You stand with Branch First now." in words(response)
    assert len(mails(Message.Kind.SLATE_ANSWERED)) == 1


def test_a_candidate_changes_their_mind_and_leaves_and_comes_back(
    aishas: Client, branch: Slate, nomination: Nomination, answer: str
) -> None:
    joined(branch, nomination)
    assert "Leave the slate" in words(aishas.get(answer))
    aishas.post(answer, {"answer": "decline"})
    assert label(nomination) == ("", None, "")
    aishas.post(answer, {"answer": "accept"})
    assert label(nomination)[0] == "Branch First"


def test_accepting_another_slate_leaves_the_first_which_is_told(
    aishas: Client, election: Election, branch: Slate, nomination: Nomination
) -> None:
    joined(branch, nomination)
    other = approved(election, farah(), name="Members Now", colour=5)
    invited(other, nomination, farah())
    url = f"/elections/{election.slug}/nomination/slates/members-now/"
    assert "You stand with Branch First now, and leave it if you accept." in words(aishas.get(url))
    aishas.post(url, {"answer": "accept"})
    assert label(nomination)[:2] == ("Members Now", 5)
    told = [
        (one.to, one.details["slate"], one.details["accepted"])
        for one in mails(Message.Kind.SLATE_ANSWERED)
    ]
    assert told[1:] == [
        ("efua@example.org", "Branch First", False),
        ("farah@example.org", "Members Now", True),
    ]


def test_nobody_joins_without_an_invitation(aishas: Client, branch: Slate, answer: str) -> None:
    assert aishas.get(answer).status_code == 404
    assert aishas.post(answer, {"answer": "accept"}).status_code == 404


def test_an_invitation_taken_back_is_not_accepted(
    aishas: Client, branch: Slate, nomination: Nomination, answer: str
) -> None:
    invited(branch, nomination)
    joining.take_back(branch, nomination, efua(), now=NOW)
    response = aishas.post(answer, {"answer": "accept"})
    assert response.status_code == 422
    assert "taken its invitation back" in words(response)
    assert label(nomination) == ("", None, "")


def test_nobody_answers_for_another(
    election: Election, branch: Slate, nomination: Nomination, answer: str
) -> None:
    invited(branch, nomination)
    beas = cast.sign_in(Client(), cast.bea())
    assert beas.post(answer, {"answer": "accept"}).status_code == 404
    cast.stands(cast.callum(), election)
    callums = cast.sign_in(Client(), Member.objects.get(number="103"))
    assert callums.post(answer, {"answer": "accept"}).status_code == 404
    assert Invitation.objects.get().state == Invitation.State.OPEN


def test_whoever_withdrew_accepts_nothing(
    aishas: Client, branch: Slate, nomination: Nomination, answer: str
) -> None:
    invited(branch, nomination)
    nominating.withdraw(nomination, nomination.member, now=NOW)
    response = aishas.post(answer, {"answer": "accept"})
    assert response.status_code == 422
    assert "withdrawn, refused or ended" in words(response)


def test_of_a_nomination_that_an_officer_ended_it_is_not_said_that_it_was_refused(
    aishas: Client, branch: Slate, nomination: Nomination, answer: str
) -> None:
    invited(branch, nomination)
    reason = CandidateLeft.Reason.DISQUALIFIED
    nominating.end(nomination, reason=reason, actor=rosa(), now=NOW)
    response = aishas.post(answer, {"answer": "accept"})
    assert response.status_code == 422
    assert "This nomination has been withdrawn, refused or ended." in words(response)
    with pytest.raises(Refused, match="withdrawn, refused or ended"):
        nominating.set_slate(nomination, label="Branch First", colour=3, path="", now=NOW)
    with pytest.raises(Refused, match="withdrawn, refused or ended"):
        nominating.withdraw(nomination, nomination.member, now=NOW)


def test_after_acceptance_a_candidate_still_joins_and_leaves(
    aishas: Client, branch: Slate, nomination: Nomination, answer: str
) -> None:
    invited(branch, nomination)
    cast.accepted(nomination, rosa())
    aishas.post(answer, {"answer": "accept"})
    assert label(nomination)[0] == "Branch First"
    aishas.post(answer, {"answer": "decline"})
    assert label(nomination)[0] == ""


def test_an_officer_sees_that_the_slate_changed_after_acceptance(
    rosas: Client, election: Election, branch: Slate, nomination: Nomination
) -> None:
    url = f"/office/elections/{election.slug}/nominations/{nomination.pk}/"
    cast.accepted(nomination, rosa())
    assert "changed after" not in words(rosas.get(url))
    joined(branch, nomination)
    assert "The slate changed after the nomination was accepted" in words(rosas.get(url))


# --- The end of it -------------------------------------------------------------------------------


def test_an_agent_ends_a_candidates_standing_and_the_candidate_is_told(
    efuas: Client, election: Election, branch: Slate, nomination: Nomination
) -> None:
    joined(branch, nomination)
    assert "End the standing of Aisha Khan" in words(efuas.get(end(election, nomination)))
    efuas.post(end(election, nomination))
    assert label(nomination) == ("", None, "")
    assert [one.to for one in mails(Message.Kind.SLATE_ENDED)] == ["aisha@example.org"]
    again = efuas.post(end(election, nomination))
    assert again.status_code == 422
    assert "neither invited nor stands with this slate" in words(again)


def test_an_agent_of_another_slate_ends_nothing(
    client: Client, election: Election, branch: Slate, nomination: Nomination
) -> None:
    joined(branch, nomination)
    approved(election, farah(), name="Members Now", colour=5)
    cast.sign_in(client, farah())
    assert client.post(end(election, nomination)).status_code == 422
    assert label(nomination)[0] == "Branch First"


@pytest.mark.parametrize("act", ["invite", "accept", "decline", "end"])
def test_once_papers_are_fixed_nobody_changes_slate(
    election: Election, branch: Slate, nomination: Nomination, act: str
) -> None:
    clients = {"efua": cast.sign_in(Client(), efua()), "aisha": Client()}
    cast.sign_in(clients["aisha"], nomination.member)
    bea = cast.stands(cast.bea(), election)
    (joined if act in ("decline", "end") else invited)(branch, nomination)
    cast.accepted(nomination, rosa())
    cast.accepted(bea, rosa())
    cast.papers_fixed(election, rosa())
    own = f"/elections/{election.slug}"
    who, url, entered = {
        "invite": ("efua", f"{own}/your-slate/invite/", {"candidate": bea.pk}),
        "accept": ("aisha", f"{own}/nomination/slates/branch-first/", {"answer": "accept"}),
        "decline": ("aisha", f"{own}/nomination/slates/branch-first/", {"answer": "decline"}),
        "end": ("efua", end(election, nomination), {}),
    }[act]
    response = clients[who].post(url, entered)
    assert response.status_code == 422
    assert "slates can no longer change" in words(response)


def test_the_database_refuses_a_consent_after_fixing(
    election: Election, branch: Slate, nomination: Nomination
) -> None:
    invited(branch, nomination)
    cast.accepted(nomination, rosa())
    cast.papers_fixed(election, rosa())
    changed: dict[str, Any] = {"state": "accepted", "answered_at": NOW}
    with pytest.raises(DatabaseError, match="slates no longer change"), transaction.atomic():
        Invitation.objects.update(**changed)


def test_the_database_refuses_a_second_slate_for_one_candidate(
    election: Election, branch: Slate, nomination: Nomination
) -> None:
    joined(branch, nomination)
    other = approved(election, farah(), name="Members Now", colour=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            slate=other, nomination=nomination, state="accepted", invited_at=NOW, answered_at=NOW
        )


def test_a_candidate_who_takes_an_office_accepts_nothing(
    aishas: Client, branch: Slate, nomination: Nomination, answer: str
) -> None:
    invited(branch, nomination)
    add_staff("aisha@example.org", Role.OFFICER)
    response = aishas.post(answer, {"answer": "accept"})
    assert response.status_code == 422
    assert "nor act for a slate" in words(response)
