"""Everything held about a member, put together from all rooms, for the page and for the download."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

import elections.held
import hustings.held
import members.held
import slates.held
from members import audit
from members.at_once import ask_at_once
from members.held import Record
from members.models import Member, User
from momentum_site import times_in_words

ROOMS = (members.held, elections.held, slates.held, hustings.held)
CONTRIBUTIONS = [one for room in ROOMS for one in room.CONTRIBUTIONS]
LEFT_OUT = {model: reason for room in ROOMS for model, reason in room.LEFT_OUT.items()}


@dataclass(frozen=True)
class Section:
    """A part of the answer: its title, its records, and the same with every value in words."""

    title: str
    records: Sequence[Record]

    @property
    def in_words(self) -> list[list[tuple[str, str]]]:
        return [[(str(key), _words(value)) for key, value in one.items()] for one in self.records]


def sections(member: Member) -> list[Section]:
    parts = {(one, part): part.rows(member) for one in CONTRIBUTIONS for part in one.parts}
    found = ask_at_once(parts)
    return [
        Section(
            str(one.title),
            [part.record(row) for part in one.parts for row in found[one, part]],
        )
        for one in CONTRIBUTIONS
    ]


def take(member: Member, *, actor: User) -> IO[bytes]:
    """A ZIP of all of it: as JSON, as a page to read, and the photos. It is on record who took it."""
    found = sections(member)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        data = [{"title": one.title, "records": one.records} for one in found]
        archive.writestr(
            "held.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        )
        archive.writestr(
            "held.html",
            render_to_string("pages/held_file.html", {"sections": found, "member": member}),
        )
        for contribution in CONTRIBUTIONS:
            for name, content in contribution.files(member).items():
                archive.writestr(name, content)
    audit.record(audit.Action.OWN_DATA_TAKEN, actor=actor, subject=f"member {member.number}")
    file.seek(0)
    return file


def _words(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return times_in_words.instant(value)
    if isinstance(value, date):
        return times_in_words.day(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_words, value)) or "–"
    return "–" if value is None or value == "" else str(value)
