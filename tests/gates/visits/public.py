"""What anybody reads."""

from __future__ import annotations

from elections.models import Candidate, Photo
from hustings.models import Answer
from momentum_site import guides
from momentum_site.demo import guide
from momentum_site.demo.contests import LIST_CONTEST, RON_CONTEST
from tests.gates.visits import finding
from tests.gates.visits.finding import number, on_paper, share, slug
from tests.gates.visits.visit import GONE, visit
from tests.gates.world import World

_SHOWN = (
    guide.NOTICE,
    guide.NOMINATING,
    guide.CHECKING,
    guide.VOTING,
    guide.PROVISIONAL,
    guide.DECLARED,
    finding.REOPENED,
    finding.READY,
    finding.DELAYED,
    finding.NOT_HELD,
    finding.JOINING,
    finding.POSTPONED,
    finding.WITHDRAWN,
    finding.ABANDONED,
    finding.WITHOUT_POLL,
    finding.QUESTION_ALONE,
)
_ON_PAPER = on_paper(guide.VOTING, contest__title=RON_CONTEST, left=None)


def _answered(world: World) -> Candidate:
    """One on the paper who answered a member's question."""
    answered = Answer.objects.shown().values("nomination")
    return on_paper(guide.VOTING, nomination__in=answered, left=None)(world)


def _photo(world: World) -> str:
    return Photo.objects.filter(nomination__contest__election__title=guide.VOTING)[0].digest


VISITS = [
    visit("home"),
    visit("healthz"),
    visit("accessibility"),
    visit("privacy"),
    visit("look"),
    *(visit("guide", name) if name else visit("help") for name in guides.names()),
    visit("elections:list-elections"),
    visit("elections:how-counted"),
    visit("elections:vote-protected"),
    visit("elections:show-holders"),
    *(visit("elections:show-election", slug(one)) for one in _SHOWN),
    visit("elections:show-election", slug(finding.REHEARSAL), status=GONE),
    visit("elections:show-election", slug(finding.REHEARSAL), who=guide.OFFICER),
    *(
        visit(f"elections:{name}", slug(one), who=finding.member)
        for name in ("show-election", "show-notice", "list-candidates")
        for one in (guide.NOMINATING, guide.DECLARED, finding.REOPENED, finding.WITHOUT_POLL)
    ),
    *(
        visit("elections:show-notice", slug(one))
        for one in (guide.NOTICE, guide.NOMINATING, finding.WITHOUT_POLL, finding.QUESTION_ALONE)
    ),
    visit("elections:show-document", slug(guide.NOTICE), finding.document(guide.NOTICE)),
    *(
        visit("elections:list-candidates", slug(one))
        for one in (
            guide.NOTICE,
            guide.NOMINATING,
            guide.VOTING,
            guide.DECLARED,
            finding.WITHOUT_POLL,
        )
    ),
    visit(
        "elections:show-candidate",
        slug(guide.VOTING),
        number(guide.VOTING, RON_CONTEST),
        lambda world: _ON_PAPER(world).number,
    ),
    visit("elections:show-candidate", slug(guide.VOTING), number(guide.VOTING, LIST_CONTEST), 1),
    visit(
        "elections:show-candidate",
        slug(guide.VOTING),
        lambda world: _answered(world).contest.number,
        lambda world: _answered(world).number,
        shows="hustings/_on_candidate.html",
    ),
    visit("elections:show-nomination", share(guide.NOMINATING)),
    visit("elections:show-nomination", share(guide.CHECKING, state="withdrawn")),
    visit("elections:show-nomination", share(guide.VOTING)),
    visit("elections:show-nomination", share(guide.CHECKING, state="refused")),
    visit("elections:show-photo", _photo),
    visit("elections:calendar"),
    *(
        visit("elections:calendar-of-election", slug(one))
        for one in (guide.VOTING, finding.POSTPONED)
    ),
    visit("elections:api-index"),
    visit("elections:api-elections"),
    visit("elections:api-schema", "election"),
    *(
        visit(f"elections:api-{what}", slug(guide.DECLARED))
        for what in ("election", "candidates", "results", "checkpoints")
    ),
    visit("elections:api-results", slug(guide.VOTING), status=GONE),
    visit("show-people"),
    visit("list-mail"),
    visit("list-mail", query="?to=nobody@example.org"),
    visit("show-mail", "nothing.eml", status=GONE),
]
