"""Pages that everybody reads ask a few statements, whatever the number of contests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import Traveller

from elections.models import (
    Candidate,
    Contest,
    Election,
    Minimum,
    Nomination,
    ReopenedContest,
    Timetable,
)
from members.roles import Role
from tests.embedded.guards import no_guards, without_the_guard
from tests.members.people import add_member, add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db
REOPENING_OVER = cast.NOMINATIONS_OVER + timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(cast.NOMINATIONS, tick=False) as traveller:
        yield traveller


@pytest.fixture
def election() -> Election:
    """Twelve contests of people; somebody stands in two of them."""
    made = cast.election()
    with_contests(made, 12)
    cast.stands(cast.aisha(), made)
    cast.stands(cast.dewi(), made, "Wales")
    return made


def with_contests(election: Election, wanted: int) -> None:
    """Further contests, so that there are so many of people."""
    sheet = cast.contest(election).sheet
    missing = wanted - election.contests.for_people().count()
    first = election.contests.latest("number").number + 1
    with no_guards():
        for number in range(first, first + missing):
            further = Contest.objects.create(
                election=election, sheet=sheet, number=number, title=f"Further {number}", seats=2
            )
            Minimum.objects.create(contest=further, attribute="women", least=1)
    assert election.contests.for_people().count() == wanted


def pages(election: Election) -> list[str]:
    own = election.get_absolute_url()
    standing = [one.get_absolute_url() for one in cast.contest(election).nominations.all()[:1]]
    return [own, f"{own}candidates/", f"{own}notice/", f"{own}stand/", f"/api/v1{own}", *standing]


def asked(client: Client, paths: list[str]) -> dict[str, int]:
    """How many statements each page asks of whoever is signed in."""
    found = {}
    for path in paths:
        with CaptureQueriesContext(connection) as statements:
            words(client, path)
            found[path] = len(statements)
    return found


def words(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def candidates(election: Election) -> str:
    return f"/elections/{election.slug}/candidates/"


def reopened(election: Election) -> None:
    """All twelve, from today for a day."""
    times = Timetable.objects.filter(pk=election.pk)
    without_the_guard(
        times, reopening_opens_at=cast.NOMINATIONS_OVER, reopening_closes_at=REOPENING_OVER
    )
    for contest in election.contests.for_people():
        ReopenedContest.objects.create(
            contest=contest, seats=1, attributes=[], reopened_at=cast.NOMINATIONS_OVER
        )


def test_who_stands_while_nominations_are_open(
    client: Client, election: Election, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        page = words(client, candidates(election))
    assert "Aisha Khan" in page
    assert "Dewi Price" in page
    assert "As things stand there is nothing to vote on here" in page


def test_and_once_the_papers_are_fixed(
    client: Client, election: Election, clock: Traveller, django_assert_max_num_queries: Any
) -> None:
    officer = add_staff("rosa@example.org")
    for nomination in Nomination.objects.all():
        cast.accepted(nomination, officer)
    cast.papers_fixed(election, officer)
    clock.move_to(cast.NOMINATIONS_OVER)
    with django_assert_max_num_queries(9):
        page = words(client, candidates(election))
    assert "These are the candidates." in page
    assert "As things stand" not in page


def test_what_was_not_held_is_not_planned_any_more(
    client: Client, election: Election, clock: Traveller
) -> None:
    clock.move_to(election.timetable.voting_closes_at)
    page = words(client, candidates(election))
    assert "Aisha Khan" in page
    assert "As things stand" not in page


def test_what_is_open_again_is_worked_out_in_few_statements(
    client: Client, election: Election, clock: Traveller, django_assert_max_num_queries: Any
) -> None:
    reopened(election)
    clock.move_to(cast.NOMINATIONS_OVER)
    with django_assert_max_num_queries(9):
        page = words(client, election.get_absolute_url())
    assert "Nominations are open again, for these vacancies alone:" in page
    assert page.count("seats to fill: 1") == 12


def test_and_not_at_all_once_that_is_over(
    client: Client, election: Election, clock: Traveller
) -> None:
    clock.move_to(REOPENING_OVER)
    with CaptureQueriesContext(connection) as before:
        words(client, election.get_absolute_url())
    reopened(election)
    with CaptureQueriesContext(connection) as after:
        page = words(client, election.get_absolute_url())
    assert "seats to fill" not in page
    assert len(after) <= len(before)


def test_thirty_contests_and_ten_people_more_ask_for_as_many_as_twelve(
    client: Client, election: Election
) -> None:
    cast.sign_in(client, cast.bea())
    before = asked(client, pages(election))
    assert any(path.startswith("/n/") for path in before), "with the page of a nomination"
    with_contests(election, 30)
    for number in range(10):
        rival = add_member(f"9{number}", f"Rival {number}", f"rival{number}@example.org")
        cast.stands(rival, election)
    assert asked(client, list(before)) == before
    assert max(before.values()) < 10


def test_nor_does_a_rehearsal_ask_for_more(client: Client, election: Election) -> None:
    cast.sign_in(client, cast.bea())
    add_staff("bea@example.org", Role.OFFICER)
    rehearsed = Election.objects.create(slug="ncg", title="What is rehearsed")
    without_the_guard(Election.objects.filter(pk=election.pk), rehearsal_of=rehearsed)
    before = asked(client, [election.get_absolute_url(), candidates(election)])
    with_contests(election, 30)
    with no_guards():
        for contest in election.contests.for_people():
            Candidate.objects.create(contest=contest, number=1, ballot_name="Candidate 1")
    assert asked(client, list(before)) == before
    assert max(before.values()) < 10
