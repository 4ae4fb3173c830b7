"""Re-open nominations from the paper to the result: last on it, nobody's page, a vacant seat."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from elections import results, tallying
from elections.ballots import fixing
from elections.models import Candidate, CandidateLeft, Election
from elections.refusal import Refused
from members.models import User
from tests.after_close import cast
from tests.office.cast import scotland
from tests.voting.cast import follow, page

pytestmark = pytest.mark.django_db(transaction=True)
RON = "Re-open nominations"


@pytest.fixture
def election(rosa: User) -> Election:
    return cast.set_up(rosa, cast.with_ron)


def test_it_is_the_last_of_the_candidates_and_is_fixed_with_them(election: Election) -> None:
    last = Candidate.objects.filter(contest__election=election).order_by("number").last()
    assert last is not None
    assert (last.number, last.ballot_name, last.is_ron, last.nomination) == (4, RON, True, None)
    assert '"ron":4' in fixing.manifest_of(election.pk).text.decode()


def test_it_is_the_last_on_every_paper(election: Election) -> None:
    for name in ("Dewi", "Efua", "Aisha"):
        paper = cast.shown(page(election, "show-paper"), follow(election, name))
        people = ("Aisha Bello", "Bea Okafor", "Callum Reid", RON)
        places = [paper.index(f'data-name="{who}"') for who in people]
        assert max(places) == places[-1]
        assert "A seat that it wins stays vacant." in paper


def test_it_has_no_page_and_no_slate(election: Election) -> None:
    assert RON not in cast.shown(page(election, "list-candidates"))
    address = f"{page(election, 'list-candidates')}{scotland(election).number}/4/"
    assert Client().get(address).status_code == 404
    assert "re-open nominations" in cast.shown(election.get_absolute_url())


def test_a_seat_it_wins_stays_vacant(election: Election, tmp_path: Path, rosa: User) -> None:
    cast.cast_votes(election, Dewi=[RON], Efua=[RON, "Bea Okafor"], Aisha=["Aisha Bello"])
    election = cast.count(election)
    result = results.result_of(scotland(election))
    assert (result.elected, result.vacant, result.won_by_ron) == ([], 1, 1)
    told = cast.shown(cast.result_page(election))
    assert "Nobody is elected." in told
    assert "1 seat stays vacant. Won by “Re-open nominations”: 1." in told
    assert '<strong class="tag wait">Vacant</strong>' in told
    cast.recounted_and_verified(election, tmp_path)
    declared = cast.declare(election, rosa)
    assert declared.declared_at


def test_nobody_can_record_that_it_left(election: Election, rosa: User) -> None:
    with pytest.raises(Refused, match="Only somebody who stands"):
        tallying.leave(
            cast.candidate(election, RON),
            reason=CandidateLeft.Reason.DIED,
            actor=rosa,
            now=timezone.now(),
        )


def test_a_later_vacancy_by_leaving_does_not_stop_the_count(election: Election, rosa: User) -> None:
    cast.cast_votes(election, Dewi=["Bea Okafor", RON], Efua=["Bea Okafor", RON])
    for name in ("Bea Okafor", "Aisha Bello", "Callum Reid"):
        tallying.leave(
            cast.candidate(election, name),
            reason=CandidateLeft.Reason.WITHDREW,
            actor=rosa,
            now=timezone.now(),
        )
    election = cast.count(election)
    assert results.result_of(scotland(election)).vacant == 1
