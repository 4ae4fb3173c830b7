"""The paper, from the mail's link to the receipt."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from elections.models import Candidate
from momentum_site.demo import acting, guide
from momentum_site.demo.contests import LIST_CONTEST, RON_CONTEST
from momentum_site.demo.people import ASKED, JOINED_LATE
from tests.gates.visits import finding
from tests.gates.visits.finding import acts, entry, slug, voter
from tests.gates.visits.visit import GONE, MISTAKES, MOVED, REFUSED, TOO_LATE, visit
from tests.gates.world import World
from tests.voting.cast import hidden_of, link_of

_RANKS = acts(acting.voter_in(RON_CONTEST), guide.VOTING)
_FULLEST = acts(acting.voter_in(LIST_CONTEST), guide.VOTING)
_COLLEGE = acts(acting.office_holder, guide.VOTING)
_OFF = acts(acting.off, finding.JOINING)
_WRONG = "AAAAAAAA"
_HERE = slug(guide.VOTING)


def _ranked(world: World) -> dict[str, str]:
    """The first three in an order of their own."""
    contest = world.contest(guide.VOTING, RON_CONTEST)
    people = Candidate.objects.filter(contest=contest, left=None).order_by("number")[:3]
    return {
        f"r-{contest.number}-{one.number}": str(rank)
        for one, rank in zip(people, (2, 3, 1), strict=True)
    }


def _twice(world: World) -> dict[str, str]:
    return dict.fromkeys(_ranked(world), "1")


def _sealed(world: World) -> dict[str, str]:
    return _checked(world, world.browser_of(_RANKS(world)))


def _checked(world: World, client: Client) -> dict[str, str]:
    checked = client.post(reverse("elections:check-vote", args=[_HERE(world)]), _ranked(world))
    assert checked.status_code == 200
    return hidden_of(checked)


def _cast(world: World, client: Client) -> None:
    cast = reverse("elections:cast-vote", args=[_HERE(world)])
    assert client.post(cast, _checked(world, client)).status_code in {200, 302}


def _of_link(place: int) -> Any:
    """The number of the entry, or the code, of the link in a voter's mail."""

    def found(world: World) -> str:
        link = link_of(entry(guide.VOTING)(world)).removeprefix("/v/").strip("/")
        return link.split("-", 1)[place]

    return found


VISITS = [
    visit("elections:enter-with-code", _of_link(0), _of_link(1), status=MOVED),
    visit("elections:enter-with-code", _of_link(0), _WRONG, status=GONE),
    visit("elections:enter-with-code", lambda world: entry(guide.DECLARED)(world).pk, _WRONG),
    visit("elections:vote-election", _HERE, who=_RANKS, status=MOVED),
    *(visit("elections:show-paper", _HERE, who=who) for who in (_RANKS, _FULLEST, _COLLEGE, ASKED)),
    visit("elections:show-paper", _HERE),
    visit("elections:show-paper", _HERE, who=_RANKS, sends=_ranked),
    visit("elections:show-paper", _HERE, who=_RANKS, before=_cast),
    visit("elections:show-paper", slug(finding.JOINING), who=JOINED_LATE),
    visit("elections:show-paper", slug(finding.QUESTION_ALONE), who=voter(finding.QUESTION_ALONE)),
    visit("elections:show-paper", slug(guide.DECLARED), who=voter(guide.DECLARED)),
    visit("elections:show-paper", slug(finding.READY), who=voter(finding.READY)),
    visit("elections:show-paper", slug(finding.ABANDONED), who=voter(finding.ABANDONED)),
    visit("elections:show-paper", slug(finding.JOINING), who=_OFF),
    visit("elections:check-vote", _HERE, who=_RANKS, sends=_ranked),
    visit("elections:check-vote", _HERE, who=_FULLEST, sends={}),
    visit("elections:check-vote", _HERE, who=_RANKS, sends=_twice, status=MISTAKES),
    visit("elections:check-vote", _HERE, sends={}, status=REFUSED),
    visit("elections:cast-vote", _HERE, who=_RANKS, sends={}, status=TOO_LATE),
    visit("elections:cast-vote", _HERE, who=_RANKS, sends=_sealed),
    visit("elections:cast-vote", _HERE, sends={}, status=REFUSED),
    visit("elections:declare-labour", _HERE, who=ASKED, sends={}, status=MISTAKES),
    visit("elections:declare-labour", _HERE, who=ASKED, sends={"is_labour_member": "no"}),
    visit("elections:clear-device", _HERE, who=_RANKS, sends={}),
    visit("elections:send-link-again", _HERE, who=_RANKS),
    visit("elections:send-link-again", _HERE, who=_RANKS, sends={}),
    visit("elections:send-link-again", slug(guide.DECLARED), who=voter(guide.DECLARED)),
    visit("elections:send-link-again", slug(finding.JOINING), who=_OFF),
]
