"""One election in each setting of the table, and one person in each role, for the table of who may do what.

Aisha stands in Scotland and is not decided yet while nominations can be decided; Callum and Dewi are
accepted. Efua supported Aisha. Bea is a member of Scotland who has done nothing. Voting takes place
on no real day: instants are put before or after now.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.test import Client
from django.utils import timezone

from elections import publishing, scheduling
from elections.ballots import keys
from elections.counting import Profile, blt, count
from elections.models import (
    Contest,
    CountRecord,
    Election,
    Nomination,
    ResultDeclaration,
    Timetable,
)
from elections.phases import Phase
from members.models import AuditEntry, Member, User
from members.roles import Role
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member, add_staff
from tests.office.cast import accepted, enter, fresh, move, nominated
from tests.plans import plan


class Fixed(StrEnum):
    """Phases of an election whose papers had been fixed; as phases alone they stand for one without."""

    POSTPONED = "postponed, papers fixed"
    WITHDRAWN = "withdrawn, papers fixed"


Setting = Phase | Fixed
SETTINGS: tuple[Setting, ...] = (*Phase, *Fixed)
_PHASE_OF = {Fixed.POSTPONED: Phase.POSTPONED, Fixed.WITHDRAWN: Phase.WITHDRAWN}

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass
class Scene:
    """An election in a phase, with everybody in it."""

    election: Election
    phase: Phase
    rosa: User
    people: dict[str, Member]
    browsers: dict[str, Client]
    last_entry: int  # of the audit, when the scene was set

    @property
    def contest(self) -> Contest:
        return self.election.contests.get(title="Scotland")

    @property
    def nomination(self) -> Nomination | None:
        """Aisha's, where there is one."""
        return Nomination.objects.filter(
            contest__election=self.election, member=self.people["aisha"]
        ).first()

    @property
    def nomination_pk(self) -> int:
        return self.nomination.pk if self.nomination else 0

    @property
    def share_token(self) -> str:
        return self.nomination.share_token if self.nomination else "nobodystands"

    def fresh(self) -> Election:
        return fresh(self.election)


def set_the_scene(setting: Setting) -> Scene:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    people = {
        name: add_member(str(number), f"{name.capitalize()} Someone", f"{name}@example.org")
        for number, name in enumerate(
            ("aisha", "bea", "callum", "dewi", "efua", "farah"), start=101
        )
    }
    election = _SETTINGS[setting](_prepared(), people, rosa)
    browsers = _browsers(rosa, people)
    last = AuditEntry.objects.latest("id").id
    phase = setting if isinstance(setting, Phase) else _PHASE_OF[setting]
    scene = Scene(election, phase, rosa, people, browsers, last)
    assert scene.fresh().phase(timezone.now()) == phase
    return scene


def _browsers(rosa: User, people: dict[str, Member]) -> dict[str, Client]:
    """A browser for each letter of the table."""

    def member(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.of_mailbox(people[name].email))
        return client

    return {
        "X": Client(),
        "M": member("bea"),
        "N": member("efua"),
        "C": member("aisha"),
        "O": enter(rosa),
        "A": enter(add_staff("ada@example.org", Role.ADMINISTRATOR)),
        "S": enter(add_staff("sol@example.org", Role.SCRUTINEER)),
    }


def _prepared() -> Election:
    made = scheduling.create(
        plan("ncg-2022", only=("Scotland",)),
        title="NCG 2026",
        voting_opens_at=(timezone.now() + 30 * DAY).replace(second=0, microsecond=0),
        actor=None,
    )
    scheduling.change_election(made, {"supporters_needed": 1}, actor=None)
    # The table is of elections that leave both open until the papers: no phase is without the acts.
    move(made, withdrawal_closes_at=None, appeals_close_at=None)
    return fresh(made)


def _shifted(election: Election, by: timedelta) -> Election:
    """As if the whole timetable had been planned earlier."""
    timetable = election.timetable
    instants = {
        name: getattr(timetable, name) - by
        for name in Timetable.INSTANTS
        if getattr(timetable, name) is not None
    }
    without_the_guard(Timetable.objects.filter(election=election), **instants)
    return fresh(election)


def _noticed(election: Election, people: dict[str, Member], rosa: User) -> Election:
    scheduling.publish_notice(election, actor=rosa, now=timezone.now())
    return fresh(election)


def _nominating(election: Election, people: dict[str, Member], rosa: User) -> Election:
    election = _shifted(_noticed(election, people, rosa), 20 * DAY)
    nominated(election, people["aisha"], supporters=[people["efua"]])
    return election


def _checking(election: Election, people: dict[str, Member], rosa: User) -> Election:
    election = _shifted(_nominating(election, people, rosa), 8 * DAY)
    for name in ("callum", "dewi"):
        accepted(nominated(election, people[name]), rosa)
    keys.make_sealing_key(election.pk)
    return election


def _delayed(election: Election, people: dict[str, Member], rosa: User) -> Election:
    return _shifted(_checking(election, people, rosa), 3 * DAY)


def _not_held(election: Election, people: dict[str, Member], rosa: User) -> Election:
    return _shifted(_delayed(election, people, rosa), 20 * DAY)


def _ready(election: Election, people: dict[str, Member], rosa: User) -> Election:
    election = _checking(election, people, rosa)
    accepted(Nomination.objects.get(member=people["aisha"]), rosa)
    publishing.fix_papers(election, actor=rosa, now=timezone.now())
    return fresh(election)


def _voting(election: Election, people: dict[str, Member], rosa: User) -> Election:
    return _shifted(_ready(election, people, rosa), 3 * DAY)


def _counting(election: Election, people: dict[str, Member], rosa: User) -> Election:
    return _shifted(_voting(election, people, rosa), 14 * DAY)


def _put_off(election: Election, people: dict[str, Member], rosa: User) -> Election:
    election = _ready(election, people, rosa)
    scheduling.postpone(election, reason="The hall was flooded.", actor=rosa, now=timezone.now())
    return fresh(election)


def _called_off(election: Election, people: dict[str, Member], rosa: User) -> Election:
    election = _ready(election, people, rosa)
    scheduling.withdraw(election, reason="The hall was flooded.", actor=rosa, now=timezone.now())
    return fresh(election)


def _marked(
    before: Callable[[Election, dict[str, Member], User], Election], *acts: str
) -> Callable[[Election, dict[str, Member], User], Election]:
    """A phase that begins with recorded acts."""

    def make(election: Election, people: dict[str, Member], rosa: User) -> Election:
        election = before(election, people, rosa)
        now: dict[str, datetime | str] = dict.fromkeys(acts, timezone.now())
        if "withdrawn_at" in acts:
            now["withdrawn_reason"] = "The hall was flooded."
        without_the_guard(Election.objects.filter(pk=election.pk), **now)
        return fresh(election)

    return make


def _counted(*acts: str) -> Callable[[Election, dict[str, Member], User], Election]:
    """A count is stored of two papers, and published."""

    def make(election: Election, people: dict[str, Member], rosa: User) -> Election:
        election = _marked(_counting, "box_closed_at", "counted_at", *acts)(election, people, rosa)
        _store_count(election)
        return election

    return make


def _store_count(election: Election) -> None:
    contest = election.contests.get()
    names = list(contest.candidates.order_by("number").values_list("ballot_name", flat=True))
    profile = Profile.from_rankings(names, contest.seats, [[1, 2], [2, 1]], contest.title)
    lots = list(range(1, len(names) + 1))
    CountRecord.objects.create(
        contest=contest,
        result=count(profile, contest.rule, lots=lots).to_json(),
        papers=blt.write(profile),
        count=json.dumps(
            {
                "rule": contest.rule,
                "seats": contest.seats,
                "withdrawn": [],
                "lots": lots,
                "options": {},
            }
        ),
        papers_received=2,
        is_small=True,
        stored_at=timezone.now(),
    )
    ResultDeclaration.objects.create(
        election=election, number=1, kind="provisional", made_at=timezone.now()
    )


def _unchanged(election: Election, people: dict[str, Member], rosa: User) -> Election:
    return election


_SETTINGS: dict[Setting, Callable[[Election, dict[str, Member], User], Election]] = {
    Phase.PREPARING: _unchanged,
    Phase.NOTICE: _noticed,
    Phase.NOMINATING: _nominating,
    Phase.CHECKING: _checking,
    Phase.READY: _ready,
    Phase.DELAYED: _delayed,
    Phase.NOT_HELD: _not_held,
    Phase.VOTING: _voting,
    Phase.COUNTING: _counting,
    Phase.PROVISIONAL: _counted(),
    Phase.DECLARED: _counted("declared_at"),
    Phase.POSTPONED: _marked(_checking, "postponed_at"),
    Phase.WITHDRAWN: _marked(_checking, "withdrawn_at"),
    Phase.ABANDONED: _marked(_voting, "withdrawn_at"),
    Fixed.POSTPONED: _put_off,
    Fixed.WITHDRAWN: _called_off,
}
