"""ERS97 on the worked figures of its own booklet: R. A. Newland and F. S. Britton, How to conduct
an election by the single transferable vote, third edition, 1997, chapters 8 and 9.

The booklet prints votes, not papers: the papers here are made to have them. The exercises print the
question; the answers are what the paragraph named at each comes to by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import pytest

from elections.counting import Profile, Result, Stage, blt, count
from elections.counting.result import Action

Marks = dict[tuple[int, ...], int]


def ers97(candidates: int, places: int, marks: Marks) -> Result:
    """Count as many papers of each ranking as ``marks`` says.

    There are lots for the later stages, in which equals meet; no figure told here comes of one.
    """
    rankings = chain.from_iterable(repeat(ranking, many) for ranking, many in marks.items())
    names = [f"Candidate {number}" for number in range(1, candidates + 1)]
    profile = Profile.from_rankings(names, places, rankings)
    return count(profile, "ers97", lots=range(1, candidates + 1))


def figures(stage: Stage) -> list[str]:
    return [stage.figure(votes) for votes in stage.votes]


def shares(votes: int, candidates: int) -> list[int]:
    """Votes as evenly among candidates as can be."""
    each, more = divmod(votes, candidates)
    return [each + (number < more) for number in range(candidates)]


# --- 8: the model election, as far as its text gives all figures ---


def test_the_first_two_stages_of_the_model_election() -> None:
    # Eleven candidates, six places, 758 papers of which 5 are invalid. The first, Smith, has 134,
    # the last two 24 and 23; 123 of Smith's papers are transferable.
    others = [24, 23, *shares(753 - 134 - 24 - 23, 8)]
    marks: Marks = {(1,): 11, (): 5}
    marks |= {(number,): votes for number, votes in enumerate(others, start=2)}
    marks |= {(1, number): many for number, many in enumerate(shares(123, 10), start=2)}
    result = ers97(11, 6, marks)
    assert (result.papers, result.valid, result.invalid) == (758, 753, 5)
    first, second = result.stages[:2]
    assert first.elected == (1,)
    assert first.figure(first.quota or 0) == "107.58"
    assert second.action == Action("surplus", 1)
    assert second.transfer_value == 21
    assert sum(sent.papers for sent in second.transfers if sent.to) == 123
    assert sum(sent.value for sent in second.transfers if sent.to) == 2583
    assert second.figure(second.non_transferable) == "0.59"
    assert figures(second)[0] == "107.58"
    assert sum(second.votes) + second.non_transferable == 75300


# --- 9.1: papers and how far they are transferable ---


# 5.1.2, 6.24: the figures on a paper, candidate by candidate; the same in a ballot file, where an
# equal or skipped preference is cut with all that follow; and the preferences that count.
@pytest.mark.parametrize(
    ("figures", "line", "preferences"),
    [
        ("1", "1", [1]),
        ("3,4,1,2", "3 4 1 2", [3, 4, 1, 2]),
        ("2,3,4,1,3", "4 1 2=5 3", [4, 1]),
        ("2,1,3,1", "2=4 1 3", []),
        ("3,5,2,1", "4 3 1 - 2", [4, 3, 1]),
    ],
)
def test_exercise_1_the_preferences_that_count(
    figures: str, line: str, preferences: list[int]
) -> None:
    names = "".join(f'"{letter}"\n' for letter in "ABCDE")
    profile = blt.read(f"5 1\n1 {line} 0\n0\n{names}", figures, cut_at_fault=True)
    assert profile == Profile.from_rankings([*"ABCDE"], 1, [preferences])
    assert count(profile, "ers97", lots=range(1, 6)).valid == bool(preferences)


# --- 9.2: quotas ---


# 5.1.6
@pytest.mark.parametrize(
    ("total", "valid", "places", "quota"),
    [
        (5347, 5334, 6, "762.00"),
        (700, 698, 7, "87.25"),
        (28645, 28625, 5, "4770.84"),
        (736, 731, 20, "34.81"),
    ],
)
def test_exercise_2_the_quota(total: int, valid: int, places: int, quota: str) -> None:
    candidates = places + 2
    marks: Marks = {(n,): many for n, many in enumerate(shares(valid, candidates), start=1)}
    first = ers97(candidates, places, marks | {(): total - valid}).stages[0]
    assert first.figure(first.quota or 0) == quota


# --- 9.3: surpluses of the first stage ---


# 5.3.3, 5.3.7, 5.3.9: votes, quota and papers that are not transferable; how many papers and places
# make this quota, and how many other candidates there are.
@pytest.mark.parametrize(
    ("votes", "quota", "last", "size", "surplus", "value", "difference"),
    [
        (127, "88.91", 4, (978, 10, 12), 38_09, 30, 1_19),
        (867, "833.00", 17, (2499, 2, 4), 34_00, 4, 0),
        (1635, "1149.00", 14, (3447, 2, 4), 486_00, 29, 15_91),
        (1327, "1315.00", 10, (3945, 2, 4), 12_00, 0, 12_00),
    ],
)
def test_exercise_3_a_surplus_of_the_first_stage(
    votes: int,
    quota: str,
    last: int,
    size: tuple[int, int, int],
    surplus: int,
    value: int,
    difference: int,
) -> None:
    valid, places, others = size
    marks: Marks = {(1, 2): votes - last, (1,): last}
    marks |= {(n,): many for n, many in enumerate(shares(valid - votes, others), start=2)}
    first, second = ers97(others + 1, places, marks).stages[:2]
    assert first.figure(first.quota or 0) == quota
    assert first.votes[0] - (first.quota or 0) == surplus
    assert second.action == Action("surplus", 1)
    assert second.transfer_value == value
    assert second.votes[1] - first.votes[1] == (votes - last) * value
    assert second.non_transferable == difference


# --- 9.4: surpluses of a later stage ---

ZOE, XAN, YVES, LEN = 1, 2, 3, 4


@dataclass(frozen=True)
class Later:
    """An election in which Xan has a surplus at the fourth stage.

    Zoe is elected at the first with ``zoe`` votes, whose surplus goes on to Xan, Yves and Len as
    ``passed`` says; Yves is then excluded, and all his papers go to Xan. ``first`` are the first
    preferences for Xan and Yves, ``others`` the number of candidates with the rest, Len among them.
    Of the papers Xan receives last, ``ending`` have no further preference.
    """

    valid: int
    places: int
    zoe: int
    passed: tuple[int, int, int]
    first: tuple[int, int]
    others: int
    ending: int

    def stages(self) -> Sequence[Stage]:
        to_xan, to_yves, to_len = self.passed
        xan, yves = self.first
        by_way_of = (YVES,) if yves else (ZOE, YVES)
        marks: Marks = {
            (ZOE,): self.zoe - sum(self.passed),
            (ZOE, XAN, LEN): to_xan,
            (ZOE, LEN): to_len,
            (XAN, LEN): xan,
            (*by_way_of, XAN, LEN): (yves or to_yves) - self.ending,
            (*by_way_of, XAN): self.ending,
        }
        rest = self.valid - self.zoe - xan - yves
        marks |= {(n,): many for n, many in enumerate(shares(rest, self.others), start=LEN)}
        return ers97(3 + self.others, self.places, marks).stages


# 5.3.2, 5.3.7, 5.3.9: votes, quota and what the surplus comes to; where the papers are worth no more
# than the surplus, they keep their value.
@pytest.mark.parametrize(
    ("case", "votes", "quota", "papers", "present", "value", "difference"),
    [
        # 90.24 too many; 84 transferable of 93 papers at 1.00
        (
            Later(3932, 3, 995, (1, 0, 49), (980, 93), 19, 9),
            "1073.24",
            "983.00",
            93,
            100,
            100,
            6_24,
        ),
        # 3.27 too many; all of 8 papers at 0.63
        (Later(416, 6, 123, (82, 8, 10), (6, 0), 7, 0), "62.70", "59.43", 8, 63, 40, 7),
        # 18.54 too many; 80 of 98 papers at 0.21
        (
            Later(3256, 3, 857, (76, 98, 26), (796, 0), 39, 18),
            "832.54",
            "814.00",
            98,
            21,
            21,
            1_74,
        ),
        # 135.81 too many; 148 of 167 papers at 1.00
        (
            Later(4608, 3, 1179, (3, 0, 97), (1120, 167), 12, 19),
            "1287.81",
            "1152.00",
            167,
            100,
            91,
            1_13,
        ),
    ],
)
def test_exercise_4_a_surplus_of_a_later_stage(
    case: Later, votes: str, quota: str, papers: int, present: int, value: int, difference: int
) -> None:
    _first, second, third, fourth = case.stages()[:4]
    assert (second.action, third.action) == (Action("surplus", ZOE), Action("exclude", YVES))
    batch = third.batches[-1]
    assert (batch.papers, batch.value, batch.elected) == (papers, present, (XAN,))
    assert figures(third)[XAN - 1] == votes
    assert third.figure(third.quota or 0) == quota == figures(fourth)[XAN - 1]
    assert fourth.action == Action("surplus", XAN)
    assert fourth.transfer_value == value
    assert fourth.votes[LEN - 1] - third.votes[LEN - 1] == (papers - case.ending) * value
    assert fourth.non_transferable - third.non_transferable == difference


# --- 9.5: the batches of an excluded candidate ---

# The first two are elected at once; their surpluses go on one after the other, to Eve, to Ulf and to
# some of the others. Then Ulf is excluded, in the first case with four more, and then Eve. The marks
# of those who put the first two first come first, then everybody else's.
EVE, ULF = 3, 4
IN_ORDER_5A: Marks = {(1,): 244, (1, EVE): 71, (1, ULF, EVE): 4, (1, 9): 5}
IN_ORDER_5A |= {(2,): 142, (2, EVE): 36, (2, 9): 36, (2, 10): 36, (2, 11): 36, (2, 12): 36}
IN_ORDER_5A |= {(EVE, 9): 137, (ULF, EVE): 8, (5, 9): 30, (6, 10): 36, (7, 11): 40, (8, 12): 44}
IN_ORDER_5A |= {(number,): many for number, many in enumerate(shares(859, 4), start=9)}
IN_ORDER_5B: Marks = {(1,): 270, (1, EVE): 94, (1, ULF, EVE): 33, (1, 5): 33}
IN_ORDER_5B |= {(2,): 29, (2, EVE): 43, (2, ULF, EVE): 12, (2, 5): 345}
IN_ORDER_5B |= {(EVE,): 17, (ULF, 5): 20}
IN_ORDER_5B |= {(number,): many for number, many in enumerate(shares(1104, 22), start=5)}


# 5.4.2, 6.1
@pytest.mark.parametrize(
    ("candidates", "places", "marks", "received", "batches"),
    [
        (
            12,
            5,
            IN_ORDER_5A,
            ["137.00", "158.30", "162.62", "171.82"],
            [(100, 145), (30, 75), (12, 36)],
        ),
        (26, 4, IN_ORDER_5B, ["17.00", "33.92", "36.93", "43.71"], [(100, 17), (18, 127), (7, 55)]),
    ],
)
def test_exercise_5_papers_of_one_value_move_together_the_highest_first(
    candidates: int,
    places: int,
    marks: Marks,
    received: list[str],
    batches: list[tuple[int, int]],
) -> None:
    *before, last = ers97(candidates, places, marks).stages[:5]
    assert [figures(stage)[EVE - 1] for stage in before] == received
    assert last.action == Action("exclude", EVE)
    assert [(batch.value, batch.papers) for batch in last.batches] == batches


# --- 9.6: whom the first stage elects, and what comes next ---


# 5.1.7, 5.2.2, 5.2.5: nine candidates, five places, 5,697 papers.
@pytest.mark.parametrize(
    ("votes", "elected", "action"),
    [
        ((1073, 937, 858, 784, 660, 549, 431, 225, 180), (1,), Action("surplus", 1)),
        ((1073, 937, 858, 784, 660, 549, 431, 275, 130), (1,), Action("exclude", 9)),
        ((1073, 937, 858, 784, 560, 549, 531, 275, 130), (1,), Action("exclude", 9, (9, 8))),
        ((1073, 987, 808, 784, 560, 549, 531, 275, 130), (1, 2), Action("surplus", 1)),
    ],
)
def test_exercise_6_the_first_stage_and_the_next(
    votes: tuple[int, ...], elected: tuple[int, ...], action: Action
) -> None:
    first, second = ers97(9, 5, {(n,): many for n, many in enumerate(votes, start=1)}).stages[:2]
    assert first.figure(first.quota or 0) == "949.50"
    assert first.elected == elected
    assert second.action == action


# --- Paper 6 of Voting matters 11, 2000, about 5.3.2: somebody elected because the quota falls ---


def test_who_is_elected_by_a_falling_quota_hands_on_the_papers_received_last() -> None:
    # 102 papers, two places, quota 34. The fifth goes out and makes the first's 28 votes 31; then
    # the fourth, whose papers end: the quota falls to 26.67 while the first receives nothing. The
    # surplus of 4.33 comes from the three papers received last, which are worth less than that.
    marks: Marks = {(1, 2): 28, (2,): 25, (3,): 24, (4,): 22, (5, 1, 3): 2, (5, 1): 1}
    _first, second, third, fourth = ers97(5, 2, marks).stages[:4]
    assert (second.action, second.elected) == (Action("exclude", 5), ())
    assert (third.action, third.elected) == (Action("exclude", 4), (1,))
    assert figures(third) == ["31.00", "25.00", "24.00", "0.00", "0.00"]
    assert third.figure(third.quota or 0) == "26.67"
    assert (fourth.action, fourth.transfer_value) == (Action("surplus", 1), 100)
    assert figures(fourth)[:3] == ["26.67", "25.00", "26.00"]
    assert fourth.figure(fourth.non_transferable) == "24.33"


def test_first_preferences_where_nothing_was_received_since() -> None:
    # 91 papers, two places, quota 30.34; the fourth goes out, and it falls to 26.34. The surplus of
    # 3.66 is shared by 20 of the 30 papers.
    marks: Marks = {(1, 3): 20, (1,): 10, (2,): 25, (3,): 24, (4,): 12}
    _first, second, third = ers97(4, 2, marks).stages[:3]
    assert (second.action, second.elected) == (Action("exclude", 4), (1,))
    assert (third.action, third.transfer_value) == (Action("surplus", 1), 18)
    assert figures(third)[:3] == ["26.34", "25.00", "27.60"]
