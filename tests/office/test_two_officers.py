"""Where two officers fix the papers, one finds them ready and another one confirms."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from elections import publishing
from elections.ballots import keys
from elections.models import Election, FixingProposal, Nomination
from elections.refusal import Refused
from members.models import AuditEntry, User
from members.roles import Role
from tests.embedded.guards import without_the_guard
from tests.members.people import add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(rosa: User) -> Election:
    election = cast.checking()
    people = cast.members()
    for who in people[:2]:
        cast.accepted(cast.nominated(election, who), rosa)
    keys.make_sealing_key(election.pk)
    without_the_guard(Election.objects.filter(pk=election.pk), needs_second_officer=True)
    return cast.fresh(election)


@pytest.fixture
def sam(db: None) -> Client:
    """A second returning officer's browser."""
    return cast.enter(add_staff("sam@example.org", Role.OFFICER))


def url(election: Election) -> str:
    return f"/office/elections/{election.slug}/papers/"


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


def send(client: Client, election: Election, act: str) -> object:
    """Press the button of the page as it is drawn now."""
    seen = client.get(url(election)).context["seen"]
    return client.post(url(election), {"confirm": election.slug, "act": act, "seen": seen})


def test_one_proposes_and_another_confirms(
    officer: Client, sam: Client, ready: Election, rosa: User
) -> None:
    assert "These papers are ready" in words(officer.get(url(ready)))
    assert send(officer, ready, "propose").status_code == 302  # type: ignore[attr-defined]
    assert cast.fresh(ready).papers_fixed_at is None
    page = words(sam.get(url(ready)))
    assert "rosa@example.org found these papers ready" in page
    assert "Confirm, and fix the papers" in page
    assert send(sam, ready, "fix").status_code == 302  # type: ignore[attr-defined]
    assert cast.fresh(ready).papers_fixed_at is not None
    fixed = AuditEntry.objects.get(election=ready.pk, action="papers-fixed")
    assert (fixed.actor and fixed.actor.email, fixed.detail["proposed by"]) == (
        "sam@example.org",
        "rosa@example.org",
    )
    assert AuditEntry.objects.get(election=ready.pk, action="papers-proposed").actor == rosa


def test_who_proposed_cannot_confirm(officer: Client, ready: Election) -> None:
    send(officer, ready, "propose")
    page = words(officer.get(url(ready)))
    assert "Another returning officer confirms them here" in page
    assert "Confirm, and fix the papers" not in page
    answer = send(officer, ready, "fix")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "Another officer must confirm them." in words(answer)
    assert cast.fresh(ready).papers_fixed_at is None


def test_nobody_fixes_without_a_proposal(sam: Client, ready: Election) -> None:
    answer = sam.post(url(ready), {"confirm": ready.slug})
    assert answer.status_code == 422
    assert "A first one must find them ready." in words(answer)
    assert cast.fresh(ready).papers_fixed_at is None


def test_a_process_without_an_officer_is_no_second_one(officer: Client, ready: Election) -> None:
    send(officer, ready, "propose")
    with pytest.raises(Refused, match="Another officer must confirm"):
        publishing.fix_papers(ready, actor=None, now=timezone.now())


def test_a_change_on_the_papers_makes_the_proposal_void(
    officer: Client, sam: Client, ready: Election
) -> None:
    send(officer, ready, "propose")
    Nomination.objects.filter(ballot_name="Bea Okafor").update(statement="Something else.")
    page = words(sam.get(url(ready)))
    assert "Something on them has changed since, so this no longer counts." in page
    assert "These papers are ready" in page
    answer = sam.post(url(ready), {"confirm": ready.slug, "act": "fix"})
    assert answer.status_code == 422
    assert "The papers have changed since rosa@example.org found them ready." in words(answer)
    assert send(sam, ready, "propose").status_code == 302  # type: ignore[attr-defined]
    assert FixingProposal.objects.get().made_by.email == "sam@example.org"
    assert send(officer, ready, "fix").status_code == 302  # type: ignore[attr-defined]


def test_a_change_while_the_page_was_open_is_told(officer: Client, ready: Election) -> None:
    seen = officer.get(url(ready)).context["seen"]
    Nomination.objects.filter(ballot_name="Bea Okafor").update(ballot_name="Bea O.")
    answer = officer.post(url(ready), {"confirm": ready.slug, "act": "propose", "seen": seen})
    assert answer.status_code == 422
    assert "The papers have changed while you read them." in words(answer)
    assert not FixingProposal.objects.exists()


@pytest.mark.parametrize("unread", [{}, {"seen": ""}])
def test_whoever_does_not_say_what_they_read_is_told_to_read_again(
    officer: Client, sam: Client, ready: Election, unread: dict[str, str]
) -> None:
    first = officer.post(url(ready), {"confirm": ready.slug, "act": "propose", **unread})
    assert first.status_code == 422
    assert "Read them again." in words(first)
    assert not FixingProposal.objects.exists()
    send(officer, ready, "propose")
    second = sam.post(url(ready), {"confirm": ready.slug, "act": "fix", **unread})
    assert second.status_code == 422
    assert "Read them again." in words(second)
    assert cast.fresh(ready).papers_fixed_at is None


def test_sent_twice_there_is_one_proposal_and_one_line(officer: Client, ready: Election) -> None:
    send(officer, ready, "propose")
    send(officer, ready, "propose")
    assert FixingProposal.objects.count() == 1
    assert AuditEntry.objects.filter(action="papers-proposed").count() == 1


def test_a_second_officer_who_proposes_is_told_to_confirm(
    officer: Client, sam: Client, ready: Election
) -> None:
    send(officer, ready, "propose")
    answer = send(sam, ready, "propose")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "has already found these papers ready. Confirm them" in words(answer)


def test_a_proposal_is_taken_back(officer: Client, sam: Client, ready: Election) -> None:
    send(officer, ready, "propose")
    back = f"{url(ready)}take-back/"
    assert "Taken back" in words(officer.post(back, follow=True))
    assert not FixingProposal.objects.exists()
    assert "it was taken back already" in words(officer.post(back, follow=True))
    assert sam.post(url(ready), {"confirm": ready.slug, "act": "fix"}).status_code == 422


def test_the_office_says_that_a_second_officer_is_waited_for(
    officer: Client, ready: Election
) -> None:
    assert "set of papers to fix: NCG 2026" in words(officer.get("/office/"))
    send(officer, ready, "propose")
    assert "set of papers for a second officer to confirm: NCG 2026" in words(
        officer.get("/office/")
    )


def test_one_officer_suffices_where_the_election_says_so(rosa: User, ready: Election) -> None:
    without_the_guard(Election.objects.filter(pk=ready.pk), needs_second_officer=False)
    alone = cast.fresh(ready)
    with pytest.raises(Refused, match="Nothing needs to be proposed"):
        publishing.propose_papers(alone, actor=rosa, now=timezone.now())
    publishing.fix_papers(alone, actor=rosa, now=timezone.now())
    assert cast.fresh(alone).papers_fixed_at is not None
