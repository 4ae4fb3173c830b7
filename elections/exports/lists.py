"""The office's lists as rows: roll, nominations, turnout, audit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from elections.exports.cells import Cell
from elections.models import Election, Nomination, RollEntry
from elections.results import sheet_turnout
from members import audit
from members.models import AuditEntry, User

_CHUNK = 2000


@dataclass(frozen=True)
class OfficeList:
    """A list that the office exports: the name of its file, its header, its rows."""

    name: str
    title: str | Promise
    header: tuple[str, ...]
    rows: Callable[[Election], Iterator[Sequence[Cell]]]


def _roll(election: Election) -> Iterator[Sequence[Cell]]:
    """Who may vote; never whether they did."""
    entries = RollEntry.objects.filter(election=election).select_related("member", "region")
    for entry in entries.order_by("pk").iterator(_CHUNK):
        yield [
            entry.member.number,
            entry.member.name,
            entry.email,
            entry.region.name if entry.region else "",
            entry.status,
        ]


def _nominations(election: Election) -> Iterator[Sequence[Cell]]:
    nominations = (
        Nomination.objects.filter(contest__election=election)
        .order_by("contest__number", "pk")
        .values_list(
            "contest__title",
            "ballot_name",
            "member__number",
            "slate_label",
            Count("supporting"),
            "state",
            "reason",
            "submitted_at",
        )
    )
    for *cells, state, reason, submitted_at in nominations.iterator(_CHUNK):
        yield [*cells, str(Nomination.State(state).label), reason, submitted_at.isoformat()]


def _turnout(election: Election) -> Iterator[Sequence[Cell]]:
    for row in sheet_turnout(election):
        yield [row.turnout.sheet.title, row.turnout.entitled, row.turnout.cast, row.set_aside]


def _audit(election: Election) -> Iterator[Sequence[Cell]]:
    entries = AuditEntry.objects.filter(election=election.pk).select_related("actor")
    for entry in entries.order_by("pk").iterator(_CHUNK):
        yield [
            entry.pk,
            entry.at.isoformat(),
            entry.action,
            entry.actor.email if entry.actor else "",
            entry.subject,
            entry.reason,
            json.dumps(entry.detail, ensure_ascii=False, sort_keys=True) if entry.detail else "",
            entry.digest,
        ]


LISTS = {
    found.name: found
    for found in (
        OfficeList("roll", _("Roll"), ("Number", "Name", "Email", "Region", "Status"), _roll),
        OfficeList(
            "nominations",
            _("Nominations"),
            (
                "Contest",
                "Name on the paper",
                "Number",
                "Slate",
                "Supporters",
                "State",
                "Reason",
                "Submitted",
            ),
            _nominations,
        ),
        OfficeList(
            "turnout", _("Turnout"), ("Electorate", "Entitled", "Voted", "Set aside"), _turnout
        ),
        OfficeList(
            "audit",
            _("Audit"),
            ("Entry", "At", "Action", "By", "Subject", "Reason", "Detail", "Digest"),
            _audit,
        ),
    )
}


def take(wanted: OfficeList, election: Election, *, kind: str, actor: User) -> OfficeList:
    """Put on record who takes which list, as what; then it may be written."""
    audit.record(
        audit.Action.EXPORT_TAKEN,
        actor=actor,
        subject=election.title,
        election=election.pk,
        detail={"list": wanted.name, "as": kind},
    )
    return wanted
