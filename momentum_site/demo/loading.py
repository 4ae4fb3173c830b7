"""Load the demo: a list of members, and one election in each phase, made by the verbs themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.utils import timezone

from elections import nominating, publishing, scheduling, voting
from elections.blueprints import BLUEPRINTS
from elections.models import Contest, DeclaredBy, Election, Electorate, Nomination, RollEntry
from elections.models.entitlement import electors, entitled_members
from elections.voter import Voter
from members.models import User
from members.roles import Role
from momentum_site.demo import hustings, states
from momentum_site.demo.people import appoint_staff, ordinary
from momentum_site.demo.pictures import portrait
from momentum_site.demo.roster import Person, import_people, people
from slates import deciding, joining, registering
from slates.models import Slate

MEMBERS = 2000
SEED = 2022
SUPPORTERS = 2  # of each candidate: enough to show, quick to load
VOTERS = 240  # who vote in each election that is over
LAST_SECONDS = timedelta(seconds=40)  # of voting in an election that is over once it is loaded
_STATEMENTS = (
    "I have organised in my branch for six years, from the food bank to the picket line. I want a "
    "national group that answers letters, publishes its minutes and trusts its members.",
    "Our movement is strongest where members decide. I will report back every month and support "
    "local groups that want to run their own campaigns.",
    "I am a care worker and a trade unionist. I stand for clear priorities, honest accounts and "
    "training for everybody who wants to take part.",
)

_SLATES = (
    ("Branch and Workplace", 1, "Power to local groups, and training for organisers."),
    ("Members First", 4, "Published minutes, clear accounts, decisions by members."),
)

LAST_LOADED = "Should the NCG meet in public?"


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
    _slate_to_decide(nominating_now, now)
    hustings.ask(nominating_now, officer)
    _nominated("NCG election, candidates being checked", now + 48 * hours, officer, now)
    _nominated("NCG election, delayed", now - hours, officer, now)
    _fixed("NCG election, papers ready", now + 24 * hours, officer, now)
    voting_now = _fixed("NCG election, voting open", now - 48 * hours, officer, now)
    hustings.ask(voting_now, officer)
    hustings.answer(voting_now, officer)
    states.load(officer, now)
    _question(LAST_LOADED, now - 24 * hours, officer, now)
    return True


def _members() -> Iterator[Person]:
    """Among them two who share a mailbox, an old record of one of the two, and two of the staff."""
    some = (
        ("299001", "Megan", "Price", "shared@example.org", "active"),
        ("299002", "Dafydd", "Price", "shared@example.org", "active"),
        ("299003", "Megan", "Price", "", "expired"),
        ("299004", "Olwen", "Pugh", "officer@example.org", "active"),
        ("299005", "Siân", "Bevan", "second-officer@example.org", "active"),
    )
    yield from people(MEMBERS - len(some), seed=SEED)
    for number, first_name, last_name, email, status in some:
        yield Person(
            number=number,
            first_name=first_name,
            last_name=last_name,
            email=email,
            postcode="CF1 1AA",
            status=status,
            joined="01/02/2019",
            public_office="",
        )


def _set_up(title: str, opens_at: datetime, officer: User, **changes: object) -> Election:
    election = scheduling.create(
        BLUEPRINTS["ncg-2022"], title=title, voting_opens_at=opens_at, actor=officer
    )
    scheduling.change_election(
        election, {"supporters_needed": SUPPORTERS, **changes}, actor=officer
    )
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
    at = election.timetable.self_nomination_opens_at
    if at is None:
        raise ValueError("the template has no nominations")
    slates = _slates(election, officer, at)
    draw = random.Random(f"{SEED}/{title}")
    standing: set[int] = set()
    for contest in election.contests.for_people().select_related("sheet").order_by("number"):
        _stand(contest, slates, standing, draw, at + timedelta(hours=1))
    return election


def _slates(election: Election, officer: User, at: datetime) -> list[Slate | None]:
    """Two slates; the last third of the candidates stands with none."""
    made: list[Slate | None] = [None]
    agents = ordinary(entitled_members(election)).order_by("pk")
    for agent, (name, colour, programme) in zip(agents[: len(_SLATES)], _SLATES, strict=True):
        slate = registering.register(
            election, agent, name=name, programme=programme, colour=colour, now=at
        )
        deciding.approve(slate, actor=officer, now=at)
        made.insert(-1, slate)
    return made


def _slate_to_decide(election: Election, at: datetime) -> None:
    agent = ordinary(entitled_members(election)).order_by("pk")[len(_SLATES)]
    registering.register(
        election, agent, name="New Roots", programme="Younger, louder, greener.", colour=7, now=at
    )


def _stand(
    contest: Contest,
    slates: list[Slate | None],
    standing: set[int],
    draw: random.Random,
    at: datetime,
) -> None:
    eligible = list(ordinary(electors(contest.sheet)).exclude(pk__in=standing).order_by("pk")[:200])
    minima = list(contest.minima.all())
    draw.shuffle(eligible)
    running, supporters = eligible[: contest.seats + 2], eligible[contest.seats + 2 :]
    for place, member in enumerate(running):
        standing.add(member.pk)
        # The first few meet every minimum between them, the others are mixed.
        attributes = [one.attribute for one in minima if place < one.least or draw.random() < 0.3]
        nomination = nominating.put_forward(
            contest,
            member,
            ballot_name=member.name,
            statement=draw.choice(_STATEMENTS),
            links=["https://example.org/why-i-stand"] if place % 2 == 0 else [],
            photo=portrait(draw) if place % 3 else None,
            attributes=attributes,
            now=at,
        )
        slate = slates[place % len(slates)]
        if slate is not None:
            joining.invite(slate, nomination, slate.agents.get().member, now=at)
            joining.accept(slate, nomination, member, now=at)
        supporting_at = contest.election.timetable.supporting_opens_at or at
        for supporter in supporters[place * SUPPORTERS : (place + 1) * SUPPORTERS]:
            nominating.support(nomination, supporter, now=max(at, supporting_at))


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
    election = _nominated(title, now - timedelta(days=13), officer, now, **changes)
    closes_at = timezone.now() + LAST_SECONDS
    scheduling.change_timetable(
        election,
        {
            "voting_closes_at": closes_at,
            "declaration_at": closes_at + timedelta(seconds=1),
            "complaints_close_at": closes_at + timedelta(days=7),
        },
        reason="The demo does not wait for the last day.",
        actor=officer,
        now=now,
    )
    _fix(election, officer, now)
    draw = random.Random(f"{SEED}/{title}/votes")
    entries = list(RollEntry.objects.select_related("member").filter(election=election))
    with suppress(voting.NotOpen):  # a slow machine has fewer voters
        for entry in draw.sample(entries, min(VOTERS, len(entries))):
            _vote(entry, draw)


def _vote(entry: RollEntry, draw: random.Random) -> None:
    voter = Voter(entry, entry.code_generation, by_link=False)
    sheets = voting.sheets_for(entry).open
    rankings = [
        (
            sheet,
            [
                (contest.number, _ranking(len(contest.candidates), draw))
                for contest in sheet.contests
            ],
        )
        for sheet in sheets
    ]
    for paper in voting.review(voter, rankings):
        voting.cast(voter, paper.sheet, paper.sealed, paper.mac)


def _ranking(candidates: int, draw: random.Random) -> list[int]:
    """Some rank everybody, most a few; candidates early on the list are liked a little more."""
    numbers = sorted(range(1, candidates + 1), key=lambda number: number * 0.06 + draw.random())
    return numbers[: draw.randint(1, candidates)]


def _question(words: str, opens_at: datetime, officer: User, now: datetime) -> None:
    """A yes or no question that is being voted on."""
    election = scheduling.create(
        BLUEPRINTS["referendum"], title=words, voting_opens_at=opens_at, actor=officer
    )
    contest = election.contests.get()
    contest.title = words
    scheduling.save_contest(
        contest, electorate=Electorate.ALL, regions=[], minima={}, actor=officer
    )
    scheduling.publish_notice(election, actor=officer, now=election.timetable.notice_at)
    publishing.make_sealing_keys()
    publishing.fix_papers(
        Election.objects.select_related("timetable").get(pk=election.pk), actor=officer, now=now
    )
