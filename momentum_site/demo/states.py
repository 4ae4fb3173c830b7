"""One small election in each further state that one can come into, made by the verbs themselves.

By-elections of one region, so that loading stays quick.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from elections import nominating, publishing, roll, scheduling, tallying
from elections.blueprints import in_regions
from elections.models import (
    CandidateLeft,
    Election,
    Nomination,
    ResultDeclaration,
    RollEntry,
    Seat,
)
from elections.models.entitlement import electors
from members.models import User
from momentum_site.demo.people import JOINED_LATE, SCRUTINEER, ordinary
from momentum_site.demo.roster import Person, import_people

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_REST_OF_TERM = 300 * _DAY  # where the seat register does not know it
_TO_LOOK_AT = "Ring me on 01632 960123 and I will tell you what I stand for."  # no real number


def load(officer: User, now: datetime) -> None:
    _postponed(officer, now)
    _withdrawn(officer, now)
    _abandoned(officer, now)
    _second_officer_waited_for(officer, now)
    _checked(officer, now)
    _delayed(officer, now)
    _ready(officer, now)
    _reopened(officer, now)
    _joining_while_voting(officer, now)
    _unopposed_and_unseated(officer, now)
    _not_held(officer, now)
    _of_the_register(officer, now)
    _rehearsed(officer, now)


def _by_election(
    title: str,
    region: str,
    opens_at: datetime,
    officer: User,
    *,
    vacancies: int = 1,
    joining: bool = False,
    **changes: object,
) -> Election:
    """With its notice published when its timetable says."""
    election = scheduling.create(
        in_regions([region], vacancies, joining_while_voting=joining),
        title=title,
        voting_opens_at=opens_at,
        actor=officer,
    )
    scheduling.change_election(election, {"supporters_needed": 0, **changes}, actor=officer)
    scheduling.change_timetable(
        election,
        {"term_ends_at": election.timetable.term_ends_at or opens_at + _REST_OF_TERM},
        reason="",
        actor=officer,
        now=election.timetable.notice_at,
    )
    election = _fresh(election)
    scheduling.publish_notice(election, actor=officer, now=election.timetable.notice_at)
    return _fresh(election)


def _stand(election: Election, count: int, attributes: Collection[str] = ()) -> list[Nomination]:
    """So many of the electors come forward, the first with these attributes."""
    contest = election.contests.select_related("sheet", "election__timetable").get()
    at = election.timetable.self_nomination_opens_at
    assert at is not None
    found = ordinary(electors(contest.sheet)).order_by("-pk")[:count]
    return [
        nominating.put_forward(
            contest,
            member,
            ballot_name=member.name,
            statement="I stand so that this seat is filled.",
            attributes=attributes if place == 0 else (),
            now=at + _HOUR,
        )
        for place, member in enumerate(found)
    ]


def _accept(nominations: Sequence[Nomination], officer: User, now: datetime) -> None:
    for nomination in nominations:
        nominating.accept(nomination, actor=officer, now=now)


def _fixed(election: Election, officer: User, now: datetime) -> Election:
    publishing.make_sealing_keys()
    publishing.fix_papers(_fresh(election), actor=officer, now=now)
    return _fresh(election)


def _fresh(election: Election) -> Election:
    return Election.objects.select_related("timetable").get(pk=election.pk)


def _postponed(officer: User, now: datetime) -> None:
    election = _by_election("By-election Wales, postponed", "Wales", now + 5 * _DAY, officer)
    _stand(election, 3)
    scheduling.postpone(
        election, reason="The list of members is being checked.", actor=officer, now=now
    )


def _withdrawn(officer: User, now: datetime) -> None:
    election = _by_election("By-election Wales, withdrawn", "Wales", now + 6 * _DAY, officer)
    _stand(election, 2)
    scheduling.withdraw(
        election, reason="The seat is filled in the election of the autumn.", actor=officer, now=now
    )


def _abandoned(officer: User, now: datetime) -> None:
    election = _by_election("By-election Wales, abandoned", "Wales", now - 2 * _DAY, officer)
    _accept(_stand(election, 3), officer, now)
    election = _fixed(election, officer, now)
    scheduling.abandon(
        election, reason="A candidate was missing on the paper.", actor=officer, now=now
    )


def _second_officer_waited_for(officer: User, now: datetime) -> None:
    election = _by_election(
        "By-election South West, a second officer is waited for",
        "South West",
        now + _DAY,
        officer,
        needs_second_officer=True,
    )
    _accept(_stand(election, 3), officer, now)
    publishing.make_sealing_keys()
    publishing.propose_papers(_fresh(election), actor=officer, now=now)


def _checked(officer: User, now: datetime) -> None:
    """One appeals, one withdrew, an officer ended one; one wrote what an officer should look at."""
    election = _by_election(
        "By-election Midlands, candidates being checked", "Midlands", now + 3 * _DAY, officer
    )
    refused, withdrawing, ended, looked_at, *others = _stand(election, 6)
    nominating.change(
        looked_at,
        looked_at.member,
        ballot_name=looked_at.ballot_name,
        statement=_TO_LOOK_AT,
        now=looked_at.submitted_at + _HOUR,
    )
    nominating.withdraw(withdrawing, withdrawing.member, now=now)
    nominating.end(
        ended,
        reason=CandidateLeft.Reason.DISQUALIFIED,
        detail="Is a member of another party.",
        actor=officer,
        now=now,
    )
    _accept(others, officer, now)
    nominating.refuse(refused, actor=officer, reason="The photo shows somebody else.", now=now)
    nominating.appeal(
        Nomination.objects.get(pk=refused.pk),
        refused.member,
        text="It shows me, ten years ago.",
        now=now,
    )


def _delayed(officer: User, now: datetime) -> None:
    """Voting should have opened an hour ago, and a nomination is undecided."""
    title = "By-election Wales, delayed"
    _stand(_by_election(title, "Wales", now - _HOUR, officer), 3)


def _ready(officer: User, now: datetime) -> None:
    title = "By-election South West, papers ready"
    election = _by_election(title, "South West", now + _DAY, officer)
    _accept(_stand(election, 3), officer, now)
    _fixed(election, officer, now)


def _reopened(officer: User, now: datetime) -> None:
    """Two vacancies, at least one woman and one BAME member, and one man who came forward."""
    election = _by_election(
        "By-election South East, nominations opened again",
        "South East",
        now + _DAY * 3 / 2,
        officer,
        vacancies=2,
    )
    _accept(_stand(election, 1), officer, now)
    scheduling.reopen(
        election,
        [contest.number for contest in election.contests.all()],
        opens_at=now + timedelta(minutes=1),
        closes_at=now + 10 * _HOUR,
        reason="Two seats would stay vacant.",
        actor=officer,
        now=now,
    )


def _joining_while_voting(officer: User, now: datetime) -> None:
    """One joins after the others have their papers, one is taken off, and all get a day more."""
    election = _by_election(
        "By-election Scotland, members may still join",
        "Scotland",
        now - _DAY,
        officer,
        joining=True,
    )
    _accept(_stand(election, 3), officer, now)
    election = _fixed(election, officer, now)
    joined = Person(
        number="299007",
        first_name="Ailsa",
        last_name="Muir",
        email=JOINED_LATE,
        postcode="G1 1AA",
        status="active",
        joined=f"{now:%d/%m/%Y}",
        public_office="",
    )
    import_people([joined])
    roll.freeze_due(now)  # the sweep, which beat does every few seconds
    on_roll = RollEntry.objects.filter(election=election).select_related("member")
    roll.take_off(
        election,
        on_roll.order_by("pk")[0].member,
        reason="Asked to be removed from the membership list.",
        actor=officer,
        now=now,
    )
    scheduling.extend_voting(
        election,
        election.timetable.voting_closes_at + _DAY,
        reason="Some ballot emails arrived a day late.",
        actor=officer,
        now=now,
    )


def _not_held(officer: User, now: datetime) -> None:
    """Nobody fixed the papers before voting was to close."""
    title = "By-election North West & North East, not held"
    election = _by_election(title, "North West & North East", now - 8 * _DAY, officer)
    _stand(election, 2)


def _of_the_register(officer: User, now: datetime) -> None:
    """In preparation: it knows from the seat register what is vacant, and which minima are open."""
    seat = Seat.objects.exclude(ended_on=None)[0]
    scheduling.create_by_election(
        [seat],
        title="By-election London & Eastern, from the seat register",
        voting_opens_at=now + 30 * _DAY,
        joining_while_voting=False,
        actor=officer,
        now=now,
    )


def _unopposed_and_unseated(officer: User, now: datetime) -> None:
    """No poll was needed; afterwards one of the two lost the seat, by an amended declaration."""
    title = "By-election London & Eastern, without a poll"
    election = _by_election(title, "London & Eastern", now + 2 * _DAY, officer, vacancies=2)
    _accept(_stand(election, 2, ("women", "bame")), officer, now)
    election = _fixed(election, officer, now)
    tallying.sign_report(
        election,
        "Two stood for two seats, and both were electors. There was no poll to look at.",
        actor=User.objects.get(email=SCRUTINEER),
        now=now,
    )
    tallying.declare(
        election,
        actor=officer,
        now=now,
        reason="Two stood for two seats: there is no count to complain about.",
    )
    contest = election.contests.get()
    gone = contest.candidates.order_by("number").last()
    assert gone is not None
    last = election.declarations.order_by("-number").values_list("number", flat=True)[0]
    amended = tallying.Amended(
        kind=ResultDeclaration.Kind.UNSEATED,
        reason="Was not a member on the day of the nomination.",
        after=last,
        leaver=gone,
        left=CandidateLeft.Reason.DISQUALIFIED,
    )
    tallying.amend(contest, amended, actor=officer, now=now)


def _rehearsed(officer: User, now: datetime) -> None:
    drafts = Election.objects.filter(published_at=None, rehearsal_of=None)
    election = drafts.select_related("timetable").earliest("created_at")
    scheduling.rehearse(
        election,
        opens_in=timedelta(minutes=30),
        lasts=timedelta(minutes=30),
        key=uuid4(),
        actor=officer,
        now=now,
    )
