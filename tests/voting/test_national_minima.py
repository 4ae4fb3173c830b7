"""What all contests came to together is reported beside the national minima, and forces nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from elections import erasing, national, publishing, scheduling, tallying
from elections import results as standing
from elections.ballots import keys
from elections.models import (
    Candidate,
    CandidateLeft,
    Contest,
    Election,
    IdentityDeclaration,
    Nomination,
    SeatPlan,
)
from members.models import User
from tests.members.people import add_member
from tests.office import cast

pytestmark = pytest.mark.django_db
DAY = cast.DAY


def stands(contest: Contest, number: int, officer: User, *declared: str) -> Nomination:
    who = add_member(f"5{contest.number}{number}", f"Person {contest.number}-{number}")
    nomination = Nomination.objects.create(
        contest=contest, member=who, ballot_name=who.name, submitted_at=timezone.now()
    )
    for attribute in declared:
        cast.declares(nomination, attribute)
    return cast.accepted(nomination, officer)


def elected(officer: User, *disabled: int, women: int = 3, asked: int = 5) -> Election:
    """London (6 seats, 3 women) and Midlands (4 seats, 2 women), all unopposed. `women` of London's
    and two of Midlands' are counted; as many as `disabled` says declare that for totals alone.
    """
    made = cast.prepared(opens_in=3 * DAY, only=("London & Eastern", "Midlands"))
    scheduling.set_national_minima(made, {"women": asked, "disabled": 3}, actor=None)
    made = cast.fresh(made)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    many = sum(disabled)
    for contest, reserved in zip(made.contests.order_by("number"), (women, 2), strict=True):
        for number in range(contest.seats):
            declared = ["women"] if number < reserved else []
            declared += ["bame"] if number < 2 else []
            if many > 0:
                declared.append("disabled")
                many -= 1
            stands(contest, number, officer, *declared)
    keys.make_sealing_key(made.pk)
    publishing.fix_papers(cast.fresh(made), actor=officer, now=timezone.now())
    return cast.fresh(made)


def declare(election: Election, officer: User) -> Election:
    tallying.declare(election, actor=officer, now=timezone.now(), reason="The report is late.")
    return cast.fresh(election)


def results(election: Election) -> str:
    return words(Client().get(f"/elections/{election.slug}/results/"))


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_group_with_reserved_seats_is_counted_from_the_published_files(rosa: User) -> None:
    shown = results(elected(rosa, women=4))
    assert "At least 5: Women and marginalised genders – 6 were elected. <strong>Met." in shown


def test_what_was_not_reached_is_said_and_changes_nothing(rosa: User) -> None:
    election = elected(rosa, asked=7)
    assert "At least 7: Women and marginalised genders – 5 were elected. <strong>Not met." in (
        results(election)
    )
    assert all(plan.vacant == 0 for plan in SeatPlan.objects.all())


def test_a_total_comes_with_the_declared_result(rosa: User) -> None:
    election = elected(rosa, 5)
    assert "the total is published with the declared result" in results(election)
    election = declare(election, rosa)
    assert "At least 3: Disabled – 5 were elected. <strong>Met." in results(election)


@pytest.mark.parametrize("number", [0, 1, 4])
def test_no_number_below_five_is_published_or_stored(rosa: User, number: int) -> None:
    election = declare(elected(rosa, number), rosa)
    assert "no total is published: fewer than five elected declared it, or nobody." in results(
        election
    )
    assert election.declarations.get(kind="declared").totals == {}


def test_nobody_is_known_by_being_one_of_all(rosa: User) -> None:
    election = declare(elected(rosa, 8), rosa)
    assert "Disabled – at least 5 were elected" in results(election)
    assert election.declarations.get(kind="declared").totals == {
        "disabled": {"number": 5, "is_exact": False}
    }


def test_totals_outlive_the_declarations(rosa: User) -> None:
    election = declare(elected(rosa, 5), rosa)
    found = standing.contest_results(election)
    before = national.report(election, found)
    IdentityDeclaration.objects.all().delete()
    assert national.report(election, found) == before


def erased(election: Election) -> None:
    """As beat erases what candidates declared, though the result is not declared yet."""
    cast.move(election, declarations_kept_until_at=timezone.now() - timedelta(seconds=1))
    assert erasing.erase_due(timezone.now()) == 1
    assert not IdentityDeclaration.objects.exists()


def test_what_was_erased_before_the_declaration_was_counted_by_then(rosa: User) -> None:
    election = elected(rosa, 5)
    assert election.national_totals == {"disabled": {"number": 5, "is_exact": True}}
    erased(election)
    assert "Disabled – 5 were elected" not in results(election), "not before it is declared"
    election = declare(election, rosa)
    assert "At least 3: Disabled – 5 were elected. <strong>Met." in results(election)
    assert election.national_totals is None, "from here on the declaration has it"


def leave(election: Election, rosa: User, *declared: str) -> Election:
    """The first of those who declared these goes, or of those who declared nothing but women."""
    found = Candidate.objects.filter(contest__election=election, left=None).order_by("pk")
    having = found.filter(nomination__declarations__attribute="disabled")
    gone = having.first() if declared else found.exclude(pk__in=having).first()
    assert gone is not None
    tallying.leave(gone, reason=CandidateLeft.Reason.WITHDREW, actor=rosa, now=timezone.now())
    return cast.fresh(election)


def test_they_are_taken_anew_when_a_candidate_leaves(rosa: User) -> None:
    election = leave(elected(rosa, 6), rosa, "disabled")
    assert election.national_totals == {"disabled": {"number": 5, "is_exact": False}}
    election = leave(election, rosa, "disabled")
    assert election.national_totals == {}, "four are left, and no such number is written down"
    assert declare(election, rosa).declarations.get(kind="declared").totals == {}


def test_who_leaves_after_the_erasure_leaves_no_total_that_might_be_wrong(rosa: User) -> None:
    election = elected(rosa, 5)
    erased(election)
    assert leave(election, rosa).national_totals == {}


def test_totals_of_a_count_from_before_they_were_kept_are_taken_at_the_declaration(
    rosa: User,
) -> None:
    election = elected(rosa, 5)
    Election.objects.filter(pk=election.pk).update(national_totals=None)
    assert declare(election, rosa).declarations.get(kind="declared").totals == {
        "disabled": {"number": 5, "is_exact": True}
    }


def test_a_declaration_for_totals_alone_is_in_no_published_file(rosa: User) -> None:
    election = elected(rosa, 5)
    for contest in election.contests.select_related("seat_plan"):
        assert "disabled" not in contest.seat_plan.minima_file
        assert "women" in contest.seat_plan.minima_file
