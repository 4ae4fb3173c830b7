"""A contest whose electorate is a list: named in its form, filled by membership numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from elections import roll, scheduling
from elections.models import Contest, Election, ListChange, ListedElector, Sheet
from elections.models.entitlement import is_elector
from elections.refusal import Refused
from members.models import AuditEntry, Member, User
from members.roles import Role
from tests.members.people import add_staff
from tests.office.cast import enter, fresh, move, prepared
from tests.roll import cast
from tests.roll.cast import DAY

pytestmark = pytest.mark.django_db
NAME = "Liaison officers"


@pytest.fixture
def people() -> list[Member]:
    names = ("Aisha Bello", "Bea Okafor", "Callum Reid")
    return [cast.member(str(101 + place), name) for place, name in enumerate(names)]


@pytest.fixture
def draft(people: list[Member]) -> Election:
    made = prepared()
    contest = Contest(election=made, title="Liaison seat", rule="scottish", seats=1)
    scheduling.save_contest(
        contest, electorate="list", regions=[], minima={}, list_name=NAME, actor=None
    )
    return made


def sheet(of: Election) -> Sheet:
    return Sheet.objects.select_related("election__timetable").get(election=of, electorate="list")


def url(of: Election) -> str:
    return f"/office/elections/{of.slug}/lists/{sheet(of).number}/"


def listed(of: Election) -> list[str]:
    found = ListedElector.objects.filter(sheet=sheet(of)).order_by("member__number")
    return list(found.values_list("member__number", flat=True))


def test_the_contests_form_asks_for_the_name_and_leads_to_the_list(officer: Client) -> None:
    made = prepared()
    page = f"/office/elections/{made.slug}/contests/new/"
    shown = officer.get(page).content.decode()
    for words in ("All members", "one region or several", "hold public office", "no public office"):
        assert words in shown
    assert "hold an office in these elections" not in shown
    sent = {
        "title": "Liaison seat",
        "electorate": "list",
        "rule": "scottish",
        "seats": "1",
        "marks": "1",
        "supports_per_member": "1",
    }
    answer = officer.post(page, sent)
    assert answer.status_code == 422
    assert "Name the list of members who stand and vote." in answer.content.decode()
    answer = officer.post(page, {**sent, "list_name": NAME})
    assert answer["Location"] == url(made)
    contest = made.contests.get(title="Liaison seat")
    assert contest.sheet.title == NAME


def test_staff_of_these_elections_are_no_electorate_of_the_form(officer: Client) -> None:
    made = prepared()
    page = f"/office/elections/{made.slug}/contests/new/"
    answer = officer.post(page, {"title": "X", "electorate": "staff", "rule": "yes-no"})
    assert answer.status_code == 422


def test_numbers_are_pasted_one_a_line(officer: Client, draft: Election) -> None:
    answer = officer.post(
        url(draft), {"change": "add", "numbers": '101\r\n\r\n "102", Bea\n101'}, follow=True
    )
    assert "Done. Added: 2. Taken off: 0." in answer.content.decode()
    assert listed(draft) == ["101", "102"]
    words = cast.text_of(officer, url(draft))
    assert "2 members are on the list" in words
    assert "Aisha Bello" in words
    assert is_elector(Member.objects.get(number="101"), sheet(draft))
    assert not is_elector(Member.objects.get(number="103"), sheet(draft))
    line = AuditEntry.objects.get(action="electors-listed")
    assert line.detail == {"paper": NAME, "added": 2, "removed": 0}


def test_numbers_come_in_a_file(officer: Client, draft: Election) -> None:
    file = SimpleUploadedFile("list.csv", b"\xef\xbb\xbf101;Aisha\n103\tCallum\n")
    officer.post(url(draft), {"change": "add", "file": file})
    assert listed(draft) == ["101", "103"]


def test_unknown_numbers_are_named_and_kept_and_the_others_done(
    officer: Client, draft: Election
) -> None:
    file = SimpleUploadedFile("list.txt", b"102\n<b>9x9</b>\n")
    answer = officer.post(url(draft), {"change": "add", "numbers": "101\n999", "file": file})
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Nobody has these membership numbers" in words
    assert "<li>999</li>" in words
    assert "&lt;b&gt;9x9&lt;/b&gt;" in words
    assert "999\n&lt;b&gt;9x9&lt;/b&gt;</textarea>" in words
    assert listed(draft) == ["101", "102"]


def test_nothing_replaces_a_list_while_a_number_is_unknown(
    officer: Client, draft: Election
) -> None:
    officer.post(url(draft), {"change": "add", "numbers": "101"})
    answer = officer.post(url(draft), {"change": "replace", "numbers": "102\n999"})
    words = answer.content.decode()
    assert "Nothing is changed yet" in words
    assert "102\n999</textarea>" in words
    assert listed(draft) == ["101"]
    officer.post(url(draft), {"change": "replace", "numbers": "102"})
    assert listed(draft) == ["102"]
    officer.post(url(draft), {"change": "remove", "numbers": "102"})
    assert listed(draft) == []


def test_nothing_entered_is_a_sentence(officer: Client, draft: Election) -> None:
    answer = officer.post(url(draft), {"change": "add", "numbers": " \n"})
    assert answer.status_code == 422
    assert "Enter membership numbers, or choose a file of them." in answer.content.decode()


def test_a_record_of_the_same_person_stands_for_the_one_that_counts(draft: Election) -> None:
    aisha = Member.objects.get(number="101")
    cast.member("109", "Aysha Bello", same_person_as=aisha)
    roll.change_list(sheet(draft), ["109"], ListChange.ADD, actor=None, now=timezone.now())
    assert listed(draft) == ["101"]


def test_a_list_keeps_its_members_under_another_name(draft: Election) -> None:
    roll.change_list(sheet(draft), ["101"], ListChange.ADD, actor=None, now=timezone.now())
    contest = draft.contests.get(title="Liaison seat")
    scheduling.save_contest(
        contest, electorate="list", regions=[], minima={}, list_name="Liaisons", actor=None
    )
    assert sheet(draft).title == "Liaisons"
    assert listed(draft) == ["101"]


def test_contests_share_a_list_by_its_name_and_no_other_papers(draft: Election) -> None:
    second = Contest(election=draft, title="Liaison question", rule="yes-no")
    scheduling.save_contest(
        second, electorate="list", regions=[], minima={}, list_name="liaison OFFICERS", actor=None
    )
    assert second.sheet == sheet(draft)
    third = Contest(election=draft, title="Another", rule="yes-no")
    with pytest.raises(Refused, match="Another paper is called “Scotland”"):
        scheduling.save_contest(
            third, electorate="list", regions=[], minima={}, list_name="Scotland", actor=None
        )


def test_from_the_freeze_on_the_roll_is_corrected_instead(
    officer: Client, draft: Election, rosa: User
) -> None:
    officer.post(url(draft), {"change": "add", "numbers": "101"})
    now = timezone.now()
    move(draft, freeze_at=now + DAY)
    scheduling.publish_notice(fresh(draft), actor=rosa, now=fresh(draft).timetable.notice_at)
    officer.post(url(draft), {"change": "add", "numbers": "102"})
    assert listed(draft) == ["101", "102"]
    move(draft, freeze_at=now - timedelta(minutes=1))
    answer = officer.post(url(draft), {"change": "add", "numbers": "103"})
    assert answer.status_code == 409
    assert "The roll is frozen. Correct it there" in answer.content.decode()
    assert "103</textarea>" in answer.content.decode()
    roll.freeze_due(now)
    assert "Correct the roll" in cast.text_of(officer, url(draft))
    assert NAME in cast.papers(draft, Member.objects.get(number="102"))
    assert NAME not in cast.papers(draft, Member.objects.get(number="103"))


def test_the_scrutineer_reads_the_list_and_changes_nothing(draft: Election) -> None:
    sol = enter(add_staff("sol@example.org", Role.SCRUTINEER))
    assert sol.get(url(draft)).status_code == 200
    assert sol.post(url(draft), {"change": "add", "numbers": "101"}).status_code == 403


def test_only_a_list_has_a_list(officer: Client, draft: Election) -> None:
    other = draft.sheets.exclude(electorate="list").first()
    assert other is not None
    page = f"/office/elections/{draft.slug}/lists/{other.number}/"
    assert officer.get(page).status_code == 404
    with pytest.raises(Refused, match="has no list"):
        roll.change_list(other, ["101"], ListChange.ADD, actor=None, now=timezone.now())


def test_the_list_stands_on_the_page_of_the_roll(officer: Client, draft: Election) -> None:
    assert url(draft) in officer.get(f"/office/elections/{draft.slug}/roll/").content.decode()
