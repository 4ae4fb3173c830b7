"""How many voted: of each sheet, of its regions, and day by day. No number is smaller than a cell may be.

Only numbers are kept, and none of a day before it is over: ADR 19.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, Sum

from elections.london import LONDON
from elections.models import (
    DayTurnout,
    Election,
    RegionTurnout,
    RollEntry,
    RollSheet,
    Sheet,
    Turnout,
)
from elections.models.record import SMALL_CELL

_HAS_VOTED = Q(roll__status=RollSheet.Status.CAST)
# A sweep that comes later would count votes of the next day: that day then stands with this one.
_JUST_OVER = timedelta(minutes=15)


@dataclass(frozen=True)
class Cell:
    """Regions that are counted together, how many of them could vote, and how many did."""

    regions: tuple[str, ...]
    entitled: int
    cast: int

    @property
    def smallest(self) -> int:
        """The smaller of those who voted and those who did not: each follows from the other."""
        return min(self.cast, self.entitled - self.cast)

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            (*self.regions, *other.regions), self.entitled + other.entitled, self.cast + other.cast
        )


def joined(cells: Sequence[Cell]) -> list[Cell]:
    """The cells so that none is small: the small ones together, and with the next smallest if those are
    still too few. Nothing where no two are left: then the sheet's own numbers say it all.
    """
    shown = sorted(cells, key=lambda cell: cell.smallest, reverse=True)
    together: list[Cell] = []
    while shown and (
        shown[-1].smallest < SMALL_CELL or (together and _sum(together).smallest < SMALL_CELL)
    ):
        together.append(shown.pop())
    found = [*shown, *([_sum(together)] if together else [])]
    if len(found) < 2:
        return []
    return sorted(found, key=lambda cell: (len(cell.regions) > 1, cell.regions))


def _sum(cells: Sequence[Cell]) -> Cell:
    first, *others = sorted(cells, key=lambda cell: cell.regions)
    for cell in others:
        first += cell
    return first


def store(elections: Sequence[Election]) -> None:
    """The numbers of elections whose box has just been closed, in its transaction."""
    sheets = Sheet.objects.filter(election__in=elections).on_paper()
    # Distinct, because a sheet with two contests comes twice.
    counted = sheets.annotate(
        entitled=Count("roll", distinct=True),
        cast=Count("roll", filter=_HAS_VOTED, distinct=True),
    ).values_list("pk", "entitled", "cast")
    Turnout.objects.bulk_create(
        Turnout(sheet_id=sheet, entitled=entitled, cast=cast) for sheet, entitled, cast in counted
    )
    for election in elections:
        _store_regions(election)
        closing = _day(election.timetable.voting_closes_at - timedelta(microseconds=1))
        _close_days(election, closing)


def _store_regions(election: Election) -> None:
    by_sheet: dict[int, list[Cell]] = {}
    on_paper = Sheet.objects.filter(election=election).on_paper()
    counted = (
        RollSheet.objects.filter(sheet__in=on_paper.values("pk"))
        .values("sheet", "entry__region__name")
        .annotate(entitled=Count("pk"), cast=Count("pk", filter=Q(status=RollSheet.Status.CAST)))
        .order_by("sheet", "entry__region__name")
    )
    for row in counted:
        cell = Cell((row["entry__region__name"] or "",), row["entitled"], row["cast"])
        by_sheet.setdefault(row["sheet"], []).append(cell)
    sheet = _told_by_region(by_sheet)
    if sheet is not None:
        RegionTurnout.objects.bulk_create(
            RegionTurnout(
                sheet_id=sheet, regions=list(cell.regions), entitled=cell.entitled, cast=cell.cast
            )
            for cell in joined(by_sheet[sheet])
        )


def _told_by_region(by_sheet: Mapping[int, Sequence[Cell]]) -> int | None:
    """The one sheet whose regions are told: that with most entitled, if all others are as wide.

    Members have several sheets. Of two sheets told by region, or of a region of one and a sheet of that
    region, the difference would be a few members: those in office there, for instance.
    """
    if not by_sheet:
        return None
    regions = {
        sheet: {region for cell in cells for region in cell.regions}
        for sheet, cells in by_sheet.items()
    }
    widest = max(by_sheet, key=lambda sheet: sum(cell.entitled for cell in by_sheet[sheet]))
    return widest if all(regions[widest] <= other for other in regions.values()) else None


def end_day_due(now: datetime) -> int:
    """Note how many voted on the day that is just over, where enough did; of how many elections."""
    today = _day(now)
    if now - datetime.combine(today, time.min, LONDON) > _JUST_OVER:
        return 0
    due = Election.objects.open_for_voting(at=now).select_related("timetable").order_by("pk")
    return sum(_end_day(election, today - timedelta(days=1)) for election in due)


@transaction.atomic
def _end_day(election: Election, day: date) -> bool:
    begun = _begun(election)
    if begun > day:
        return False
    members = _voted(election.pk) - _noted(election.pk)
    if members < SMALL_CELL:
        return False
    row = DayTurnout(election=election, from_on=begun, until_on=day, members=members)
    DayTurnout.objects.bulk_create([row], ignore_conflicts=True)  # another sweep was as quick
    return True


def _close_days(election: Election, day: date) -> None:
    """The last days; where too few voted on them, they stand with the days before."""
    members = _voted(election.pk) - _noted(election.pk)
    if members >= SMALL_CELL:
        DayTurnout.objects.create(
            election=election, from_on=min(_begun(election), day), until_on=day, members=members
        )
        return
    last = DayTurnout.objects.filter(election=election).last()
    if last is not None:
        last.until_on, last.members = max(day, last.until_on), last.members + members
        last.save(update_fields=["until_on", "members"])


def _begun(election: Election) -> date:
    """The first day that is not noted yet."""
    last = DayTurnout.objects.filter(election=election).last()
    if last is not None:
        return last.until_on + timedelta(days=1)
    return _day(election.timetable.voting_opens_at)


def _voted(election: UUID) -> int:
    """Members who returned a paper at least."""
    cast = RollSheet.objects.filter(status=RollSheet.Status.CAST, entry__election=election)
    return RollEntry.objects.filter(pk__in=cast.values("entry")).count()


def _noted(election: UUID) -> int:
    found = DayTurnout.objects.filter(election=election).aggregate(all=Sum("members"))
    return found["all"] or 0


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
