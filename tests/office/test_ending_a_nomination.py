"""An officer ends the nomination of somebody who died, withdrew too late or is disqualified."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from elections import nominating, publishing, scheduling
from elections.ballots import keys
from elections.models import (
    CandidateLeft,
    Election,
    Message,
    Nomination,
    NominationEnd,
    PublicChange,
)
from elections.refusal import Refused
from elections.vacancies import as_things_stand
from members.models import AuditEntry, Member, User
from members.roles import Role
from tests.members.people import add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db
Reason = CandidateLeft.Reason
DETAIL = "Her sister telephoned."


def page_of(nomination: Nomination, act: str = "end/") -> str:
    slug = nomination.contest.election.slug
    return f"/office/elections/{slug}/nominations/{nomination.pk}/{act}"


def entered(nomination: Nomination, reason: str = "withdrew", **more: str) -> dict[str, str]:
    slug = nomination.contest.election.slug
    return {"reason": reason, "detail": DETAIL, "confirm": slug, **more}


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


def fresh(nomination: Nomination) -> Nomination:
    return Nomination.objects.select_related("contest__election__timetable", "member").get(
        pk=nomination.pk
    )


def ended(nomination: Nomination, rosa: User, reason: Reason) -> NominationEnd:
    return nominating.end(fresh(nomination), reason=reason, actor=rosa, now=timezone.now())


@pytest.fixture
def people(db: None) -> list[Member]:
    return cast.members()


@pytest.fixture
def aishas(rosa: User, people: list[Member]) -> Nomination:
    """Aisha was accepted while nominations are still open; Bea and Farah, without mail, nominated."""
    election = cast.noticed()
    return cast.accepted(
        cast.nominated(election, people[0], supporters=[people[1], people[5]]), rosa
    )


@pytest.fixture
def late(rosa: User, people: list[Member]) -> Nomination:
    """Aisha was accepted with Bea's support, and nominations are closed."""
    return cast.accepted(cast.nominated(cast.checking(), people[0], supporters=people[1:2]), rosa)


def test_the_page_of_the_nomination_leads_there_and_it_says_what_will_happen(
    officer: Client, aishas: Nomination
) -> None:
    assert f'href="{page_of(aishas)}"' in words(officer.get(page_of(aishas, "")))
    page = words(officer.get(page_of(aishas)))
    assert "Aisha Bello no longer stands in Scotland, and will not be on the ballot paper." in page
    assert "2 supporting nominations are released." in page
    assert "they may nominate somebody else until" in page
    assert "What Scotland will be with those who still stand:" in page
    assert "Nobody stands." in page
    check = officer.post(page_of(aishas), {"reason": "withdrew"})
    assert "To confirm, type ncg-2026" in words(check)


def test_it_is_recorded_published_and_told(officer: Client, rosa: User, aishas: Nomination) -> None:
    answer = officer.post(page_of(aishas), entered(aishas, "disqualified"), follow=True)
    page = words(answer)
    assert "Recorded. This person no longer stands." in page
    assert "Aisha Bello was disqualified" in page
    assert DETAIL in page
    aishas.refresh_from_db()
    assert (aishas.state, aishas.is_standing) == ("ended", False)
    assert (aishas.end.reason, aishas.end.recorded_by) == ("disqualified", rosa)
    change = PublicChange.objects.get(kind="ended")
    assert (change.subject, change.reason) == (
        "Aisha Bello, Scotland",
        "Aisha Bello was disqualified.",
    )
    line = AuditEntry.objects.get(action="nomination-ended")
    assert (line.actor, line.reason) == (rosa, "was disqualified")
    assert line.detail == {"reason": "disqualified", "supporters released": 2}
    public = words(Client().get(aishas.contest.election.get_absolute_url()))
    assert "Somebody who stood no longer does: Aisha Bello, Scotland." in public
    for shown in (public, f"{line.detail}{line.reason}"):
        assert DETAIL not in shown, "what is not public stays so"
    message = Message.objects.get(kind="nomination-ended")
    assert (message.to, message.details) == ("aisha@example.org", {"left": "disqualified"})


def test_those_whose_nomination_is_free_again_are_told_while_they_can_use_it(
    officer: Client, aishas: Nomination
) -> None:
    officer.post(page_of(aishas), entered(aishas))
    told = Message.objects.get(kind="support-released")
    assert (told.to, told.nomination) == ("bea@example.org", None)
    assert told.details["candidate"] == "Aisha Bello"
    closes_at = aishas.contest.election.timetable.supporting_closes_at
    assert closes_at is not None
    assert told.details["until"] == closes_at.isoformat()
    assert not aishas.supporting.exists()


def test_after_the_window_nobody_is_told_of_it(officer: Client, late: Nomination) -> None:
    page = words(officer.get(page_of(late)))
    assert "1 supporting nomination is released." in page
    assert "Nobody is mailed about them" in page
    officer.post(page_of(late), entered(late))
    assert fresh(late).state == "ended"
    assert not Message.objects.filter(kind="support-released").exists()


def test_that_mail_is_in_no_list_as_it_would_tell_who_nominated_whom(
    officer: Client, administrator: Client, aishas: Nomination
) -> None:
    officer.post(page_of(aishas), entered(aishas))
    address = f"/office/elections/{aishas.contest.election.slug}/mail/messages/"
    for browser in (officer, administrator):
        for query in ("", "?kind=support-released"):
            page = words(browser.get(f"{address}{query}"))
            assert "bea@example.org" not in page


def test_of_a_death_the_candidate_is_not_mailed(officer: Client, aishas: Nomination) -> None:
    officer.post(page_of(aishas), entered(aishas, "died"))
    assert fresh(aishas).state == "ended"
    assert not Message.objects.filter(to="aisha@example.org").exists()
    assert Message.objects.get(kind="support-released").to == "bea@example.org"


def test_whoever_died_is_not_elected_unopposed(rosa: User, late: Nomination) -> None:
    """Callum and Aisha stand for one seat; once she has died there is no vote, and he has it."""
    election = late.contest.election
    callum = cast.accepted(cast.nominated(election, Member.objects.get(number="102")), rosa)
    assert as_things_stand(late.contest).is_polled
    ended(late, rosa, Reason.DIED)
    assert not as_things_stand(late.contest).is_polled
    keys.make_sealing_key(election.pk)
    publishing.fix_papers(cast.fresh(election), actor=rosa, now=timezone.now())
    contest = cast.scotland(election)
    assert [one.nomination for one in contest.candidates.all()] == [callum]
    assert contest.seat_plan.elected == [1]


def test_with_nobody_left_the_seat_is_vacant_and_can_be_opened_again(
    rosa: User, late: Nomination
) -> None:
    assert not scheduling.vacancies_of(cast.fresh(late.contest.election))
    ended(late, rosa, Reason.WITHDREW)
    [vacancy] = scheduling.vacancies_of(cast.fresh(late.contest.election))
    assert vacancy.contest == late.contest


def test_a_submitted_nomination_is_ended_too_and_is_not_left_to_decide(
    rosa: User, people: list[Member]
) -> None:
    election = cast.checking()
    nomination = cast.nominated(election, people[0])
    ended(nomination, rosa, Reason.DIED)
    assert not Nomination.objects.undecided().exists()
    with pytest.raises(Refused, match="already been decided, withdrawn or ended"):
        nominating.refuse(fresh(nomination), actor=rosa, reason="Late.", now=timezone.now())


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_whoever_does_not_stand_is_not_ended(rosa: User, late: Nomination, state: str) -> None:
    Nomination.objects.filter(pk=late.pk).update(state=state, reason="Not a member.")
    with pytest.raises(Refused, match="This person no longer stands"):
        ended(late, rosa, Reason.DIED)


def test_the_second_press_changes_nothing(officer: Client, late: Nomination) -> None:
    officer.post(page_of(late), entered(late))
    again = officer.post(page_of(late), entered(late), follow=True)
    assert "You have done this already. Nothing was done a second time." in words(again)
    answer = officer.post(page_of(late), entered(late, "died"))
    assert answer.status_code == 422
    assert "This person no longer stands" in words(answer)
    assert NominationEnd.objects.get().reason == "withdrew"
    assert PublicChange.objects.filter(kind="ended").count() == 1


def test_of_two_officers_at_once_the_second_is_refused(rosa: User, late: Nomination) -> None:
    seen_before = fresh(late)
    ended(late, rosa, Reason.DIED)
    with pytest.raises(Refused, match="This person no longer stands"):
        nominating.end(seen_before, reason=Reason.DIED, actor=rosa, now=timezone.now())


def test_it_needs_a_reason_of_the_list_and_the_address_and_loses_nothing(
    officer: Client, late: Nomination
) -> None:
    for wrong in ({"reason": ""}, {"reason": "moved"}, {"confirm": "ncg-2025"}):
        answer = officer.post(page_of(late), {**entered(late), **wrong})
        assert answer.status_code == 422
        assert DETAIL in words(answer)
    assert fresh(late).state == "accepted"


def test_while_it_is_postponed_it_is_possible_and_no_nominator_is_told(
    officer: Client, rosa: User, aishas: Nomination
) -> None:
    scheduling.postpone(aishas.contest.election, reason="Rain.", actor=rosa, now=timezone.now())
    officer.post(page_of(aishas), entered(aishas))
    assert fresh(aishas).state == "ended"
    assert not Message.objects.filter(kind="support-released").exists()


def test_not_once_the_papers_are_fixed(officer: Client, rosa: User) -> None:
    election = cast.fixed(rosa)
    nomination = Nomination.objects.filter(contest__election=election)[0]
    assert page_of(nomination) not in words(officer.get(page_of(nomination, "")))
    answer = officer.post(page_of(nomination), entered(nomination))
    assert answer.status_code == 422
    assert "Record under the result that the candidate left." in words(answer)
    assert fresh(nomination).state == "accepted"


def test_not_once_the_election_is_withdrawn_or_was_not_held(rosa: User, late: Nomination) -> None:
    election = late.contest.election
    after = election.timetable.voting_closes_at + timedelta(days=1)
    with pytest.raises(Refused, match="This poll was not held"):
        nominating.end(fresh(late), reason=Reason.DIED, actor=rosa, now=after)
    Election.objects.filter(pk=election.pk).update(
        withdrawn_at=timezone.now(), withdrawn_reason="Rain."
    )
    with pytest.raises(Refused, match="This election has been withdrawn"):
        ended(late, rosa, Reason.DIED)


def test_whoever_stands_leaves_it_to_another_officer(late: Nomination) -> None:
    sam = add_staff("callum@example.org", Role.OFFICER)
    cast.nominated(late.contest.election, Member.objects.get(number="102"))
    with pytest.raises(Refused, match="You stand in this election, so another officer decides"):
        ended(late, sam, Reason.DIED)
    assert cast.enter(sam).get(page_of(late)).status_code == 403


def test_the_scrutineer_reads_and_changes_nothing_and_an_administrator_does_neither(
    scrutineer: Client, administrator: Client, officer: Client, late: Nomination
) -> None:
    page = words(scrutineer.get(page_of(late)))
    assert "End this nomination</button>" not in page
    assert scrutineer.post(page_of(late), entered(late)).status_code == 403
    assert administrator.get(page_of(late)).status_code == 403
    assert administrator.post(page_of(late), entered(late)).status_code == 403
    officer.post(page_of(late), entered(late))
    assert DETAIL in words(scrutineer.get(page_of(late, "")))


def test_whoever_was_disqualified_does_not_stand_again(rosa: User, aishas: Nomination) -> None:
    ended(aishas, rosa, Reason.DISQUALIFIED)
    with pytest.raises(Refused, match="you were disqualified in this election"):
        nominating.require_may_stand(aishas.contest, aishas.member, now=timezone.now())
    browser = Client()
    browser.force_login(User.objects.of_mailbox(aishas.member.email))
    page = words(browser.get(f"/elections/{aishas.contest.election.slug}/nomination/"))
    assert "It is on record that Aisha Bello was disqualified. You no longer stand." in page
    assert "Put yourself forward again" not in page


def test_whoever_withdrew_may_stand_again_while_nominations_are_open(
    rosa: User, aishas: Nomination
) -> None:
    ended(aishas, rosa, Reason.WITHDREW)
    again = nominating.put_forward(
        aishas.contest,
        aishas.member,
        ballot_name="Aisha Bello",
        statement="Again.",
        now=timezone.now(),
    )
    assert again.is_standing


def test_the_database_keeps_it_as_it_was_written(rosa: User, late: Nomination) -> None:
    why = ended(late, rosa, Reason.DIED)
    of_one = NominationEnd.objects.filter(pk=why.pk)
    for change in ({"reason": "withdrew"}, {"detail": ""}, {"detail": "Something else."}):
        with pytest.raises(DatabaseError, match="is written once"), transaction.atomic():
            of_one.update(**change)
    with pytest.raises(DatabaseError, match="is written once"), transaction.atomic():
        of_one.delete()


def test_the_database_takes_none_for_somebody_who_stands(rosa: User, late: Nomination) -> None:
    with pytest.raises(DatabaseError, match="only of a nomination"), transaction.atomic():
        NominationEnd.objects.create(
            nomination=late, reason="died", ended_at=timezone.now(), recorded_by=rosa
        )
