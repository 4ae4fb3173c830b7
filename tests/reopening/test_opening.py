"""Nominations are opened again for vacancies alone: who is told, who may stand, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from time_machine import Traveller

from elections import mailing, nominating
from elections.ballots import keys
from elections.models import Election, Message, Nomination, PublicChange, ReopenedContest
from members.models import AuditEntry, User
from members.roles import Role
from tests.members.people import add_staff
from tests.office.cast import enter
from tests.public import cast
from tests.reopening.scene import (
    CLOSES,
    LINE,
    OPENS,
    of_south_east,
    reopen,
    south_east,
    stand,
    url,
    window,
    words,
)

pytestmark = pytest.mark.django_db


def test_the_office_sees_the_vacancies_and_who_could_fill_them(
    election: Election, rosa: User
) -> None:
    shown = words(enter(rosa).get(url(election)))
    assert LINE in shown
    assert "Scotland, seats" not in shown


def test_it_is_public_on_record_and_every_elector_is_told(election: Election, rosa: User) -> None:
    assert reopen(election, rosa).status_code == 302
    opening = ReopenedContest.objects.get()
    assert (opening.contest, opening.seats) == (south_east(election), 1)
    assert opening.attributes == ["women", "bame"]
    change = PublicChange.objects.get()
    assert change.kind == "reopened"
    assert "Too few came forward." in change.reason
    page = words(Client().get(election.get_absolute_url()))
    assert "Nominations were opened again for vacancies" in page
    assert LINE in page
    told = Message.objects.filter(kind="reopened")
    assert {one.to for one in told} == {"bob@example.org", "carl@example.org"}
    assert told[0].details == {"contests": [LINE], "reason": "Too few came forward."}
    line = AuditEntry.objects.get(action="nominations-reopened")
    assert (line.actor, line.reason) == (rosa, "Too few came forward.")


def test_who_can_fill_the_seat_stands_is_nominated_and_is_on_the_paper(
    election: Election, rosa: User, clock: Traveller
) -> None:
    reopen(election, rosa)
    clock.move_to(OPENS)
    dee, fay = of_south_east(403, "Dee Shah"), of_south_east(404, "Fay Lane")
    browser = cast.sign_in(Client(), dee)
    home = words(browser.get("/home/"))
    assert "Put yourself forward" in home
    assert LINE in words(browser.get(f"/elections/{election.slug}/stand/"))
    assert stand(browser, election, attributes=["women"], consent="on").status_code == 302
    nomination = Nomination.objects.get(member=dee)
    supporter = cast.sign_in(Client(), fay)
    assert "Nominate Dee Shah" in words(supporter.get(nomination.get_absolute_url()))
    assert supporter.post(f"/n/{nomination.share_token}/nominate/").status_code == 302
    assert nomination.supporting.count() == 1
    clock.move_to(CLOSES)
    assert stand(cast.sign_in(Client(), fay), election).status_code == 422
    decided = enter(rosa).post(
        f"/office/elections/{election.slug}/nominations/{nomination.pk}/",
        {"decision": "accept", "seen": nomination.words_digest},
    )
    assert decided.status_code == 302
    clock.move_to(cast.OPENS - timedelta(days=1))
    keys.make_sealing_key(election.pk)
    fixed = enter(rosa).post(
        f"/office/elections/{election.slug}/papers/", {"confirm": election.slug}
    )
    assert fixed["Location"].endswith("/mail/")
    contest = south_east(election)
    assert [one.ballot_name for one in contest.candidates.all()] == [
        "Bob Hall",
        "Carl Moss",
        "Dee Shah",
    ]
    assert (contest.seat_plan.seats, contest.seat_plan.vacant) == (2, 1)


def test_the_mail_to_whoever_comes_forward_then_names_the_close_of_that_window(
    election: Election, rosa: User, clock: Traveller
) -> None:
    reopen(election, rosa)
    clock.move_to(OPENS)
    dee = of_south_east(403, "Dee Shah")
    stand(cast.sign_in(Client(), dee), election, attributes=["women"], consent="on")
    Message.objects.exclude(kind="nomination-received", member=dee).delete()
    mailing.send_due(now=OPENS)
    told = str(mail.outbox[-1].body)
    assert told.startswith(
        "Nominations for vacancies close on Sunday 28 June 2026, 12 noon (BST).\n"
    )
    assert "Until Sunday 28 June 2026, 12 noon (BST), or until your nomination is decided," in told
    assert "25 June" not in told, "the window that is over"


def test_who_could_fill_no_vacancy_is_refused_in_a_sentence_and_loses_nothing(
    election: Election, rosa: User, clock: Traveller
) -> None:
    reopen(election, rosa)
    clock.move_to(OPENS)
    browser = cast.sign_in(Client(), of_south_east(403, "Dee Shah"))
    refused = stand(browser, election)
    assert refused.status_code == 422
    assert "you could not fill one" in words(refused)
    assert LINE in words(refused)
    assert 'value="Dee Shah"' in words(refused)
    assert not Nomination.objects.filter(ballot_name="Dee Shah").exists()
    at_once = stand(browser, election, step="check")
    assert (at_once.status_code, list(at_once.context["form"].errors)) == (422, ["attributes"])
    checked = stand(browser, election, step="check", attributes=["bame"], consent="on")
    assert "Check your answers" in words(checked)


def test_a_declaration_that_fills_the_seat_is_not_taken_back_in_the_window(
    election: Election, rosa: User, clock: Traveller
) -> None:
    reopen(election, rosa)
    clock.move_to(OPENS)
    browser = cast.sign_in(Client(), of_south_east(403, "Dee Shah"))
    stand(browser, election, attributes=["bame"], consent="on")
    address = f"/elections/{election.slug}/nomination/change/"
    changed = browser.post(address, {"ballot_name": "Dee Shah", "statement": "Hello."})
    assert changed.status_code == 422
    assert Nomination.objects.get(ballot_name="Dee Shah").declarations.get().attribute == "bame"
    answers = {"ballot_name": "Dee S", "statement": "", "attributes": ["bame"], "consent": "on"}
    assert browser.post(address, answers).status_code == 302


def test_other_contests_and_those_accepted_before_stay_as_they_are(
    election: Election, rosa: User, clock: Traveller
) -> None:
    reopen(election, rosa)
    clock.move_to(OPENS)
    browser = cast.sign_in(Client(), cast.callum())
    refused = stand(browser, election, "Scotland")
    assert "Nominations for this contest are not open now." in words(refused)
    assert "none of them is in a contest of yours" in words(
        browser.get(f"/elections/{election.slug}/stand/")
    )
    fay = cast.sign_in(Client(), of_south_east(404, "Fay Lane"))
    bob = Nomination.objects.get(ballot_name="Bob Hall")
    closed = fay.post(f"/n/{bob.share_token}/nominate/")
    assert "Supporting nominations are not open now." in words(closed)


def test_those_who_gave_their_nominations_before_have_one_for_each_vacancy(
    election: Election, rosa: User, clock: Traveller
) -> None:
    fay = of_south_east(404, "Fay Lane")
    contest = south_east(election)
    limit = contest.supports_per_member
    for slot, bob in zip(range(1, limit + 1), contest.nominations.all(), strict=False):
        bob.supporting.create(contest=contest, member=fay, slot=slot, given_at=cast.NOMINATIONS)
    reopen(election, rosa)
    clock.move_to(OPENS)
    browser = cast.sign_in(Client(), of_south_east(403, "Dee Shah"))
    stand(browser, election, attributes=["women"], consent="on")
    dee = Nomination.objects.get(ballot_name="Dee Shah")
    assert nominating.nominations_each(dee, OPENS) == limit + 1
    assert cast.sign_in(Client(), fay).post(f"/n/{dee.share_token}/nominate/").status_code == 302


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": " "}, "Give the reason"),
        ({"contests": []}, "Choose at least one contest"),
        (window(closes=cast.OPENS + timedelta(days=1)), "must come after"),
        (window(opens=cast.NOMINATIONS), "still to come"),
        (window(opens=CLOSES, closes=OPENS), "must come after"),
    ],
)
def test_what_does_not_fit_is_refused_with_all_that_was_entered(
    election: Election, rosa: User, changes: dict[str, object], said: str
) -> None:
    answer = reopen(election, rosa, **changes)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not ReopenedContest.objects.exists()
    assert not Message.objects.filter(kind="reopened").exists()


def test_a_contest_without_a_vacancy_is_not_reopened(election: Election, rosa: User) -> None:
    answer = reopen(election, rosa, contests=[cast.contest(election).number])
    assert answer.status_code == 422


def test_a_second_press_finds_them_open_again_already(election: Election, rosa: User) -> None:
    reopen(election, rosa)
    assert reopen(election, rosa).status_code == 302, "the second press finds it done"
    other = reopen(election, rosa, **window(closes=CLOSES + timedelta(days=1)))
    assert other.status_code == 422
    assert "open again already" in words(other)
    assert Message.objects.filter(kind="reopened").count() == 2


def test_undecided_nominations_come_first(election: Election, rosa: User, clock: Traveller) -> None:
    clock.move_to(cast.NOMINATIONS)
    cast.stands(cast.callum(), election)
    clock.move_to(cast.NOMINATIONS_OVER)
    assert "Decide every nomination first" in words(reopen(election, rosa))


def test_not_while_nominations_are_open(election: Election, rosa: User, clock: Traveller) -> None:
    clock.move_to(cast.NOMINATIONS)
    assert "Self-nomination has not closed yet." in words(reopen(election, rosa))


def test_the_papers_wait_for_the_window_to_close(
    election: Election, rosa: User, clock: Traveller
) -> None:
    reopen(election, rosa)
    page = enter(rosa).get(f"/office/elections/{election.slug}/papers/")
    assert "Nominations for vacancies have not closed yet." in words(page)


def test_only_a_returning_officer_reopens(election: Election) -> None:
    for role in (Role.ADMINISTRATOR, Role.SCRUTINEER):
        other = enter(add_staff(f"{role.value}@example.org", role))
        assert other.post(url(election), {"reason": "Because."}).status_code == 403
