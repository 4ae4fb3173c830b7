"""Who and what of the world is meant in a visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from elections.models import Candidate, Election, Nomination, RollEntry
from members.models import Member
from momentum_site.demo import acting, guide
from momentum_site.demo.people import SHARED, ordinary
from tests.gates.world import World

Found = Callable[[World], Any]

READY = "By-election South West, papers ready"
REOPENED = "By-election South East, nominations opened again"
PROPOSED = "By-election South West, a second officer is waited for"
DELAYED = "By-election Wales, delayed"
NOT_HELD = "By-election North West & North East, not held"
JOINING = "By-election Scotland, members may still join"
WITHOUT_POLL = "By-election London & Eastern, without a poll"
FROM_REGISTER = "By-election London & Eastern, from the seat register"
POSTPONED = "By-election Wales, postponed"
WITHDRAWN = "By-election Wales, withdrawn"
ABANDONED = "By-election Wales, abandoned"
QUESTION_ALONE = "Should the NCG meet in public?"
REHEARSAL = f"Rehearsal: {guide.PREPARING}"
MEGAN = "299001"  # her number; she shares a mailbox


def slug(title: str) -> Found:
    return lambda world: world.election(title).slug


def number(election: str, title: str) -> Found:
    """A contest's number."""
    return lambda world: world.contest(election, title).number


def nomination(election: str, **what: Any) -> Found:
    return lambda world: world.nomination(election, **what).pk


def share(election: str, **what: Any) -> Found:
    return lambda world: world.nomination(election, **what).share_token


def document(election: str) -> Found:
    """The number of its first document."""
    return lambda world: world.election(election).documents.order_by("pk")[0].pk


def candidate(election: str, **what: Any) -> Callable[[World], Member]:
    """Whose nomination it is."""
    return lambda world: world.nomination(election, **what).member


def acts(find: Callable[[Election], Member | None], election: str) -> Callable[[World], Member]:
    """One of the demo's people who have something to do in the election."""

    def found(world: World) -> Member:
        member = find(world.election(election))
        assert member is not None, (find, election)
        return member

    return found


def voter(election: str) -> Callable[[World], Member]:
    """One on the roll, who neither stands nor has a mailbox with another, nor has voted."""

    def found(world: World) -> Member:
        voters = acting._voters(world.election(election)).exclude(email_key="")
        return voters.exclude(email_key=SHARED).order_by("-pk")[0]

    return found


def entry(
    election: str, who: Callable[[World], Member] | None = None
) -> Callable[[World], RollEntry]:
    who = who or voter(election)
    return lambda world: RollEntry.objects.get(election__title=election, member=who(world))


def on_paper(election: str, **what: Any) -> Callable[[World], Candidate]:
    def found(world: World) -> Candidate:
        people = Candidate.objects.filter(contest__election__title=election, **what)
        return people.select_related("contest").order_by("pk")[0]

    return found


def member(world: World) -> Member:
    """One who stands nowhere and does nothing."""
    standing = Nomination.objects.values("member")
    return ordinary(Member.objects.exclude(pk__in=standing)).order_by("-pk")[30]
