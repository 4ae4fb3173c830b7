"""A slate's page, the list of slates, and what the database refuses of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from elections.models import Candidate, Election, Nomination
from slates.models import COLOURS, Slate
from tests.members.people import add_member
from tests.public import cast
from tests.slates.cast import NOW, approved, invited, joined, pending, refused, rosa, words

pytestmark = pytest.mark.django_db


def test_its_page_has_the_programme_and_the_candidates(
    client: Client, election: Election, nomination: Nomination
) -> None:
    branch = approved(election, website="https://branch.example.org/")
    joined(branch, nomination)
    page = words(client.get(branch.get_absolute_url()))
    assert "Power to local groups." in page
    assert nomination.get_absolute_url() in page
    assert 'rel="nofollow noopener external"' in page


def test_whoever_is_only_invited_is_not_on_it(
    client: Client, election: Election, nomination: Nomination
) -> None:
    branch = approved(election)
    invited(branch, nomination)
    assert "Aisha" not in words(client.get(branch.get_absolute_url()))
    assert "Branch First" not in words(client.get(nomination.get_absolute_url()))


def test_html_in_a_programme_is_text(client: Client, election: Election) -> None:
    branch = approved(election, programme="<script>alert(1)</script>")
    page = words(client.get(branch.get_absolute_url()))
    assert "<script>alert" not in page


def test_one_not_approved_is_not_there(client: Client, election: Election) -> None:
    refused(election)
    waiting = pending(election, add_member("300", "Ann Agent"), name="Members Now", colour=5)
    for slate in Slate.objects.all():
        assert client.get(slate.get_absolute_url()).status_code == 404
    page = words(client.get(election.get_absolute_url()))
    assert "Branch First" not in page
    assert waiting.name not in page


def test_an_elections_page_lists_its_slates_in_an_order_of_each_reader(election: Election) -> None:
    for colour in COLOURS:
        agent = add_member(str(700 + colour), f"Agent {colour}")
        approved(election, agent, name=f"Slate {colour}", colour=colour)

    def order(browser: str) -> list[str]:
        page = Client().get(election.get_absolute_url(), headers={"user-agent": browser})
        return re.findall(r"/slates/(slate-\d)/", words(page))

    first = order("Firefox")
    assert sorted(first) == [f"slate-{colour}" for colour in COLOURS]
    assert order("Firefox") == first
    assert any(order(f"Browser {one}") != first for one in range(3))


def test_people_with_and_without_a_slate_are_drawn_alike(
    client: Client, election: Election, nomination: Nomination
) -> None:
    cast.stands(cast.bea(), election)
    joined(approved(election), nomination)
    page = words(client.get(f"/elections/{election.slug}/candidates/"))
    labels = re.findall(r'<span class="slate">.*?</span>\s*</span>', page, re.DOTALL)
    assert len(labels) == 2
    assert sum("Branch First" in one for one in labels) == 1
    assert sum("No slate" in one for one in labels) == 1


def test_after_fixing_the_slates_page_leads_to_the_candidates(
    client: Client, election: Election, nomination: Nomination
) -> None:
    branch = approved(election)
    joined(branch, nomination)
    cast.accepted(nomination, rosa())
    cast.papers_fixed(election, rosa())
    candidate = Candidate.objects.get(nomination=nomination)
    page = words(client.get(branch.get_absolute_url()))
    contest = cast.contest(election).number
    assert f"/elections/{election.slug}/candidates/{contest}/{candidate.number}/" in page
    assert candidate.slate_label == "Branch First"


@pytest.mark.parametrize(
    "twice",
    [{"slug": "branch-first"}, {"colour": 3}, {"name": "BRANCH FIRST"}],
    ids=["address", "colour", "name"],
)
def test_the_database_refuses_two_slates_alike(election: Election, twice: dict[str, Any]) -> None:
    pending(election)
    other = {"slug": "other", "colour": 4, "name": "Other", **twice}
    with pytest.raises(IntegrityError), transaction.atomic():
        Slate.objects.create(election=election, registered_at=NOW, **other)


def test_the_database_refuses_a_ninth_colour(election: Election) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Slate.objects.create(election=election, slug="x", name="X", colour=9, registered_at=NOW)


def test_the_database_refuses_a_refusal_without_its_reason(election: Election) -> None:
    slate = pending(election)
    with pytest.raises(IntegrityError), transaction.atomic():
        Slate.objects.filter(pk=slate.pk).update(state="refused")
