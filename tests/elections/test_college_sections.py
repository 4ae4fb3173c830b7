"""The electorates of a college's sections exclude each other: at set-up, at the notice, on the roll."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from elections import office_questions, publishing, roll, scheduling
from elections.models import (
    Contest,
    Election,
    Electorate,
    ListChange,
    ListedElector,
    RollEntry,
    RollSheet,
    Sheet,
)
from elections.refusal import Refused
from members.models import Member, Region, User
from members.roles import Role
from tests.members.people import add_staff
from tests.office.cast import fresh, move, prepared
from tests.roll.cast import member, papers

pytestmark = pytest.mark.django_db
HEAD = "Public office holders"
LIST = "Trade union officers"


@pytest.fixture
def rosa() -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


@pytest.fixture
def draft() -> Election:
    """Public office holders alone, without a further section."""
    made = prepared(opens_in=timedelta(days=3), only=(HEAD,))
    return fresh(made)


def head(of: Election) -> Contest:
    return of.contests.select_related("sheet").get(title=HEAD)


def saved(
    of: Election,
    title: str,
    electorate: str,
    *,
    regions: Sequence[str] = (),
    list_name: str = "",
    is_section: bool = True,
) -> Contest:
    """A contest is saved as the form does: a further section, or the first of the college."""
    contest = of.contests.filter(title=title).first() or Contest(election=of, title=title, seats=3)
    if is_section:
        contest.section_of = head(of)
    return scheduling.save_contest(
        contest,
        electorate=electorate,
        regions=list(Region.objects.filter(code__in=regions)),
        minima={},
        list_name=list_name,
        actor=None,
    )


def as_head(of: Election, electorate: str, *, regions: Sequence[str] = ()) -> None:
    saved(of, HEAD, electorate, regions=regions, is_section=False)


def listed(of: Election, *who: Member) -> None:
    sheet = of.sheets.get(electorate="list")
    numbers = [one.number for one in who]
    roll.change_list(sheet, numbers, ListChange.REPLACE, actor=None, now=timezone.now())


# --- Set-up ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of_head", "of_section"),
    [
        ("office-holders", "all"),
        ("office-holders", "region"),
        ("no-office", "region"),
        ("all", "no-office"),
        ("all", "region"),
        ("all", "list"),
    ],
)
def test_what_has_voters_in_common_is_no_college(
    draft: Election, of_head: str, of_section: str
) -> None:
    regions = ["wales"] if of_section == "region" else []
    as_head(draft, of_head)
    with pytest.raises(Refused, match="Some members could vote both in “Public office holders”"):
        saved(draft, "Section", of_section, list_name=LIST, regions=regions)
    assert not draft.contests.filter(title="Section").exists()


def test_different_regions_are_a_college_and_a_region_in_two_sections_is_none(
    draft: Election,
) -> None:
    as_head(draft, "region", regions=["scotland", "wales"])
    assert saved(draft, "Midlands", "region", regions=["midlands"]).section_of == head(draft)
    with pytest.raises(Refused, match="nobody votes in two sections of one electoral college"):
        saved(draft, "Third", "region", regions=["midlands", "wales"])


def test_lists_and_office_exclude_each_other_as_far_as_members_do(draft: Election) -> None:
    saved(draft, "Others", "no-office")
    assert saved(draft, "Unions", "list", list_name=LIST).section_of == head(draft)


def test_two_further_sections_of_one_electorate_are_none(draft: Election) -> None:
    saved(draft, "Others", "no-office")
    with pytest.raises(Refused, match="Some members could vote both in “Others” and in “Again”"):
        saved(draft, "Again", "no-office")


def test_the_first_section_is_not_changed_into_one_that_overlaps(draft: Election) -> None:
    saved(draft, "Others", "no-office")
    with pytest.raises(Refused, match="Choose electorates that exclude each other"):
        as_head(draft, "all")
    assert head(draft).sheet.electorate == "office-holders"


def test_sections_follow_the_first_and_a_question_has_none(draft: Election) -> None:
    section = saved(draft, "Others", "no-office")
    first = head(draft)
    first.seats, first.rule, first.marks, first.has_ron = 2, "plurality", 2, True
    scheduling.save_contest(first, electorate="office-holders", regions=[], minima={}, actor=None)
    section.refresh_from_db()
    assert (section.seats, section.rule, section.marks, section.has_ron) == (
        2,
        "plurality",
        2,
        True,
    )
    first.rule = "yes-no"
    first.has_ron = False
    with pytest.raises(Refused, match="has sections, and a question has none"):
        scheduling.save_contest(
            first, electorate="office-holders", regions=[], minima={}, actor=None
        )
    assert head(draft).rule == "plurality"


def test_what_was_set_up_otherwise_is_found_before_the_notice(draft: Election) -> None:
    section = saved(draft, "Others", "no-office")
    assert not [one for one in obstacles(draft) if "sections" in one]
    Sheet.objects.filter(pk=section.sheet_id).update(electorate=Electorate.ALL)
    (found,) = [one for one in obstacles(draft) if "sections" in one]
    assert "Some members could vote both in “Public office holders” and in “Others”" in found


def obstacles(of: Election) -> list[str]:
    return scheduling.obstacles_to_notice(fresh(of), of.timetable.notice_at)


# --- The roll -------------------------------------------------------------------------------------


@pytest.fixture
def aisha(draft: Election) -> Member:
    return member("101", "Aisha Bello", public_office="MP")


@pytest.fixture
def bea(draft: Election) -> Member:
    return member("102", "Bea Okafor")


@pytest.fixture
def election(draft: Election, aisha: Member, bea: Member) -> Election:
    """Office holders and a list: Aisha holds office and is on the list, Bea is on the list alone."""
    saved(draft, "Unions", "list", list_name=LIST)
    listed(draft, aisha, bea)
    scheduling.publish_notice(fresh(draft), actor=None, now=draft.timetable.notice_at)
    move(draft, freeze_at=timezone.now() + timedelta(hours=1))
    return fresh(draft)


def in_the_way(of: Election) -> list[str]:
    found = publishing.obstacles_to_fixing(fresh(of), timezone.now())
    return [sentence for sentence in found if "two sections" in sentence]


def waits(of: Election) -> list[str]:
    now = timezone.now()
    (row,) = office_questions.running([fresh(of)], now)
    return [f"{one.number} {one.label}" for one in office_questions.needs_of(row, now)]


def frozen(of: Election) -> None:
    move(of, freeze_at=timezone.now() - timedelta(minutes=1))
    assert roll.freeze_due(timezone.now()) == 1


NEED = "1 member in two sections of an electoral college: NCG 2026"


def test_a_member_of_two_sections_stands_in_the_way_of_the_papers(
    election: Election, bea: Member
) -> None:
    (told,) = in_the_way(election)
    assert "Members who belong to two sections of one electoral college: 1." in told
    assert NEED in waits(election)
    listed(election, bea)
    assert in_the_way(election) == []
    assert NEED not in waits(election)


def test_frozen_an_officer_decides_which_section(
    election: Election, aisha: Member, bea: Member, rosa: User
) -> None:
    frozen(election)
    assert papers(election, aisha) == []
    assert papers(election, bea) == [LIST]
    assert len(in_the_way(election)) == 1
    chosen = [head(election).sheet]
    roll.put_on(election, aisha, chosen, reason="Sits as an MP.", actor=rosa, now=timezone.now())
    assert in_the_way(election) == []
    roll.freeze_due(timezone.now())
    assert papers(election, aisha) == [chosen[0].title]


def test_who_is_kept_off_the_roll_is_in_nobodys_way(
    election: Election, aisha: Member, rosa: User
) -> None:
    roll.take_off(election, aisha, reason="Asked not to vote.", actor=rosa, now=timezone.now())
    assert in_the_way(election) == []


def test_who_was_put_into_one_section_does_not_get_another_from_the_list(
    election: Election, aisha: Member, bea: Member
) -> None:
    """Members still join: a list or an office changes after the paper of one section was given."""
    listed(election, bea)
    roll.write_roll(election, now=timezone.now())
    assert papers(election, aisha) == [head(election).sheet.title]
    listed(election, aisha, bea)
    assert roll.write_roll(election, now=timezone.now()) == []
    assert papers(election, aisha) == [head(election).sheet.title]


def test_the_database_gives_nobody_two_sections(election: Election, bea: Member) -> None:
    roll.write_roll(election, now=timezone.now())
    entry = RollEntry.objects.get(election=election, member=bea)
    with pytest.raises(DatabaseError, match="one section of"), transaction.atomic():
        RollSheet.objects.create(entry=entry, sheet=head(election).sheet)
    RollSheet.objects.filter(entry=entry).delete()
    both = [RollSheet(entry=entry, sheet=sheet) for sheet in election.sheets.all()]
    with pytest.raises(DatabaseError, match="one section of"), transaction.atomic():
        RollSheet.objects.bulk_create(both)


def test_staff_rehearse_every_section(election: Election, rosa: User) -> None:
    member("109", "Rosa Lind", email="rosa@example.org")
    made = scheduling.rehearse(
        election,
        opens_in=timedelta(minutes=1),
        lasts=timedelta(minutes=5),
        key=uuid4(),
        actor=rosa,
        now=timezone.now(),
    )
    assert in_the_way(made) == []
    roll.write_roll(made, now=timezone.now())
    assert RollSheet.objects.filter(entry__election=made).count() == 2


# --- Lists ----------------------------------------------------------------------------------------


def test_an_empty_list_stands_in_the_way_of_the_notice(draft: Election, aisha: Member) -> None:
    saved(draft, "Unions", "list", list_name=LIST)
    assert f"Nobody is on the list “{LIST}”. Enter its members first." in obstacles(draft)
    listed(draft, aisha)
    assert not [one for one in obstacles(draft) if LIST in one]


def test_a_list_of_no_contest_does_not(draft: Election) -> None:
    Sheet.objects.create(election=draft, number=90, title=LIST, electorate="list")
    assert not [one for one in obstacles(draft) if LIST in one]


def test_a_list_that_the_notice_names_is_not_emptied(
    election: Election, aisha: Member, bea: Member
) -> None:
    sheet = election.sheets.get(electorate="list")
    now = timezone.now()
    numbers = [aisha.number, bea.number]
    with pytest.raises(Refused, match="Nobody would be left on the list"):
        roll.change_list(sheet, numbers, ListChange.REMOVE, actor=None, now=now)
    with pytest.raises(Refused, match="Nobody would be left on the list"):
        roll.change_list(sheet, [], ListChange.REPLACE, actor=None, now=now)
    assert ListedElector.objects.filter(sheet=sheet).count() == 2
    roll.change_list(sheet, [aisha.number], ListChange.REMOVE, actor=None, now=now)
    assert ListedElector.objects.get(sheet=sheet).member == bea


def test_a_list_nobody_of_whom_may_vote_stands_in_the_way_of_the_papers(
    draft: Election, bea: Member, rosa: User
) -> None:
    """Bea alone is on the list; her membership lapses before the freeze."""
    question = Contest(election=draft, title="Shall the union pay?", rule="yes-no")
    scheduling.save_contest(
        question, electorate="list", regions=[], minima={}, list_name=LIST, actor=None
    )
    listed(draft, bea)
    scheduling.publish_notice(fresh(draft), actor=None, now=draft.timetable.notice_at)
    move(draft, freeze_at=timezone.now() + timedelta(hours=1))

    def told() -> list[str]:
        found = publishing.obstacles_to_fixing(fresh(draft), timezone.now())
        return [one for one in found if LIST in one]

    assert told() == []
    Member.objects.filter(pk=bea.pk).update(status="expired")
    words = (
        f"Nobody on the list “{LIST}” may vote. Correct the list or, once it is frozen, the roll."
    )
    assert told() == [words]
    callum = member("103", "Callum Reid")
    frozen(draft)
    assert told() == [words]
    sheet = draft.sheets.get(electorate="list")
    roll.put_on(draft, callum, [sheet], reason="Left out.", actor=rosa, now=timezone.now())
    assert told() == []
