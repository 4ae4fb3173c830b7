"""Every row ends in a named outcome, and one bad row never stops the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from members import audit
from members.models import AuditEntry, Member, Region
from tests.members.lists import AISHA, HEADER, TOM, ZOE, outcomes, run, write
from tests.members.people import add_member

pytestmark = pytest.mark.django_db


def test_a_good_row_becomes_a_member(tmp_path: Path) -> None:
    assert outcomes(write(tmp_path, HEADER, AISHA)) == {"added": 1}
    aisha = Member.objects.get(number="1")
    assert aisha.name == "Aisha Khan"
    assert aisha.email_key == "aisha@example.org"
    assert aisha.region is not None
    assert aisha.region.name == "London & Eastern"
    assert (aisha.status, aisha.joined_on, aisha.flags) == ("active", date(2017, 3, 19), [])


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (",Tom,Brown,t@example.org,M1 1AA,GB,active,", "refused: membership number missing"),
        ("2,,,t@example.org,M1 1AA,GB,active,", "refused: name missing"),
        ("2,Tom,Brown,t@example.org,M1 1AA,GB,wibble,", "refused: membership status unknown"),
        ("2,Tom,Brown,t@example.org,M1 1AA,GB,,", "refused: membership status unknown"),
        ("2,Tom,Brown,t@e.org,M1 1AA,GB,active,31/02/2020", "refused: start date unreadable"),
        ("2,Tom,Brown,t@e.org,M1 1AA,GB,active,soon", "refused: start date unreadable"),
        ("2,Tom,Brown,t@example.org,M1 1AA", "refused: wrong number of fields"),
        ("2,Tom,Brown,t@e.org,M1 1AA,GB,active,1/2/2020,x", "refused: wrong number of fields"),
        (f"{'9' * 65},Tom,Brown,,,GB,active,", "refused: membership number too long"),
        (AISHA, "repeated row"),
        (AISHA.replace("Aisha", " AISHA "), "repeated row"),
        (TOM.replace("2,", "1,"), "refused: membership number already used in this file"),
    ],
)
def test_a_bad_row_is_refused_by_name_and_the_rest_goes_on(
    tmp_path: Path, row: str, outcome: str
) -> None:
    assert outcomes(write(tmp_path, HEADER, AISHA, row, ZOE)) == {"added": 2, outcome: 1}


def test_blank_lines_and_lines_of_delimiters_are_no_rows(tmp_path: Path) -> None:
    said = run(write(tmp_path, HEADER, "", AISHA, ",,,,,,,", "   ", TOM, "", ""))
    assert said["rows"] == 2


def test_empty_cells_beyond_the_header_do_no_harm(tmp_path: Path) -> None:
    assert outcomes(write(tmp_path, HEADER + ",,", AISHA + ",,", TOM + ",")) == {"added": 2}
    assert outcomes(write(tmp_path, HEADER, AISHA + ",,,", TOM)) == {"unchanged": 2}


def test_flags_say_what_is_left_open(tmp_path: Path) -> None:
    rows = [
        "1,A,A,,SW1A 1AA,GB,active,",
        "2,B,B,b at example.org,SW1A 1AA,GB,active,",
        "3,C,C,house@example.org,SW1A 1AA,GB,active,",
        "4,D,D, House@Example.ORG ,ZZ99 9ZZ,GB,active,",
        "5,E,E,e@example.org,,GB,active,",
    ]
    said = run(write(tmp_path, HEADER, *rows))
    assert said["flags_of_added"] == {
        "email-malformed": 1,
        "email-missing": 1,
        "email-shared": 1,
        "region-unknown": 2,
    }
    assert Member.objects.get(number="4").flags == ["email-shared", "region-unknown"]
    assert Member.objects.needing_attention().count() == 4
    assert said["regions_of_added"] == {"London & Eastern": 3, "unknown": 2}


def test_somebody_new_who_shares_with_somebody_known_is_flagged(tmp_path: Path) -> None:
    add_member("9", "Old Hand", "aisha@example.org")
    assert run(write(tmp_path, HEADER, AISHA))["flags_of_added"] == {"email-shared": 1}


def test_a_mailbox_that_is_no_longer_shared_loses_the_flag(tmp_path: Path) -> None:
    both = [AISHA, TOM.replace("tom@", "aisha@")]
    run(write(tmp_path, HEADER, *both))
    assert Member.objects.get(number="2").flags == ["email-shared"]
    run(write(tmp_path, HEADER, AISHA.replace("aisha@", "new@"), both[1]))
    assert Member.objects.get(number="2").flags == []


def test_a_changed_row_is_updated_and_a_column_that_is_missing_leaves_what_was(
    tmp_path: Path,
) -> None:
    run(write(tmp_path, HEADER, AISHA, TOM))
    lean = ["Number,Name,Status", "1,Aisha Khan-Brown,expired", "2,Tom Brown,active"]
    assert outcomes(write(tmp_path, *lean)) == {"unchanged": 1, "updated": 1}
    aisha = Member.objects.get(number="1")
    assert (aisha.last_name, aisha.status) == ("Khan-Brown", "expired")
    assert aisha.email == "aisha@example.org"
    assert aisha.region is not None


def test_members_who_are_not_in_the_file_stay_as_they_are(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER, AISHA, TOM))
    assert outcomes(write(tmp_path, HEADER, ZOE)) == {"added": 1}
    assert set(Member.objects.values_list("number", "status")) == {
        ("1", "active"),
        ("2", "active"),
        ("3", "active"),
    }


def test_a_list_without_countries_brings_nobody_home_from_abroad(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER, AISHA.replace("SW1A 1AA,GB", "75001,FR")))
    abroad = Member.objects.get().region
    assert abroad is not None
    without = [",".join(line.split(",")[:5] + line.split(",")[6:]) for line in (HEADER, AISHA)]
    path = write(tmp_path, without[0], without[1].replace("SW1A 1AA", "75001"), name="again.csv")
    assert outcomes(path) == {"unchanged": 1}
    assert Member.objects.get().region == abroad


def test_a_number_that_a_spreadsheet_rounded_is_refused_by_name(tmp_path: Path) -> None:
    found = outcomes(write(tmp_path, HEADER, AISHA.replace("1,", "1.23457E+12,", 1), TOM))
    assert found == {"added": 1, "refused: membership number unreadable": 1}


def test_a_person_placed_by_hand_stays_placed(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER, AISHA))
    wales = Region.objects.get(code="wales")
    Member.objects.update(region=wales, region_placed_by_hand=True)
    assert outcomes(write(tmp_path, HEADER, AISHA)) == {"unchanged": 1}
    assert outcomes(write(tmp_path, HEADER, AISHA.replace("SW1A 1AA", "M1 1AA"))) == {"updated": 1}
    assert Member.objects.get().region == wales


def test_a_postcode_area_that_staff_gave_to_another_region_is_followed(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER, AISHA))
    from members.models import PostcodeArea

    PostcodeArea.objects.filter(area="SW").update(region=Region.objects.get(code="wales"))
    assert outcomes(write(tmp_path, HEADER, AISHA)) == {"updated": 1}


def test_a_dry_run_changes_nothing_and_says_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, AISHA, TOM)
    dry = run(path, "--dry-run")
    assert not Member.objects.exists()
    assert run(path) == dry


def test_an_import_is_on_record(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER, AISHA))
    entry = AuditEntry.objects.get(action=audit.Action.IMPORT_APPLIED)
    assert entry.subject == "list.csv"
    assert entry.detail["outcomes"] == {"added": 1}


def test_text_that_looks_like_a_formula_is_kept_as_text(tmp_path: Path) -> None:
    row = '1,"=HYPERLINK(""http://example.org"")",Evans,,SW1A 1AA,GB,active,'
    assert outcomes(write(tmp_path, HEADER, row)) == {"added": 1}
    assert Member.objects.get().first_name == '=HYPERLINK("http://example.org")'


def test_huge_fields_zero_bytes_backslashes_and_line_breaks_are_taken(tmp_path: Path) -> None:
    rows = [
        f'1,"{"long " * 30_000}",Khan,,SW1A 1AA,GB,active,',
        "2,T\x00om,Br\x00own,,SW1A 1AA,GB,active,",
        '3,"Back\\slash\\N","Tab\there",,SW1A 1AA,GB,active,',
        '4,"Two\r\nlines",\\.,,SW1A 1AA,GB,active,',
    ]
    assert outcomes(write(tmp_path, HEADER, *rows)) == {"added": 4}
    assert Member.objects.get(number="2").name == "Tom Brown"
    assert Member.objects.get(number="3").first_name == "Back\\slash\\N"
    assert Member.objects.get(number="3").last_name == "Tab here"
    assert Member.objects.get(number="4").first_name == "Two\nlines"
    assert Member.objects.get(number="4").last_name == "\\."


def test_public_office_and_post_are_read(tmp_path: Path) -> None:
    header = HEADER + ",Public office,Postal ballot,Labour member?"
    rows = [AISHA + ",Councillor,yes,Y", TOM + ",None,,no", ZOE + ",n/a,no,perhaps"]
    run(write(tmp_path, header, *rows))
    read = Member.objects.order_by("number")
    columns = ("public_office", "postal_ballot", "labour_member")
    assert list(read.values_list(*columns)) == [
        ("Councillor", True, "yes"),
        ("", False, "no"),
        ("", False, ""),
    ]
