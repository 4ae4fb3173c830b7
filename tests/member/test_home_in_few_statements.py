"""The page every member loads when a ballot is mailed asks little, however much is going on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import Election, Nomination, Timetable
from elections.roll import place_of
from hustings.models import Hustings
from members.models import Member
from tests.embedded.guards import without_the_guard
from tests.member.test_home import home, part
from tests.members.people import add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db
MOST = 9
DAY = timedelta(days=1)


@pytest.fixture
def aisha() -> Member:
    return cast.aisha()


@pytest.fixture
def twelve(aisha: Member) -> list[Election]:
    """Nominations are open in four, two are announced, three vote, one is delayed, two are over."""
    officer = add_staff("rosa@example.org")
    made = [cast.election(f"Election {number}") for number in range(1, 13)]
    bea = cast.bea()
    for one in made[:4]:
        nominating.support(cast.stands(bea, one), aisha, now=cast.NOMINATIONS)
    for one in made[4:6]:
        _move(one, by=15 * DAY)
    cast.accepted(cast.stands(bea, made[6]), officer)
    cast.papers_fixed(made[6], officer)
    for one in made[7:9]:  # on whose roll nobody is
        without_the_guard(
            Election.objects.filter(pk=one.pk), papers_fixed_at=cast.NOMINATIONS - DAY
        )
    for one in made[6:9]:
        _move(one, by=-11 * DAY)
    _move(made[9], by=-11 * DAY)
    for one in made[10:]:
        without_the_guard(
            Election.objects.filter(pk=one.pk),
            withdrawn_at=cast.NOMINATIONS,
            withdrawn_reason="It is off.",
        )
    for one in made[:3]:
        cast.stands(aisha, one)
    for one in made[:9]:
        Hustings.objects.create(
            election=one,
            questions_open_at=cast.NOMINATIONS - DAY,
            questions_close_at=cast.NOMINATIONS - timedelta(hours=1),
            answers_open_at=cast.NOMINATIONS - timedelta(hours=1),
            answers_close_at=cast.NOMINATIONS + DAY,
        )
    return made


def _move(election: Election, *, by: timedelta) -> None:
    times = Timetable.objects.get(pk=election.pk)
    moved = {
        name: at + by for name in Timetable.INSTANTS if (at := getattr(times, name)) is not None
    }
    without_the_guard(Timetable.objects.filter(pk=election.pk), **moved)


def test_twelve_elections_and_their_contests_take_few_statements(
    client: Client, aisha: Member, twelve: list[Election], django_assert_max_num_queries: Any
) -> None:
    cast.sign_in(client, aisha)
    with django_assert_max_num_queries(MOST):
        page = home(client)
    assert all(one.title in page for one in twelve)
    for words in (
        "Put yourself forward",
        "Register a slate",
        "You put yourself forward for Scotland",
        "You nominated Bea Okafor",
        "What is coming",
        "Voting is delayed",
        "Withdrawn",
        "You are not on the roll",
        'href="/vote-as-member/election-7/"',
    ):
        assert words in page, words


def test_a_further_election_takes_no_further_statement(
    client: Client, aisha: Member, django_assert_num_queries: Any
) -> None:
    cast.election("One")
    cast.sign_in(client, aisha)
    with django_assert_num_queries(MOST, exact=False) as first:
        home(client)
    cast.election("Two")
    with django_assert_num_queries(len(first), exact=False):
        home(client)


def test_of_several_nominations_the_one_that_stands_is_shown(
    client: Client, aisha: Member, clock: Traveller, django_assert_max_num_queries: Any
) -> None:
    election = cast.election()
    nominating.withdraw(cast.stands(aisha, election), aisha, now=cast.NOMINATIONS)
    stands = cast.stands(aisha, election)
    clock.shift(60)
    later = cast.stands(cast.bea(), election)
    nominating.withdraw(later, later.member, now=cast.NOMINATIONS)
    Nomination.objects.filter(pk=later.pk).update(member=aisha)
    assert stands.pk < later.pk
    cast.sign_in(client, aisha)
    with django_assert_max_num_queries(MOST):
        done = part(home(client), "What you did")
    assert "You put yourself forward for Scotland" in done
    assert "Not decided yet" in done
    assert "Withdrawn" not in done


@pytest.mark.parametrize(
    ("ended", "title"),
    [
        ({"withdrawn_at": cast.NOMINATIONS, "withdrawn_reason": "It is off."}, "Withdrawn"),
        (
            {"no_poll_at": cast.NOMINATIONS, "counted_at": cast.NOMINATIONS}
            | {"declared_at": cast.NOMINATIONS},
            "The result is out",
        ),
    ],
)
def test_what_is_long_over_leaves_the_page(
    client: Client, aisha: Member, clock: Traveller, ended: dict[str, Any], title: str
) -> None:
    election = cast.election()
    without_the_guard(Election.objects.filter(pk=election.pk), **ended)
    cast.sign_in(client, aisha)
    clock.move_to(cast.NOMINATIONS + 59 * DAY)
    assert title in part(home(cast.sign_in(client, aisha)), "Results, and what is over")
    clock.move_to(cast.NOMINATIONS + 61 * DAY)
    page = home(cast.sign_in(client, aisha))
    assert election.title not in page
    assert 'href="/elections/">All elections and their results</a>' in page


def test_so_does_what_was_not_held_and_what_is_only_postponed_stays(
    client: Client, aisha: Member, clock: Traveller
) -> None:
    election = cast.election()
    cast.stands(aisha, election)
    clock.move_to(election.timetable.voting_closes_at + 59 * DAY)
    assert election.title in home(cast.sign_in(client, aisha))
    clock.move_to(election.timetable.voting_closes_at + 61 * DAY)
    assert election.title not in home(cast.sign_in(client, aisha))
    without_the_guard(Election.objects.filter(pk=election.pk), postponed_at=cast.NOMINATIONS)
    assert election.title in home(cast.sign_in(client, aisha))


def test_the_place_on_the_roll_takes_as_many_statements_for_one_sheet_as_for_all(
    aisha: Member, django_assert_max_num_queries: Any
) -> None:
    election = cast.election()
    assert election.sheets.count() > 8
    with django_assert_max_num_queries(6):
        place = place_of(election, aisha, now=cast.NOMINATIONS)
    assert "Scotland" in [one.title for one in place.held]
    assert "Wales" in [one.title for one in place.not_held]
