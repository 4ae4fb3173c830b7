"""Pages and files of a counted election: drawn from one record, safe to open, recounted."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from elections import results, tallying
from elections.models import CountRecord, Election
from members.models import AuditEntry, User
from members.roles import Role
from members.spreadsheets import csv_lines, safe
from tests.members.people import add_member, add_staff
from tests.office.cast import enter
from tests.public.cast import sign_in
from tests.voting.cast import despite_the_guard, page, vote

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)
_HOW = {"lot": "lot", "look-back": "an earlier stage"}


@pytest.fixture
def counted(election: Election) -> Election:
    for voter, names in (
        ("Callum", ("Bea Okafor", "Aisha Bello")),
        ("Bea", ("Bea Okafor",)),
        ("Aisha", ("Aisha Bello",)),
        ("Dewi", ("Callum Reid", "Aisha Bello")),
    ):
        vote(election, voter, *names)
    closed = despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    tallying.count(closed, now=timezone.now())
    return Election.objects.select_related("timetable").get(pk=election.pk)


def number_of(election: Election) -> int:
    return election.contests.get(title="Scotland").number


def body(response: object) -> bytes:
    if hasattr(response, "streaming_content"):
        return b"".join(response.streaming_content)
    return response.content  # type: ignore[attr-defined,no-any-return]


def test_the_result_page_begins_with_who_was_elected_and_how_many_voted(counted: Election) -> None:
    text = Client().get(page(counted, "show-results")).content.decode()
    assert text.index("Bea Okafor") < text.index('<h2 id="voted">')
    assert "This result is provisional" in text
    assert "66.7%" in text  # four of six in Scotland


def test_the_result_page_says_how_to_check_it_and_where_the_programs_are(
    counted: Election, settings: Settings
) -> None:
    settings.SOURCE_URL = "https://code.example.org/elections"
    text = Client().get(page(counted, "show-results")).content.decode()
    assert f"python -m elections.counting recount {counted.slug}.zip" in text
    assert f"python -m elections.ballots.verify {counted.slug}.zip" in text
    assert text.count('href="https://code.example.org/elections"') == 2
    assert "python -m pip install" in text
    assert "Ask for the source code" not in text


def test_where_no_address_of_the_source_is_set_it_can_be_asked_for(
    counted: Election, settings: Settings
) -> None:
    settings.SOURCE_URL = ""
    settings.DEFAULT_FROM_EMAIL = "Elections <help@example.org>"
    text = Client().get(page(counted, "show-results")).content.decode()
    assert "Ask for the source code" in text
    assert 'href="mailto:help@example.org"' in text


def test_the_contest_page_shows_every_stage(counted: Election) -> None:
    address = f"{page(counted, 'show-results')}{number_of(counted)}/"
    text = Client().get(address).content.decode()
    result = results.contest_results(counted)[0]
    for stage in result.stages:
        assert stage.sentence in text.replace("&#x27;", "'")
        assert stage.told in text.replace("&#x27;", "'")
        assert f"Stage {stage.number}" in text


def test_the_page_of_a_few_votes_says_what_its_stages_tell(counted: Election) -> None:
    text = Client().get(f"{page(counted, 'show-results')}{number_of(counted)}/").content.decode()
    assert "The rankings are not published" in text
    assert "They show how these few voted as a group." in text


def test_the_overview_leads_to_each_of_its_parts(counted: Election) -> None:
    text = Client().get(page(counted, "show-results")).content.decode()
    contents, below = text.split('<nav class="contents"')[1].split("</nav>", 1)
    parts = re.findall(r'<h2 id="([^"]+)"', below)
    assert parts[0].startswith("contest-")
    assert {"voted", "count-it-yourself", "lots", "declarations"} <= {*parts}
    assert re.findall(r'href="#([^"]+)"', contents) == parts
    assert "<h2>" not in below, "no part without a link"


def test_elected_mark_table_and_files_never_disagree(counted: Election) -> None:
    client, base = Client(), f"{page(counted, 'show-results')}{number_of(counted)}/count."
    record = CountRecord.objects.get(contest__title="Scotland")
    shown = json.loads(body(client.get(base + "json")))
    stored = json.loads(record.result)
    assert "digest" not in shown, "four rankings could be guessed from it"
    assert shown == {name: value for name, value in stored.items() if name != "digest"}
    rows = list(csv.reader(io.StringIO(body(client.get(base + "csv")).decode("utf-8-sig"))))
    elected = json.loads(record.result)["elected"]
    assert [int(row[0]) for row in rows[1:] if row[-1]] == elected
    view = results.ContestResult(record)
    assert [cell.name for cell in view.stages[-1].votes if cell.status == "elected"] == view.elected
    assert body(client.get(base + "xlsx"))[:2] == b"PK"


def test_the_files_tell_how_each_tie_was_decided_as_the_page_does(election: Election) -> None:
    """One vote each for two of three, and one seat."""
    vote(election, "Callum", "Bea Okafor")
    vote(election, "Dewi", "Aisha Bello")
    closed = despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    tallying.count(closed, now=timezone.now())
    record = CountRecord.objects.get(contest__title="Scotland")
    ties = json.loads(record.result)["ties"]
    assert "lot" in {one["decided_by"] for one in ties}
    client, base = Client(), f"{page(election, 'show-results')}{number_of(election)}/"
    shown = client.get(base).content.decode()
    rows = list(csv.reader(io.StringIO(body(client.get(f"{base}count.csv")).decode("utf-8-sig"))))
    sentences = [row[2] for row in rows if row[1] == "Tie"]
    assert len(sentences) == len(ties)
    for tie, sentence in zip(ties, sentences, strict=True):
        chosen = record.contest.candidates.get(number=tie["chosen"]).ballot_name
        assert sentence.startswith(f"Stage {tie['stage']}: the tie of ")
        assert sentence.endswith(f"was decided by {_HOW[tie['decided_by']]}, which chose {chosen}.")
        assert f"<p>{sentence}</p>" in shown
    with zipfile.ZipFile(io.BytesIO(body(client.get(f"{base}count.xlsx")))) as workbook:
        text = "".join(workbook.read(name).decode() for name in workbook.namelist())
    assert all(sentence in text for sentence in sentences)


def test_the_bundle_recounts_to_the_same_bytes_and_its_box_verifies(
    counted: Election, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(body(Client().get(page(counted, "download-bundle"))))
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
    assert f"contests/{number_of(counted)}/result.json" in names
    assert f"contests/{number_of(counted)}/papers.blt" not in names  # fewer than 20 papers
    for module, *words in (("elections.counting", "recount"), ("elections.ballots.verify",)):
        run = subprocess.run(
            [sys.executable, "-m", module, *words, str(bundle)],
            cwd=ROOT,
            env={},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr


def test_the_board_lists_every_paper_and_finds_a_typed_tracker(counted: Election) -> None:
    client = Client()
    prefixes = set()
    from elections.exports import board

    for prefix in board.PREFIXES:
        for tracker in board.trackers(counted, prefix) or []:
            prefixes.add(prefix)
            response = client.get(page(counted, "show-board"), {"begins": tracker[:2].lower()})
            assert response.url == f"{page(counted, 'show-board')}{prefix}/"  # type: ignore[attr-defined]
            assert tracker[:4] in client.get(response.url).content.decode()  # type: ignore[attr-defined]
    assert prefixes
    wrong = client.get(page(counted, "show-board"), {"begins": "1!"})
    assert "A tracker begins with two of the letters" in wrong.content.decode()
    whole = client.get(page(counted, "show-board"), {"begins": "A" * 52})
    assert "Enter only the first two characters" in whole.content.decode()
    assert client.get(f"{page(counted, 'show-board')}1!/").status_code == 404


def test_the_board_looks_at_nobodys_session(counted: Election) -> None:
    client = sign_in(Client(), counted.roll.get(member__first_name="Bea").member)
    for address in (page(counted, "show-board"), f"{page(counted, 'show-board')}AA/"):
        response = client.get(address)
        assert "Cookie" not in response.get("Vary", "")
        assert "Bea Okafor" not in response.content.decode()


def test_public_pages_of_the_result_set_no_cookie(counted: Election) -> None:
    for name in ("show-results", "show-board", "download-bundle"):
        response = Client().get(page(counted, name))
        assert not response.cookies, name
        response.close()


def test_there_is_nothing_to_download_before_the_count(election: Election) -> None:
    assert "There is no result yet" in Client().get(page(election, "show-results")).content.decode()
    assert Client().get(page(election, "download-bundle")).status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert str(safe(text)).startswith("'")
    assert list(csv_lines(["h"], [[text]]))[1].lstrip('"').startswith("'")


def test_the_offices_files_are_on_record_and_closed_to_members(
    counted: Election, rosa: User
) -> None:
    """Each office takes the lists that are for it."""
    base = f"/office/elections/{counted.slug}/files/"
    lists = {"roll", "nominations", "nominators", "turnout", "results", "audit"}
    for role, theirs in (
        (Role.OFFICER, lists - {"roll", "nominations"}),
        (Role.ADMINISTRATOR, lists - {"nominators"}),
        (Role.SCRUTINEER, lists - {"roll", "nominations"}),
    ):
        user = add_staff(f"{role.value}@example.org", role)
        browser = enter(user)
        for name in lists:
            for kind in ("csv", "xlsx"):
                answer = browser.get(f"{base}{name}.{kind}")
                assert answer.status_code == (200 if name in theirs else 403), (role, name)
                assert name not in theirs or body(answer)
        taken = AuditEntry.objects.filter(action="export-taken", actor=user)
        assert taken.count() == 2 * len(theirs)
        page = browser.get(base).content.decode()
        assert page.count(f"{role.value}@example.org</th>") == 2 * len(theirs)
        assert browser.get(f"{base}everything.csv").status_code == 404
    assert Client().get(f"{base}roll.csv").status_code == 302


def test_the_results_list_has_every_candidate_with_the_votes_of_the_count(
    counted: Election, rosa: User
) -> None:
    url = f"/office/elections/{counted.slug}/files/results.csv"
    rows = list(csv.DictReader(io.StringIO(body(enter(rosa).get(url)).decode("utf-8-sig"))))
    scotland = [row for row in rows if row["Contest"] == "Scotland"]
    assert {row["Candidate"] for row in scotland} == {"Aisha Bello", "Bea Okafor", "Callum Reid"}
    assert [row["Elected as number"] for row in scotland].count("1") == 1


def test_members_are_a_file_for_administrators_alone(rosa: User) -> None:
    evil = add_member("900", "=HYPERLINK(1) Khan", "aisha.khan@example.org", tags="@SUM(A1)")
    ada = enter(add_staff("ada@example.org", Role.ADMINISTRATOR))
    text = body(ada.get("/office/files/members.csv")).decode("utf-8-sig")
    [row] = [one for one in csv.DictReader(io.StringIO(text)) if one["Number"] == evil.number]
    assert (row["First name"], row["Tags"]) == ("'=HYPERLINK(1)", "'@SUM(A1)")
    assert body(ada.get("/office/files/members.xlsx")).startswith(b"PK")
    assert enter(rosa).get("/office/files/members.csv").status_code == 403
    assert "members" in ada.get("/office/files/").content.decode()
    assert AuditEntry.objects.filter(action="export-taken", detail__list="members").count() == 2
