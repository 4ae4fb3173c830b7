"""A slate's page, its candidates' consent, and what the database refuses of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from elections import nominating
from elections.models import Election, Nomination
from members.models import AuditEntry
from slates import joining, registering
from slates.models import Slate, SlateCandidate
from tests.members.people import add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def election() -> Election:
    return cast.election(only="Scotland")


def slate(election: Election, name: str = "Branch First", colour: int = 3, **given: Any) -> Slate:
    given.setdefault("programme", "Power to local groups.")
    return registering.register(election, name=name, colour=colour, now=cast.NOMINATIONS, **given)


@pytest.fixture
def nomination(election: Election) -> Nomination:
    return cast.stands(cast.aisha(), election)


@pytest.fixture
def aishas(client: Client, nomination: Nomination) -> Client:
    return cast.sign_in(client, nomination.member)


@pytest.fixture
def url(election: Election) -> str:
    return f"/elections/{election.slug}/nomination/slate/"


def test_its_page_has_the_programme_and_the_candidates(
    client: Client, election: Election, nomination: Nomination
) -> None:
    branch = slate(election, website="https://branch.example.org/")
    joining.join(branch, nomination, now=cast.NOMINATIONS)
    page = words(client.get(branch.get_absolute_url()))
    assert "Power to local groups." in page
    assert nomination.get_absolute_url() in page
    assert 'rel="nofollow noopener external"' in page


def test_html_in_a_programme_is_text(client: Client, election: Election) -> None:
    branch = slate(election, programme="<script>alert(1)</script>")
    page = words(client.get(branch.get_absolute_url()))
    assert "<script>alert" not in page


def test_a_slate_not_approved_yet_is_neither_shown_nor_chosen(
    aishas: Client, election: Election, nomination: Nomination, url: str
) -> None:
    pending = slate(election, state=Slate.State.PENDING)
    assert aishas.get(pending.get_absolute_url()).status_code == 404
    assert "No slate is registered" in words(aishas.get(url))
    assert aishas.post(url, {"slate": pending.pk}).status_code == 422


def test_a_candidate_consents_and_the_slate_stands_beside_their_name(
    aishas: Client, election: Election, nomination: Nomination, url: str
) -> None:
    branch = slate(election)
    response = aishas.post(url, {"slate": branch.pk}, follow=True)
    assert "Your choice of slate is recorded." in words(response)
    assert "Branch First" in words(response)
    nomination.refresh_from_db()
    assert nomination.slate_label == "Branch First"
    assert nomination.slate_colour == 3
    assert nomination.slate_path == branch.get_absolute_url()
    assert SlateCandidate.objects.get().consented_at == cast.NOMINATIONS


def test_a_candidate_changes_slate_and_leaves(
    aishas: Client, election: Election, nomination: Nomination, url: str
) -> None:
    first, second = slate(election), slate(election, "Members Now", 5)
    for choice in (first, second, second):
        aishas.post(url, {"slate": choice.pk})
    assert SlateCandidate.objects.get().slate == second
    aishas.post(url, {"slate": ""})
    nomination.refresh_from_db()
    assert (nomination.slate_label, nomination.slate_colour) == ("", None)
    assert not SlateCandidate.objects.exists()


def test_a_slate_of_another_election_cannot_be_chosen(aishas: Client, url: str) -> None:
    elsewhere = slate(cast.election("Another election"))
    assert aishas.post(url, {"slate": elsewhere.pk}).status_code == 422
    assert not SlateCandidate.objects.exists()


def test_once_papers_are_fixed_nobody_changes_slate(
    aishas: Client, election: Election, nomination: Nomination, url: str
) -> None:
    branch = slate(election)
    officer = add_staff("rosa@example.org")
    cast.accepted(nomination, officer)
    cast.papers_fixed(election, officer)
    response = aishas.post(url, {"slate": branch.pk})
    assert response.status_code == 422
    assert "slates can no longer change" in words(response)
    assert not SlateCandidate.objects.exists()


def test_whoever_withdrew_joins_none(
    aishas: Client, election: Election, nomination: Nomination, url: str
) -> None:
    branch = slate(election)
    nominating.withdraw(nomination, nomination.member, now=cast.NOMINATIONS)
    response = aishas.post(url, {"slate": branch.pk})
    assert response.status_code == 422
    assert "withdrawn or refused" in words(response)


def test_whoever_does_not_stand_has_no_slate_to_choose(client: Client, url: str) -> None:
    cast.sign_in(client, cast.bea())
    assert client.get(url).status_code == 404


def test_after_fixing_the_slates_page_leads_to_the_candidates(
    client: Client, election: Election, nomination: Nomination
) -> None:
    branch = slate(election)
    joining.join(branch, nomination, now=cast.NOMINATIONS)
    officer = add_staff("rosa@example.org")
    cast.accepted(nomination, officer)
    cast.papers_fixed(election, officer)
    number = cast.contest(election).number
    page = words(client.get(branch.get_absolute_url()))
    assert f"/elections/{election.slug}/candidates/{number}/1/" in page


@pytest.mark.parametrize(
    "twice",
    [{"slug": "branch-first"}, {"colour": 3}, {"name": "BRANCH FIRST"}],
    ids=["address", "colour", "name"],
)
def test_the_database_refuses_two_slates_alike(election: Election, twice: dict[str, Any]) -> None:
    slate(election)
    other = {"slug": "other", "colour": 4, "name": "Other", **twice}
    with pytest.raises(IntegrityError), transaction.atomic():
        Slate.objects.create(election=election, registered_at=cast.NOMINATIONS, **other)


def test_the_database_refuses_a_ninth_colour(election: Election) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Slate.objects.create(
            election=election, slug="x", name="X", colour=9, registered_at=cast.NOMINATIONS
        )


def test_registering_is_recorded(election: Election) -> None:
    slate(election, actor=add_staff("rosa@example.org"))
    entry = AuditEntry.objects.get(action="slate-registered")
    assert (entry.subject, entry.actor and entry.actor.email) == (
        "Branch First",
        "rosa@example.org",
    )


def test_once_a_nomination_is_decided_its_slate_stays(
    aishas: Client, election: Election, nomination: Nomination, url: str
) -> None:
    branch = slate(election)
    cast.accepted(nomination, add_staff("rosa@example.org"))
    for chosen in (str(branch.pk), ""):
        response = aishas.post(url, {"slate": chosen})
        assert response.status_code == 422
        assert "your slate no longer changes" in words(response)
    nomination.refresh_from_db()
    assert nomination.slate_label == ""
