"""The named cast of the office's tests, and an election in every phase, made by the verbs of life.

The tests freeze no clock: the election's instants are put before or after now.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from elections import publishing, scheduling
from elections.ballots import keys
from elections.models import (
    Contest,
    Election,
    Heartbeat,
    IdentityDeclaration,
    Nomination,
    SupportingNomination,
    Timetable,
)
from members.models import Member, Region, User
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member, set_up_app
from tests.plans import plan

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
NAMES = ("Aisha Bello", "Bea Okafor", "Callum Reid", "Dewi Price", "Efua Mensah", "Farah Aziz")


class GoingOn(Client):
    """The browser of somebody who goes on from a page to check as soon as it comes.

    What they type to confirm may be in the data of the form: the page asks for it.
    """

    def post(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().post(*args, **kwargs)
        seal = seal_of(answer)
        if not seal:
            return answer
        address, data = args
        if isinstance(data, bytes):
            return super().post(address, data + f"&checked={seal}".encode(), **kwargs)
        if b'name="confirm"' in answer.content and "confirm" not in data:
            return answer  # the page waits for what is typed to confirm
        return super().post(address, {**data, "checked": seal}, **kwargs)


def seal_of(answer: Any) -> str:
    """What a page to check sends along, so that what was looked at is what is done."""
    found = re.search(rb'name="checked" value="([^"]+)"', answer.content)
    return found[1].decode() if answer.status_code == 200 and found else ""


def enter(user: User) -> Client:
    """A browser in which somebody signed in with the second factor; doing so has its own tests."""
    if not Authenticator.objects.filter(user=user).exists():
        set_up_app(user)
    client = GoingOn()
    client.force_login(user)
    session = client.session
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "code", "at": time.time()},
        {"method": "mfa", "type": "totp", "at": time.time()},
    ]
    session.save()
    return client


def members(count: int = 6) -> list[Member]:
    """Members of Scotland, from Aisha on; the last has no address that mail could reach."""
    scotland = Region.objects.get(code="scotland")
    return [
        add_member(
            str(100 + place),
            NAMES[place],
            "" if place == count - 1 else f"{NAMES[place].split()[0].lower()}@example.org",
            region=scotland,
        )
        for place in range(count)
    ]


def prepared(
    title: str = "NCG 2026", *, opens_in: timedelta = 30 * DAY, only: Collection[str] = ()
) -> Election:
    """In preparation, with the contests of 2022 or `only` some; two supporting nominations needed.

    Office holders are elected by themselves: the votes of the other members have tests of their own.
    """
    opens = (timezone.now() + opens_in).replace(second=0, microsecond=0)
    made = scheduling.create(
        plan("ncg-2022", only=only), title=title, voting_opens_at=opens, actor=None
    )
    Election.objects.filter(pk=made.pk).update(supporters_needed=2)
    made.contests.update(supports_per_member=9)  # so that few members support everybody
    return fresh(made)


def noticed(title: str = "NCG 2026", *, opens_in: timedelta = 10 * DAY) -> Election:
    """The notice is out; by default nominations are open."""
    made = prepared(title, opens_in=opens_in)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    return fresh(made)


def checking() -> Election:
    """Nominations are closed; only Scotland and the office holders' contest are kept."""
    made = prepared(opens_in=3 * DAY, only=("Scotland",))
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    return fresh(made)


def fixed(officer: User) -> Election:
    """Papers fixed, with Aisha and Bea on them."""
    made = checking()
    people = members()
    for who in people[:2]:
        accepted(nominated(made, who, supporters=people[2:4]), officer)
    keys.make_sealing_key(made.pk)
    publishing.fix_papers(made, actor=officer, now=timezone.now())
    return fresh(made)


def voting(officer: User) -> Election:
    made = fixed(officer)
    opened = timezone.now() - timedelta(minutes=5)
    before = ("decisions_due_at", "withdrawal_closes_at", "appeals_close_at", "voting_opens_at")
    move(made, **dict.fromkeys(before, opened))
    return fresh(made)


def nominated(
    on: Election, who: Member, *, supporters: list[Member] | None = None, **more: Any
) -> Nomination:
    """Put forward for Scotland or another `contest`, with supporters, whatever window is open."""
    contest = more.pop("contest", None) or scotland(on)
    nomination = Nomination.objects.create(
        contest=contest,
        member=who,
        ballot_name=more.pop("ballot_name", who.name),
        statement=more.pop("statement", "I will answer every letter."),
        submitted_at=timezone.now(),
        **more,
    )
    for supporter in supporters or []:
        slot = SupportingNomination.objects.filter(contest=contest, member=supporter).count() + 1
        SupportingNomination.objects.create(
            nomination=nomination,
            contest=contest,
            member=supporter,
            slot=slot,
            given_at=timezone.now(),
        )
    return nomination


def declares(nomination: Nomination, attribute: str) -> None:
    IdentityDeclaration.objects.create(
        nomination=nomination, attribute=attribute, consented_at=timezone.now()
    )


def accepted(nomination: Nomination, officer: User) -> Nomination:
    Nomination.objects.filter(pk=nomination.pk).update(
        state="accepted", decided_by=officer, decided_at=timezone.now()
    )
    return nomination


def move(election: Election, **instants: datetime | None) -> None:
    """As if the timetable had been so from the beginning."""
    without_the_guard(Timetable.objects.filter(election=election), **instants)


def alive(*names: str) -> None:
    for name in names or ("worker", "tally", "beat"):
        Heartbeat.record(name)


def scotland(of: Election) -> Contest:
    return of.contests.select_related("sheet").get(title="Scotland")


def fresh(election: Election) -> Election:
    return Election.objects.select_related("timetable").get(pk=election.pk)


def entered(at: datetime | None, name: str) -> dict[str, str]:
    """An instant as the two inputs of its field would send it."""
    local = at.astimezone(LONDON) if at else None
    return {
        f"{name}_date": f"{local:%Y-%m-%d}" if local else "",
        f"{name}_time": f"{local:%H:%M}" if local else "",
    }


def timetable_as_shown(election: Election) -> dict[str, str]:
    """What the timetable's form sends when nothing is changed."""
    shown: dict[str, str] = {}
    for name in Timetable.INSTANTS:
        shown |= entered(getattr(election.timetable, name), name)
    return shown
