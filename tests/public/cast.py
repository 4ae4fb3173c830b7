"""The election and the people of these tests, made by the verbs that make them in life.

Voting opens on Tuesday 30 June 2026 at noon in London; nominations are open from 11 to 25 June.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.test import Client

from elections import nominating, publishing, scheduling
from elections.ballots import keys
from elections.models import Contest, Election, Nomination
from members.models import Member, Region, Status, User
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member
from tests.plans import plan

OPENS = datetime(2026, 6, 30, 11, tzinfo=UTC)
NOTICE_OUT = OPENS - timedelta(days=20)
NOMINATIONS = OPENS - timedelta(days=10)
LAST_HOUR = OPENS - timedelta(days=5, hours=1)
CLOSED = OPENS - timedelta(days=5)
NOMINATIONS_OVER = OPENS - timedelta(days=4)
VOTING = OPENS + timedelta(days=1)
STATEMENT = "I will answer every letter."


def region(code: str) -> Region:
    return Region.objects.get(code=code)


def aisha() -> Member:
    """Of Scotland."""
    return add_member("101", "Aisha Khan", "aisha@example.org")


def bea() -> Member:
    """Of Scotland."""
    return add_member("102", "Bea Okafor", "bea@example.org")


def callum() -> Member:
    """Of Scotland."""
    return add_member("103", "Callum Reid", "callum@example.org")


def dana() -> Member:
    """Of Scotland."""
    return add_member("105", "Dana Lowe", "dana@example.org")


def dewi() -> Member:
    """Of Wales, where no one else is."""
    return add_member("104", "Dewi Price", "dewi@example.org", region=region("wales"))


def election(
    title: str = "NCG 2026",
    *,
    supporters_needed: int = 2,
    supports_per_member: int = 1,
    only: str = "",
    noticed: bool = True,
    national: Sequence[str] = (),
) -> Election:
    """As in 2022, but for the national minima: three of each group in `national`. `only` leaves one
    contest of it.
    """
    made = scheduling.create(
        plan("ncg-2022", only=(only,) if only else (), with_sections=not only),
        title=title,
        voting_opens_at=OPENS,
        actor=None,
    )
    scheduling.set_national_minima(made, dict.fromkeys(national, 3), actor=None)
    made.contests.filter(seats=1).update(supports_per_member=supports_per_member)
    Election.objects.filter(pk=made.pk).update(supporters_needed=supporters_needed)
    if noticed:
        made.refresh_from_db()
        scheduling.publish_notice(made, actor=None, now=OPENS - timedelta(days=21))
    return Election.objects.select_related("timetable").get(pk=made.pk)


def contest(of: Election, title: str = "Scotland") -> Contest:
    return of.contests.select_related("sheet", "election__timetable").get(title=title)


def stands(
    member: Member, of: Election, title: str = "Scotland", *, statement: str = STATEMENT
) -> Nomination:
    return nominating.put_forward(
        contest(of, title),
        member,
        ballot_name=member.name,
        statement=statement,
        now=NOMINATIONS,
    )


def accepted(nomination: Nomination, officer: User) -> Nomination:
    """Whoever supports them."""
    its_election = Election.objects.filter(pk=nomination.contest.election_id)
    needed = its_election.get().supporters_needed
    without_the_guard(its_election, supporters_needed=0)
    nomination = Nomination.objects.select_related("contest__election").get(pk=nomination.pk)
    nominating.accept(nomination, actor=officer, now=NOMINATIONS_OVER)
    without_the_guard(its_election, supporters_needed=needed)
    return nomination


def opposed(of: Election, officer: User) -> None:
    """Somebody stands against those accepted, so that there is a poll; lapsed, and on no roll."""
    for place, one in enumerate(of.contests.for_people()):
        if (running := one.nominations.filter(state="accepted").count()) > one.seats or not running:
            continue
        for rival in range(one.seats + 1 - running):
            Nomination.objects.create(
                contest=one,
                member=add_member(
                    f"8{place}{rival}", f"Rival {place}{rival}", status=Status.EXPIRED
                ),
                ballot_name=f"Rival {place}{rival}",
                submitted_at=NOMINATIONS_OVER,
                state="accepted",
                decided_by=officer,
                decided_at=NOMINATIONS_OVER,
            )


def papers_fixed(of: Election, officer: User) -> Election:
    """There is a poll in every contest in which somebody was accepted; appeals are over."""
    opposed(of, officer)
    keys.make_sealing_key(of.pk)
    of = Election.objects.select_related("timetable").get(pk=of.pk)
    publishing.fix_papers(of, actor=officer, now=of.timetable.appeals_close_at or NOMINATIONS_OVER)
    return Election.objects.select_related("timetable").get(pk=of.pk)


def sign_in(client: Client, member: Member) -> Client:
    """The mailed code has tests of its own."""
    client.force_login(User.objects.of_mailbox(member.email))
    return client
