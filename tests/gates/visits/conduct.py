"""The office once the papers are fixed: the roll, mail, voting, the result."""

from __future__ import annotations

from typing import Any

from elections.models import Message, RollEntry
from momentum_site.demo import guide
from momentum_site.demo.contests import QUESTION, RON_CONTEST
from momentum_site.demo.people import SCRUTINEER
from tests.embedded.guards import without_the_guard
from tests.gates.visits import finding
from tests.gates.visits.finding import entry, nomination, number, slug, voter
from tests.gates.visits.visit import GONE, MOVED, Visit, visit
from tests.gates.world import World

_VOTING = slug(guide.VOTING)
_JOINING = slug(finding.JOINING)
_PROVISIONAL = slug(guide.PROVISIONAL)
_DECLARED = slug(guide.DECLARED)


def _office(name: str, *args: Any, who: Any = guide.OFFICER, **more: Any) -> Visit:
    return visit(f"elections:{name}", *args, who=who, **more)


def _on_roll(world: World) -> int:
    found: RollEntry = entry(guide.VOTING, voter(guide.VOTING))(world)
    return found.member_id


def _fails(_world: World, _client: object) -> None:
    """As if some of the mail had come back."""
    sent = Message.objects.filter(election__title=guide.VOTING, kind=Message.Kind.BALLOT)
    failed = sent.order_by("pk").values("pk")[:3]
    without_the_guard(Message.objects.filter(pk__in=failed), state="failed", error="550")


MEMBER = (_VOTING, _on_roll)

VISITS = [
    _office("strike-passage", _VOTING, nomination(guide.VOTING)),
    _office("extend-voting", _VOTING),
    _office("extend-voting", _JOINING, sends={}),
    _office("abandon-poll", _VOTING),
    _office("show-roll", _VOTING),
    _office("show-roll", _JOINING),
    _office("show-roll", slug(guide.PREPARING)),
    _office("show-roll", _PROVISIONAL, who=SCRUTINEER),
    _office("list-exclusions", _JOINING),
    _office("find-for-roll", _VOTING),
    _office("find-for-roll", _VOTING, query="?q=a"),
    _office("show-roll-member", *MEMBER),
    _office("correct-papers", *MEMBER),
    _office("correct-address", *MEMBER),
    _office("replace-code", *MEMBER),
    _office("take-off-roll", *MEMBER),
    _office("mail-progress", _VOTING),
    _office("mail-progress", slug(guide.PREPARING)),
    _office("mail-progress-json", _VOTING, "ballot"),
    _office("list-messages", _VOTING),
    _office("list-messages", _VOTING, query="?state=failed"),
    _office("send-failed-again", _VOTING),
    _office("send-failed-again", _VOTING, before=_fails),
    _office("send-failed-again", _VOTING, before=_fails, sends={}, status=MOVED),
    _office("send-reminder", _VOTING),
    _office("declare-result", _PROVISIONAL),
    _office("declare-result", _PROVISIONAL, who=SCRUTINEER),
    _office("declare-result", _DECLARED),
    _office("declare-result", _VOTING),
    _office("count-progress-json", _PROVISIONAL),
    _office("sign-report", _PROVISIONAL, who=SCRUTINEER),
    _office("sign-report", slug(finding.WITHOUT_POLL), who=SCRUTINEER),
    _office("record-left", _VOTING),
    _office("record-left", _DECLARED),
    _office("choose-amendment", _DECLARED, number(guide.DECLARED, RON_CONTEST)),
    _office("choose-amendment", _DECLARED, number(guide.DECLARED, QUESTION)),
    *(
        _office("amend-result", _DECLARED, number(guide.DECLARED, RON_CONTEST), way)
        for way in ("correct", "unseat", "recount", "void")
    ),
    _office("amend-result", _DECLARED, 1, "nothing", status=GONE),
    _office("show-audit", _VOTING),
    _office("list-files", _DECLARED, who=guide.ADMINISTRATOR),
    _office("list-files", _DECLARED),
    _office("export-list", _DECLARED, "nominations", "csv", who=guide.ADMINISTRATOR),
    _office("export-list", _VOTING, "roll", "xlsx", who=guide.ADMINISTRATOR),
]
