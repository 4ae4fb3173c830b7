"""Who can sign in to the demo."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings

from members import roles
from members.models import User
from members.models.member import MemberQuerySet
from members.roles import Role


@dataclass(frozen=True)
class Staff:
    email: str
    role: Role
    does: str


SCRUTINEER = "scrutineer@example.org"
STAFF = (
    Staff("officer@example.org", Role.OFFICER, "returning officer"),
    Staff("second-officer@example.org", Role.OFFICER, "another returning officer"),
    Staff("administrator@example.org", Role.ADMINISTRATOR, "administrator"),
    Staff(SCRUTINEER, Role.SCRUTINEER, "scrutineer"),
)
ASKED = "labour@example.org"  # is asked whether she is a member of the Labour Party
SHARED = "shared@example.org"  # two members share it
JOINED_LATE = "late@example.org"  # joined while others voted already


def totp_secret(email: str) -> str:
    """The demo's authenticator secret of a member of staff: different in every installation."""
    seed = f"{settings.SECRET_KEY}/demo/{email}".encode()
    return base64.b32encode(hashlib.sha256(seed).digest()[:20]).decode()


def current_code(email: str) -> str:
    """What the authenticator app of a member of staff shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(totp_secret(email), counter)))


def appoint_staff() -> dict[Role, User]:
    """The demo's staff, each with an authenticator app set up; the first of each office is returned."""
    appointed: dict[Role, User] = {}
    for person in STAFF:
        user, _made = User.objects.get_or_create(email=person.email)
        roles.grant(user, person.role, actor=None, reason="demo")
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, totp_secret(person.email))
        appointed.setdefault(person.role, user)
    return appointed


def ordinary(members: MemberQuerySet) -> MemberQuerySet:
    """Those whom mail reaches and who hold no office: they can stand, nominate and act for slates.

    The member who is asked about the Labour Party is left to whoever tries the demo.
    """
    kept = [ASKED, *(person.email for person in STAFF)]
    return members.exclude(email_key="").exclude(email_key__in=kept)


def people_text() -> str:
    """Whom to sign in as, for the terminal."""
    lines = [
        "",
        "Sign in with an address below. Codes arrive at /demo/mail/ – no real mail is sent.",
        "Staff need a second code besides: /demo/people/ shows the current ones, and where to find",
        "each state that an election can come into.",
        "",
        *(f"  {person.email:28} {person.does}" for person in STAFF),
        *(f"  {email:28} {what}" for email, what in members_to_try()),
        "",
        "Everybody is invented. Ctrl-C stops everything and keeps the data.",
    ]
    return "\n".join(lines) + "\n"


def members_to_try() -> list[tuple[str, str]]:
    """A few mailboxes with something to do."""
    from members.models import Member

    ordinary = Member.objects.filter(status="active", public_office="").exclude(email_key="")
    office = Member.objects.filter(status="active").exclude(email_key="").exclude(public_office="")
    found = []
    if member := ordinary.filter(nominations__isnull=False).order_by("number").first():
        found.append((member.email_key, "a candidate"))
    if member := ordinary.filter(nominations__isnull=True).order_by("number").first():
        found.append((member.email_key, "a member"))
    if member := office.filter(nominations__isnull=True).order_by("number").first():
        found.append((member.email_key, "a member who holds public office"))
    found.append((SHARED, "two members share this mailbox"))
    found.append((ASKED, "a member who is asked about the Labour Party before voting"))
    return found
