"""The seat register as one list: each seat with who holds it, or why nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from elections import register
from elections.models import Seat
from members.listing import Choice, Column, Listing, Search


class State(TextChoices):
    HELD = "held", gettext_lazy("Held")
    VACANT = "vacant", gettext_lazy("Vacant")
    WAITING = "waiting", gettext_lazy("Vacant, no by-election set up")


@dataclass(frozen=True)
class SeatRow:
    """`state` is WAITING for as many vacant seats of a constituency as no election is set up for."""

    seat: Seat
    state: State

    @property
    def since(self) -> date:
        is_held = self.state == State.HELD
        return self.seat.starts_on if is_held else self.seat.ended_on or self.seat.starts_on

    @property
    def is_vacant(self) -> bool:
        return self.state != State.HELD


def seat_rows(now: datetime) -> list[SeatRow]:
    """Every seat held or vacant, by body and constituency."""
    rows = []
    waiting = register.waiting(Seat.BODIES, now)
    found = register.constituencies_of(Seat.BODIES, register.today_in_london(now))
    for body, places in found.items():
        for place in places:
            rows += [SeatRow(seat, State.HELD) for seat in place.held]
            number = waiting.get((body, place.title), 0)
            rows += [
                SeatRow(seat, State.WAITING if position < number else State.VACANT)
                for position, seat in enumerate(place.vacant)
            ]
    return rows


def _in(rows: list[SeatRow], state: str) -> list[SeatRow]:
    if state == State.VACANT:
        return [row for row in rows if row.is_vacant]
    return [row for row in rows if row.state == state]


def _called(rows: list[SeatRow], words: str) -> list[SeatRow]:
    wanted = words.casefold()
    return [row for row in rows if wanted in f"{row.seat.name} {row.seat.constituency}".casefold()]


def _until(row: SeatRow) -> str:
    return row.seat.term_ends_on.isoformat() if row.seat.term_ends_on else ""


def seats() -> Listing:
    return Listing(
        "seats",
        gettext_lazy("Seats"),
        (
            Column(
                "body", gettext_lazy("Body"), lambda row: row.seat.get_body_display(), ("body",)
            ),
            Column(
                "constituency",
                gettext_lazy("Constituency"),
                lambda row: row.seat.constituency,
                ("constituency",),
            ),
            Column("holder", gettext_lazy("Holder"), _holder, ("name",)),
            Column(
                "attributes",
                gettext_lazy("Counted as"),
                lambda row: "" if row.is_vacant else ", ".join(row.seat.attributes_in_words),
                ("attributes",),
            ),
            Column("from", gettext_lazy("From"), lambda row: row.since.isoformat(), ("since",)),
            Column("until", gettext_lazy("Until"), _until, ("until",)),
        ),
        (
            Search(gettext_lazy("Holder or constituency"), _called),
            Choice(
                "body",
                gettext_lazy("Body"),
                [(body.value, body.label) for body in Seat.BODIES],
                lambda rows, body: [row for row in rows if row.seat.body == body],
            ),
            Choice("state", gettext_lazy("State"), State.choices, _in),
        ),
        size=100,
    )


def _holder(row: SeatRow) -> str:
    return str(row.state.label) if row.is_vacant else row.seat.name
