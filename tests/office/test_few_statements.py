"""The office's pages ask for as much for many elections, contests and people as for few."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from elections.models import Contest, Election, Minimum
from members.models import Member, Region, User
from tests.embedded.guards import no_guards, without_the_guard
from tests.members.people import add_member
from tests.office import cast

MOST = 29  # statements of a page of the office


def test_many_elections_contests_and_people(officer: Client, rosa: User) -> None:
    """Elections whose papers two officers are to fix, one with vacancies, and drafts; then more of each,
    with more contests."""
    cast.alive()
    people = cast.members()
    running, draft = [cast.checking(), cast.checking()], cast.prepared("Draft")
    vacant = cast.checking()
    for one in running:
        without_the_guard(Election.objects.filter(pk=one.pk), needs_second_officer=True)
        for who in (people[0], people[4], people[5]):
            cast.accepted(cast.nominated(one, who, supporters=people[2:4]), rosa)
        cast.nominated(one, people[1], supporters=people[2:4])
    add_member("900", "Aisha Bello", "aisha@example.org")  # who may be somebody on the list
    before = asked(officer, running[0], draft)
    assert max(before.values()) <= MOST

    for one in (*running, draft, vacant, cast.checking(), cast.checking(), cast.prepared("Other")):
        add_contests(one)
    for number in range(6):
        rival = add_member(f"50{number}", f"Rival {number}", f"rival{number}@example.org")
        for one in running:
            nomination = cast.nominated(one, with_region(rival))
            cast.accepted(nomination, rosa)
            cast.declares(nomination, "women")
    after = asked(officer, running[0], draft)
    assert {page: after[page] - before[page] for page in after if after[page] > before[page]} == {}


def asked(officer: Client, running: Election, draft: Election) -> dict[str, int]:
    """How many statements each page needs."""
    pages = [
        *(reverse(f"elections:{name}") for name in ("office-home", "office-elections")),
        *(
            reverse(f"elections:{name}", args=[running.slug])
            for name in ("office-election", "fix-papers", "rehearse-election", "withdraw-election")
        ),
        *(
            reverse(f"elections:{name}", args=[draft.slug])
            for name in ("office-election", "publish-notice")
        ),
    ]
    found = {}
    for page in pages:
        with CaptureQueriesContext(connection) as statements:
            assert officer.get(page).status_code == 200
        found[page] = len(statements)
    return found


def add_contests(election: Election) -> None:
    """Three more in which people stand, each with reserved seats."""
    sheet = cast.scotland(election).sheet
    first = election.contests.latest("number").number + 1
    with no_guards():
        for number in range(first, first + 3):
            further = Contest.objects.create(
                election=election, sheet=sheet, number=number, title=f"Further {number}", seats=2
            )
            Minimum.objects.create(contest=further, attribute="women", least=1)


def with_region(member: Member) -> Member:
    Member.objects.filter(pk=member.pk).update(region=Region.objects.get(code="scotland"))
    return member
