"""A result whose rankings are secret cannot be recounted; where its figures do not agree, that is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from elections.counting import Profile, count
from elections.counting.__main__ import main
from elections.counting.result import canonical_json
from elections.counting.unpublished import contradiction

from .cases import Election, random_election, random_election_with_ron

RULES = ("scottish", "meek", "ers97", "plurality", "approval")
Changed = Callable[[dict[str, Any]], object]

# Ann is elected, her surplus goes to Ben and Cat; Dan is excluded, and has no further preference.
PAPERS = [[1, 2]] * 6 + [[1, 3]] * 2 + [[2]] * 3 + [[3]] * 4 + [[4]] * 2 + [[]]
PROFILE = Profile.from_rankings(["Ann", "Ben", "Cat", "Dan"], 2, PAPERS)
QUESTION = Profile.from_rankings(["Yes", "No"], 1, [[1]] * 5 + [[2]] * 3 + [[]])


def how_of(election: Election, rule: str) -> dict[str, Any]:
    given = {"rule": rule, "seats": election.seats, "withdrawn": election.withdrawn}
    return given | {"lots": election.lots, "options": {}, "ron": election.ron, "kept": []}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("make", [random_election, random_election_with_ron])
def test_no_true_result_contradicts_itself(make: Callable[[int], Election], rule: str) -> None:
    for seed in range(100):
        election = make(seed)
        result = election.count(rule).to_json()
        assert contradiction(result, how_of(election, rule), []) is None, seed


@pytest.mark.parametrize("rule", ["scottish", "meek", "ers97"])
def test_one_digit_of_the_votes_changed_is_seen(rule: str) -> None:
    seen = 0
    for seed in range(5):
        election = random_election(seed)
        result = json.loads(election.count(rule).to_json())
        for stage in result["stages"]:
            for at, figure in enumerate(stage["votes"]):
                stage["votes"][at] = figure[:-1] + str((int(figure[-1]) + 1) % 10)
                assert contradiction(canonical_json(result), how_of(election, rule), []), seed
                stage["votes"][at] = figure
                seen += 1
        assert contradiction(canonical_json(result), how_of(election, rule), []) is None
    assert seen > 20


def publish(folder: Path, profile: Profile, **how: Any) -> Path:
    """A bundle of one contest without its rankings, and without the digest that tells of them."""
    contest = folder / "contests/1"
    contest.mkdir(parents=True)
    (contest / "count.json").write_text(json.dumps(how))
    result = json.loads(count(profile, **how).to_json())
    del result["digest"]
    (contest / "result.json").write_text(canonical_json(result))
    return folder


def spoil(bundle: Path, change: Changed, file: str = "result.json") -> None:
    path = bundle / "contests/1" / file
    content = json.loads(path.read_text())
    change(content)
    path.write_text(canonical_json(content))


def stage(number: int, **changes: object) -> Changed:
    return lambda result: result["stages"][number - 1].update(changes)


def tied(**changes: object) -> Changed:
    tie = {"stage": 1, "candidates": [2, 3], "decided_by": "lot", "chosen": 2} | changes
    return lambda result: result["ties"].append(tie)


def won_at_last(number: int) -> Changed:
    """Somebody is elected besides the two, at the end of the last stage."""

    def change(result: dict[str, Any]) -> None:
        result["stages"][-1]["elected"].append(number)
        result["elected"].append(number)

    return change


def won_instead(number: int) -> Changed:
    """Somebody is elected instead of whoever was last."""

    def change(result: dict[str, Any]) -> None:
        for elected in (result["stages"][-1]["elected"], result["elected"]):
            elected[-1] = number

    return change


STV: dict[str, tuple[Changed, str]] = {
    "another rule": (lambda result: result.update(rule="meek"), '"rule" is not that of count.json'),
    "more seats": (lambda result: result.update(seats=3), '"seats" is not that of count.json'),
    "RON": (lambda result: result.update(ron=4, vacant=0), '"ron" is not that of count.json'),
    "another engine": (lambda result: result.update(engine="x"), '"engine" is another one'),
    "more papers": (lambda result: result.update(valid=18), "votes of stage 1 do not add up"),
    "other votes": (
        stage(1, votes=["8.00000", "3.00000", "4.00000", "3.00000"]),
        "the votes of stage 1 do not add up",
    ),
    "votes moved by nobody": (
        stage(2, votes=["6.00000", "3.00000", "6.00000", "2.00000"]),
        "the votes of stage 2 are not those before it and those transferred",
    ),
    "votes below nothing": (
        stage(1, votes=["18.00000", "-3.00000", "0.00000", "2.00000"]),
        "the votes of stage 1 do not add up",
    ),
    "a stage left out": (lambda result: result["stages"].pop(0), "stage 1 is missing"),
    "a quota": (lambda result: result.update(quota="5.00000"), "the quota is not that of"),
    "the quota of a stage": (stage(1, quota="5.00000"), "the quota is not that of the stages"),
    "other winners": (lambda result: result.update(elected=[1, 4]), "those elected are not those"),
    "a winner twice": (stage(1, elected=[1, 1]), "those elected are not those of the stages"),
    "a tie of no stage": (tied(stage=9), "a tie is of no stage, or chose somebody"),
    "a tie that chose another": (tied(chosen=1), "a tie is of no stage, or chose somebody"),
    "too many winners": (won_at_last(4), "more are elected than there are seats"),
    "a winner twice over": (
        won_instead(1),
        "more are elected than there are seats, or somebody tw",
    ),
    "a stranger wins": (won_instead(9), "somebody is elected who does not stand"),
    "a vacant seat": (lambda result: result.update(vacant=1), "is not as a count is written"),
    "a word": (lambda result: result.update(valid="17"), "is not as a count is written"),
    "half a paper": (lambda result: result.update(invalid=1.0), "is not as a count is written"),
    "a key more": (lambda result: result.update(note="x"), "is not as a count is written"),
    "a key less": (lambda result: result.pop("ties"), "does not hold what a count does"),
}


@pytest.mark.parametrize(("change", "told"), STV.values(), ids=STV)
def test_a_changed_result_is_told(
    change: Changed, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = publish(tmp_path, PROFILE, rule="scottish", seats=2)
    assert main(["recount", str(bundle)]) == 0
    assert capsys.readouterr().out == (
        "contest 1: rankings are not published, its figures agree with each other\n"
    )
    spoil(bundle, change)
    assert main(["recount", str(bundle)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("contest 1: rankings are not published, and its result is WRONG: ")
    assert told in said


@pytest.mark.parametrize("text", [b"\xff", b"{", b"[]", b"[" * 100_000, b"9" * 5000, b"{} "])
def test_a_result_that_is_none_is_told(
    text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = publish(tmp_path, PROFILE, rule="scottish", seats=2)
    (bundle / "contests/1/result.json").write_bytes(text)
    assert main(["recount", str(bundle)]) == 1
    assert "and its result is WRONG: result.json" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"withdrawn": [3]}, "in stage 1 somebody has votes who has left"),
        ({"kept": [4]}, "somebody is not elected who was to be kept"),
    ],
)
def test_whoever_left_has_no_votes_and_whoever_is_kept_is_elected(
    given: dict[str, Any], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = publish(tmp_path, PROFILE, rule="scottish", seats=2)
    spoil(bundle, lambda how: how.update(given), "count.json")
    assert main(["recount", str(bundle)]) == 1
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    "votes", [["6", "5", "4", "0"], ["18", "3", "4", "2"], ["9", "8", "17", "9"]]
)
def test_a_paper_gives_a_mark_or_more_but_not_too_many(
    votes: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = publish(tmp_path, PROFILE, rule="plurality", seats=2)
    spoil(bundle, stage(1, votes=votes))
    assert main(["recount", str(bundle)]) == 1
    assert "the votes of stage 1 do not add up" in capsys.readouterr().out


def test_only_re_open_nominations_leave_a_seat_vacant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = publish(tmp_path, PROFILE, rule="plurality", seats=1, ron=4)
    spoil(bundle, lambda result: result.update(elected=[], vacant=1))
    spoil(bundle, stage(1, elected=[]))
    assert main(["recount", str(bundle)]) == 1
    assert "the vacant seats are not those that re-open nominations won" in capsys.readouterr().out


def test_whoever_left_is_not_elected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = publish(tmp_path, PROFILE, rule="scottish", seats=2, withdrawn=[4])
    spoil(bundle, won_instead(4))
    assert main(["recount", str(bundle)]) == 1
    assert "somebody is elected who has left" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda result: result.update(elected=[]) or result["stages"][0].update(elected=[]),
        lambda result: result["thresholds"][0].update(met=False),
        lambda result: result["thresholds"][1].update(of=19),
    ],
)
def test_the_answers_to_a_question_must_give_its_outcome(
    change: Changed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {"majority": 60, "turnout": 30, "entitled": 20}
    bundle = publish(tmp_path, QUESTION, rule="yes-no", seats=1, options=options)
    assert main(["recount", str(bundle)]) == 0
    spoil(bundle, change)
    assert main(["recount", str(bundle)]) == 1
    assert "the answers do not give this outcome" in capsys.readouterr().out


def test_of_a_rule_that_there_is_not_nothing_can_be_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = publish(tmp_path, PROFILE, rule="scottish", seats=2)
    spoil(bundle, lambda how: how.update(rule="borda"), "count.json")
    assert main(["recount", str(bundle)]) == 2
    assert capsys.readouterr().err == f'{bundle}: contests/1: there is no rule "borda"\n'
