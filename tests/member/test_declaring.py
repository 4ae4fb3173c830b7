"""What candidates are asked about themselves: for seats, for totals, each with its own agreement."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from elections import nominating
from elections.models import Election, IdentityDeclaration
from elections.refusal import Refused
from elections.reserved import minima_of
from tests.public import cast

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def election() -> Election:
    """Wales reserves its seat for women; all contests together are to reach women and under 30."""
    return cast.election(national=("women", "under-30"))


@pytest.fixture
def url(election: Election) -> str:
    return f"/elections/{election.slug}/stand/{cast.contest(election, 'Wales').number}/"


@pytest.fixture
def dewis(client: Client) -> Client:
    return cast.sign_in(client, cast.dewi())


def part(page: str, name: str) -> str:
    return page.partition(f'id="id_{name}_group"')[2].partition("</fieldset>")[0]


def test_what_is_not_reserved_here_is_asked_apart(dewis: Client, url: str) -> None:
    page = words(dewis.get(url))
    assert "Women and marginalised genders" in part(page, "attributes")
    assert "Under 30" not in part(page, "attributes")
    assert "Under 30" in part(page, "national")
    assert "Women" not in part(page, "national"), "one question about each"
    assert "LGBT+" not in page
    assert "no total of fewer than five people" in page


def test_without_seats_of_its_own_a_contest_asks_for_the_totals_alone(
    client: Client, election: Election
) -> None:
    cast.sign_in(client, cast.aisha())
    number = cast.contest(election).number
    page = words(client.get(f"/elections/{election.slug}/stand/{number}/"))
    assert part(page, "attributes") == ""
    assert "Which of these apply to you?" in part(page, "national")
    assert "Under 30" in part(page, "national")
    assert "Women" in part(page, "national")


def test_each_needs_its_own_agreement(dewis: Client, url: str) -> None:
    answers = {
        "ballot_name": "Dewi",
        "attributes": ["women"],
        "consent": "on",
        "national": ["under-30"],
        "step": "submit",
    }
    response = dewis.post(url, answers)
    assert response.status_code == 422
    assert "untick what you do not want to be counted for" in words(response)
    dewis.post(url, {**answers, "national_consent": "on"})
    declared = IdentityDeclaration.objects.values_list("attribute", flat=True)
    assert sorted(declared) == ["under-30", "women"]


def test_what_is_for_the_totals_never_reaches_the_count(dewis: Client, url: str) -> None:
    answers = {"ballot_name": "Dewi", "national": ["under-30"], "national_consent": "on"}
    dewis.post(url, {**answers, "step": "submit"})
    nomination = IdentityDeclaration.objects.get().nomination
    assert "under-30" not in str(minima_of(nomination.contest, {nomination.pk: 1}).as_json())


def test_the_candidate_sees_which_is_which_and_takes_it_back(
    dewis: Client, url: str, election: Election
) -> None:
    answers = {"ballot_name": "Dewi", "national": ["under-30"], "national_consent": "on"}
    checking = words(dewis.post(url, {**answers, "step": "check"}))
    assert "Counted in the totals over all contests as" in checking
    dewis.post(url, {**answers, "step": "submit"})
    own = f"/elections/{election.slug}/nomination/"
    assert "Counted in the totals over all contests as" in words(dewis.get(own))
    assert "checked" in part(words(dewis.get(f"{own}change/")), "national")
    dewis.post(f"{own}change/", {"ballot_name": "Dewi"})
    assert not IdentityDeclaration.objects.exists()


def test_nobody_declares_what_nobody_asked(election: Election) -> None:
    with pytest.raises(Refused, match="does not ask about that"):
        nominating.put_forward(
            cast.contest(election, "Wales"),
            cast.dewi(),
            ballot_name="Dewi",
            statement="",
            attributes=["under-30", "lgbt"],
            now=cast.NOMINATIONS,
        )
