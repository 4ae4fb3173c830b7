"""What holds in every count, whatever the papers."""

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from elections.counting import RULES, Attribute, Minima, Result, count

from .cases import Election, elections

small = settings(max_examples=60, deadline=None)
stv = st.sampled_from(["scottish", "meek", "ers97"])


@small
@given(elections, stv)
def test_papers_are_conserved_at_every_stage(election: Election, rule: str) -> None:
    result = election.count(rule)
    for stage in result.stages:
        assert sum(stage.votes) + stage.non_transferable == result.valid * 10**stage.places
        assert min(stage.votes) >= 0
        assert stage.non_transferable >= 0
    assert result.papers == len(election.rankings)


@small
@given(elections, stv)
def test_seats_are_filled_by_those_who_stand(election: Election, rule: str) -> None:
    elected = election.count(rule).elected
    assert len(elected) == min(election.seats, len(election.standing))
    assert len(set(elected)) == len(elected)
    assert set(elected) <= set(election.standing)


@small
@given(elections, st.sampled_from(sorted(RULES.keys() - {"yes-no"})))
def test_minima_are_met(election: Election, rule: str) -> None:
    elected = set(election.count(rule).elected)
    for attribute in election.minima.attributes:
        winners = len(elected & set(attribute.candidates))
        assert winners >= attribute.minimum
        assert attribute.maximum is None or winners <= attribute.maximum


@small
@given(elections)
def test_each_transfer_passes_on_no_more_than_there_was(election: Election) -> None:
    stages = election.count().stages
    for before, after in pairwise(stages):
        moved = sum(sent.value for sent in after.transfers)
        candidate = after.action.candidate
        assert candidate is not None
        lost = before.votes[candidate - 1] - after.votes[candidate - 1]
        assert moved <= lost
        assert after.non_transferable >= before.non_transferable


@small
@given(elections, st.sampled_from(["scottish", "ers97"]))
def test_nobody_excluded_had_more_votes_than_others_but_those_spared(
    election: Election, rule: str
) -> None:
    running = set(election.standing)
    for before, stage in pairwise(election.count(rule).stages):
        running -= {*before.elected, *before.action.candidates}
        out, spared = set(stage.action.candidates), set(stage.action.spared)
        if stage.action.kind == "exclude":
            most = max(before.votes[number - 1] for number in out)
            fewer = {number for number in running if before.votes[number - 1] < most}
            assert fewer <= out | spared <= running
            assert spared <= set(before.guarded)


@small
@given(elections, stv, st.randoms(use_true_random=False))
def test_the_order_of_the_papers_changes_no_byte(
    election: Election, rule: str, shuffle: random.Random
) -> None:
    rankings = list(election.rankings)
    shuffle.shuffle(rankings)
    result = count(
        election.profile(rankings),
        rule,
        minima=election.minima,
        withdrawn=election.withdrawn,
        lots=election.lots,
    )
    assert result.to_json() == election.count(rule).to_json()


@small
@given(elections)
def test_the_grouping_of_the_papers_changes_no_byte(election: Election) -> None:
    single = election.profile()
    doubled = type(single).from_rows(
        single.candidates,
        single.seats,
        single.rankings.repeat(single.weights, axis=0),
        single.weights.repeat(single.weights) * 0 + 1,
        title=single.title,
    )
    assert doubled == single


@small
@given(elections, stv, st.randoms(use_true_random=False))
def test_renumbering_the_candidates_renumbers_the_result(
    election: Election, rule: str, shuffle: random.Random
) -> None:
    new = list(range(1, election.candidates + 1))
    shuffle.shuffle(new)

    def moved(numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(new[number - 1] for number in numbers)

    other = Election(
        election.candidates,
        election.seats,
        tuple(map(moved, election.rankings)),
        Minima(
            tuple(
                Attribute(a.name, tuple(sorted(moved(a.candidates))), a.minimum, a.maximum)
                for a in election.minima.attributes
            )
        ),
        tuple(sorted(moved(election.withdrawn))),
        moved(election.lots),
    ).count(rule)
    result = election.count(rule)
    assert set(other.elected) == set(moved(result.elected))
    assert len(other.stages) == len(result.stages)
    for one, two in zip(result.stages, other.stages, strict=True):
        assert [two.votes[number - 1] for number in new] == list(one.votes)


@small
@given(elections)
def test_the_result_is_read_back_from_its_json(election: Election) -> None:
    result = election.count()
    assert Result.from_json(result.to_json()) == result


@small
@given(elections)
def test_the_names_change_nothing_but_the_digest(election: Election) -> None:
    profile = election.profile()
    renamed = type(profile).from_rows(
        [name.upper() for name in profile.candidates],
        profile.seats,
        profile.rankings,
        profile.weights,
    )
    one, two = (
        count(
            papers,
            "scottish",
            minima=election.minima,
            withdrawn=election.withdrawn,
            lots=election.lots,
        )
        for papers in (profile, renamed)
    )
    assert (one.stages, one.elected, one.ties) == (two.stages, two.elected, two.ties)
    assert one.digest != two.digest
