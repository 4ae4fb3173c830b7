"""People sign in with a code from their mailbox, and nobody learns who is on the list."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from members.models import User
from members.roles import Role
from tests.embedded.mailbox import Mailbox
from tests.members.people import add_member, add_staff, ask_for_code, mailed_code, sign_in

pytestmark = pytest.mark.django_db


def test_a_member_signs_in_with_the_mailed_code(client: Client) -> None:
    add_member("1", "Aisha Khan", "Aisha@Example.org")
    page = sign_in(client, " aisha@example.ORG ")
    assert page.context["user"].email == "aisha@example.org"
    assert str(page.context["acting_member"]) == "Aisha Khan (1)"


def test_the_mail_carries_the_code_as_text_and_as_html_and_goes_to_the_address_on_the_list(
    client: Client,
) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    ask_for_code(client, "AISHA@example.org")
    [message] = mail.outbox
    assert message.to == ["aisha@example.org"]
    assert message.subject == "Your code to sign in to Momentum elections"
    assert isinstance(message, EmailMultiAlternatives)
    [(content, kind)] = message.alternatives
    html = str(content)
    assert kind == "text/html"
    assert mailed_code() in html
    assert "<img" not in html


def test_a_user_is_made_when_a_code_is_first_asked_for_and_only_for_members(
    client: Client,
) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    assert not User.objects.exists()
    ask_for_code(client, "aisha@example.org")
    ask_for_code(Client(), "stranger@example.org")
    assert [user.email for user in User.objects.all()] == ["aisha@example.org"]
    assert not User.objects.get().has_usable_password()


def _without_what_always_differs(page: bytes) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.decode())
    return re.sub(r"[a-z]+@example\.org", "ADDRESS", text)


def test_a_known_and_an_unknown_address_get_the_same_pages(client: Client) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    other = Client()
    known, unknown = (
        ask_for_code(client, "aisha@example.org"),
        ask_for_code(other, "nobody@example.org"),
    )
    assert known.redirect_chain == unknown.redirect_chain == [("/sign-in/code/", 302)]
    assert _without_what_always_differs(known.content) == _without_what_always_differs(
        unknown.content
    )
    wrong = [c.post("/sign-in/code/", {"code": "WRONGONE"}) for c in (client, other)]
    assert _without_what_always_differs(wrong[0].content) == _without_what_always_differs(
        wrong[1].content
    )
    assert [message.to for message in mail.outbox] == [["aisha@example.org"]]


def test_three_wrong_codes_end_the_attempt(client: Client) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    ask_for_code(client, "aisha@example.org")
    for _attempt in range(3):
        client.post("/sign-in/code/", {"code": "WRONGONE"})
    client.post("/sign-in/code/", {"code": mailed_code()})
    assert "_auth_user_id" not in client.session


def test_the_sixth_code_for_one_address_within_ten_minutes_is_refused_alike(
    client: Client,
) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    for email in ("aisha@example.org", "nobody@example.org"):
        for _time in range(5):
            assert ask_for_code(Client(), email).redirect_chain
        assert b"Too many codes were asked for" in ask_for_code(Client(), email).content
    assert len(mail.outbox) == 5


def test_nobody_uses_up_another_persons_codes_from_elsewhere(client: Client) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    for _time in range(6):
        ask_for_code(Client(REMOTE_ADDR="192.0.2.7"), "aisha@example.org")
    assert ask_for_code(client, "aisha@example.org").redirect_chain == [("/sign-in/code/", 302)]


def test_from_everywhere_together_a_mailbox_is_not_filled(
    client: Client, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "code_to_address": "3/h/key"}
    add_member("1", "Aisha Khan", "aisha@example.org")
    for number in range(5):
        ask_for_code(Client(REMOTE_ADDR=f"192.0.2.{number}"), "aisha@example.org")
    assert len(mail.outbox) == 3


def test_a_person_whose_sign_in_was_stopped_gets_no_code(client: Client) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    User.objects.create(email="aisha@example.org", is_active=False)
    assert ask_for_code(client, "aisha@example.org").redirect_chain == [("/sign-in/code/", 302)]
    assert not mail.outbox


def test_staff_who_are_not_members_sign_in_too(client: Client) -> None:
    add_staff("office@example.org", Role.OFFICER)
    assert sign_in(client, "office@example.org").context["user"].email == "office@example.org"


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "sign-up/",
        "sign-in/signup/",
        "accounts/signup/",
        "password/change/",
        "password/reset/",
        "email/",
        "sign-in/email/",
    ],
)
def test_signing_up_passwords_and_addresses_have_no_page(client: Client, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404


def test_the_mail_is_sent_after_the_page_was_answered(
    client: Client, settings: Settings, mailbox: Mailbox
) -> None:
    settings.SIGN_IN_MAIL_IN_BACKGROUND = True
    add_member("1", "Aisha Khan", "aisha@example.org")
    ask_for_code(client, "aisha@example.org")
    [message] = mailbox.wait_for(1, to="aisha@example.org")
    assert message["Subject"] == "Your code to sign in to Momentum elections"


def test_a_mail_server_that_is_away_shows_nothing_on_the_page(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    add_member("1", "Aisha Khan", "aisha@example.org")
    assert ask_for_code(client, "aisha@example.org").redirect_chain == [("/sign-in/code/", 302)]
    assert "A sign-in mail could not be sent" in caplog.text
