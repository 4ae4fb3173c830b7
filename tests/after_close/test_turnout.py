"""Turnout by region and by day: no number of fewer than twenty, by itself or by difference."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from elections import tallying
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
from elections.tallying.turnout import Cell, joined
from members.models import Member, Region, Status, User
from tests.after_close import cast
from tests.embedded.guards import no_guards
from tests.office.cast import fresh
from tests.voting.cast import despite_the_guard, page

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def election(rosa: User) -> Election:
    """Voting has been open since the day before yesterday, on one sheet; six members of Scotland are on
    the roll, and nobody has voted."""
    made = cast.set_up(rosa)
    now = timezone.now()
    return despite_the_guard(made, voting_opens_at=midnight(-2), voting_closes_at=now + DAY)


def midnight(days: int) -> datetime:
    """The first instant of a day in London, so many days from today."""
    return datetime.combine(today() + days * DAY, time.min, LONDON)


def today() -> date:
    return timezone.now().astimezone(LONDON).date()


def enrol(election: Election, code: str, many: int, *, voted: int = 0) -> None:
    """Put so many members of a region on the roll, of whom some have voted."""
    region = Region.objects.get(code=code)
    taken = Member.objects.count()
    people = Member.objects.bulk_create(
        Member(
            number=f"9{taken + place}",
            first_name="Elector",
            last_name=str(taken + place),
            region=region,
            status=Status.ACTIVE,
            joined_on=date(2019, 5, 1),
        )
        for place in range(many)
    )
    with no_guards():
        entries = RollEntry.objects.bulk_create(
            RollEntry(election=election, member=one, region=region, status="active")
            for one in people
        )
        sheet = election.contests.get(title="Scotland").sheet
        RollSheet.objects.bulk_create(
            RollSheet(entry=entry, sheet=sheet, status="cast" if place < voted else "open")
            for place, entry in enumerate(entries)
        )


def vote(election: Election, many: int) -> None:
    """So many of those who have not voted do."""
    waiting = RollSheet.objects.filter(entry__election=election, status="open").order_by("-pk")
    RollSheet.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[:many])).update(
        status="cast"
    )


def days(election: Election) -> list[tuple[int, int, int]]:
    """What is stored: from and until so many days from today, and the members."""
    return [
        ((row.from_on - today()).days, (row.until_on - today()).days, row.members)
        for row in DayTurnout.objects.filter(election=election)
    ]


def regions(election: Election) -> list[tuple[list[str], int, int]]:
    rows = RegionTurnout.objects.filter(sheet__election=election)
    return [(row.regions, row.entitled, row.cast) for row in rows]


def closed(election: Election) -> Election:
    despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    return fresh(election)


def test_regions_that_are_large_enough_stand_alone_and_small_ones_together() -> None:
    large = [Cell(("Wales",), 100, 50), Cell(("Midlands",), 90, 45)]
    few_voted, few_did_not = Cell(("Scotland",), 80, 19), Cell(("London",), 60, 41)
    assert joined(large) == [large[1], large[0]]
    assert joined([*large, few_voted, few_did_not]) == [
        large[1],
        large[0],
        Cell(("London", "Scotland"), 140, 60),
    ]
    # One small region takes the next smallest with it, or the rest would tell it by difference.
    assert joined([*large, few_voted]) == [large[0], Cell(("Midlands", "Scotland"), 170, 64)]
    assert joined([large[0], few_voted]) == []
    assert joined([large[0]]) == []
    assert joined([]) == []


def test_whatever_the_regions_no_cell_and_no_difference_is_small() -> None:
    for seed in range(300):
        cells = [
            Cell((str(place),), 20 + seed * 7 * (place + 1) % 61, seed * 5 * (place + 2) % 20)
            for place in range(2 + seed % 9)
        ]
        found = joined(cells)
        assert all(cell.smallest >= 20 for cell in found)
        if found:
            assert sum(cell.cast for cell in found) == sum(cell.cast for cell in cells)
            names = [name for cell in found for name in cell.regions]
            assert sorted(names) == sorted(name for cell in cells for name in cell.regions)


def test_the_close_stores_the_regions_and_the_page_tells_them(election: Election) -> None:
    enrol(election, "scotland", 54, voted=30)
    enrol(election, "wales", 50, voted=21)
    enrol(election, "midlands", 30, voted=4)
    closed(election)
    assert regions(election) == [
        (["Scotland"], 60, 30),
        (["Midlands", "Wales"], 80, 25),
    ]
    whole = Turnout.objects.get(sheet__election=election)
    assert (whole.entitled, whole.cast) == (140, 55)
    Election.objects.filter(pk=election.pk).update(counted_at=timezone.now())
    told = cast.shown(page(election, "show-results"))
    assert "Turnout by region: Scotland" in told
    assert "Midlands, Wales" in told
    assert "31.3%" in told  # 25 of 80
    assert "Some regions are counted together." in told
    assert ">4<" not in told


def test_a_sheet_of_one_region_beside_it_would_tell_by_difference(election: Election) -> None:
    enrol(election, "scotland", 54, voted=30)
    enrol(election, "wales", 50, voted=25)
    with no_guards():
        narrow = Sheet.objects.create(
            election=election, number=30, title="Office holders", electorate="office-holders"
        )
        contest = election.contests.get(title="Scotland")
        contest.pk, contest.number, contest.title, contest.sheet = None, 60, "Office", narrow
        contest.save(force_insert=True)
        for entry in RollEntry.objects.filter(region__code="scotland")[:5]:
            RollSheet.objects.create(entry=entry, sheet=narrow)
    closed(election)
    assert Turnout.objects.filter(sheet__election=election).count() == 2
    assert regions(election) == []


def test_each_day_that_ends_is_noted_where_enough_voted(election: Election) -> None:
    enrol(election, "scotland", 120)
    vote(election, 25)
    assert tallying.end_day_due(midnight(-1) + timedelta(minutes=1)) == 1
    assert tallying.end_day_due(midnight(-1) + timedelta(minutes=2)) == 0, "once"
    assert days(election) == [(-2, -2, 25)]
    vote(election, 10)
    assert tallying.end_day_due(midnight(0) + timedelta(minutes=1)) == 0, "too few"
    vote(election, 12)
    assert tallying.end_day_due(midnight(0) + timedelta(minutes=16)) == 0, "too late to tell"
    closed(election)
    assert days(election) == [(-2, -2, 25), (-1, 0, 22)]


def test_too_few_on_the_last_days_stand_with_those_before(election: Election) -> None:
    enrol(election, "scotland", 120)
    vote(election, 25)
    tallying.end_day_due(midnight(-1) + timedelta(minutes=1))
    vote(election, 30)
    tallying.end_day_due(midnight(0) + timedelta(minutes=1))
    vote(election, 19)
    closed(election)
    assert days(election) == [(-2, -2, 25), (-1, 0, 49)]
    Election.objects.filter(pk=election.pk).update(counted_at=timezone.now())
    told = cast.shown(page(election, "show-results"))
    assert "When people voted" in told
    assert "Nobody keeps the time of a single vote." in told
    assert "> 49 <svg" in told


def test_of_fewer_than_twenty_voters_nothing_is_stored_and_nothing_told(
    election: Election,
) -> None:
    enrol(election, "scotland", 30)
    enrol(election, "wales", 30)
    vote(election, 19)
    tallying.end_day_due(midnight(0) + timedelta(minutes=1))
    closed(election)
    assert (days(election), regions(election)) == ([], [])
    Election.objects.filter(pk=election.pk).update(counted_at=timezone.now())
    told = Client().get(page(election, "show-results")).content.decode()
    assert "Turnout by region:" not in told
    assert "When people voted" not in told
    # And the page says why.
    assert "the numbers could show whether a few members voted" in told
    assert "That needs two days or more, with 20 voters or more on each." in told


def test_a_region_with_a_paper_of_its_own_needs_no_word_on_regions(election: Election) -> None:
    """The page of the whole election says that its turnout is in the table."""
    cast.count(election)
    own = "Each region has a paper of its own"
    assert own in cast.shown(page(election, "show-results"))
    told = cast.shown(cast.result_page(election))
    assert own not in told
    assert "Turnout by region is not shown here" not in told


def test_a_paper_of_all_members_says_why_it_is_not_told_by_region(rosa: User) -> None:
    asked = cast.asked(rosa, {"Aisha": cast.YES, "Bea": cast.NO})
    whole = page(asked, "show-results")
    for address in (whole, f"{whole}{asked.contests.get().number}/"):
        assert "Turnout by region is not shown here" in cast.shown(address)


def test_nobody_can_store_a_small_cell(election: Election) -> None:
    sheet = election.contests.get(title="Scotland").sheet
    for entitled, voted in ((100, 19), (100, 81)):
        with pytest.raises(IntegrityError, match="region_turnout_is_no_small_cell"):
            RegionTurnout.objects.create(
                sheet=sheet, regions=["Scotland"], entitled=entitled, cast=voted
            )
    for until, members in ((today(), 19), (today() - DAY, 20)):
        with pytest.raises(IntegrityError, match="day_turnout_is_no_small_cell"):
            DayTurnout.objects.create(
                election=election, from_on=today(), until_on=until, members=members
            )
