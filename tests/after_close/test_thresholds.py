"""Questions: equal is not carried, and each threshold is told with what it is a share of."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from elections import results, tallying
from elections.ballots.fixing import manifest_of
from elections.models import CountRecord, Election, ResultDeclaration
from elections.tallying import Amended
from members.models import User
from tests.after_close import cast
from tests.after_close.cast import BLANK, NO, YES
from tests.embedded.guards import without_the_guard
from tests.voting.cast import page

pytestmark = pytest.mark.django_db(transaction=True)


def told(election: Election) -> str:
    return cast.shown(f"{page(election, 'show-results')}{election.contests.get().number}/")


def test_equal_yes_and_no_is_not_carried(rosa: User) -> None:
    election = cast.asked(rosa, {"Aisha": YES, "Bea": NO})
    assert not results.result_of(election.contests.get()).is_carried
    assert "Not carried" in told(election)
    assert "Not carried" in cast.shown(page(election, "show-results"))


@pytest.mark.parametrize(("bea", "outcome"), [(NO, "is not carried"), (YES, "is carried")])
def test_the_page_of_a_question_speaks_of_answers_and_elects_nobody(
    rosa: User, bea: str, outcome: str
) -> None:
    shown = told(cast.asked(rosa, {"Aisha": YES, "Bea": bea}))
    assert f"The votes are counted. The question {outcome}." in shown
    assert re.search(r'<th scope="col"> ?Answer ?</th>', shown)
    assert ("Green with a tick: carried." in shown) == (bea == YES)
    for words in (
        "Nobody is elected",
        "Not transferable",
        "> Candidate <",
        ": elected",
        ">Elected<",
    ):
        assert words not in shown


def test_a_majority_is_of_yes_and_no_without_blank_papers(rosa: User) -> None:
    answers = {"Aisha": YES, "Bea": YES, "Callum": NO, "Dewi": BLANK, "Efua": BLANK}
    election = cast.asked(rosa, answers, majority_needed=60)
    shown = told(election)
    assert "Majority: 2 of 3 papers that say yes or no; 60% was needed and was reached." in shown
    assert "Not carried" not in shown


def test_a_turnout_is_of_all_entitled_and_counts_blank_papers(rosa: User) -> None:
    missed = cast.asked(rosa, {"Aisha": YES, "Bea": BLANK}, turnout_needed=50)
    shown = told(missed)
    assert "Turnout: 2 of 6 members entitled to vote; 50% was needed and was not reached." in shown
    assert "Not carried" in shown
    assert "33.3%" in shown
    number = missed.contests.get().number
    assert f"contests/{number}/result.json" in cast.bundle(missed).namelist()


def test_thresholds_are_fixed_with_the_papers_and_verified(rosa: User, tmp_path: Path) -> None:
    election = cast.asked(rosa, {"Aisha": YES, "Bea": YES}, turnout_needed=33, majority_needed=60)
    (sheet,) = json.loads(manifest_of(election.pk).text)["sheets"]
    assert sheet["contests"][0]["thresholds"] == {"majority": 60, "turnout": 33}
    said = cast.recounted_and_verified(election, tmp_path)
    assert f"contest {election.contests.get().number}: counted as fixed, 2 of the 2 papers" in said
    assert "thresholds" not in said
    assert json.loads(cast.bundle(election).read("turnout.json")) == [
        {"sheet": 1, "entitled": 6, "cast": 2}
    ]


def test_a_question_without_thresholds_is_fixed_to_have_none(rosa: User, tmp_path: Path) -> None:
    election = cast.asked(rosa, {"Aisha": YES})
    (sheet,) = json.loads(manifest_of(election.pk).text)["sheets"]
    assert sheet["contests"][0]["thresholds"] == {}
    cast.recounted_and_verified(election, tmp_path)


def test_a_turnout_that_is_just_reached(rosa: User) -> None:
    election = cast.asked(rosa, {"Aisha": YES, "Bea": BLANK, "Callum": BLANK}, turnout_needed=50)
    assert results.result_of(election.contests.get()).is_carried
    assert "50% was needed and was reached." in told(election)


def test_papers_that_cannot_be_read_are_told_of_beside_the_turnout(rosa: User) -> None:
    election = cast.asked(rosa, {"Aisha": YES, "Bea": YES})
    record = CountRecord.objects.filter(contest__election=election)
    without_the_guard(record, malformed={"format": 1, "length": 1})
    text = Client().get(page(election, "show-results")).content.decode()
    row = " ".join(text.split("All members</th>")[1].split("</tr>")[0].split())
    assert [cell.split("<")[0] for cell in row.split('class="number">')[1:]] == [
        "33.3%",
        "2",
        "6",
        "2",
    ]


def test_a_question_that_nobody_ticks_is_corrected_to_not_carried(rosa: User) -> None:
    election = cast.declare(cast.asked(rosa, {"Aisha": YES, "Bea": YES}), rosa)
    contest = election.contests.get()
    assert results.standing_result(contest).outcome.elected == (1,)
    last = election.declarations.latest("number").number
    what = Amended(ResultDeclaration.Kind.CORRECTED, "The box was misread.", last)
    tallying.amend(contest, what, actor=rosa, now=timezone.now())
    assert results.standing_result(contest).outcome.elected == ()
    assert election.declarations.latest("number").kind == ResultDeclaration.Kind.CORRECTED
