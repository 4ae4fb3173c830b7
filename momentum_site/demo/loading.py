"""Load the demo: a list of members, and one election in each phase, made by the verbs themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from elections import nominating, publishing, scheduling
from elections.blueprints import BLUEPRINTS
from elections.models import DeclaredBy, Election, Electorate, Nomination
from members.models import User
from members.roles import Role
from momentum_site.demo import casting, contests, hustings, standing, states
from momentum_site.demo.people import ASKED, SHARED, appoint_staff
from momentum_site.demo.roster import Person, import_people, people

MEMBERS = 2000
SEED = 2022
VOTERS = 240  # who vote in each election that is over
# Of voting in an election that is over once it is loaded: forty seconds, and more on a slow or busy
# machine, by how long its notice took.
LAST_SECONDS = timedelta(seconds=40)
_TIMES_THE_NOTICE = 40
LAST_LOADED = "Should the NCG meet in public?"
_IN_WELSH = "A ddylai’r NCG gyfarfod yn gyhoeddus?"
_READER = "Nia Powell"  # who exists as little as anybody here


class LoadedInPart(Exception):
    """The database holds some of the demo."""


def load() -> bool:
    """Load everything once; False when it is there already.

    Raises LoadedInPart after a start that was interrupted while it loaded.
    """
    if Election.objects.filter(title=LAST_LOADED).exists():
        return False
    if Election.objects.exists():
        raise LoadedInPart
    staff = appoint_staff()
    import_people(_members())
    officer = staff[Role.OFFICER]
    now = timezone.now()
    hours = timedelta(hours=1)
    # First those that are over: their last seconds of voting run out while the others are made.
    _voted("NCG election, provisional result", officer, declared_by=DeclaredBy.OFFICER)
    _voted("NCG election, result declared", officer, declared_by=DeclaredBy.AUTOMATIC)
    _set_up("NCG election in preparation", now + 600 * hours, officer)
    _noticed("NCG election, notice published", now + 480 * hours, officer, now)
    nominating_now = _nominated("NCG election, nominations open", now + 288 * hours, officer, now)
    standing.under_way(nominating_now, now)
    hustings.ask(nominating_now, officer)
    voting_now = _fixed("NCG election, voting open", now - 48 * hours, officer, now)
    hustings.ask(voting_now, officer)
    hustings.answer(voting_now, officer)
    contests.leave(voting_now, officer, now)
    contests.strike(voting_now, officer, now)
    states.load(officer, now)
    _question(LAST_LOADED, _IN_WELSH, now - 24 * hours, officer, now)
    return True


def _members() -> Iterator[Person]:
    """Among them two who share a mailbox, an old record of one of the two, two of the staff, and
    one of whom the list does not say whether she is a member of the Labour Party."""
    some = (
        ("299001", "Megan", "Price", SHARED, "active", "yes"),
        ("299002", "Dafydd", "Price", SHARED, "active", "yes"),
        ("299003", "Megan", "Price", "", "expired", "yes"),
        ("299004", "Olwen", "Pugh", "officer@example.org", "active", "yes"),
        ("299005", "Siân", "Bevan", "second-officer@example.org", "active", "yes"),
        ("299006", "Gwen", "Probert", ASKED, "active", ""),
    )
    yield from people(MEMBERS - len(some), seed=SEED)
    for number, first_name, last_name, email, status, labour in some:
        yield Person(
            number=number,
            first_name=first_name,
            last_name=last_name,
            email=email,
            postcode="CF1 1AA",
            status=status,
            joined="01/02/2019",
            public_office="",
            labour=labour,
        )


def _set_up(title: str, opens_at: datetime, officer: User, **changes: object) -> Election:
    election = scheduling.create(
        BLUEPRINTS["ncg-2022"], title=title, voting_opens_at=opens_at, actor=officer
    )
    scheduling.change_election(
        election, {"supporters_needed": standing.SUPPORTERS, **changes}, actor=officer
    )
    contests.add_to(election, officer, timezone.now())
    return election


def _noticed(
    title: str, opens_at: datetime, officer: User, now: datetime, **changes: object
) -> Election:
    """An election whose notice was published when its timetable says, or now if that is to come."""
    election = _set_up(title, opens_at, officer, **changes)
    timetable = election.timetable
    instants = {"notice_at": min(now, timetable.notice_at)}
    scheduling.change_timetable(election, instants, reason="", actor=officer, now=now)
    election = Election.objects.select_related("timetable").get(pk=election.pk)
    hustings.switch_on(election, officer, instants["notice_at"])
    scheduling.publish_notice(election, actor=officer, now=instants["notice_at"])
    return Election.objects.select_related("timetable").get(pk=election.pk)


def _nominated(
    title: str, opens_at: datetime, officer: User, now: datetime, **changes: object
) -> Election:
    """An election in which as many stand as its minima need and two more for each contest."""
    election = _noticed(title, opens_at, officer, now, **changes)
    _come_forward(election, officer)
    return election


def _come_forward(election: Election, officer: User) -> None:
    at = election.timetable.self_nomination_opens_at
    if at is None:
        raise ValueError("the template has no nominations")
    standing.come_forward(election, officer, random.Random(f"{SEED}/{election.title}"), at)


def _fixed(
    title: str, opens_at: datetime, officer: User, now: datetime, **changes: object
) -> Election:
    election = _nominated(title, opens_at, officer, now, **changes)
    _fix(election, officer, now)
    return election


def _fix(election: Election, officer: User, now: datetime) -> None:
    for nomination in Nomination.objects.undecided().filter(contest__election=election):
        nominating.accept(nomination, actor=officer, now=now)
        nominating.approve_proof(
            nomination, nomination.member, seen=nomination.words_digest, now=now
        )
    publishing.make_sealing_keys()
    publishing.fix_papers(election, actor=officer, now=now)


def _voted(title: str, officer: User, **changes: object) -> None:
    """An election that closes in a moment: what follows the close is beat's and the tally worker's."""
    now = timezone.now()
    days = BLUEPRINTS["ncg-2022"].days["voting_closes_at"]
    election = _noticed(title, now + LAST_SECONDS - days, officer, now, **changes)
    last = max(LAST_SECONDS, _TIMES_THE_NOTICE * (timezone.now() - now))
    if last > LAST_SECONDS:
        _close_in(last, election, officer, now)
    _come_forward(election, officer)
    _close_in(last, election, officer, now)
    _fix(election, officer, now)
    casting.cast(election, VOTERS, random.Random(f"{SEED}/{title}/votes"))
    contests.leave(election, officer, timezone.now())


def _close_in(last: timedelta, election: Election, officer: User, now: datetime) -> None:
    closes_at = timezone.now() + last
    # A result waits for the end of complaints.
    by_itself = election.declared_by == DeclaredBy.AUTOMATIC
    complaints = timedelta(seconds=1) if by_itself else timedelta(days=7)
    scheduling.change_timetable(
        election,
        {
            "voting_closes_at": closes_at,
            "complaints_close_at": closes_at + complaints,
            "declaration_at": closes_at + complaints,
        },
        reason="Those who were still loading get their time, too.",
        actor=officer,
        now=now,
    )


def _question(words: str, in_welsh: str, opens_at: datetime, officer: User, now: datetime) -> None:
    """A yes or no question that is being voted on, in English and Welsh."""
    election = scheduling.create(
        BLUEPRINTS["referendum"], title=words, voting_opens_at=opens_at, actor=officer
    )
    scheduling.change_election(election, {"title_cy": in_welsh}, actor=officer)
    contest = election.contests.get()
    contest.title, contest.title_cy = words, in_welsh
    scheduling.save_contest(
        contest, electorate=Electorate.ALL, regions=[], minima={}, actor=officer
    )
    scheduling.publish_notice(election, actor=officer, now=election.timetable.notice_at)
    publishing.make_sealing_keys()
    publishing.fix_papers(
        Election.objects.select_related("timetable").get(pk=election.pk), actor=officer, now=now
    )
    scheduling.switch_welsh_on(election, approved_by=_READER, actor=None, now=now)
