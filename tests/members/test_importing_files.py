"""A list is read whatever program saved it, and refused with a sentence when it is none."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from members.importing import encodings, reading
from members.models import Member
from tests.members.lists import AISHA, HEADER, TOM, ZOE, outcomes, run, write

pytestmark = pytest.mark.django_db

NAMES = ["Zoë", "José", "Siân", "Müller", "García", "Chloé", "Òran", "O’Neill", "Björk", "Ünal"]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac-roman", "cp850"],
)
def test_names_survive_any_common_encoding(tmp_path: Path, encoding: str) -> None:
    names = [name for name in NAMES if name.encode(encoding, "ignore").decode(encoding) == name]
    rows = [f"{i},{name},{name},,SW1A 1AA,GB,active," for i, name in enumerate(names)]
    assert outcomes(write(tmp_path, HEADER, *rows, encoding=encoding)) == {"added": len(names)}
    assert set(Member.objects.values_list("first_name", flat=True)) == set(names)


def test_a_list_joined_from_two_encodings_keeps_both(tmp_path: Path) -> None:
    path = tmp_path / "joined.csv"
    path.write_bytes(
        f"{HEADER}\n".encode()
        + "1,Zoë,Müller,,SW1A 1AA,GB,active,\n".encode() * 1
        + "2,Siân,Òran,,SW1A 1AA,GB,active,\n".encode()
        + "3,José,Brown,,SW1A 1AA,GB,active,\n".encode("cp1252")
    )
    assert outcomes(path) == {"added": 3}
    assert Member.objects.get(number="1").name == "Zoë Müller"
    assert Member.objects.get(number="3").first_name == "José"


def test_names_in_capitals_are_no_reason_to_guess_wrong(tmp_path: Path) -> None:
    path = write(tmp_path, "MÜLLER,GARCÍA,JOSÉ", encoding="cp1252")
    assert encodings.of(path) == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [line.replace(",", delimiter) for line in (HEADER, AISHA, TOM)]
    assert outcomes(write(tmp_path, *rows)) == {"added": 2}


def test_a_space_after_the_delimiter_is_no_part_of_the_cell(tmp_path: Path) -> None:
    rows = [", ".join(f'"{cell}"' for cell in line.split(",")) for line in (HEADER, AISHA, TOM)]
    assert outcomes(write(tmp_path, *rows)) == {"added": 2}
    assert Member.objects.get(number="1").first_name == "Aisha"


def test_excels_own_hint_of_the_delimiter_is_no_row(tmp_path: Path) -> None:
    rows = [line.replace(",", ";") for line in (HEADER, AISHA)]
    assert outcomes(write(tmp_path, "sep=;", *rows)) == {"added": 1}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(ending.join([HEADER, AISHA, ZOE]).encode())
    assert outcomes(path) == {"added": 2}


def test_a_quoted_cell_may_hold_lines_quotes_and_delimiters(tmp_path: Path) -> None:
    header = HEADER + ",Address 1"
    path = write(tmp_path, header, AISHA + ',"Flat 2,\r\n""The Mill"", 7 Quay"', TOM + ",1 High St")
    assert outcomes(path) == {"added": 2}
    assert Member.objects.get(number="1").address_lines[:2] == ["Flat 2,", '"The Mill", 7 Quay']


def test_a_quotation_mark_that_is_never_closed_takes_no_other_row_with_it(
    tmp_path: Path,
) -> None:
    bad = '2,"Tom,Brown,tom@example.org,M14 7TN,GB,active,03/06/2015'
    rows = [AISHA, bad, ZOE, ZOE.replace("3,", "4,").replace("Walsh", '"Walsh"')]
    found = outcomes(write(tmp_path, HEADER, *rows))
    assert sum(found.values()) == 4
    assert set(Member.objects.values_list("number", flat=True)) >= {"1", "3", "4"}


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    found = outcomes(write(tmp_path, "Members,,,,,,,", "as of today,,,,,,,", HEADER, AISHA))
    assert found == {"added": 1}


@pytest.mark.parametrize(
    "header",
    [
        "NationBuilder ID,Forename,Surname,E-mail address,Post code,Country code,Membership Status,"
        "Joined",
        "membership no.,FIRST NAME,LAST NAME,EMAIL ADDRESS,ZIP,COUNTRY,STATUS,MEMBER SINCE",
        "Member_ID,Given name(s),family-name,e mail,postal_code,country,member status,join_date",
        " Membership Number ,Christian Name,Last_Name,Primary email,primary_zip,primary_country,"
        "Current status,Date joined",
        "Member #,Forename(s),Surname(s),Email (primary),Postcode (home),Country/Region,"
        "Momentum membership status,Date joined (dd/mm/yyyy)",
        "CiviCRM Contact ID,Member first name,Contact last name,Email 1 - Value,ZIP/Postal code,"
        "Country name,Account status,Registration date",
        "Member Number (NationBuilder),First Name(s),Family Name,Your email,Billing Postcode,"
        "Registered country,Membership,Membership started",
    ],
)
def test_headers_are_known_by_many_names(tmp_path: Path, header: str) -> None:
    assert outcomes(write(tmp_path, header, AISHA, TOM)) == {"added": 2}
    aisha = Member.objects.get(number="1")
    assert aisha.email == "aisha@example.org"
    assert aisha.joined_on == date(2017, 3, 19)
    assert aisha.postcode == "SW1A 1AA"


def test_the_stronger_of_two_names_for_a_field_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, f"ID,{HEADER}", f"777,{AISHA}")
    run(path)
    assert Member.objects.get().number == "1"


def test_two_columns_of_one_name_fill_each_other(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + ",Email", AISHA + ",other@example.org",
                 TOM.replace("tom@example.org", "") + ",tom2@example.org")  # fmt: skip
    run(path)
    assert Member.objects.get(number="1").email == "aisha@example.org"
    assert Member.objects.get(number="2").email == "tom2@example.org"


def test_a_mapping_is_corrected_by_header(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER.replace("Email", "How to reach"), AISHA)
    run(path, "--map", "how to reach=email")
    assert Member.objects.get().email == "aisha@example.org"


def test_a_column_is_left_unread_on_demand(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER, AISHA), "--map", "Email=")
    assert Member.objects.get().flags == ["email-missing"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--map", "Nonsense=email"], "There is no column “Nonsense”."),
        (["--map", "Email=nonsense"], "“nonsense” is no field."),
        (["--map", "Email"], "--map takes HEADER=FIELD"),
    ],
)
def test_a_correction_that_makes_no_sense_is_explained(
    tmp_path: Path, options: list[str], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("import_members", str(write(tmp_path, HEADER, AISHA)), *options)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"Colour,Shape\nred,round\n", "No column was recognised for the membership number"),
        (AISHA.encode(), "The first line must name the columns"),
        (b"Membership number,Name\n1,Aisha Khan\n", "for the membership status"),
        (b"PK\x03\x04 this is no workbook", "The spreadsheet cannot be opened"),
        (b"\x00\x01\x02\x03\xff\xfe\x00" * 50, "No column was recognised|neither a CSV file nor"),
        (b"\n\n\n", "No column was recognised"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("import_members", str(path))


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_members", str(tmp_path / "nowhere.csv"))


def test_the_report_for_people_names_columns_and_outcomes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = HEADER + ",Shoe size,Expires on"
    path = write(tmp_path, header, AISHA + ",39,never")
    call_command("import_members", str(path), "--dry-run")
    said = capsys.readouterr().out
    assert "Start date → joined_on" in said
    assert "not read: Shoe size" in said
    assert "1 added" in said
    assert "left out because unreadable: expires_on" in said
    assert "Nothing was changed." in said


def _workbook(path: Path, *rows: Sequence[object], sheet: str = "Members") -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet("Notes").write(0, 0, "Ask Joan about the figures")
        page = book.add_worksheet(sheet)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(at + 2, column, cell)
    return path


@pytest.fixture(params=["whole", "row by row"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks are read in either way: which one is a matter of their size alone."""
    if request.param == "row by row":
        monkeypatch.setattr(reading, "READ_WHOLE", 0)


@pytest.mark.usefixtures("reader")
def test_a_spreadsheet_is_read_with_numbers_and_dates_of_its_own(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "list.xlsx",
        [*HEADER.split(","), "Postal ballot", "Tags"],
        [100001.0, "Aisha", "Khan", "aisha@example.org", "SW1A1AA", "GB", "Active",
         date(2017, 3, 19), True, 7.5],
        [],
        ["100002", "Tom", "Brown", "", "M14 7TN", "", "lapsed", 42813, False],
        [None, "Nobody", "", "", "", "", "active", ""],
    )  # fmt: skip
    assert outcomes(path) == {"added": 2, "refused: membership number missing": 1}
    aisha, tom = Member.objects.order_by("number")
    assert (aisha.number, aisha.joined_on) == ("100001", date(2017, 3, 19))
    assert (aisha.postal_ballot, aisha.tags) == (True, "7.5")
    assert (tom.joined_on, tom.status, tom.postal_ballot) == (date(2017, 3, 19), "expired", False)
    assert aisha.postcode == "SW1A 1AA"


@pytest.mark.usefixtures("reader")
def test_the_line_of_a_row_is_its_line_in_a_sheet(tmp_path: Path) -> None:
    book = _workbook(tmp_path / "list.xlsx", HEADER.split(","), AISHA.split(","), [], ["3"])
    read = list(reading.open_list(book).rows())
    assert [row.line for row, _share in read] == [4, 6]
    shares = [share for _row, share in read]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("written", ["A1", "A1:XFD1048576", ""])
def test_what_a_sheet_says_of_its_size_need_not_be_true(tmp_path: Path, written: str) -> None:
    book = _workbook(tmp_path / "list.xlsx", HEADER.split(","), AISHA.split(","))
    size = f'<dimension ref="{written}"/>' if written else ""
    assert outcomes(_rewritten(book, r"<dimension[^>]*>", size)) == {"added": 1}


@pytest.mark.usefixtures("reader")
def test_a_sheet_that_is_damaged_far_below_its_header_is_refused_with_a_sentence(
    tmp_path: Path,
) -> None:
    lines = [f"{number},A,Khan,,,,active,".split(",") for number in range(100)]
    book = _workbook(tmp_path / "list.xlsx", HEADER.split(","), *lines)
    broken = _rewritten(book, r'<row r="90".*', "<row")
    with pytest.raises(CommandError, match="The spreadsheet cannot be opened"):
        call_command("import_members", str(broken))
    assert not Member.objects.exists()


def _rewritten(book: Path, pattern: str, replacement: str) -> Path:
    """The workbook with what matches in its parts replaced."""
    path = book.with_name("rewritten.xlsx")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            new.writestr(name, re.sub(pattern, replacement, part, flags=re.DOTALL))
    return path


@pytest.mark.usefixtures("reader")
def test_a_workbook_that_is_cut_short_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = _workbook(tmp_path / "list.xlsx", HEADER.split(","), AISHA.split(",")).read_bytes()
    broken = tmp_path / "broken.xlsx"
    for length in range(4, len(whole), 97):
        broken.write_bytes(whole[:length])
        with pytest.raises(CommandError, match="The spreadsheet cannot be opened"):
            call_command("import_members", str(broken))


def _ods(path: Path, *rows: str) -> Path:
    """What LibreOffice saves, as far as it matters."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ["".join(cell.format(text) for text in row.split(",")) for row in rows]
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            '<table:table table:name="Members">'
            + "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
            + "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return path


def test_an_ods_is_read_whatever_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "READ_WHOLE", 0)
    assert outcomes(_ods(tmp_path / "list.ods", HEADER, AISHA, TOM)) == {"added": 2}


@pytest.mark.parametrize("limit", ["MOST_UNPACKED", "MOST_OF_OTHERS"])
def test_a_workbook_that_is_too_large_is_refused_before_it_is_unpacked(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, limit, 700)
    xlsx = _workbook(tmp_path / "list.xlsx", HEADER.split(","), AISHA.split(","))
    ods = _ods(tmp_path / "list.ods", HEADER, AISHA, TOM)
    refused, read = (xlsx, ods) if limit == "MOST_UNPACKED" else (ods, xlsx)
    with pytest.raises(CommandError, match="Save it as CSV"):
        call_command("import_members", str(refused))
    assert sum(outcomes(read).values())


def test_the_line_of_a_row_is_its_line_in_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "Members,,,,,,,", HEADER, AISHA, "", TOM)
    assert [row.line for row, _share in reading.open_list(path).rows()] == [3, 5]
