"""The office's list of members: looking, settling, importing."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from members import telling_apart
from members.importing import runs
from members.models import ImportRun, Member, User
from momentum_site.demo import guide
from tests.gates.visits.finding import member
from tests.gates.visits.visit import MISTAKES, MOVED, Visit, visit
from tests.gates.world import World
from tests.members.lists import AISHA, HEADER


def _office(name: str, *args: Any, who: Any = guide.ADMINISTRATOR, **more: Any) -> Visit:
    return visit(f"members:{name}", *args, who=who, **more)


def _uploaded(_world: World, _client: object) -> ImportRun:
    """A list has been uploaded, and its columns are to be confirmed."""
    file = ContentFile(f"{HEADER}\r\n{AISHA}\r\n".encode(), name="list.csv")
    return runs.receive("list.csv", file.chunks(), actor=_administrator())


def _confirmed(world: World, client: object) -> ImportRun:
    run = _uploaded(world, client)
    runs.confirm_columns(run, run.mapping)
    return run


def _checked(world: World, client: object) -> ImportRun:
    run = _confirmed(world, client)
    runs.work()
    return run


def _applied(world: World, client: object) -> ImportRun:
    run = _checked(world, client)
    runs.approve(run, actor=_administrator())
    runs.work()
    return run


def _administrator() -> User:
    return User.objects.get(email=guide.ADMINISTRATOR)


def _run(_world: World) -> int:
    return ImportRun.objects.latest("pk").pk


def _typed(world: World) -> dict[str, str]:
    """The number of members that the list changes."""
    report = ImportRun.objects.get(pk=_run(world)).what_became()
    return {"confirm": str(report.changes if report else "")}


def _pair(place: int) -> Any:
    def found(_world: World) -> int:
        pair = telling_apart.undecided()[0]
        return (pair.first, pair.second)[place]

    return found


def _pk(world: World) -> int:
    return member(world).pk


VISITS = [
    _office("list-members"),
    _office("list-members", query="?q=Price"),
    _office("list-members", query="?q=nobodyhasthisname"),
    _office("list-members", who=guide.OFFICER),
    _office("list-attention"),
    _office("show-member", _pk),
    _office("show-member", lambda world: Member.objects.get(number="299003").pk),
    _office("list-same-persons"),
    _office("list-same-person-decisions"),
    _office("decide-same-person", _pair(0), _pair(1)),
    _office("add-note", _pk, sends={"text": ""}, status=MISTAKES),
    _office("place-member", _pk, sends={}, status=MISTAKES),
    _office("list-imports"),
    _office("upload-import"),
    _office("upload-import", sends={}, status=MISTAKES),
    _office("list-imports", before=_applied),
    *(
        _office("show-import", _run, before=before)
        for before in (_uploaded, _confirmed, _checked, _applied)
    ),
    _office("map-import", _run, before=_uploaded),
    _office("import-progress", _run, before=_confirmed),
    _office("apply-import", _run, before=_checked, sends={}, status=MISTAKES),
    _office("apply-import", _run, before=_checked, sends=_typed, status=MOVED),
    _office("abandon-import", _run, before=_checked, sends={}, status=MOVED),
    _office("list-outcomes", _run, before=_applied),
]
