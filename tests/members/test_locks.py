"""Whoever holds a member's record is in nobody's way who only refers to it: a mail, a line of a roll."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest
from django.db import connection, transaction
from django.utils import timezone

from elections import nominating
from members import placing, telling_apart
from members.models import Member, Region, User
from members.roles import Role
from tests.members.people import add_member, add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db(transaction=True)


def _takes_back(member: Member, rosa: User) -> None:
    nomination = cast.nominated(cast.noticed(), cast.members()[0], supporters=[member])
    nominating.withdraw_support(nomination, member, now=timezone.now())


def _is_placed(member: Member, rosa: User) -> None:
    placing.place(
        member, Region.objects.get(code="wales"), reason="Moved.", actor=rosa, now=timezone.now()
    )


def _is_told_apart(member: Member, rosa: User) -> None:
    other = add_member("702", "Ann Other", "ann.other@example.org")
    telling_apart.decide(
        member, other, keep=None, reason="Sisters.", actor=rosa, now=timezone.now()
    )


@pytest.mark.parametrize("act", [_takes_back, _is_placed, _is_told_apart])
def test_a_member_who_is_held_can_be_referred_to(act: Callable[[Member, User], None]) -> None:
    member = add_member("701", "Ann Someone", "ann@example.org")
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    with (
        closing(psycopg2.connect(**connection.get_connection_params())) as other,
        transaction.atomic(),
    ):
        act(member, rosa)
        cursor = other.cursor()
        cursor.execute(
            "SELECT 1 FROM members_member WHERE id = %s FOR KEY SHARE NOWAIT", [member.pk]
        )
        assert cursor.fetchone() == (1,)
