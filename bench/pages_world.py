"""What the pages are measured with: 50,000 members, and elections with 60 candidates on one paper."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from elections import nominating, photos, publishing, scheduling
from elections.ballots import keys
from elections.counting import Profile, blt, count
from elections.models import (
    Contest,
    CountRecord,
    Election,
    Nomination,
    ResultDeclaration,
    Timetable,
    Turnout,
)
from hustings.models import Answer, Hustings, Question, State, Topic
from members.models import Member, Region, User
from members.roles import Role
from slates.models import Agent, Invitation, Slate
from tests.elections.pictures import upload
from tests.embedded.guards import no_guards, without_the_guard
from tests.members.people import add_staff
from tests.plans import plan

CONTESTS = ("London & Eastern", "Scotland", "Wales")
CANDIDATES, OF_OTHERS = 60, 5  # of the first of the contests, and of each of the others
WORDS, ELECTIONS, PAPERS = 250, 12, 2000
DAY = timedelta(days=1)
_SOME_WORDS = [
    "we",
    "our",
    "branch",
    "members",
    "movement",
    "organise",
    "campaign",
    "answer",
    "letters",
    "minutes",
    "trust",
    "vote",
]


@dataclass(frozen=True)
class World:
    nominating: Election
    voting: Election
    counted: Election
    voter: User
    candidate: User


def build(members: int) -> World:
    """Everything by the verbs that make it in life but the list, the hustings and the count."""
    officer = add_staff("rosa@example.org", Role.OFFICER)
    _list(members)
    open_ = _nominated("Nominations open", officer, first=0)
    voting = _fixed(_nominated("Voting open", officer, first=CANDIDATES), officer)
    voting = _shifted(voting, 4 * DAY)
    counted = _fixed(_nominated("Declared", officer, first=2 * CANDIDATES), officer)
    counted = _counted(_shifted(counted, 18 * DAY))
    for number in range(ELECTIONS - 3):
        _noticed(f"Election {number}")
    _analyse()
    stands = open_.contests.first().nominations.select_related("member").first()
    voter = voting.roll.filter(sheets__sheet__contests__title=CONTESTS[0]).last()
    assert voter is not None
    return World(
        open_,
        voting,
        counted,
        voter=User.objects.of_mailbox(voter.member.email),
        candidate=User.objects.of_mailbox(stands.member.email),
    )


def _list(members: int) -> None:
    regions = list(Region.objects.filter(name__in=CONTESTS)) or list(Region.objects.all()[:3])
    Member.objects.bulk_create(
        (
            Member(
                number=str(100_000 + number),
                first_name="Member",
                last_name=f"Number {number}",
                email=f"m{number}@example.org",
                email_key=f"m{number}@example.org",
                region=regions[number % len(regions)],
                status="active",
                labour_member="yes",
                joined_on=date(2019, 5, 1),
            )
            for number in range(members)
        ),
        batch_size=5000,
    )


def _fresh(election: Election) -> Election:
    return Election.objects.select_related("timetable").get(pk=election.pk)


def _shifted(election: Election, by: timedelta) -> Election:
    times = election.timetable
    without_the_guard(
        Timetable.objects.filter(election=election),
        **{name: at - by for name, at in times.by_name().items() if at is not None},
    )
    return _fresh(election)


def _noticed(title: str) -> Election:
    now = timezone.now()
    made = scheduling.create(
        plan("ncg-2022", only=CONTESTS), title=title, voting_opens_at=now + 30 * DAY, actor=None
    )
    scheduling.change_election(made, {"supporters_needed": 0}, actor=None)
    scheduling.publish_notice(_fresh(made), actor=None, now=now)
    return _fresh(made)


def _nominated(title: str, officer: User, *, first: int) -> Election:
    """All stand with a photo, a statement, links, and a slate of three."""
    election = _shifted(_noticed(title), 20 * DAY)
    now, chosen = timezone.now(), random.Random(title)
    slates = [_slate(election, officer, number) for number in range(3)]
    hustings = _hustings(election, officer)
    for contest in election.contests.select_related("sheet", "election__timetable"):
        electors = Member.objects.filter(region__in=contest.sheet.regions.all()).order_by("pk")
        wanted = CANDIDATES if contest.title == CONTESTS[0] else OF_OTHERS
        for place, member in enumerate(electors[first : first + wanted]):
            file = upload()
            nomination = nominating.put_forward(
                contest,
                member,
                ballot_name=f"Candidate {place} of {contest.title}"[:80],
                statement=" ".join(chosen.choices(_SOME_WORDS, k=WORDS)),
                links=["https://www.example.org/why-i-stand"],
                photo=photos.encode(file, size=file.size or 0),
                now=now,
            )
            _joins(nomination, slates[place % 3])
            _answers(nomination, hustings, officer)
    return election


def _slate(election: Election, officer: User, number: int) -> Slate:
    now = timezone.now()
    made = Slate.objects.create(
        election=election,
        slug=f"slate-{number}",
        name=f"Slate {number}",
        programme=" ".join(_SOME_WORDS * 10),
        colour=number + 1,
        registered_at=now,
        state=Slate.State.APPROVED,
        decided_by=officer,
        decided_at=now,
    )
    Agent.objects.create(slate=made, member=Member.objects.all()[number], added_at=now)
    return made


def _joins(nomination: Nomination, slate: Slate) -> None:
    now = timezone.now()
    with no_guards():
        Invitation.objects.create(
            slate=slate,
            nomination=nomination,
            invited_at=now,
            state=Invitation.State.ACCEPTED,
            answered_at=now,
        )
    Nomination.objects.filter(pk=nomination.pk).update(
        slate_label=slate.name, slate_colour=slate.colour, slate_path=slate.get_absolute_url()
    )


def _hustings(election: Election, officer: User) -> Hustings:
    now = timezone.now()
    with no_guards():
        made = Hustings.objects.create(
            election=election,
            questions_open_at=now - 3 * DAY,
            questions_close_at=now - DAY,
            answers_open_at=now - DAY,
            answers_close_at=now + DAY,
        )
        topic = Topic.objects.create(hustings=made, number=1, title="Democracy")
        Question.objects.bulk_create(
            Question(
                hustings=made,
                topic=topic,
                member=member,
                text="Will you publish the minutes of every meeting?",
                sent_at=now - 2 * DAY,
                state=State.APPROVED,
                decided_by=officer,
                decided_at=now - 2 * DAY,
            )
            for member in Member.objects.order_by("-pk")[:5]
        )
    return made


def _answers(nomination: Nomination, hustings: Hustings, officer: User) -> None:
    now = timezone.now()
    with no_guards():
        Answer.objects.bulk_create(
            Answer(
                question=question,
                nomination=nomination,
                text=" ".join(_SOME_WORDS * 8),
                sent_at=now,
                state=State.APPROVED,
                decided_by=officer,
                decided_at=now,
            )
            for question in hustings.questions.all()
        )


def _fixed(election: Election, officer: User) -> Election:
    election = _shifted(election, 8 * DAY)
    for one in Nomination.objects.filter(contest__election=election):
        nominating.accept(one, actor=officer, now=timezone.now())
    keys.make_sealing_key(election.pk)
    publishing.fix_papers(_fresh(election), actor=officer, now=timezone.now())
    return _fresh(election)


def _counted(election: Election) -> Election:
    """Each contest counted of `PAPERS` rankings."""
    now, chosen = timezone.now(), random.Random("count")
    with no_guards():
        for contest in election.contests.all():
            _store_count(contest, chosen)
        for sheet in election.sheets.on_paper():
            Turnout.objects.create(sheet=sheet, entitled=16_000, cast=PAPERS)
        Election.objects.filter(pk=election.pk).update(
            box_closed_at=now, counted_at=now, declared_at=now
        )
        for number, kind in enumerate(("provisional", "declared"), start=1):
            ResultDeclaration.objects.create(
                election=election, number=number, kind=kind, made_at=now
            )
    return _fresh(election)


def _store_count(contest: Contest, chosen: random.Random) -> None:
    names = list(contest.candidates.order_by("number").values_list("ballot_name", flat=True))
    numbers = range(1, len(names) + 1)
    rankings = [
        chosen.sample(numbers, chosen.randint(1, min(8, len(names)))) for _ in range(PAPERS)
    ]
    profile = Profile.from_rankings(names, contest.seats, rankings, contest.title)
    lots = list(numbers)
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
        papers_received=PAPERS,
        stored_at=timezone.now(),
    )


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
