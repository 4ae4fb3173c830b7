"""The office before the papers are fixed: setting up, the notice, nominations."""

from __future__ import annotations

from typing import Any

from elections.models import Sheet
from momentum_site.demo import guide
from momentum_site.demo.people import SCRUTINEER
from tests.gates.visits import finding
from tests.gates.visits.finding import nomination, slug
from tests.gates.visits.visit import MISTAKES, MOVED, Visit, visit
from tests.gates.world import World

_PREPARING = slug(guide.PREPARING)
_CHECKING = slug(guide.CHECKING)
_WELSH = slug(finding.QUESTION_ALONE)


def _office(name: str, *args: Any, who: Any = guide.OFFICER, **more: Any) -> Visit:
    return visit(f"elections:{name}", *args, who=who, **more)


def _list(world: World) -> int:
    return Sheet.objects.filter(election__title=guide.PREPARING, electorate="list")[0].number


def refused_appeal(world: World) -> int:
    return world.nomination(guide.CHECKING, appeal__isnull=False).pk


VISITS = [
    *(
        _office("office-home", who=who)
        for who in (guide.OFFICER, guide.SECOND, guide.ADMINISTRATOR, SCRUTINEER)
    ),
    _office("office-elections"),
    _office("create-election"),
    _office("create-election", sends={"title": "NCG"}, status=MISTAKES),
    *(
        _office("office-election", slug(one))
        for one in (
            *(guide.PREPARING, guide.NOTICE, guide.NOMINATING, guide.CHECKING, guide.VOTING),
            *(guide.PROVISIONAL, guide.DECLARED, finding.REOPENED, finding.PROPOSED),
            *(finding.DELAYED, finding.NOT_HELD, finding.READY, finding.FROM_REGISTER),
            *(finding.POSTPONED, finding.ABANDONED, finding.WITHOUT_POLL, finding.REHEARSAL),
        )
    ),
    _office("edit-election", _PREPARING),
    _office("edit-timetable", _PREPARING),
    _office("edit-timetable", slug(guide.NOMINATING)),
    _office("edit-national-minima", _PREPARING),
    _office("add-contest", _PREPARING),
    _office("edit-contest", _PREPARING, 1),
    _office("edit-contest", slug(guide.VOTING), 1),
    _office("remove-contest", _PREPARING, 1),
    _office("publish-notice", _PREPARING),
    _office("publish-notice", slug(finding.FROM_REGISTER)),
    _office("office-documents", _PREPARING),
    _office("office-documents", slug(guide.NOMINATING)),
    _office("add-document", _PREPARING),
    _office("change-document", _PREPARING, finding.document(guide.PREPARING)),
    _office("change-document", slug(guide.NOMINATING), finding.document(guide.NOMINATING)),
    *(
        _office("switch-welsh-on", _PREPARING, who=who)
        for who in (guide.OFFICER, guide.ADMINISTRATOR)
    ),
    _office(
        "switch-welsh-on",
        _PREPARING,
        who=guide.ADMINISTRATOR,
        sends={"approved_by": ""},
        status=MISTAKES,
    ),
    _office("switch-welsh-off", _WELSH, who=guide.ADMINISTRATOR, sends={}, status=MOVED),
    _office("rehearse-election", _PREPARING),
    _office("postpone-election", slug(guide.NOMINATING)),
    _office("resume-election", slug(finding.POSTPONED)),
    _office("withdraw-election", slug(guide.NOMINATING)),
    _office("delete-draft", _PREPARING),
    _office("list-nominations", slug(guide.NOMINATING)),
    _office("list-nominations", slug(guide.NOTICE)),
    _office("list-nominations", _CHECKING, who=guide.SECOND),
    _office("decide-nomination", slug(guide.NOMINATING), nomination(guide.NOMINATING)),
    _office("decide-nomination", _CHECKING, nomination(guide.CHECKING, state="submitted")),
    _office("decide-nomination", _CHECKING, nomination(guide.CHECKING, state="accepted")),
    _office("decide-nomination", _CHECKING, nomination(guide.CHECKING, state="refused")),
    _office("decide-nomination", _CHECKING, nomination(guide.CHECKING, state="withdrawn")),
    _office("decide-nomination", slug(guide.VOTING), nomination(guide.VOTING)),
    _office("end-nomination", _CHECKING, nomination(guide.CHECKING, state="accepted")),
    _office("decide-appeal", _CHECKING, refused_appeal, who=guide.SECOND),
    _office("decide-appeal", _CHECKING, refused_appeal),
    _office("reopen-nominations", _CHECKING),
    _office("fix-papers", _CHECKING),
    _office("fix-papers", slug(finding.PROPOSED), who=guide.SECOND),
    _office("fix-papers", slug(finding.PROPOSED)),
    _office("fix-papers", slug(guide.VOTING)),
    _office("take-proposal-back", slug(finding.PROPOSED), sends={}, status=MOVED),
    _office("edit-list", slug(guide.PREPARING), _list),
    _office("edit-list", slug(guide.PREPARING), _list, who=guide.ADMINISTRATOR),
    _office("show-register"),
    _office("create-by-election"),
    _office("end-seat", lambda world: _seat()),
    *(
        _office("show-audit", *args, who=who)
        for args in ((), (_PREPARING,))
        for who in (guide.OFFICER, guide.ADMINISTRATOR)
    ),
    _office("all-files", who=guide.ADMINISTRATOR),
    _office("export-everything", "members", "csv", who=guide.ADMINISTRATOR),
    _office("export-everything", "members", "xlsx", who=guide.ADMINISTRATOR),
    _office("show-retention", who=guide.ADMINISTRATOR),
    _office("show-heartbeats"),
]


def _seat() -> int:
    from elections.models import Seat

    return Seat.objects.filter(ended_on=None)[0].pk
