"""Elections before, at and after their freeze, for the tests of the roll."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from elections import publishing, scheduling
from elections.ballots import keys
from elections.blueprints import BLUEPRINTS
from elections.models import Election, Message, Nomination, RollEntry
from members.models import Member, Region, User
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member
from tests.office.cast import DAY, accepted, fresh, move, nominated, prepared

HOUR = timedelta(hours=1)


def region(code: str) -> Region:
    return Region.objects.get(code=code)


def question(
    officer: User, *, opens_at: datetime, freeze_at: datetime, **conditions: Any
) -> Election:
    """A yes or no question to all members, its notice published, a week long."""
    made = scheduling.create(
        BLUEPRINTS["referendum"], title="Open meetings?", voting_opens_at=opens_at, actor=officer
    )
    made.contests.update(title="Shall meetings be open?")
    move(made, freeze_at=freeze_at, reminder_at=None)
    Election.objects.filter(pk=made.pk).update(min_batch=2, **conditions)
    scheduling.publish_notice(fresh(made), actor=officer, now=made.timetable.notice_at)
    return fresh(made)


def fixed(made: Election, officer: User, **more: Any) -> Election:
    keys.make_sealing_key(made.pk)
    publishing.fix_papers(fresh(made), actor=officer, now=more.get("now") or timezone.now())
    return fresh(made)


def of_scotland(officer: User, *, freeze_at: datetime, opens_at: datetime) -> Election:
    """Papers for Scotland and for office holders, one seat and two candidates each; none fixed."""
    made = prepared(opens_in=3 * DAY, only=("Scotland", "Public office holders"))
    made.contests.update(seats=1)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    move(
        made,
        freeze_at=freeze_at,
        voting_opens_at=opens_at,
        voting_closes_at=opens_at + 7 * DAY,
        papers_fixed_by_at=None,
        reminder_at=None,
    )
    for number, name in (("101", "Aisha Bello"), ("102", "Bea Okafor")):
        accepted(nominated(made, member(number, name)), officer)
    holders = made.contests.get(sheet__electorate="office-holders")
    for number, name in (("103", "Dewi Price"), ("104", "Farah Aziz")):
        nomination = nominated(made, member(number, name, public_office="MP"))
        Nomination.objects.filter(pk=nomination.pk).update(contest=holders)
        accepted(nomination, officer)
    return fresh(made)


def member(number: str, name: str, **given: Any) -> Member:
    email = given.pop("email", f"{name.split(maxsplit=1)[0].lower()}@example.org")
    return add_member(number, name, email, **given)


def joins_today(number: str, name: str, **given: Any) -> Member:
    """As an import would bring a new member in."""
    return member(number, name, joined_on=timezone.localdate(), **given)


def entry(of: Election, who: Member) -> RollEntry | None:
    return RollEntry.objects.filter(election=of, member=who).first()


def papers(of: Election, who: Member) -> list[str]:
    found = RollEntry.objects.filter(election=of, member=who).order_by("sheets__sheet__number")
    return [title for title in found.values_list("sheets__sheet__title", flat=True) if title]


def mail_to(who: Member, kind: str) -> list[Message]:
    own = Message.objects.filter(kind=kind)
    return list(own.filter(entry__member=who) | own.filter(member=who))


def despite_the_guards(made: Election, **changes: Any) -> Election:
    """Conditions of a published election as no officer can change them."""
    without_the_guard(Election.objects.filter(pk=made.pk), **changes)
    return fresh(made)


def text_of(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


__all__ = ["DAY", "HOUR", "fresh", "move"]
