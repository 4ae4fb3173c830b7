"""Ballot files: what is read, what is refused and with which line, and that writing reads back."""

import os
import random
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.counting import BallotFileError, InputError, Profile, blocks, blt

from .cases import Election, elections
from .wards import BALLOT_FILES

PAPERS = "3 2\n4 1 2 0\n2 3 0\n1 0\n0\n"
NAMES = '"Ann"\n"Ben"\n"Cat"\n"Title"\n'
PLAIN = Profile.from_rankings(
    ["Ann", "Ben", "Cat"], 2, [[1, 2]] * 4 + [[3]] * 2 + [[]], title="Title"
)


def read(text: str | bytes) -> Profile:
    return blt.read(text, "test.blt")


@pytest.mark.parametrize(
    "text",
    [
        PAPERS + NAMES,
        "\ufeff" + PAPERS + NAMES,
        (PAPERS + NAMES).replace("\n", "\r\n"),
        (PAPERS + NAMES).replace("\n", "\r"),
        (PAPERS + NAMES).removesuffix("\n"),
        PAPERS + NAMES.replace('"', ""),
        (
            "# made by hand\n\n3 2 # three for two\n4 1 2 0 # four\n# more\n\n2 3 0\n1 0\n 0 # end\n"
            '"Ann" # first\n\n# second:\n"Ben"\n"Cat"\n"Title" # done\n# really\n\n'
        ),
        "3 2\n(A 1) 4 1 2 0\n(B) 2 3 0\n1 (C) 0\n0\n" + NAMES,
        "3\t2\n4\t1 2\t0\n  2   3 0 \n1 0\n0\n" + NAMES,
        "3, 2;\n2 3 0\n1 1 2 0\n3 1 2 0\n1 0\n0\n" + NAMES,
        '"3" "2"\n4 1 2 0\n2 3 0\n1 0\n0\n' + NAMES,
        "03 002\n004 01 2 0\n02 3 0\n1 0\n0\n" + NAMES,
    ],
    ids=[
        "plain",
        "byte-order mark",
        "CRLF",
        "CR",
        "no final newline",
        "names unquoted",
        "comments and blank lines",
        "identifiers",
        "tabs and spaces",
        "stray characters in the header, other order",
        "header in quotation marks",
        "leading zeros",
    ],
)
def test_the_same_papers_in_many_spellings(text: str) -> None:
    assert read(text) == PLAIN
    assert read(text.encode()) == PLAIN


@pytest.mark.parametrize("withdrawn", ["-2\n-3\n", "-2 -3\n", "# gone\n-3 # Cat\n-2\n"])
def test_withdrawn_candidates(withdrawn: str) -> None:
    profile = read(PAPERS.replace("3 2\n", "3 2\n" + withdrawn, 1) + NAMES)
    assert profile.withdrawn == (2, 3)
    assert read(blt.write(profile)) == profile


def test_a_file_without_papers_or_title() -> None:
    profile = read("2 1\n0\nAnn\nBen\n")
    assert (profile.total, profile.candidates, profile.title) == (0, ("Ann", "Ben"), "")
    assert read(blt.write(profile)) == profile


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('"Ted BOOTH \'Scottish Greens"', "Ted BOOTH 'Scottish Greens"),
        ('"Ann "Annie" Smith"', 'Ann "Annie" Smith'),
        ('Ann "Annie" Smith', 'Ann "Annie" Smith'),
        ('Ann "Annie"', 'Ann "Annie"'),
        ('"Ann" # a "comment', "Ann"),
        ('"""', '"'),
        ('""', ""),
        ('" spaced "', " spaced "),
        ('"#1"', "#1"),
        ('"Zoë Łękawska"', "Zoë Łękawska"),
    ],
)
def test_odd_names(line: str, name: str) -> None:
    profile = read(f"1 1\n1 1 0\n0\n{line}\n{line}\n")
    assert profile.candidates == (name,)
    assert profile.title == name
    assert read(blt.write(profile)) == profile


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("", 1, "ends before the numbers of candidates and seats"),
        ("# nothing\n", 1, "ends before the numbers"),
        ("3\n", 1, "must hold two numbers"),
        ("3 2 1\n", 1, "must hold two numbers"),
        ("-3 2\n", 1, "must hold two numbers"),
        ("3.5 2\n", 1, "must hold two numbers"),
        ("three two\n", 1, "must hold two numbers"),
        ("0 2\n", 1, "the number of candidates must be 1 to"),
        ("3 0\n", 1, "the number of seats must be at least 1"),
        ("3 2\n-4\n" + PAPERS[4:] + NAMES, 2, "there is no candidate 4 to withdraw"),
        ("3 2\n", 1, "ends before the papers"),
        ("3 2\n1 1 0\n", 2, "ends before the 0 after the last paper"),
        ("3 2\n1 1 0\n\n1 4 0\n0\n" + NAMES, 4, "there is no candidate 4"),
        ("3 2\n1 1 0\n1 0 2 0\n0\n" + NAMES, 3, "there is no candidate 0"),
        ("3 2\n1 1 2\n0\n" + NAMES, 2, "does not end with 0"),
        ("3 2\n1 1 0\n1\n0\n" + NAMES, 3, "does not end with 0"),
        ("3 2\n1 1 0\n0 1 0\n0\n" + NAMES, 3, "number of papers must be at least 1"),
        ("3 2\n1 1 0\nx 1 0\n0\n" + NAMES, 3, "must begin with the number of papers"),
        ("3 2\n1.5 1 0\n0\n" + NAMES, 2, "must begin with the number of papers"),
        ("3 2\n1 1 0\n-1\n0\n" + NAMES, 3, "must begin with the number of papers"),
        ("3 2\n(id)\n0\n" + NAMES, 2, "must begin with the number of papers"),
        ("3 2\n1 1 x 0\n0\n" + NAMES, 2, '"x" is not the number of a candidate'),
        ("3 2\n1 -1 0\n0\n" + NAMES, 2, '"-1" is not the number of a candidate'),
        ("3 2\n1 1= 0\n0\n" + NAMES, 2, '"" is not the number of a candidate'),
        ("3 2\n1 1 ２ 0\n0\n" + NAMES, 2, '"２" is not the number of a candidate'),
        (f"3 2\n1 {'1' * 5000} 0\n0\n" + NAMES, 2, "is not the number of a candidate"),
        (f"3 2\n1 {'1' * 10} 0\n0\n" + NAMES, 2, "there is no candidate 1111111111"),
        ("3 2\n1 1 0\n1 1 2=3 0\n0\n" + NAMES, 3, "candidates 2 and 3 share a rank"),
        ("3 2\n1 1=2=3 0\n0\n" + NAMES, 2, "candidates 1, 2 and 3 share a rank"),
        ("3 2\n1 1 0\n1 1 - 2 0\n0\n" + NAMES, 3, "a rank is skipped"),
        ("3 2\n1 1 0\n1 1 2 1 0\n0\n" + NAMES, 3, "candidate 1 is ranked twice"),
        (PAPERS + '"Ann"\n"Ben"\n', 7, "ends before the name of candidate 3"),
        (PAPERS + '"Ann"\n"Ben\n"Cat"\n', 7, "the quotation mark is not closed"),
        (PAPERS + '"Ann"\n"Ben"\n"Cat"\n"Title\n', 9, "the quotation mark is not closed"),
        (PAPERS + NAMES + "\nmore\n", 11, "there is more after the title"),
    ],
)
def test_malformed_files_are_refused_with_their_line(text: str, line: int, fault: str) -> None:
    with pytest.raises(BallotFileError) as refused:
        read(text)
    assert refused.value.line == line
    assert fault in refused.value.fault
    assert str(refused.value).startswith(f"test.blt, line {line}: ")
    assert "\n" not in str(refused.value)


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    with pytest.raises(BallotFileError, match="line 6: is not text in UTF-8"):
        read(PAPERS.encode() + b'"Zo\xeb"\n"Ben"\n"Cat"\n')


@pytest.mark.parametrize(
    ("marks", "kept"),
    [("1 2=3", [1]), ("1 - 2", [1]), ("1 2 1 3", [1, 2]), ("1=2 3", []), ("- 1", [])],
)
def test_preferences_before_a_fault_may_be_kept(marks: str, kept: list[int]) -> None:
    text = f"3 2\n5 3 0\n2 {marks} 0\n0\n{NAMES}"
    profile = blt.read(text, "test.blt", cut_at_fault=True)
    assert profile == Profile.from_rankings(
        ["Ann", "Ben", "Cat"], 2, [[3]] * 5 + [kept] * 2, "Title"
    )


def test_an_unknown_candidate_is_no_fault_to_cut_at() -> None:
    with pytest.raises(BallotFileError, match="no candidate 9"):
        blt.read(f"3 2\n1 1 - 9 0\n0\n{NAMES}", "test.blt", cut_at_fault=True)


def test_a_fault_deep_in_a_large_file_is_found_on_its_line() -> None:
    lines = ["3 1", *["1 1 2 0"] * 150_000, "0", "Ann", "Ben", "Cat"]
    assert read("\n".join(lines)).weights.tolist() == [150_000]
    lines[140_000] = "1 1 1 0"
    with pytest.raises(BallotFileError, match="line 140001: candidate 1 is ranked twice"):
        read("\n".join(lines))
    lines[140_000] = "1 2 1 0  # odd, and right"
    assert read("\n".join(lines)).weights.tolist() == [149_999, 1]


def test_one_long_ranking_among_many_papers_is_read_as_far_as_there_is_room_for_it() -> None:
    long = " ".join(map(str, range(1, 101)))
    names = "\n".join(f"Candidate {number}" for number in range(1, 101))
    one, two = "1 1 0\n" * 300, "1 2 0\n" * 300
    text = f"100 1\n{one}1 {long} 0\n{two}0\n{names}\n"
    expected = read(text)
    assert expected.weights.tolist() == [300, 1, 300]
    with mock.patch.object(blocks, "MOST_PLACES", 10_000):
        assert read(text) == expected
        with (
            mock.patch.object(blt, "_MOST_PLACES", 60_000),
            pytest.raises(BallotFileError, match="line 602: there are too many papers for a"),
        ):
            read(text)


def test_numbers_of_papers_beyond_64_bits_are_exact() -> None:
    number = 900_000_000_000_000_000
    text = "2 1\n" + f"{number} 1 0\n" * 20 + "1 2 0\n0\nAnn\nBen\n"
    profile = read(text)
    assert profile.total == 20 * number + 1
    assert read(blt.write(profile)) == profile


@pytest.mark.parametrize("candidates", [1, 8, 9, 63, 64, 65, 130, 255, 256, 700])
def test_any_number_of_candidates(candidates: int) -> None:
    draw = random.Random(candidates)
    everybody = range(1, candidates + 1)
    rankings = [draw.sample(everybody, draw.randint(0, min(candidates, 40))) for _ in range(300)]
    names = [f"Candidate {number}" for number in everybody]
    profile = Profile.from_rankings(names, 1, [*rankings, *rankings[:50]])
    rows = profile.rankings.tolist()
    assert rows == [list(row) for row in sorted({tuple(row) for row in rows})]
    written = blt.write(profile)
    assert read(written) == profile
    lines = written.splitlines()
    lines[1] = f"1 {candidates} {candidates} 0"
    with pytest.raises(BallotFileError, match=f"line 2: candidate {candidates} is ranked twice"):
        read("\n".join(lines))


@pytest.mark.parametrize("file", BALLOT_FILES, ids=lambda file: file.name)
def test_real_files_read_back_identical(file: Path) -> None:
    profile = blt.read(file.read_bytes(), file.name)
    written = blt.write(profile)
    assert blt.read(written, "written") == profile
    assert blt.write(blt.read(written, "written")) == written


@settings(max_examples=60, deadline=None)
@given(elections)
def test_any_profile_reads_back_equal(election: Election) -> None:
    profile = election.profile()
    assert read(blt.write(profile)) == profile
    assert hash(read(blt.write(profile))) == hash(profile)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=8),
        min_size=2,
        max_size=2,
    )
)
def test_any_names_read_back_equal(names: list[str]) -> None:
    profile = Profile.from_rankings([names[0]], 1, [[1]], title=names[1])
    assert read(blt.write(profile)) == profile


@settings(max_examples=200, deadline=None)
@given(st.text('0123-= \n#()x"', max_size=60))
def test_any_text_is_read_or_refused_on_a_line_it_has(text: str) -> None:
    try:
        profile = read(text)
    except BallotFileError as error:
        refused = error
    else:
        assert read(blt.write(profile)) == profile
        return
    assert 1 <= refused.line <= text.count("\n") + 1


STRAYS = ["", " ", "\n", "\r", "\t", "0", "00", "1", "7", "12", "300", "-", "=", "x", "é", "#"]
STRAYS += ["(", ")", "(A17)", " (1 2) 0", "(A17)\n", "\n# x\n", " # x\n"]


def _outcome(text: str) -> Profile | tuple[int, str]:
    try:
        return read(text)
    except BallotFileError as error:
        return error.line, error.fault


@settings(max_examples=5000 if os.environ.get("SOAK") == "1" else 200, deadline=None)
@given(elections, st.data())
def test_a_damaged_file_is_read_alike_by_the_block_and_by_the_line(
    election: Election, data: st.DataObject
) -> None:
    text = list(blt.write(election.profile()))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        stray = data.draw(st.sampled_from(STRAYS))
        text[at] = data.draw(st.sampled_from(["", text[at]])) + stray
    damaged = "".join(text)
    by_the_block = _outcome(damaged)
    with mock.patch.object(blt._Reader, "fast_block", return_value=False):
        assert _outcome(damaged) == by_the_block


def test_a_name_that_is_no_text_cannot_be_written() -> None:
    with pytest.raises(InputError, match="cannot be written"):
        blt.write(Profile.from_rankings(["\udcff"], 1, [[1]]))


def test_a_profile_equals_nothing_else() -> None:
    assert PLAIN != "a profile"


def test_odd_lines_far_apart_are_found_and_all_others_read_by_the_block() -> None:
    draw = random.Random(1)
    lines = [f"1 {' '.join(map(str, draw.sample(range(1, 9), 5)))} 0" for _ in range(120_000)]
    for at, odd in ((70, "2 1=2 3 0"), (59_000, "# nothing"), (60_000, ""), (110_000, "1 - 3 0")):
        lines[at] = odd
    names = "".join(f"{letter}\n" for letter in "ABCDEFGH")
    text = "\n".join(["8 3", *lines, "0", names])
    with mock.patch.object(
        blt._Reader, "paper", autospec=True, side_effect=blt._Reader.paper
    ) as one:
        profile = blt.read(text, "long.blt", cut_at_fault=True)
    assert one.call_count < 2_000, "of more than a hundred thousand lines"
    with mock.patch.object(blt._Reader, "fast_block", return_value=False):
        assert profile == blt.read(text, "long.blt", cut_at_fault=True)
    for fault, line in (("1=2", 72), ("1 - 3", 110_002)):
        with pytest.raises(BallotFileError) as refused:
            blt.read(text.replace("1=2", "1 2") if line > 72 else text, "long.blt")
        assert refused.value.line == line, fault
