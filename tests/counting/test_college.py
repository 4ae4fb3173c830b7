"""An electoral college: sections scaled to their shares, exactly, and recounted by anybody."""

import json
from pathlib import Path

import numpy as np
import pytest

from elections.counting import InputError, Profile, Result, blt, count
from elections.counting.__main__ import main
from elections.counting.college import College, Section, factors, merged
from elections.counting.result import canonical_json

MEMBERS = Profile.from_rankings(["Ann", "Ben", "Cat"], 1, [[1]] * 6 + [[2, 3]] * 3 + [[]])
OFFICE = Profile.from_rankings(["Ann", "Ben", "Cat"], 1, [[2]] * 2 + [[3]] + [[]])
STV = ("scottish", "meek", "ers97")
# Three places: surpluses, and under ERS97 an exclusion.
BRANCHES = {"12": 40, "13": 30, "24": 17, "3": 9, "54": 5, "253": 7}
UNIONS = {"51": 4, "34": 3, "2": 2}
FITS = 25_000_000  # times these papers, and all sums fit 64 bits under every rule


@pytest.mark.parametrize(
    ("valid", "weights", "expected"),
    [
        ([300, 50], [1, 2], [1, 12]),
        ([3380, 57], [1, 2], [57, 6760]),
        ([100, 200], [1, 2], [1, 1]),
        ([3, 4, 5], [1, 1, 1], [20, 15, 12]),
    ],
)
def test_the_factors_are_the_smallest_that_give_the_shares(
    valid: list[int], weights: list[int], expected: list[int]
) -> None:
    found = factors(valid, weights)
    assert found == expected
    shares = [v * f for v, f in zip(valid, found, strict=True)]
    assert all(s * weights[0] == shares[0] * w for s, w in zip(shares, weights, strict=True))


@pytest.mark.parametrize(
    ("valid", "expected"), [([300, 0], [1, 1]), ([0, 0], [1, 1]), ([3, 4, 0], [4, 3, 1])]
)
def test_an_empty_section_leaves_the_other_unscaled(valid: list[int], expected: list[int]) -> None:
    assert factors(valid, [1] * len(valid)) == expected


@pytest.mark.parametrize("rule", [*STV, "approval"])
def test_two_thirds_outweigh_more_papers(rule: str) -> None:
    found = merged([Section(MEMBERS, 1), Section(OFFICE, 2)], rule)
    # Nine valid papers of members to three of office holders: 9 to 6 × 3 = 18.
    assert [(one.papers, one.valid, one.factor) for one in found.sections] == [
        (10, 9, 1),
        (4, 3, 6),
    ]
    assert found.profile.total == 27
    assert count(found.profile, rule).elected == (2,)
    assert count(MEMBERS, rule).elected == (1,)


@pytest.mark.parametrize("rule", [*STV, "approval"])
def test_a_paper_for_nobody_who_stands_is_not_valid(rule: str) -> None:
    found = merged([Section(MEMBERS, 1), Section(OFFICE, 2)], rule, withdrawn=[2])
    assert [(one.valid, one.factor) for one in found.sections] == [(9, 1), (1, 18)]


def test_papers_with_too_many_marks_are_not_valid() -> None:
    found = merged([Section(MEMBERS, 1), Section(OFFICE, 1)], "plurality", options={"marks": 1})
    assert [one.valid for one in found.sections] == [6, 3]


@pytest.mark.parametrize("rule", [*STV, "plurality", "approval"])
def test_numbers_beyond_64_bits_are_exact(rule: str) -> None:
    huge = 10**17
    many = blt.read(f"2 1\n{huge} 1 0\n{huge + 7} 2 0\n0\nAnn\nBen\n", "many.blt")
    few = Profile.from_rankings(["Ann", "Ben"], 1, [[1], [2]])
    found = merged([Section(many, 1), Section(few, 2)], rule)
    assert [one.factor for one in found.sections] == [1, 2 * huge + 7]
    result = count(found.profile, rule)
    assert result.valid == 3 * (2 * huge + 7)
    unit = 10 ** result.stages[0].places
    assert result.stages[0].votes == (
        (huge + 2 * huge + 7) * unit,
        (huge + 7 + 2 * huge + 7) * unit,
    )
    assert result.elected == (2,)
    assert np.array_equal(blt.read(blt.write(found.profile), "x").weights, found.profile.weights)


def section(marks: dict[str, int], weight: int, times: int = 1) -> Section:
    """As many papers times ``times`` as ``marks`` says for each ranking, which is written as digits."""
    rankings = [list(map(int, ranking)) for ranking, many in marks.items() for _ in range(many)]
    one = Profile.from_rankings([*"ABCDE"], 3, rankings)
    more = one.weights.astype(object) * times
    rows = Profile.from_rows(one.candidates, one.seats, one.rankings, more)
    return Section(rows, weight)


def college(rule: str, times: int) -> tuple[College, Result]:
    """The branches with so many times their papers, the unions with theirs but twice the weight."""
    found = merged([section(BRANCHES, 1, times), section(UNIONS, 2)], rule)
    return found, count(found.profile, rule)


@pytest.mark.parametrize("rule", STV)
@pytest.mark.parametrize("more", [10**power for power in (1, 3, 6, 10, 13, 23)])
def test_a_college_of_any_size_is_counted_alike_and_every_vote_is_there(
    rule: str, more: int
) -> None:
    # The smaller fits 64 bits, and is so large that a vote more in the quota is next to nothing.
    (_, small), (found, large) = college(rule, FITS), college(rule, FITS * more)
    assert [one.factor for one in found.sections] == [1, 24 * FITS * more]
    assert large.valid == small.valid * more == 324 * FITS * more
    assert large.elected == small.elected
    assert [stage.action for stage in large.stages] == [stage.action for stage in small.stages]
    for one, many in zip(small.stages, large.stages, strict=True):
        assert sum(many.votes) + many.non_transferable == large.valid * 10**many.places
        # Each of up to three stages rounds what a paper is worth by less than a unit.
        for few, votes in zip(one.votes, many.votes, strict=True):
            assert abs(votes - few * more) < 3 * large.valid


@pytest.mark.parametrize("rule", STV)
@pytest.mark.parametrize("times", [1, 1_000, FITS])
def test_where_64_bits_are_enough_they_say_what_pythons_integers_say(rule: str, times: int) -> None:
    profile = college(rule, times)[0].profile
    assert profile.weights.dtype == np.int64
    exact = Profile.from_rows(
        profile.candidates, profile.seats, profile.rankings, profile.weights.astype(object)
    )
    assert count(exact, rule).to_json() == count(profile, rule).to_json()


def test_what_is_no_college() -> None:
    other = Profile.from_rankings(["Ann", "Bea", "Cat"], 1, [])
    for sections, rule, fault in (
        ([Section(MEMBERS, 1), Section(other, 2)], "scottish", "same candidates"),
        ([Section(MEMBERS, 0), Section(OFFICE, 2)], "scottish", "at least 1"),
        ([Section(MEMBERS, 1), Section(OFFICE, 2)], "yes-no", "no sections"),
    ):
        with pytest.raises(InputError, match=fault):
            merged(sections, rule)


def publish(contest: Path) -> None:
    """A college of two sections with its count as cast beside the result, from which Cat left."""
    (contest / "sections").mkdir(parents=True)
    for number, profile in ((3, MEMBERS), (4, OFFICE)):
        (contest / f"sections/{number}.blt").write_text(blt.write(profile))
    for folder, withdrawn in ((contest, [3]), (contest / "counts/as-cast-1", [])):
        folder.mkdir(parents=True, exist_ok=True)
        found = merged([Section(MEMBERS, 1), Section(OFFICE, 2)], "scottish", withdrawn=withdrawn)
        sections = [
            {"sheet": sheet, "contest": number} | vars(one)
            for sheet, number, one in zip((1, 2), (3, 4), found.sections, strict=True)
        ]
        given = {"rule": "scottish", "withdrawn": withdrawn, "sections": sections}
        (folder / "count.json").write_text(canonical_json(given))
        result = count(found.profile, "scottish", withdrawn=withdrawn)
        (folder / "result.json").write_text(result.to_json())


def publish_with_a_secret_section(folder: Path) -> None:
    """As contest 3; the rankings of the second section are kept back."""
    publish(folder / "contests/3")
    (folder / "contests/3/sections/4.blt").unlink()


def test_a_published_college_recounts_equal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tmp_path / "contests/3")
    assert main(["recount", str(tmp_path)]) == 0
    assert capsys.readouterr().out == (
        "contest 3: same result (14 papers)\ncontest 3, count as-cast-1: same result (14 papers)\n"
    )


def test_another_factor_is_different(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(tmp_path / "contests/3")
    file = tmp_path / "contests/3/count.json"
    given = json.loads(file.read_text())
    given["sections"][1]["factor"] += 1
    file.write_text(json.dumps(given))
    assert main(["recount", str(tmp_path)]) == 1
    assert "contest 3: DIFFERENT" in capsys.readouterr().out


def test_where_the_rankings_of_a_section_are_secret_the_figures_must_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_with_a_secret_section(tmp_path)
    assert main(["recount", str(tmp_path)]) == 0
    told = "rankings are not published, its figures agree with each other\n"
    assert capsys.readouterr().out == f"contest 3: {told}contest 3, count as-cast-1: {told}"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"papers": 99}, "a section has other papers than count.json says"),
        ({"valid": 1}, "a section has other papers than count.json says"),
        ({"factor": 9}, "the factors of the sections are not those of their weights"),
        ({"weight": 7, "factor": 14}, "the factors of the sections are not those"),
    ],
)
def test_a_published_section_is_held_against_the_count(
    changed: dict[str, int], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_with_a_secret_section(tmp_path)
    file = tmp_path / "contests/3/count.json"
    given = json.loads(file.read_text())
    given["sections"][0].update(changed)
    file.write_text(json.dumps(given))
    assert main(["recount", str(tmp_path)]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(
        f"contest 3: rankings are not published, and its result is WRONG: {told}"
    )
    assert second.endswith("agree with each other")


def test_a_section_without_weight_is_refused_though_its_rankings_are_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_with_a_secret_section(tmp_path)
    file = tmp_path / "contests/3/count.json"
    given = json.loads(file.read_text())
    given["sections"][1]["weight"] = 0
    file.write_text(json.dumps(given))
    assert main(["recount", str(tmp_path)]) == 2
    told = f"{tmp_path}: contests/3: the weight of a section is at least 1\n"
    assert capsys.readouterr().err == told


def test_a_changed_paper_of_a_published_section_is_seen_beside_a_secret_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_with_a_secret_section(tmp_path)
    file = tmp_path / "contests/3/sections/3.blt"
    lines = file.read_text().splitlines()
    number, _, rest = lines[1].partition(" ")
    lines[1] = f"{int(number) + 1} {rest}"
    file.write_text("\n".join(lines))
    assert main(["recount", str(tmp_path)]) == 1
    assert capsys.readouterr().out.count("a section has other papers") == 2


def test_the_valid_papers_of_a_secret_section_enter_the_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_with_a_secret_section(tmp_path)
    file = tmp_path / "contests/3/result.json"
    result = json.loads(file.read_text())
    file.write_text(canonical_json(result | {"valid": result["valid"] + 1}))
    assert main(["recount", str(tmp_path)]) == 1
    assert "the valid papers are not those of the sections" in capsys.readouterr().out


@pytest.mark.parametrize("sections", ['"no"', "[3]", '[{"sheet": 1}]'])
def test_sections_that_are_none_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sections: str
) -> None:
    publish(tmp_path / "contests/3")
    file = tmp_path / "contests/3/count.json"
    file.write_text(f'{{"rule": "scottish", "sections": {sections}}}')
    assert main(["recount", str(tmp_path)]) == 2
    assert "not of the kind" in capsys.readouterr().err
