"""The page to check before an act: each form of the office that is checked first, sent with what is valid.

Nothing is done: the act is tried out, and the page says whom it mails and in what words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from elections.forms.timing import InstantWidget
from elections.models import Candidate, Nomination, RollEntry, Timetable
from hustings.models import Answer, Hustings, Question
from momentum_site.demo import guide
from slates.models import Invitation, Slate
from tests.embedded.guards import without_the_guard
from tests.gates.visits import conduct, finding, office, other_rooms
from tests.gates.visits.checks_by_two import AMENDED, CHECK, REASON, WAYS, Sent
from tests.gates.visits.finding import nomination, slug
from tests.gates.visits.visit import Visit, visit
from tests.gates.world import World
from tests.office.cast import entered

_DAY = timedelta(days=1)
_CHECKING, _NOMINATING = slug(guide.CHECKING), slug(guide.NOMINATING)
_VOTING, _PROVISIONAL, _DECLARED = map(slug, (guide.VOTING, guide.PROVISIONAL, guide.DECLARED))


def _check(name: str, *args: Any, sends: Sent | Mapping[str, Any] = REASON, **more: Any) -> Visit:
    asked = {"who": guide.OFFICER, **more}
    return visit(name, *args, sends=sends, shows=CHECK, **asked)


def _is_vacant(world: World, _client: Client) -> None:
    """Nominations have just closed; nobody is accepted, and nobody is undecided."""
    times = Timetable.objects.filter(election__title=guide.CHECKING)
    without_the_guard(times, supporting_closes_at=world.now - timedelta(minutes=1))
    there = Nomination.objects.filter(contest__election__title=guide.CHECKING)
    without_the_guard(there, state="refused", reason="Not a member.")


def _shown(at: datetime | None, name: str) -> dict[str, str]:
    """An instant as its field shows it, to the second."""
    day, hour = InstantWidget().decompress(at)
    return {f"{name}_date": day or "", f"{name}_time": hour or ""}


def _later(election: str) -> Sent:
    """What the timetable's form sends when all that is to come moves by a day."""

    def sent(world: World) -> Mapping[str, Any]:
        timetable, moved = world.election(election).timetable, dict(REASON)
        for name in Timetable.INSTANTS:
            at = getattr(timetable, name)
            moved |= _shown(at + _DAY if at and at > world.now else at, name)
        return moved

    return sent


def _longer(world: World) -> Mapping[str, Any]:
    closes = world.election(guide.VOTING).timetable.voting_closes_at
    return {**entered(closes + _DAY, "closes_at"), **REASON}


def _reopened(world: World) -> Mapping[str, Any]:
    found = world.election(guide.CHECKING)
    return {
        "contests": [one.number for one in found.contests.all()][:1],
        **entered(world.now + timedelta(hours=1), "opens_at"),
        **entered(world.now + timedelta(hours=2), "closes_at"),
        **REASON,
    }


def _left(world: World) -> Mapping[str, Any]:
    people = Candidate.objects.people().filter(contest__election__title=guide.VOTING, left=None)
    return {"candidate": people.order_by("pk")[0].pk, "reason": "withdrew"}


def _papers(world: World) -> Mapping[str, Any]:
    """The member is to have one paper fewer, or none."""
    entry = RollEntry.objects.get(
        election__title=guide.VOTING, member=finding.voter(guide.VOTING)(world)
    )
    held = [str(one) for one in entry.sheets.values_list("sheet__number", flat=True)]
    return {"papers": held[1:], **REASON}


def _code(world: World) -> Mapping[str, Any]:
    entry = finding.entry(finding.READY, finding.voter(finding.READY))(world)
    return {"replaces": entry.code_generation, **REASON}


def _words(world: World) -> Mapping[str, Any]:
    struck = world.nomination(guide.VOTING)
    statement = Candidate.objects.get(nomination=struck).statement
    return {"passage": " ".join(statement.split()[:3]), **REASON}


def _refuses(model: type[Slate | Question | Answer], find: Callable[[World], Any]) -> Sent:
    """The officer has read it, and it does not go out."""

    def sent(world: World) -> Mapping[str, Any]:
        key = "slug" if model is Slate else "pk"
        read = model._default_manager.get(**{key: find(world)})
        decision = "refuse" if model is Slate else "reject"
        return {"decision": decision, "seen": read.words_digest, **REASON}

    return sent


def _questions_moved(world: World) -> Mapping[str, Any]:
    there = Hustings.objects.get(election__title=guide.NOMINATING)
    moved: dict[str, Any] = {**REASON}
    for name in Hustings.INSTANTS:
        at = getattr(there, name)
        moved |= _shown(at - timedelta(minutes=1) if at > world.now else at, name)
    return moved


def _on_a_slate(world: World) -> Invitation:
    found = Invitation.objects.filter(
        state="accepted", slate__election__title=guide.NOMINATING
    ).select_related("slate")
    return found.order_by("pk")[0]


_OPEN_SLATE = other_rooms.slate("pending")
_ANSWER = other_rooms.answer

VISITS = [
    _check("elections:edit-timetable", _NOMINATING, sends=_later(guide.NOMINATING)),
    _check("elections:postpone-election", _NOMINATING),
    _check("elections:resume-election", slug(finding.POSTPONED), sends=_later(finding.POSTPONED)),
    _check("elections:withdraw-election", _NOMINATING),
    _check("elections:abandon-poll", _VOTING),
    _check("elections:extend-voting", _VOTING, sends=_longer),
    _check(
        "elections:decide-nomination",
        _CHECKING,
        nomination(guide.CHECKING, state="submitted"),
        sends={"decision": "refuse", **REASON},
    ),
    _check(
        "elections:end-nomination",
        _CHECKING,
        nomination(guide.CHECKING, state="accepted"),
        sends={"reason": "disqualified", "detail": "No longer a member."},
    ),
    _check(
        "elections:decide-appeal",
        _CHECKING,
        office.refused_appeal,
        who=guide.SECOND,
        sends={"outcome": "dismissed", **REASON},
    ),
    _check("elections:reopen-nominations", _CHECKING, sends=_reopened, before=_is_vacant),
    _check("elections:strike-passage", _VOTING, nomination(guide.VOTING), sends=_words),
    _check("elections:correct-papers", *conduct.MEMBER, sends=_papers),
    _check(
        "elections:correct-address",
        *conduct.MEMBER,
        sends={"address": "moved@example.org", **REASON},
    ),
    _check(
        "elections:replace-code",
        slug(finding.READY),
        lambda world: finding.voter(finding.READY)(world).pk,
        sends=_code,
    ),
    _check("elections:take-off-roll", *conduct.MEMBER),
    _check("elections:record-left", _VOTING, sends=_left),
    _check("elections:declare-result", _PROVISIONAL),
    *(_check("elections:amend-result", *AMENDED, way, sends=sends) for way, sends in WAYS.items()),
    _check("slates:decide-slate", _NOMINATING, _OPEN_SLATE, sends=_refuses(Slate, _OPEN_SLATE)),
    _check(
        "slates:take-off",
        _NOMINATING,
        lambda world: _on_a_slate(world).slate.slug,
        lambda world: _on_a_slate(world).nomination_id,
    ),
    _check("hustings:set-up-hustings", _NOMINATING, sends=_questions_moved),
    _check(
        "hustings:decide-question",
        _NOMINATING,
        other_rooms.PENDING,
        sends=_refuses(Question, other_rooms.PENDING),
    ),
    _check("hustings:decide-answer", _VOTING, _ANSWER, sends=_refuses(Answer, _ANSWER)),
]
