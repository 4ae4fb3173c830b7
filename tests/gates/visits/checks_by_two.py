"""The page to check where two officers act: proposing, confirming, what differs, and what is too late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.test import Client
from django.urls import reverse

from elections import results
from elections.models import Candidate, Election, Timetable
from elections.views.office.check_first import LOOKED_AT_FOR
from members.models import User
from momentum_site.demo import guide
from momentum_site.demo.contests import RON_CONTEST
from tests.embedded.guards import without_the_guard
from tests.gates.visits import finding
from tests.gates.visits.finding import number, slug
from tests.gates.visits.visit import Given, Visit, visit
from tests.gates.world import World, at
from tests.office.cast import enter, seal_of

Before = Callable[[World, Client], None]
Sent = Callable[[World], Mapping[str, Any]]
CHECK = "elections/office/_check.html"
REASON = {"reason": "The hall was flooded."}
_OTHERS_REASON = {"reason": "Nobody stands."}
AMENDED = (slug(guide.DECLARED), number(guide.DECLARED, RON_CONTEST))


def by_two(world: World, _client: Client) -> None:
    """Every election says that two officers do what two can do."""
    without_the_guard(Election.objects.all(), needs_second_officer=True)


def _amended(world: World) -> dict[str, Any]:
    declared = world.election(guide.DECLARED).declarations
    last = declared.aggregate(last=Max("number"))["last"]
    return {"public_reason": "A mistake was found.", "after": last}


def _elected(world: World) -> list[Candidate]:
    standing = results.standing_result(world.contest(guide.DECLARED, RON_CONTEST))
    return [one for one in standing.candidates if one.number in standing.outcome.elected]


def _correct(world: World) -> Mapping[str, Any]:
    """The last of those elected is not."""
    return _amended(world) | {"elected": [one.number for one in _elected(world)][:-1]}


def _leaver(world: World) -> dict[str, Any]:
    return _amended(world) | {"leaver": _elected(world)[0].pk, "left": "withdrew"}


def _unseat(world: World) -> Mapping[str, Any]:
    return _leaver(world) | {"seat": "vacant"}


# What each way to amend a result sends.
WAYS: dict[str, Sent] = {
    "correct": _correct,
    "recount": _leaver,
    "unseat": _unseat,
    "void": _amended,
}


def _is_proposed(
    name: str, *args: Given, sends: Mapping[str, Any] | Sent = REASON, by: str = guide.SECOND
) -> Before:
    """One of the two officers has proposed it, with the form of this page."""

    def is_proposed(world: World, _client: Client) -> None:
        by_two(world, _client)
        there = visit(name, *args).path(world)
        typed = sends(world) if callable(sends) else sends
        # A browser of this visit's own: signing in is rolled back with it.
        browser = enter(User.objects.get(email=by))
        answer = browser.post(there, {**typed, "confirm": there.split("/")[3]})
        assert answer.status_code == 302, there

    return is_proposed


def _is_stuck(world: World, client: Client) -> None:
    """It was proposed, and then voting opened."""
    _is_proposed("elections:withdraw-election", slug(finding.READY))(world, client)
    times = Timetable.objects.filter(election__title=finding.READY)
    without_the_guard(times, voting_opens_at=world.now)


def _looked_at_before(world: World) -> Mapping[str, Any]:
    """What somebody sends from a page that they left open for too long."""
    there = reverse("elections:postpone-election", args=[world.election(guide.NOMINATING).slug])
    with at(world.now - LOOKED_AT_FOR - timedelta(minutes=1)):
        page = world.browser_of(guide.OFFICER).post(there, REASON)
    return {**REASON, "checked": seal_of(page)}


def _reads(
    name: str, *args: Given, sent: Mapping[str, Any] | Sent = REASON, who: str = guide.OFFICER
) -> Visit:
    """Somebody opens the page on which the second officer has proposed it."""
    before = _is_proposed(name, *args, sends=sent)
    return visit(name, *args, who=who, shows=CHECK, before=before)


_WITHDRAW = ("elections:withdraw-election", slug(guide.NOMINATING))

VISITS = [
    visit(*_WITHDRAW, who=guide.OFFICER, sends=REASON, shows=CHECK, before=by_two),
    _reads(*_WITHDRAW),
    _reads(*_WITHDRAW, who=guide.SECOND),
    # What displaces it: proposing something else on the same page.
    visit(
        *_WITHDRAW,
        who=guide.OFFICER,
        sends=_OTHERS_REASON,
        shows=CHECK,
        before=_is_proposed(*_WITHDRAW),
    ),
    visit(
        "elections:withdraw-election",
        slug(finding.READY),
        who=guide.OFFICER,
        shows="elections/office/stuck.html",
        before=_is_stuck,
    ),
    _reads("elections:abandon-poll", slug(guide.VOTING)),
    _reads("elections:declare-result", slug(guide.PROVISIONAL)),
    *(_reads("elections:amend-result", *AMENDED, way, sent=sent) for way, sent in WAYS.items()),
    # Not what was looked at, and what was looked at too long ago.
    *(
        visit(
            "elections:postpone-election",
            slug(guide.NOMINATING),
            who=guide.OFFICER,
            sends=sent,
            shows=CHECK,
        )
        for sent in ({**REASON, "checked": "of another"}, _looked_at_before)
    ),
]
