"""Nominations are opened again for vacancies alone, as in 2024: one seat, for a woman and/or BAME."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from time_machine import Traveller

from elections import mailing, nominating
from elections.ballots import keys
from elections.models import (
    Contest,
    Election,
    Message,
    Nomination,
    PublicChange,
    ReopenedContest,
)
from members.models import AuditEntry, Member, User
from members.roles import Role
from momentum_site.times_in_words import instant
from tests.members.people import add_member, add_staff
from tests.office.cast import enter, entered
from tests.public import cast

pytestmark = pytest.mark.django_db

OPENS = cast.NOMINATIONS_OVER + timedelta(hours=1)
CLOSES = cast.OPENS - timedelta(days=2)
LINE = (
    "South East, seats to fill: 1, only for: Women and marginalised genders and/or "
    "Black, Asian and minority ethnic."
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(cast.NOMINATIONS, tick=False) as traveller:
        yield traveller


@pytest.fixture
def rosa(db: None) -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


def of_south_east(number: int, name: str) -> Member:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return add_member(str(number), name, email, region=cast.region("south-east"))


@pytest.fixture
def election(rosa: User, clock: Traveller) -> Election:
    """South East (3 seats, a woman and somebody BAME among them): Bob and Carl alone were accepted.
    Scotland has no vacancy. Nominations are over.
    """
    made = cast.election(supporters_needed=1)
    for number, name in ((401, "Bob Hall"), (402, "Carl Moss")):
        cast.accepted(stands(made, of_south_east(number, name)), rosa)
    for who in (cast.aisha(), cast.bea()):
        cast.accepted(cast.stands(who, made), rosa)
    clock.move_to(cast.NOMINATIONS_OVER)
    return made


def south_east(election: Election) -> Contest:
    return cast.contest(election, "South East")


def stands(election: Election, who: Member) -> Nomination:
    return nominating.put_forward(
        south_east(election), who, ballot_name=who.name, statement="", now=cast.NOMINATIONS
    )


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def url(election: Election) -> str:
    return f"/office/elections/{election.slug}/nominations/reopen/"


def window(opens: datetime = OPENS, closes: datetime = CLOSES) -> dict[str, str]:
    return {**entered(opens, "opens_at"), **entered(closes, "closes_at")}


def reopen(election: Election, rosa: User, **changes: object) -> Any:
    answers = {
        "contests": [south_east(election).number],
        "reason": "Too few came forward.",
        **window(),
        **changes,
    }
    return enter(rosa).post(url(election), answers)


def stand(client: Client, election: Election, title: str = "South East", **declared: object) -> Any:
    address = f"/elections/{election.slug}/stand/{cast.contest(election, title).number}/"
    return client.post(
        address, {"ballot_name": "Dee Shah", "statement": "", "step": "submit", **declared}
    )


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


# --- Drafts from before the close ----------------------------------------------------------------

HALF = {"ballot_name": "Dee Shah", "statement": "Half a thought.", "step": "later"}


def home(client: Client) -> str:
    return words(client.get("/home/"))


def drafted(election: Election, clock: Traveller) -> tuple[Member, str]:
    """Dee keeps a draft in the last hour of nominations; whose it is, and where."""
    dee = of_south_east(403, "Dee Shah")
    address = f"/elections/{election.slug}/stand/{south_east(election).number}/"
    clock.move_to(cast.LAST_HOUR)
    assert cast.sign_in(Client(), dee).post(address, HALF)["Location"] == "/home/"
    clock.move_to(cast.NOMINATIONS_OVER)
    return dee, address


def test_a_draft_from_before_the_close_is_gone_on_with_and_submitted(
    election: Election, rosa: User, clock: Traveller
) -> None:
    dee, address = drafted(election, clock)
    reopen(election, rosa)
    dees = cast.sign_in(Client(), dee)
    coming = words(dees.get(address))
    assert "Half a thought." in coming
    assert "Nominations for this contest open again on" in coming
    assert "was not submitted" not in home(dees)
    assert "Nominations open again for its vacancies." in home(dees)
    clock.move_to(OPENS)
    dees = cast.sign_in(Client(), dee)
    assert "Continue your nomination: South East" in home(dees)
    assert "was not submitted" not in home(dees)
    assert 'value="Dee Shah"' in words(dees.get(address))
    dees.post(address, {**HALF, "attributes": ["women"], "consent": "on", "step": "submit"})
    nomination = Nomination.objects.get(member=dee)
    assert (nomination.contest, nomination.statement) == (south_east(election), "Half a thought.")
    assert not dee.nomination_drafts.exists()


def test_a_draft_of_a_contest_that_stays_closed_is_kept_there_and_only_read(
    election: Election, rosa: User, clock: Traveller
) -> None:
    dee, address = drafted(election, clock)
    reopen(election, rosa)
    moved = cast.contest(election, "Scotland")
    dee.nomination_drafts.update(contest=moved)
    clock.move_to(OPENS)
    dees = cast.sign_in(Client(), dee)
    assert "Your draft for Scotland was not submitted" in home(dees)
    assert "Put yourself forward" in home(dees), "in the contest that is open again"
    assert "Half a thought." not in words(dees.get(address))
    kept = words(dees.get(address.replace(address.split("/")[-2], str(moved.number))))
    assert "Half a thought." in kept
    assert "open again on" not in kept


def test_what_is_entered_when_the_second_window_closes_is_kept_too(
    election: Election, rosa: User, clock: Traveller
) -> None:
    dee, address = drafted(election, clock)
    reopen(election, rosa)
    clock.move_to(CLOSES)
    dees = cast.sign_in(Client(), dee)
    late = {**HALF, "statement": "A whole thought.", "attributes": ["women"], "consent": "on"}
    response = dees.post(address, {**late, "step": "submit"})
    assert response.status_code == 422
    assert "What you entered is kept as a draft" in words(response)
    assert "A whole thought." in words(dees.get(address))
    assert "was not submitted" in home(dees)
    assert not Nomination.objects.filter(member=dee).exists()


def test_who_nominated_in_the_second_window_may_take_it_back_until_its_close(
    election: Election, rosa: User, clock: Traveller
) -> None:
    reopen(election, rosa)
    dee, ed = of_south_east(403, "Dee Shah"), of_south_east(404, "Ed Wu")
    clock.move_to(OPENS)
    stand(cast.sign_in(Client(), dee), election, attributes=["women"], consent="on")
    nomination = Nomination.objects.get(member=dee)
    eds = cast.sign_in(Client(), ed)
    eds.post(f"{nomination.get_absolute_url()}nominate/")
    take_back = f"{nomination.get_absolute_url()}take-back/"
    assert take_back in home(eds)
    assert f"Until {instant(CLOSES)} you can nominate" in words(eds.get(take_back))
    eds.post(take_back)
    assert not nomination.supporting.exists()
