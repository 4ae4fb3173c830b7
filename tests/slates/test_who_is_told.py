"""The agents of a slate hear of its candidates who stop standing, and of changes to the election."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from elections import mailing, nominating, outbox, scheduling, tallying
from elections.models import Candidate, CandidateLeft, Election, Message, Nomination
from members.roles import Role
from slates import acting
from slates.models import Slate
from tests.members.people import add_staff
from tests.public import cast
from tests.slates.cast import NOW, approved, efua, farah, invited, joined, pending, refused, rosa

pytestmark = pytest.mark.django_db
Reason = CandidateLeft.Reason


@pytest.fixture
def branch(election: Election, nomination: Nomination) -> Slate:
    """Approved; Efua and Farah act for it."""
    slate = approved(election)
    acting.add_agent(slate, efua(), number="202", last_name=farah().last_name, now=NOW)
    return slate


def told_of_leaving() -> list[str]:
    found = Message.objects.filter(kind="slate-candidate-left")
    return sorted(found.values_list("to", flat=True))


def test_agents_are_told_when_a_candidate_withdraws(branch: Slate, nomination: Nomination) -> None:
    joined(branch, nomination)
    nominating.withdraw(nomination, nomination.member, now=NOW)
    assert told_of_leaving() == ["efua@example.org", "farah@example.org"]
    details = Message.objects.filter(kind="slate-candidate-left")[0].details
    assert details == {
        "slate": "Branch First",
        "candidate": "Aisha Khan",
        "contest": "Scotland",
        "back": False,
        "path": f"/elections/{branch.election.slug}/your-slate/",
    }


def test_agents_are_told_when_an_officer_ends_the_nomination(
    branch: Slate, nomination: Nomination
) -> None:
    joined(branch, nomination)
    nominating.end(nomination, reason=Reason.DIED, actor=rosa(), now=NOW)
    assert told_of_leaving() == ["efua@example.org", "farah@example.org"]


def test_an_agent_who_died_as_a_candidate_is_not_written_to(
    branch: Slate, nomination: Nomination
) -> None:
    joined(branch, nomination)
    number = nomination.member.number
    acting.add_agent(branch, efua(), number=number, last_name="Khan", now=NOW)
    nominating.end(nomination, reason=Reason.DIED, actor=rosa(), now=NOW)
    assert told_of_leaving() == ["efua@example.org", "farah@example.org"]


def test_a_slate_that_only_invited_is_not_told(branch: Slate, nomination: Nomination) -> None:
    invited(branch, nomination)
    nominating.withdraw(nomination, nomination.member, now=NOW)
    assert told_of_leaving() == []


def test_agents_who_neither_stand_nor_nominate_are_told_when_it_is_postponed(
    election: Election,
) -> None:
    pending(election)
    before = outbox.number_affected(election, now=timezone.now())
    scheduling.postpone(election, reason="Rain.", actor=rosa(), now=timezone.now())
    told = Message.objects.filter(kind="postponed")
    assert [one.to for one in told] == ["efua@example.org"]
    assert before == 1


def test_the_page_of_the_act_counts_them(election: Election, rosas: object) -> None:
    pending(election)
    page = rosas.get(f"/office/elections/{election.slug}/postpone/")  # type: ignore[attr-defined]
    words = " ".join(page.content.decode().split())
    assert "1 person is told by email, with your reason." in words
    assert "<li>everybody who acts for a slate: 1</li>" in words


def test_agents_of_a_refused_slate_are_not(election: Election) -> None:
    refused(election)
    scheduling.postpone(election, reason="Rain.", actor=rosa(), now=timezone.now())
    assert not Message.objects.filter(kind="postponed").exists()


def test_an_agent_who_stands_as_well_is_told_once(election: Election) -> None:
    aisha = cast.aisha()
    pending(election, aisha)
    cast.stands(aisha, election)
    scheduling.postpone(election, reason="Rain.", actor=rosa(), now=timezone.now())
    assert [one.to for one in Message.objects.filter(kind="postponed")] == ["aisha@example.org"]


def test_agents_are_told_when_the_nomination_is_refused(
    branch: Slate, nomination: Nomination
) -> None:
    joined(branch, nomination)
    nominating.refuse(nomination, actor=rosa(), reason="Not a member.", now=NOW)
    assert told_of_leaving() == ["efua@example.org", "farah@example.org"]


def appeals(branch: Slate, nomination: Nomination) -> None:
    """Another officer than Rosa refused her."""
    joined(branch, nomination)
    sam = add_staff("sam@example.org", Role.OFFICER)
    nominating.refuse(nomination, actor=sam, reason="Not a member.", now=NOW)
    nomination.refresh_from_db()
    nominating.appeal(nomination, nomination.member, text="I am.", now=NOW)


def test_the_same_agents_are_told_when_an_appeal_against_that_is_upheld(
    branch: Slate, nomination: Nomination, rosas: Client
) -> None:
    appeals(branch, nomination)
    page = f"/office/elections/{branch.election.slug}/nominations/{nomination.pk}/appeal/"
    words = " ".join(rosas.get(page).content.decode().split())
    assert "If you uphold it, those who act for Branch First are told by email, too." in words
    Message.objects.all().delete()
    nominating.uphold(nomination, actor=rosa(), reason="She is.", now=NOW)
    assert told_of_leaving() == ["efua@example.org", "farah@example.org"]
    mailing.send_due(now=timezone.now())
    sent = {one.to[0]: one for one in mail.outbox}["Efua Mensah <efua@example.org>"]
    assert sent.subject == "A candidate of your slate stands again: NCG 2026"
    upheld = "The appeal of Aisha Khan against the refusal is upheld"
    assert f"{upheld}: Aisha Khan stands in Scotland again, and with Branch First." in sent.body


def test_agents_are_told_of_no_appeal_that_is_dismissed(
    branch: Slate, nomination: Nomination
) -> None:
    appeals(branch, nomination)
    Message.objects.all().delete()
    nominating.dismiss(nomination, actor=rosa(), reason="She is not.", now=NOW)
    assert told_of_leaving() == []


def test_agents_are_told_when_a_candidate_leaves_after_the_papers_were_fixed(
    branch: Slate, nomination: Nomination, rosas: Client
) -> None:
    joined(branch, nomination)
    cast.accepted(nomination, rosa())
    election = cast.papers_fixed(branch.election, rosa())
    assert told_of_leaving() == []
    page = rosas.get(f"/office/elections/{election.slug}/result/left/")
    assert "Those who act for the candidate’s slate are told by email." in page.content.decode()
    tallying.leave(
        Candidate.objects.get(nomination=nomination),
        reason=Reason.WITHDREW,
        actor=rosa(),
        now=cast.NOMINATIONS_OVER,
    )
    assert told_of_leaving() == ["efua@example.org", "farah@example.org"]
