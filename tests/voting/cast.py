"""Voters, their links, and their way to the receipt, for tests that vote."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import publishing, scheduling
from elections.ballots import codes, keys
from elections.models import Election, RollEntry, Timetable
from members.models import Member, User
from tests.embedded.guards import without_the_guard
from tests.office.cast import DAY, accepted, fresh, members, move, nominated, prepared

HIDDEN = re.compile(r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"')


def open_election(officer: User, *, min_batch: int = 2, statement: str = "") -> Election:
    """Voting is open for an hour; Aisha, Bea and Callum stand in Scotland, one seat.

    Aisha holds public office, so that she has two sheets; Dewi and Efua stand in hers, for one seat.
    """
    made = prepared(opens_in=3 * DAY, only=("Scotland", "Public office holders"))
    made.contests.update(seats=1)
    Election.objects.filter(pk=made.pk).update(min_batch=min_batch)
    made = fresh(made)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    made = fresh(made)
    people = members()
    Member.objects.filter(pk__in=(people[0].pk, people[3].pk)).update(public_office="Councillor")
    for who in people[:3]:
        accepted(nominated(made, who, supporters=people[3:5], statement=statement), officer)
    office_holders = made.contests.get(sheet__electorate="office-holders")
    for who in people[3:5]:
        nomination = nominated(made, who)
        type(nomination).objects.filter(pk=nomination.pk).update(contest=office_holders)
        accepted(nomination, officer)
    now = timezone.now()
    move(
        made,
        voting_opens_at=now - timedelta(minutes=5),
        voting_closes_at=now + timedelta(hours=1),
        reminder_at=None,
        declaration_at=None,
        complaints_close_at=None,
    )
    keys.make_sealing_key(made.pk)
    publishing.fix_papers(fresh(made), actor=officer, now=now)
    return fresh(made)


def entry_of(election: Election, first_name: str) -> RollEntry:
    return RollEntry.objects.select_related("member").get(
        election=election, member__first_name=first_name
    )


def link_of(entry: RollEntry) -> str:
    code = codes.code_for(entry.election_id, entry.member_id, entry.code_generation)
    return reverse("elections:enter-with-code", args=[entry.pk, code])


def page(election: Election, name: str) -> str:
    return reverse(f"elections:{name}", args=[election.slug])


def follow(election: Election, first_name: str, client: Client | None = None) -> Client:
    """A browser that has followed the member's link."""
    client = client or Client()
    response = client.get(link_of(entry_of(election, first_name)))
    assert response.status_code == 302
    return client


def hidden_of(response: object) -> dict[str, str]:
    """The hidden fields of the check page's form that casts."""
    text = response.content.decode()  # type: ignore[attr-defined]
    return {
        name: value for name, value in HIDDEN.findall(text) if name.startswith(("sealed-", "mac-"))
    }


def ranks(election: Election, *names: str) -> dict[str, str]:
    """What the paper sends when these candidates of Scotland are ranked in this order."""
    contest = election.contests.get(title="Scotland")
    numbers = dict(contest.candidates.values_list("ballot_name", "number"))
    return {
        f"r-{contest.number}-{numbers[name]}": str(rank) for rank, name in enumerate(names, start=1)
    }


def vote(election: Election, first_name: str, *names: str) -> object:
    """From the link to the receipt; returns the last response."""
    client = follow(election, first_name)
    checked = client.post(page(election, "check-vote"), ranks(election, *names))
    assert checked.status_code == 200
    return client.post(page(election, "cast-vote"), hidden_of(checked))


def despite_the_guard(election: Election, **instants: datetime | None) -> Election:
    """Move the window of fixed papers as no officer can, and nobody but a test does."""
    without_the_guard(Timetable.objects.filter(election=election), **instants)
    return fresh(election)
