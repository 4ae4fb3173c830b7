"""The cast, and how they come in: always through the pages, as they would."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from members import mailbox, roles
from members.models import Member, Region, Status, User
from members.roles import Role


def add_member(number: str, name: str, email: str = "", **given: Any) -> Member:
    first, _, last = name.partition(" ")
    given.setdefault("region", Region.objects.get(code="scotland"))
    given.setdefault("status", Status.ACTIVE)
    given.setdefault("labour_member", "yes")
    given.setdefault("joined_on", date(2019, 5, 1))
    return Member.objects.create(
        number=number,
        first_name=first,
        last_name=last,
        email=email,
        email_key=mailbox.key(email),
        **given,
    )


def add_staff(email: str, *offices: Role) -> User:
    user = User.objects.of_mailbox(email)
    for office in offices:
        roles.grant(user, office, actor=None)
    return user


def ask_for_code(client: Client, email: str, **query: str) -> Any:
    """Ask for a code and arrive at the page that takes it."""
    return client.post("/sign-in/", {"email": email, **query}, follow=True)


def mailed_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def sign_in(client: Client, email: str, **query: str) -> Any:
    """Sign in by the mailed code; the answer is the page where the person lands."""
    ask_for_code(client, email, **query)
    return client.post("/sign-in/code/", {"code": mailed_code(), **query}, follow=True)


def set_up_app(user: User) -> str:
    """An authenticator app for the user; returns its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def app_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def enter_office(client: Client, email: str, *offices: Role) -> User:
    """Sign a holder of the offices in, with the second factor."""
    user = add_staff(email, *offices)
    secret = set_up_app(user)
    sign_in(client, email)
    response = client.post("/sign-in/second-factor/", {"code": app_code(secret)})
    assert response.status_code == 302, response.content
    return user
