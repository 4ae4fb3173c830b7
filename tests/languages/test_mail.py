"""Mail about an election goes out in the language of whoever reads it, where that is offered."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elections import mailing, outbox
from elections.mailing.writing import Batch
from elections.models import Election, Message
from members.models import User
from tests.embedded.guards import without_the_guard
from tests.embedded.mailbox import Mailbox
from tests.languages.cast import READER, in_welsh, welsh_for, with_titles
from tests.mailing import cast
from tests.members.people import ask_for_code

pytestmark = pytest.mark.django_db

WELSH = {
    "Your ballot paper for %(name)s: %(title)s": "Eich papur: %(title)s",
    "Your ballot paper": "Eich papur pleidleisio",
    "Open my ballot paper": "Agor fy mhapur",
    "Voting closes on %(closes)s.": "Daw’r bleidlais i ben ar %(closes)s.",
    "All members": "Pob aelod",
}


@pytest.fixture
def election(db: None) -> Election:
    """Voting is open; Aisha and Zoë are on the roll, and Aisha chose Welsh."""
    made = cast.election()
    without_the_guard(Election.objects.filter(pk=made.pk), title_cy="Pleidlais 2026")
    for who in ("aisha", "zoe"):
        cast.enrol(made, cast.member(who))
    User.objects.create(email="aisha@example.org", language="cy")
    User.objects.create(email="zoe@example.org")
    return made


def sent(mailbox: Mailbox) -> dict[str, EmailMessage]:
    with welsh_for(**WELSH):
        mailing.send_due(now=timezone.now() + timedelta(minutes=1))
    return {str(mail["to"]).split("<")[-1].strip(">"): mail for mail in mailbox.messages()}


def test_each_voter_gets_the_ballot_in_their_language(election: Election, mailbox: Mailbox) -> None:
    in_welsh(election)
    outbox.queue_ballots(election, now=timezone.now())
    mails = sent(mailbox)
    welsh, english = mails["aisha@example.org"], mails["zoe@example.org"]
    assert welsh["subject"] == "Eich papur: Pleidlais 2026"
    assert "Agor fy mhapur" in cast.text(welsh)
    assert "Agor fy mhapur" in cast.html(welsh)
    assert '<html lang="cy">' in cast.html(welsh)
    assert str(english["subject"]).strip().startswith("Your ballot paper for Zoë")
    assert '<html lang="en-gb">' in cast.html(english)
    assert "Pleidlais" not in cast.html(english)


def test_an_election_without_welsh_is_mailed_about_in_english(
    election: Election, mailbox: Mailbox
) -> None:
    outbox.queue_ballots(election, now=timezone.now())
    mail = sent(mailbox)["aisha@example.org"]
    assert str(mail["subject"]).strip().startswith("Your ballot paper for Aisha")


def test_the_languages_of_a_batch_cost_one_query_whatever_its_size(election: Election) -> None:
    cast.enrol_many(election, 5)
    outbox.queue_ballots(election, now=timezone.now())
    ids = list(Message.objects.values_list("pk", flat=True))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            batch = Batch(ids)
            for message in batch.messages:
                batch.write(message)
        return len(counted)

    queries()  # what a process keeps is kept from now on
    without = queries()
    Election.objects.filter(pk=election.pk).update(
        welsh_on_at=timezone.now(), welsh_approved_by=READER
    )
    assert queries() == without + 1


def test_the_code_to_sign_in_comes_in_the_language_of_the_page(mailoutbox: list[object]) -> None:
    in_welsh(with_titles())
    cast.member("aisha")
    browser = Client()
    browser.get("/sign-in/?lang=cy")
    with welsh_for(**{"Your code to sign in": "Eich cod i fewngofnodi"}):
        ask_for_code(browser, "aisha@example.org")
    message = mailoutbox[-1]
    assert '<html lang="cy">' in message.alternatives[0][0]  # type: ignore[attr-defined]
    assert "Eich cod i fewngofnodi" in message.alternatives[0][0]  # type: ignore[attr-defined]
