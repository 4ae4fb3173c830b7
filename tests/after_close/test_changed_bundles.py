"""A bundle whose counts are not those of what was fixed is not verified."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from elections import tallying
from elections.ballots import verify
from elections.models import CandidateLeft, Contest, Election
from members.models import User
from tests.after_close import cast
from tests.after_close.cast import YES, asked
from tests.office.cast import scotland

pytestmark = pytest.mark.django_db(transaction=True)
Change = Callable[[dict[str, Any]], object]


def verified(election: Election, folder: Path, file: str, change: Change | None) -> int:
    """The exit code of `verify` once one file of the contest was changed, or left out."""
    return verified_file(election, folder, f"contests/{scotland(election).number}/{file}", change)


def verified_file(election: Election, folder: Path, wanted: str, change: Change | None) -> int:
    source = cast.bundle(election)
    assert wanted in source.namelist()
    changed = folder / "changed.zip"
    with zipfile.ZipFile(changed, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == wanted:
                if change is None:
                    continue
                content = json.loads(data)
                change(content)
                data = json.dumps(content).encode()
            archive.writestr(name, data)
    return verify.main([str(changed)])


def _first_section(**changes: object) -> Change:
    return lambda given: given["sections"][0].update(changes)


@pytest.fixture
def college(rosa: User) -> Election:
    election = cast.set_up(rosa, cast.as_college, in_office=["Efua", "Farah"])
    return cast.count(election)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_first_section(weight=2), "the sections are not those fixed"),
        (_first_section(sheet=21), "the sections are not those fixed"),
        (_first_section(papers=1), "1 papers were counted, and the box holds 0"),
        (lambda given: given.update(sections=[]), "the sections are not those fixed"),
        (lambda given: given.update(ron=3), "“ron” is not what was fixed"),
    ],
)
def test_of_a_college(
    college: Election,
    tmp_path: Path,
    change: Change,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert verified(college, tmp_path, "count.json", change) == verify.BROKEN
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("sections", ["no", [1]])
def test_sections_that_are_none(college: Election, tmp_path: Path, sections: object) -> None:
    change: Change = lambda given: given.update(sections=sections)  # noqa: E731
    assert verified(college, tmp_path, "count.json", change) == verify.UNREADABLE


@pytest.fixture
def left(rosa: User) -> Election:
    """Two seats, one reserved; Aisha alone could fill it, and has left: one seat is filled."""
    election = cast.set_up(rosa, cast.with_seats(2, women=1), women=["Aisha"])
    cast.cast_votes(election, Dewi=["Bea Okafor"])
    tallying.leave(
        cast.candidate(election, "Aisha Bello"),
        reason=CandidateLeft.Reason.DIED,
        actor=rosa,
        now=timezone.now(),
    )
    return cast.count(election)


def test_fewer_seats_are_filled_only_where_somebody_left(
    left: Election, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verified(left, tmp_path, "count.json", lambda given: None) == verify.HOLDS
    for file, change, told in (
        ("count.json", {"withdrawn": []}, "“seats” is not what was fixed"),
        ("count.json", {"seats": 3}, "“seats” is not what was fixed"),
        ("counts/as-cast-1/count.json", {"seats": 1}, "“seats” is not what was fixed"),
        (
            "minima.json",
            {"attributes": {"women": {"candidates": [1], "min": 2}}},
            "not the reserved seats fixed",
        ),
    ):
        spoil: Change = lambda given, new=change: given.update(new)  # type: ignore[misc] # noqa: E731
        assert verified(left, tmp_path, file, spoil) == verify.BROKEN
        assert told in capsys.readouterr().err


def test_where_somebody_left_the_count_as_cast_is_asked_for(
    left: Election, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = cast.bundle(left)
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(changed, "w") as archive:
        for name in source.namelist():
            if "/counts/as-cast-1/" not in name:
                archive.writestr(name, source.read(name))
    assert verify.main([str(changed)]) == verify.BROKEN
    assert capsys.readouterr().err == (
        f"{changed}: NOT VERIFIED: contests/{scotland(left).number}: "
        "somebody has left, and the count of the papers as cast is missing\n"
    )


@pytest.fixture
def question(rosa: User) -> Election:
    """Two of six members have answered, of whom a third had to, and three fifths for it."""
    answers = {"Aisha": YES, "Bea": YES}
    return asked(rosa, answers, turnout_needed=33, majority_needed=60)


def _options(**changes: object) -> Change:
    return lambda given: given["options"].update(changes)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_options(turnout=10), "the thresholds are not those fixed"),
        (_options(majority=50), "the thresholds are not those fixed"),
        (_options(majority_of=90), "the thresholds are not those fixed"),
        (lambda given: given["options"].pop("majority"), "the thresholds are not those fixed"),
        (lambda given: given.pop("options"), "the thresholds are not those fixed"),
        (_options(entitled=5), "“entitled” is not the number published at the close, 6"),
    ],
)
def test_of_a_question_with_thresholds(
    question: Election,
    tmp_path: Path,
    change: Change,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = f"contests/{question.contests.get().number}/count.json"
    assert verified_file(question, tmp_path, file, change) == verify.BROKEN
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("options", ["no", {"turnout": 33, "majority": 60}])
def test_thresholds_that_cannot_be_read(
    question: Election, tmp_path: Path, options: object
) -> None:
    file = f"contests/{question.contests.get().number}/count.json"
    change: Change = lambda given: given.update(options=options)  # noqa: E731
    assert verified_file(question, tmp_path, file, change) == verify.UNREADABLE


@pytest.mark.parametrize(
    "change",
    [None, lambda sheets: sheets.clear(), lambda sheets: sheets.insert(0, 1)],
)
def test_a_turnout_needs_the_numbers_of_the_close(
    question: Election, tmp_path: Path, change: Change | None
) -> None:
    assert verified_file(question, tmp_path, "turnout.json", change) == verify.UNREADABLE


def test_the_marks_of_a_paper_are_those_fixed(
    rosa: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def two_marks(contest: Contest) -> None:
        Contest.objects.filter(pk=contest.pk).update(rule="plurality", marks=2)

    election = cast.count(cast.set_up(rosa, two_marks))
    assert verified(election, tmp_path, "count.json", _options(marks=2)) == verify.HOLDS
    assert verified(election, tmp_path, "count.json", _options(marks=1)) == verify.BROKEN
    assert "“marks” is not what was fixed" in capsys.readouterr().err
