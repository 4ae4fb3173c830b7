"""A count keeps elected whom the record says were elected before, and nobody else: others are forged."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from elections import results, tallying
from elections.ballots import verify
from elections.models import CandidateLeft, Contest, CountRecord, Election, ResultDeclaration
from elections.tallying import Amended
from members.models import User
from tests.after_close import cast
from tests.office.cast import scotland

pytestmark = pytest.mark.django_db(transaction=True)
Kind = ResultDeclaration.Kind
AISHA, BEA, CALLUM = "Aisha Bello", "Bea Okafor", "Callum Reid"


def amended(election: Election, rosa: User, **what: Any) -> None:
    last = election.declarations.order_by("-number")[0].number
    asked = Amended(**{"reason": "The court said so.", "after": last, **what})
    tallying.amend(scotland(election), asked, actor=rosa, now=timezone.now())


def unseated(election: Election, rosa: User, name: str, *, refilled: bool) -> None:
    amended(
        election,
        rosa,
        kind=Kind.UNSEATED,
        leaver=cast.candidate(election, name),
        left=CandidateLeft.Reason.DISQUALIFIED,
        refilled=refilled,
    )


def numbers(election: Election, *names: str) -> list[int]:
    return sorted(cast.candidate(election, name).number for name in names)


def kept(election: Election) -> list[str]:
    """Whom the last count was told to keep."""
    record = CountRecord.objects.filter(contest=scotland(election), kind="result").latest("number")
    given = json.loads(record.count).get("kept", [])
    return [results.result_of(scotland(election)).names[number - 1] for number in given]


def forged(election: Election, folder: Path, **changes: Callable[[Any], Any]) -> int:
    """The exit code of `verify` once files were changed: `count`, `minima`, `superseded`, `as_cast`
    of the contest and `declarations`; what changes to None is left out."""
    contest = f"contests/{scotland(election).number}"
    names = {
        "count": f"{contest}/count.json",
        "minima": f"{contest}/minima.json",
        "superseded": f"{contest}/counts/result-1/count.json",
        "superseded_result": f"{contest}/counts/result-1/result.json",
        "as_cast": f"{contest}/counts/as-cast-1/count.json",
        "declarations": "declarations.json",
    }
    source = cast.bundle(election)
    content = {name: source.read(name) for name in source.namelist()}
    for what, change in changes.items():
        new = change(json.loads(content.pop(names[what], b"{}")))
        if new is not None:
            content[names[what]] = json.dumps(new).encode()
    with zipfile.ZipFile(folder / "forged.zip", "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return verify.main([str(folder / "forged.zip")])


def told(**new: object) -> Callable[[Any], Any]:
    return lambda given: given | new


@pytest.fixture
def refilled(rosa: User) -> Election:
    """Bea and Aisha were elected; Bea was unseated, and a count that keeps Aisha elected Callum."""
    election = cast.declare(cast.two_seats(rosa), rosa)
    unseated(election, rosa, BEA, refilled=True)
    assert kept(election) == [AISHA]
    return election


def test_the_others_are_kept(refilled: Election, tmp_path: Path) -> None:
    said = cast.recounted_and_verified(refilled, tmp_path)
    assert "counted as fixed" in said


def test_nobody_else_is_kept(
    refilled: Election, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for names in ([CALLUM], [AISHA, CALLUM], [BEA], [AISHA, BEA]):
        change = told(kept=numbers(refilled, *names))
        assert forged(refilled, tmp_path, count=change) == verify.BROKEN, names
        assert "those kept are not those elected before" in capsys.readouterr().err


def test_they_are_kept_only_where_somebody_left(
    refilled: Election, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = told(withdrawn=[])
    assert forged(refilled, tmp_path, count=change) == verify.BROKEN
    assert "candidates are kept though nobody has left" in capsys.readouterr().err


def test_and_by_no_count_before_which_none_was_made(
    refilled: Election, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = told(withdrawn=numbers(refilled, BEA), kept=numbers(refilled, CALLUM))
    assert forged(refilled, tmp_path, superseded=change) == verify.BROKEN
    assert "those kept are not those elected before" in capsys.readouterr().err
    assert forged(refilled, tmp_path, as_cast=change) == verify.BROKEN
    assert "of papers as cast, it passes over candidates" in capsys.readouterr().err
    # Its own result is none before it
    change = told(withdrawn=numbers(refilled, BEA), kept=numbers(refilled, AISHA))
    assert forged(refilled, tmp_path, superseded=change) == verify.BROKEN


def test_what_cannot_be_read_is_no_verdict(refilled: Election, tmp_path: Path) -> None:
    for spoilt in ("no", 1, ["1"], [True]):
        for what in ("withdrawn", "kept", "barred"):
            change = told(**{what: spoilt})
            assert forged(refilled, tmp_path, count=change) == verify.UNREADABLE, (what, spoilt)
        change = told(elected=spoilt)
        assert forged(refilled, tmp_path, superseded_result=change) == verify.UNREADABLE
    broken: tuple[object, ...] = ({}, [1])
    for declarations in broken:
        code = forged(
            refilled,
            tmp_path,
            superseded_result=told(elected=[]),
            declarations=lambda _, new=declarations: new,  # type: ignore[misc]
        )
        assert code == verify.UNREADABLE


def test_whom_a_correction_elected_is_kept(
    rosa: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    election = cast.declare(cast.two_seats(rosa), rosa)
    amended(election, rosa, kind=Kind.CORRECTED, elected=numbers(election, BEA, CALLUM))
    unseated(election, rosa, BEA, refilled=True)
    assert kept(election) == [CALLUM]
    cast.recounted_and_verified(election, tmp_path)
    # Without that declaration, or where it is about another contest, nothing says so
    for change in (
        lambda made: None,
        lambda made: [one for one in made if one["kind"] != "corrected"],
        lambda made: [one | {"contest": 9} for one in made],
    ):
        assert forged(election, tmp_path, declarations=change) == verify.BROKEN
        assert "those kept are not those elected before" in capsys.readouterr().err


def test_one_seat_left_vacant_another_filled_again_and_again(rosa: User, tmp_path: Path) -> None:
    election = cast.set_up(rosa, cast.with_seats(3), standing=6)
    for voter, name in zip(cast.EVERYBODY, (AISHA, BEA, CALLUM), strict=False):
        cast.cast_votes(election, **{voter: [name]})
    election = cast.declare(cast.count(election), rosa)
    assert set(results.result_of(scotland(election)).elected) == {AISHA, BEA, CALLUM}
    unseated(election, rosa, AISHA, refilled=False)
    unseated(election, rosa, BEA, refilled=True)
    assert kept(election) == [CALLUM]
    cast.recounted_and_verified(election, tmp_path)
    others = [name for name in results.result_of(scotland(election)).elected if name != CALLUM]
    assert len(others) == 2, "both vacant seats are filled"
    unseated(election, rosa, CALLUM, refilled=True)
    assert sorted(kept(election)) == sorted(others)
    cast.recounted_and_verified(election, tmp_path)


def test_who_is_elected_again_is_kept_again(rosa: User, tmp_path: Path) -> None:
    election = cast.declare(cast.two_seats(rosa), rosa)
    unseated(election, rosa, BEA, refilled=True)
    amended(election, rosa, kind=Kind.CORRECTED, elected=numbers(election, AISHA, BEA))
    unseated(election, rosa, AISHA, refilled=True)
    assert kept(election) == [BEA]
    cast.recounted_and_verified(election, tmp_path)


def test_no_count_has_a_maximum(
    rosa: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    election = cast.set_up(rosa, cast.with_seats(2, women=1), women=["Aisha"])
    counted = cast.count(election)
    (woman,) = numbers(counted, AISHA)
    bounds = {"candidates": [woman], "min": 1}
    for more, code in (
        ({}, verify.HOLDS),
        ({"max": None}, verify.HOLDS),
        ({"max": 1}, verify.BROKEN),
    ):
        change = told(attributes={"women": bounds | more})
        assert forged(counted, tmp_path, minima=change) == code, more
    assert "the most seats of “women” were not fixed" in capsys.readouterr().err


def test_not_even_where_no_seat_is_reserved(
    refilled: Election, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for bounds in ({"min": 0, "max": 0}, {"max": 1}):
        change = told(attributes={"women": {"candidates": numbers(refilled, CALLUM), **bounds}})
        assert forged(refilled, tmp_path, minima=change) == verify.BROKEN
        assert "the most seats of “women” were not fixed" in capsys.readouterr().err


@pytest.fixture(params=[False, True], ids=["", "with-ron"])
def barred(rosa: User, request: pytest.FixtureRequest) -> Election:
    """The seat is reserved for women; Aisha and Bea have left, and Callum cannot have it. Nor is
    re-open nominations barred, where it stands."""

    def change(contest: Contest) -> None:
        cast.with_seats(1, women=1)(contest)
        Contest.objects.filter(pk=contest.pk).update(has_ron=request.param)

    election = cast.set_up(rosa, change, women=["Aisha", "Bea"])
    for name in (AISHA, BEA):
        tallying.leave(
            cast.candidate(election, name),
            reason=CandidateLeft.Reason.DIED,
            actor=rosa,
            now=timezone.now(),
        )
    return cast.count(election)


def test_all_are_barred_or_nobody(
    barred: Election, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.recounted_and_verified(barred, tmp_path)
    assert results.result_of(scotland(barred)).barred == [CALLUM]
    left = numbers(barred, AISHA)
    for change in (
        told(withdrawn=left, barred=numbers(barred, CALLUM)),
        told(barred=numbers(barred, AISHA)),
        told(kept=numbers(barred, AISHA)),
    ):
        assert forged(barred, tmp_path, count=change) == verify.BROKEN
        assert "some candidates are barred, and others are not" in capsys.readouterr().err
    change = told(withdrawn=[])
    assert forged(barred, tmp_path, count=change) == verify.BROKEN
    assert "candidates are barred though nobody has left" in capsys.readouterr().err
