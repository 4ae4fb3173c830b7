"""Before an act mails anybody, a page says whom, how many and in what words; nothing entered is lost."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from elections import mailing, outbox
from elections.models import Election, Message
from elections.views.office.check_first import checks_first
from members.models import Region, User
from members.roles import Role
from tests.members.people import add_member, add_staff
from tests.office.cast import (
    checking,
    enter,
    entered,
    fixed,
    members,
    nominated,
    prepared,
    seal_of,
    timetable_as_shown,
    voting,
)

REASON = "The hall was flooded.\nWe look for another one."


@pytest.fixture
def browser(rosa: User) -> Client:
    """Rosa's, who reads each page and presses one button at a time."""
    client = Client()
    client.cookies = enter(rosa).cookies
    return client


def test_postponing_says_whom_it_mails_and_waits_for_the_typed_title(
    rosa: User, browser: Client
) -> None:
    election = fixed(rosa)
    page = reverse("elections:postpone-election", args=[election.slug])
    form = browser.get(page).content.decode()
    assert "Go on to check" in form
    assert 'name="confirm"' not in form

    check = browser.post(page, {"reason": REASON})
    shown = check.content.decode()
    assert check.status_code == 200
    assert "This sends 5 emails. Nobody can call them back." in shown
    assert "The returning officer has postponed this election." in shown
    assert "For [their name], member" in shown
    assert "To confirm, type" in shown
    election.refresh_from_db()
    assert election.postponed_at is None
    assert not election.messages.filter(kind=Message.Kind.POSTPONED).exists()

    looked_at = {"reason": REASON, "checked": seal_of(check)}
    wrong = browser.post(page, {**looked_at, "confirm": "another one"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("That is not this election.") == 2
    assert "<title>Error: " in " ".join(wrong.content.decode().split())
    election.refresh_from_db()
    assert election.postponed_at is None

    back = browser.post(page, {**looked_at, "confirm": "", "back": "1"})
    assert back.status_code == 200
    assert f"{REASON}</textarea>" in back.content.decode()
    assert "error-summary" not in back.content.decode()

    done = browser.post(page, {**looked_at, "confirm": f"  {election.title.upper()} "})
    assert done.status_code == 302
    assert Election.objects.get().postponed_at is not None
    assert election.messages.filter(kind=Message.Kind.POSTPONED).count() == 5


def test_a_decision_shows_its_one_email_with_the_name_of_its_reader(
    rosa: User, browser: Client
) -> None:
    election, people = checking(), members()
    nomination = nominated(election, people[0], supporters=people[2:3])
    page = reverse("elections:decide-nomination", args=[election.slug, nomination.pk])
    refusal = {"decision": "refuse", "reason": "Not a member.", "seen": ""}

    answer = browser.post(page, refusal)
    shown = answer.content.decode()
    assert "Refuse the nomination" in shown
    assert "For Aisha Bello, member 100." in shown
    assert "Not a member." in shown
    assert "Callum" not in shown, "who nominated her is nobody's to read on this page"
    nomination.refresh_from_db()
    assert nomination.state == "submitted"

    assert browser.post(page, {**refusal, "checked": seal_of(answer)}).status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == "refused"


def test_what_the_act_refuses_is_refused_before_anybody_confirms(
    rosa: User, browser: Client
) -> None:
    election = checking()
    page = reverse("elections:abandon-poll", args=[election.slug])
    answer = browser.post(page, {"reason": REASON})
    assert answer.status_code == 422
    assert "Voting has not opened." in answer.content.decode()
    assert 'name="confirm"' not in answer.content.decode()
    assert REASON in answer.content.decode()


def test_a_poll_that_somebody_looks_at_abandoning_goes_on(rosa: User, browser: Client) -> None:
    election = voting(rosa)
    page = reverse("elections:abandon-poll", args=[election.slug])
    shown = browser.post(page, {"reason": REASON}).content.decode()
    assert "Abandon the poll and destroy the papers" in shown
    assert "This cannot be taken back." in shown
    election.refresh_from_db()
    assert election.withdrawn_at is None
    assert election.messages.filter(kind=Message.Kind.BALLOT, state="queued").exists()


def test_while_somebody_looks_the_box_is_not_locked_and_few_of_many_emails_are_written(
    rosa: User, browser: Client
) -> None:
    scotland = Region.objects.get(code="scotland")
    for number in range(7):
        add_member(f"60{number}", f"Voter {number}", f"v{number}@example.org", region=scotland)
    election = voting(rosa)
    page = reverse("elections:abandon-poll", args=[election.slug])
    before = _last_key()
    with CaptureQueriesContext(connection) as asked:
        answer = browser.post(page, {"reason": REASON})
    shown = answer.content.decode()
    assert "This sends 12 emails. Nobody can call them back." in shown
    assert _last_key() - before == 6
    assert not [one for one in asked.captured_queries if "ballots_" in one["sql"]]
    typed = {"reason": REASON, "confirm": election.slug, "checked": seal_of(answer)}
    assert browser.post(page, typed).status_code == 302
    assert election.messages.filter(kind=Message.Kind.ABANDONED).count() == 12
    waiting = Message.State.QUEUED
    assert not election.messages.filter(kind=Message.Kind.BALLOT, state=waiting).exists()


def test_a_first_press_is_undone_even_if_the_view_does_not_say_that_it_acted(rosa: User) -> None:
    @checks_first("Rename")
    def rename(request: HttpRequest, slug: str) -> HttpResponse:
        Election.objects.filter(slug=slug).update(title=request.POST["title"])
        return HttpResponse("Renamed.")

    draft = prepared()
    request = RequestFactory().post("/", {"title": "Another one"})
    request.user = rosa
    rename(request, slug=draft.slug)
    assert Election.objects.get().title == draft.title


def test_what_was_not_looked_at_is_not_done(rosa: User, browser: Client) -> None:
    election = fixed(rosa)
    page = reverse("elections:postpone-election", args=[election.slug])
    seal = seal_of(browser.post(page, {"reason": REASON}))
    other = {"reason": "Because I say so.", "confirm": election.slug}
    for given in ({}, {"checked": "1"}, {"checked": seal}):
        answer = browser.post(page, {**other, **given})
        assert answer.status_code == 200
        shown = answer.content.decode()
        assert "Because I say so." in shown
        assert ("what was sent is not what you checked" in shown) == bool(given)
        assert Election.objects.get().postponed_at is None
    assert seal_of(answer) != seal
    done = browser.post(page, {**other, "checked": seal_of(answer)})
    assert done.status_code == 302
    assert Election.objects.get().postponed_at is not None


def test_what_was_looked_at_more_than_an_hour_ago_is_looked_at_again(
    rosa: User, browser: Client
) -> None:
    election = fixed(rosa)
    page = reverse("elections:postpone-election", args=[election.slug])
    now = timezone.now()
    with time_machine.travel(now - timedelta(minutes=61), tick=False):
        old = {"reason": REASON, "checked": seal_of(browser.post(page, {"reason": REASON}))}
    with time_machine.travel(now, tick=False):
        for given in (old, {**old, "confirm": election.slug}):
            answer = browser.post(page, given)
            shown = answer.content.decode()
            assert answer.status_code == 200
            assert "you checked this more than an hour ago" in shown
            assert "what was sent is not what you checked" not in shown
            assert "This sends 5 emails." in shown
            assert Election.objects.get().postponed_at is None
        other = browser.post(page, {**old, "reason": "Because I say so."}).content.decode()
        assert "what was sent is not what you checked" in other
    again = {**old, "confirm": election.slug, "checked": seal_of(answer)}
    with time_machine.travel(now + timedelta(minutes=59), tick=False):
        assert browser.post(page, again).status_code == 302
    assert Election.objects.get().postponed_at is not None


def test_what_one_officer_looked_at_another_has_not(rosa: User, browser: Client) -> None:
    election = fixed(rosa)
    page = reverse("elections:postpone-election", args=[election.slug])
    seal = seal_of(browser.post(page, {"reason": REASON}))
    other = Client()
    other.cookies = enter(add_staff("olu@example.org", Role.OFFICER)).cookies
    given = {"reason": REASON, "confirm": election.slug, "checked": seal}
    assert other.post(page, given).status_code == 200
    assert Election.objects.get().postponed_at is None


def _last_key() -> int:
    """Of the messages that were ever written, whether they stayed or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM elections_message_id_seq")
        key: int = cursor.fetchone()[0]
        return key


def test_nobody_is_asked_to_check_a_timetable_that_nobody_is_told_of(
    rosa: User, browser: Client
) -> None:
    draft = prepared()
    page = reverse("elections:edit-timetable", args=[draft.slug])
    saved = browser.post(page, timetable_as_shown(draft))
    assert saved.status_code == 302

    election = fixed(rosa)
    page = reverse("elections:edit-timetable", args=[election.slug])
    later = election.timetable.voting_closes_at + timedelta(hours=1)
    moved = {
        **timetable_as_shown(election),
        **entered(later, "voting_closes_at"),
        "reason": "More time.",
    }
    shown = browser.post(page, moved).content.decode()
    assert "Check: Change the timetable" in shown
    assert "This sends 5 emails." in shown
    assert "Freeze" not in shown.partition("This sends")[0].partition("Check before")[2]
    election.timetable.refresh_from_db()
    assert election.timetable.voting_closes_at != later


def test_a_ballot_code_is_on_no_page_of_the_office(rosa: User, browser: Client) -> None:
    election = voting(rosa)
    election.messages.update(state="sent", sent_at=timezone.now())
    entry = election.roll.select_related("member").get(member__number="100")
    page = reverse("elections:correct-address", args=[election.slug, entry.member_id])
    new = {"address": "aisha.bello@example.org", "reason": "She moved to another provider."}
    shown = browser.post(page, new).content.decode()
    assert "[their own link]" in shown
    assert "/vote/" not in shown.partition("Check before you go on")[2]

    reminder = browser.get(reverse("elections:send-reminder", args=[election.slug]))
    assert "[their own link]" in reminder.content.decode()
    assert "Scotland" in reminder.content.decode()
    assert not Message.objects.filter(kind=Message.Kind.REMINDER).exists()


@pytest.mark.django_db(transaction=True)
def test_mail_that_others_write_meanwhile_is_not_on_the_page(
    rosa: User, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    election, people = checking(), members()
    nomination = nominated(election, people[0])

    last_before = mailing.last_message

    def tell_bea() -> None:
        outbox.queue_to_member(
            Message.Kind.NOMINATION_REFUSED,
            election=election,
            member=people[1],
            now=timezone.now(),
        )
        connections.close_all()

    def last_message(slug: str) -> int:
        """Another process commits a mail just after this one looked which is the last."""
        last = last_before(slug)
        other = threading.Thread(target=tell_bea)
        other.start()
        other.join()
        return last

    monkeypatch.setattr(mailing, "last_message", last_message)
    page = reverse("elections:decide-nomination", args=[election.slug, nomination.pk])
    refusal = {"decision": "refuse", "reason": "Not a member.", "seen": ""}
    shown = browser.post(page, refusal).content.decode()
    assert "This sends 1 email." in shown
    assert "For Aisha Bello, member 100." in shown
    assert Message.objects.get().member == people[1], "and hers is sent all the same"


def test_failed_mail_is_counted_before_it_is_tried_again(rosa: User, browser: Client) -> None:
    election = fixed(rosa)
    page = reverse("elections:send-failed-again", args=[election.slug])
    assert "No message of this election has failed." in browser.get(page).content.decode()
    election.messages.filter(kind=Message.Kind.BALLOT).update(state="failed", error="550")
    assert "This sends 5 emails now" in browser.get(page).content.decode()
    assert browser.post(page).status_code == 302
    assert not election.messages.filter(state="failed").exists()
