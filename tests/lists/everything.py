"""An election with something in every list of the office, and every address of the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from elections.models import (
    Document,
    Electorate,
    ListedElector,
    RollExclusion,
    Seat,
    Sheet,
)
from elections.phases import Phase
from hustings.models import Answer, Question, State
from members.models import ImportRow, ImportRun, Member, SamePersonDecision
from tests.acts.other_rooms import hustings_at, invited
from tests.acts.scene import Scene, set_the_scene
from tests.embedded.guards import no_guards
from tests.members.people import add_member
from tests.public.test_every_url import OFFICE as ADDRESSES

BORN = date(1990, 1, 2)


@dataclass
class Office:
    scene: Scene
    numbers: list[int]  # what may stand for a number in an address

    @property
    def administrator(self) -> Client:
        return self.scene.browsers["A"]

    @property
    def officer(self) -> Client:
        return self.scene.browsers["O"]

    def at(self, path: str = "") -> str:
        return f"/office/elections/{self.scene.election.slug}/{path}"

    def pages(self) -> Iterator[tuple[str, str, Client, Any]]:
        """Every page that an administrator or, where that is not theirs, an officer can read: its
        name, its address, whose browser reads it, and the answer."""
        for sample, pattern in ADDRESSES:
            if pattern.name not in {"export-list", "export-everything"}:
                yield from self._page(sample, str(pattern.name))

    def _page(self, sample: str, name: str) -> Iterator[tuple[str, str, Client, Any]]:
        for address in self._addresses(sample):
            for client in (self.administrator, self.officer):
                answer = client.get(address)
                if answer.status_code == 200 and answer.context:  # not JSON
                    yield name, address, client, answer
                    return

    def _addresses(self, sample: str) -> Iterator[str]:
        address = sample.replace("/sample/", f"/{self.scene.election.slug}/", 1)
        address = address.replace("/sample/", "/branch-first/")
        if "/1/" not in address:
            yield address
            return
        for number in self.numbers:
            yield address.replace("/1/", f"/{number}/", 1).replace("/1/", f"/{number + 1}/")


def everything() -> Office:
    """Voting is open; somebody is on every list, and two on most."""
    scene = set_the_scene(Phase.VOTING)
    invited(scene)
    first = add_member("301", "Gwen Twice", "gwen@example.org", date_of_birth=BORN)
    second = add_member("302", "Gwen Twice", "g2@example.org", date_of_birth=BORN)
    third = add_member("303", "Hal Once", region=None, flags=["email-missing", "region-unknown"])
    now, rosa = timezone.now(), scene.rosa
    SamePersonDecision.objects.create(
        first=second, second=third, is_same=False, reason="Two", decided_by=rosa, decided_at=now
    )
    runs = [_import(rosa, name) for name in ("march.csv", "april.csv")]
    with no_guards():
        _hustings(scene)
        sheet = Sheet.objects.create(
            election=scene.election, number=77, title="Staff", electorate=Electorate.LIST
        )
        for member in (first, second):
            ListedElector.objects.create(sheet=sheet, member=member)
        for member, reason in ((first, "Asked to be left out"), (second, "A mistake")):
            RollExclusion.objects.create(
                election=scene.election, member=member, reason=reason, made_at=now, made_by=rosa
            )
        Document.objects.create(
            election=scene.election, kind="rules", title="Old rules", text="Old", added_at=now,
            replaced_at=now,
        )  # fmt: skip
        seats = [_seat("Wales", first, "Gwen Twice"), _seat("Scotland", None, "")]
    for kind in ("csv", "xlsx"):
        assert b"".join(scene.browsers["A"].get(f"/office/files/audit.{kind}"))  # read, so closed
    return Office(
        scene,
        [scene.nomination_pk, *(run.pk for run in runs), first.pk, sheet.number, seats[0].pk],
    )


def _import(user: Any, name: str) -> ImportRun:
    run = ImportRun.objects.create(
        name=name, size=9, uploaded_by=user, rows_read=2, report={"rows": 2, "outcomes": {
            "added": 1, "unchanged": 1}},
    )  # fmt: skip
    for line, outcome in ((2, "added"), (3, "unchanged")):
        ImportRow.objects.create(
            run=run, line=line, number=str(line), name=f"Row {line}", outcome=outcome
        )
    return run


def _seat(constituency: str, holder: Member | None, name: str) -> Seat:
    return Seat.objects.create(
        body="ncg",
        constituency=constituency,
        holder=holder,
        name=name,
        starts_on=date(2024, 1, 1),
        term_ends_on=timezone.localdate() + timedelta(days=90),
    )


def _hustings(scene: Scene) -> None:
    hustings = hustings_at(scene, -4, -3, -2, -1)
    topic = hustings.topics.first()
    nomination = scene.nomination
    assert topic is not None
    assert nomination is not None
    for place, name in enumerate(("bea", "farah")):
        question = Question.objects.create(
            hustings=hustings, topic=topic, member=scene.people[name], text=f"Question {place}?",
            sent_at=timezone.now(), state=State.APPROVED,
        )  # fmt: skip
        Answer.objects.create(
            question=question, nomination=nomination, text="Yes.", sent_at=timezone.now()
        )
