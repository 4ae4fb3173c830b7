"""When somebody leaves: before the count each rule passes over them, after it their seat is counted
anew and nobody else's. The worked figures of Scottish STV are in `docs/rules/leaving.md`."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from elections.counting import (
    RULES,
    Attribute,
    InputError,
    Minima,
    MinimaImpossible,
    Profile,
    Result,
    blt,
    count,
)
from elections.counting.__main__ import main
from elections.counting.result import Action

from .cases import Election, random_election
from .naive import conforming_sets

STV = ("scottish", "meek", "ers97")
EVERY_RULE = sorted(RULES.keys() - {"yes-no"})
ANN, BEN, CAT, DAN = 1, 2, 3, 4

# Two seats: Ann and Cat under Scottish STV, and Ben and Dan once Ann is not there.
TWO_SEATS = Profile.from_rankings(
    ["Ann", "Ben", "Cat", "Dan"],
    2,
    [[ANN, BEN]] * 4 + [[ANN, DAN]] * 2 + [[BEN]] * 3 + [[CAT]] * 4 + [[DAN]] * 3,
)


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_whoever_was_elected_before_keeps_the_seat(rule: str) -> None:
    assert set(count(TWO_SEATS, rule, withdrawn=[ANN]).elected) == {BEN, DAN}
    assert set(count(TWO_SEATS, rule, withdrawn=[ANN], kept=[CAT]).elected) == {BEN, CAT}


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_the_command_keeps_them_too(
    rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "papers.blt"
    file.write_text(blt.write(TWO_SEATS))
    command = ["count", str(file), "--rule", rule, "--format", "json"]
    assert main([*command, "--withdrawn", "1", "--kept", "3"]) == 0
    assert sorted(json.loads(capsys.readouterr().out)["elected"]) == [BEN, CAT]


@pytest.mark.parametrize("rule", EVERY_RULE)
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--kept", "9"], "there is no candidate 9 to be kept"),
        (["--kept", "0"], "there is no candidate 0 to be kept"),
        (["--kept", "1", "--withdrawn", "1"], "candidate 1 is to be kept, and has withdrawn"),
        (["--kept", "1,2,3"], "more are to be kept (3) than there are seats"),
        (["--kept", "4", "--ron", "4"], "re-open nominations cannot be kept: nobody was elected"),
    ],
)
def test_whoever_cannot_be_kept_is_named_in_the_words_of_the_command(
    rule: str,
    arguments: list[str],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "papers.blt"
    file.write_text(blt.write(TWO_SEATS))
    assert main(["count", str(file), "--rule", rule, *arguments]) == 2
    assert capsys.readouterr().err == f"{file}: {told}\n"


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_the_report_marks_whoever_has_withdrawn(
    rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "papers.blt"
    file.write_text(blt.write(replace(TWO_SEATS, withdrawn=(BEN,))))
    assert main(["count", str(file), "--rule", rule, "--withdrawn", "1", "--lots", "1,2,3,4"]) == 0
    lines = capsys.readouterr().out.splitlines()
    marked = [line.split()[0] for line in lines if line.endswith("  withdrawn")]
    stages = sum(line.startswith("Stage ") for line in lines)
    assert marked == ["Ann", "Ben"] * stages


def test_no_minimum_takes_the_place_of_those_kept() -> None:
    minima = Minima((Attribute("elected before", (BEN,), 1),))
    with pytest.raises(InputError, match='no minimum may be called "elected before"'):
        count(TWO_SEATS, "scottish", minima=minima, kept=[CAT])


def papers(seed: int) -> tuple[Profile, list[int]]:
    """Thirty short papers, seven candidates, three seats; and lots."""
    draw = random.Random(seed)
    everybody = range(1, 8)
    rankings = [draw.sample(everybody, draw.randint(1, 3)) for _ in range(30)]
    return Profile.from_rankings([*"ABCDEFG"], 3, rankings), draw.sample(everybody, 7)


@pytest.mark.parametrize("rule", STV)
def test_counted_anew_a_seat_is_filled_and_nobody_unseated(rule: str) -> None:
    unseated = 0
    for seed in range(40):
        profile, lots = papers(seed)
        elected = count(profile, rule, lots=lots).elected
        for leaver in elected:
            kept = [number for number in elected if number != leaver]
            again = count(profile, rule, lots=lots, withdrawn=[leaver], kept=kept)
            assert len(again.elected) == 3
            assert set(kept) < set(again.elected)
            assert leaver not in again.elected
            for stage in again.stages:
                if stage.action.kind == "exclude":
                    assert not set(kept) & set(stage.action.candidates)
            without = count(profile, rule, lots=lots, withdrawn=[leaver])
            unseated += not set(kept) <= set(without.elected)
    # It happens that somebody would lose their seat: else nothing would be shown here.
    assert unseated


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_with_minima_a_seat_is_filled_whenever_somebody_could_fill_it(rule: str) -> None:
    outcomes = set()
    for seed in range(80):
        election = random_election(seed)
        elected = election.count(rule).elected
        for leaver in elected[:1]:
            outcomes.add(counted_anew(election, rule, elected, leaver))
    assert outcomes == {True, False}


def counted_anew(election: Election, rule: str, elected: Sequence[int], leaver: int) -> bool:
    """Whether the seat could be filled; asserts that it is, and within the minima."""
    kept = [number for number in elected if number != leaver]
    left = [number for number in election.standing if number != leaver]
    places = min(election.seats, len(left))
    possible = [
        winners
        for winners in conforming_sets(left, places, election.minima)
        if set(kept) <= winners
    ]

    def again() -> Result:
        return count(
            election.profile(),
            rule,
            minima=election.minima,
            withdrawn=[*election.withdrawn, leaver],
            lots=election.lots,
            kept=kept,
        )

    if possible:
        assert set(again().elected) in possible
    else:
        with pytest.raises(MinimaImpossible):
            again()
    return bool(possible)


@pytest.mark.parametrize("rule", [*STV, "approval"])
def test_a_withdrawn_name_counts_as_if_it_were_struck_from_papers_and_list(rule: str) -> None:
    for seed in range(60):
        election = random_election(seed)
        gone = random.Random(seed).choice(election.standing)
        left = [
            n for n in range(1, election.candidates + 1) if n not in (gone, *election.withdrawn)
        ]
        if not left:
            continue
        number = {old: new for new, old in enumerate(left, start=1)}
        struck = Profile.from_rankings(
            [f"Candidate {old}" for old in left],
            election.seats,
            [[number[old] for old in ranking if old in number] for ranking in election.rankings],
        )
        one = count(
            election.profile(),
            rule,
            withdrawn=[gone, *election.withdrawn],
            lots=election.lots,
        )
        two = count(struck, rule, lots=[number[old] for old in election.lots if old in number])
        assert (one.valid, one.invalid) == (two.valid, two.invalid)
        assert [number[old] for old in one.elected] == list(two.elected)
        assert [(tie.stage, tie.decided_by, number.get(tie.chosen or 0)) for tie in one.ties] == [
            (tie.stage, tie.decided_by, tie.chosen) for tie in two.ties
        ]
        for first, second in zip(one.stages, two.stages, strict=True):
            assert sum(first.votes) == sum(second.votes)
            assert tuple(first.votes[old - 1] for old in left) == second.votes
            assert first.non_transferable == second.non_transferable
            assert first.quota == second.quota
            assert moved(first.action, number) == second.action


def moved(action: Action, number: dict[int, int]) -> Action:
    candidate = None if action.candidate is None else number[action.candidate]
    return Action(action.kind, candidate, tuple(number[old] for old in action.together))
