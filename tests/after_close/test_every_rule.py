"""A contest under each rule on offer, from the paper to the bundle that a stranger counts again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from elections import results, tallying
from elections.models import CandidateLeft, Contest, CountRecord, Rule
from members.models import User
from tests.after_close import cast
from tests.office.cast import scotland
from tests.voting.cast import follow, page, ranks

pytestmark = pytest.mark.django_db(transaction=True)
OF_PEOPLE = [rule for rule in Rule if rule != Rule.YES_NO]


def under(rule: Rule, *, seats: int = 2, **minima: int) -> Callable[[Contest], None]:
    def change(contest: Contest) -> None:
        contest.rule, contest.marks = rule, 2
        cast.with_seats(seats, **minima)(contest)

    return change


@pytest.mark.parametrize("rule", OF_PEOPLE, ids=str)
def test_from_the_paper_to_the_bundle(
    rule: Rule, rosa: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody leaves meanwhile, one seat is reserved, and voters may re-open nominations."""
    monkeypatch.setattr("elections.tallying.given.SMALL_CONTEST", 2)

    def change(contest: Contest) -> None:
        contest.has_ron = True
        under(rule, women=1)(contest)

    election = cast.set_up(rosa, change, women=["Callum"])
    paper = cast.shown(page(election, "show-paper"), follow(election, "Dewi"))
    if rule.is_ranked:
        assert "Put candidates in your order." in paper
    elif rule == Rule.APPROVAL:
        assert "You may choose as many candidates as you like." in paper
    else:
        assert "You may choose up to 2 candidates." in paper
    cast.cast_votes(
        election,
        Aisha=["Aisha Bello"],
        Bea=["Aisha Bello", "Bea Okafor"],
        Callum=["Aisha Bello"],
        Dewi=["Bea Okafor", "Aisha Bello"],
        Efua=["Callum Reid"],
        Farah=[],
    )
    tallying.leave(
        cast.candidate(election, "Bea Okafor"),
        reason=CandidateLeft.Reason.WITHDREW,
        detail="",
        actor=rosa,
        now=timezone.now(),
    )
    election = cast.count(election)
    result = results.result_of(scotland(election))
    assert (result.result.rule, result.result.valid) == (rule, 5)
    assert result.elected == ["Aisha Bello", "Callum Reid"]
    as_cast = CountRecord.objects.get(kind="as-cast")
    assert results.ContestResult(as_cast).elected_by_count == ["Aisha Bello", "Callum Reid"]
    told = cast.shown(cast.result_page(election))
    assert "Bea Okafor withdrew after the papers were fixed: the count passes over" in told
    assert ("The quota" in told) == rule.is_ranked
    said = cast.recounted_and_verified(election, tmp_path)
    assert said.count("same result (6 papers)") >= 1


def test_all_candidates_may_be_approved_of(rosa: User) -> None:
    election = cast.set_up(rosa, under(Rule.APPROVAL, seats=1))
    everybody = ("Aisha Bello", "Bea Okafor", "Callum Reid")
    checked = follow(election, "Dewi").post(
        page(election, "check-vote"), ranks(election, *everybody)
    )
    told = " ".join(checked.content.decode().split())
    assert all(f'<span class="name">{name}</span>' in told for name in everybody)
    assert "not chosen" not in told
    assert '<span class="rank">1</span>' not in told, "marks have no order"
    cast.cast_votes(election, Dewi=everybody, Efua=["Callum Reid"])
    result = results.result_of(scotland(cast.count(election)))
    assert result.elected == ["Callum Reid"]
    assert dict(result.final_votes) == {"Aisha Bello": "1", "Bea Okafor": "1", "Callum Reid": "2"}
