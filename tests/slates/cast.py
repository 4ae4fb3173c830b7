"""Slates of these tests, made as members and officers make them. The people are the public cast's.

Efua and Farah act for slates; Aisha stands.
"""

from __future__ import annotations

from typing import Any

from elections.models import Election, Nomination
from members.models import Member, User
from members.roles import Role
from slates import deciding, joining, registering
from slates.models import Slate
from tests.members.people import add_member, add_staff
from tests.public import cast

NOW = cast.NOMINATIONS
PROGRAMME = "Power to local groups."
ENTERED = {"name": "Branch First", "colour": "3", "programme": PROGRAMME, "website": ""}


def efua() -> Member:
    return Member.objects.filter(number="201").first() or add_member(
        "201", "Efua Mensah", "efua@example.org"
    )


def farah() -> Member:
    return Member.objects.filter(number="202").first() or add_member(
        "202", "Farah Aziz", "farah@example.org"
    )


def rosa() -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


def pending(
    election: Election,
    agent: Member | None = None,
    name: str = "Branch First",
    colour: int = 3,
    **given: Any,
) -> Slate:
    given.setdefault("programme", PROGRAMME)
    return registering.register(
        election, agent or efua(), name=name, colour=colour, now=NOW, **given
    )


def approved(election: Election, agent: Member | None = None, **given: Any) -> Slate:
    slate = pending(election, agent, **given)
    deciding.approve(slate, actor=rosa(), now=NOW)
    return fresh(slate)


def refused(election: Election, reason: str = "The name is a company’s.", **given: Any) -> Slate:
    slate = pending(election, **given)
    deciding.refuse(slate, actor=rosa(), reason=reason, now=NOW)
    return fresh(slate)


def invited(slate: Slate, nomination: Nomination, agent: Member | None = None) -> None:
    joining.invite(slate, nomination, agent or efua(), now=NOW)


def joined(slate: Slate, nomination: Nomination, agent: Member | None = None) -> None:
    invited(slate, nomination, agent)
    joining.accept(slate, nomination, nomination.member, now=NOW)
    nomination.refresh_from_db()


def fresh(slate: Slate) -> Slate:
    return Slate.objects.select_related("election__timetable").get(pk=slate.pk)


def words(response: Any) -> str:
    return str(response.content.decode())
