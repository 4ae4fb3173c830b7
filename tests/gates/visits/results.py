"""Results, the files behind them, and the public board."""

from __future__ import annotations

from momentum_site.demo import guide
from momentum_site.demo.contests import LIST_CONTEST, QUESTION, RON_CONTEST
from tests.gates.visits import finding
from tests.gates.visits.finding import number, slug
from tests.gates.visits.visit import GONE, visit

_COUNTED = (guide.PROVISIONAL, guide.DECLARED)

VISITS = [
    *(
        visit("elections:show-results", slug(one))
        for one in (
            *_COUNTED,
            guide.VOTING,
            guide.NOMINATING,
            finding.WITHOUT_POLL,
            finding.ABANDONED,
        )
    ),
    visit("elections:show-results", slug(guide.DECLARED), who=finding.member),
    visit(
        "elections:show-count",
        slug(guide.DECLARED),
        number(guide.DECLARED, LIST_CONTEST),
        who=finding.member,
    ),
    *(
        visit("elections:show-count", slug(one), number(one, title))
        for one in _COUNTED
        for title in (RON_CONTEST, LIST_CONTEST, QUESTION, "Public office holders")
    ),
    visit(
        "elections:show-other-count",
        slug(guide.PROVISIONAL),
        number(guide.PROVISIONAL, RON_CONTEST),
        "as-cast-1",
    ),
    *(
        visit(
            "elections:download-count",
            slug(guide.DECLARED),
            number(guide.DECLARED, RON_CONTEST),
            kind,
        )
        for kind in ("blt", "csv", "xlsx", "json")
    ),
    *(
        visit(
            "elections:download-picture",
            slug(guide.DECLARED),
            number(guide.DECLARED, RON_CONTEST),
            name,
        )
        for name in ("flow", "votes")
    ),
    visit("elections:download-bundle", slug(guide.DECLARED)),
    visit("elections:download-bundle", slug(guide.VOTING), status=GONE),
    visit("elections:download-manifest", slug(guide.VOTING)),
    *(
        visit("elections:show-board", slug(one))
        for one in (guide.VOTING, guide.DECLARED, finding.READY, finding.ABANDONED)
    ),
    visit("elections:show-board-page", slug(guide.DECLARED), "AA"),
    visit("elections:show-board-page", slug(guide.VOTING), "AA"),
]
