"""The demo shows every state that an election can come into, and its page of people says where."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client

from elections.models import (
    Appeal,
    Contest,
    CountRecord,
    Election,
    FixingProposal,
    Message,
    Nomination,
    NominationDraft,
    ResultDeclaration,
    RollEntry,
    RollExclusion,
    RollSheet,
    Seat,
    StruckPassage,
)
from elections.phases import Phase
from hustings.models import Question
from members import telling_apart
from members.models import User
from momentum_site.demo import guide
from momentum_site.demo.contests import LIST_CONTEST, QUESTION, RON_CONTEST, UNCONTESTED
from momentum_site.demo.people import ASKED, JOINED_LATE, STAFF
from slates.models import Invitation, Slate
from tests.gates.world import OVER, World, at
from tests.office.cast import enter


def test_every_state_is_shown(world: World) -> None:
    with at(world.now):
        _check_states(world.now)
        _check_nominations()
        _check_papers()
        _check_roll()
        _check_results()
        _check_pages()


def _check_states(now: datetime) -> None:
    elections = Election.objects.select_related("timetable")
    phases = {one.title: one.phase(now) for one in elections}
    assert {*phases.values()} == {*Phase} - {Phase.COUNTING}  # which lasts for seconds
    assert phases[guide.PROVISIONAL] == Phase.PROVISIONAL
    assert phases[guide.DECLARED] == Phase.DECLARED
    assert elections.filter(rehearsal_of__isnull=False).count() == 1
    assert elections.taking_late_joiners(at=now).count() == 1
    assert FixingProposal.objects.count() == 1
    assert Appeal.objects.filter(outcome="").count() == 1
    assert ResultDeclaration.objects.filter(kind="unseated").count() == 1
    assert Seat.objects.filter(ended_on__isnull=False).exists()
    assert telling_apart.undecided()


def _check_nominations() -> None:
    assert NominationDraft.objects.count() == 1
    assert Nomination.objects.filter(state=Nomination.State.WITHDRAWN).count() == 1
    assert Invitation.objects.filter(state=Invitation.State.OPEN).count() == 1
    assert Slate.objects.undecided().count() == 1
    assert Question.objects.filter(state="pending").exists()


def _check_papers() -> None:
    """What voters find while voting is open."""
    election = Election.objects.get(title=guide.VOTING)
    ron = election.contests.get(title=RON_CONTEST)
    assert ron.candidates.filter(is_ron=True).exists()
    assert ron.candidates.filter(left__isnull=False).count() == 1
    assert not Contest.objects.polled().filter(election=election, title=UNCONTESTED).exists()
    question = election.contests.get(title=QUESTION)
    assert (question.turnout_needed, question.majority_needed) == (10, 60)
    assert question.sheet.electorate == "all"
    electorates = set(election.contests.values_list("sheet__electorate", flat=True))
    assert electorates == {"all", "region", "office-holders", "no-office", "list"}
    listed = election.contests.get(title=LIST_CONTEST).sheet
    fullest = RollSheet.objects.filter(sheet=listed).first()
    assert fullest is not None
    assert fullest.entry.sheets.count() == 4  # a region, a section of the college, list, question
    assert StruckPassage.objects.filter(candidate__contest__election=election).count() == 1


def _check_roll() -> None:
    voting = RollEntry.objects.filter(election__title=guide.VOTING)
    assert voting.get(member__email_key=ASKED).labour == RollEntry.Labour.UNDECLARED
    late = RollEntry.objects.get(member__email_key=JOINED_LATE)
    assert Message.objects.filter(entry=late, kind=Message.Kind.BALLOT).exists()
    assert RollExclusion.objects.filter(election=late.election).count() == 1
    window = late.election.timetable
    assert window.voting_closes_at - window.voting_opens_at == timedelta(days=8)


def _check_results() -> None:
    for election in Election.objects.filter(title__in=OVER):
        contest = election.contests.get(title=RON_CONTEST)
        counts = contest.count_records.order_by("kind").values_list("kind", flat=True)
        assert [*counts] == [CountRecord.Kind.AS_CAST, CountRecord.Kind.RESULT]
        sizes = CountRecord.objects.filter(contest__election=election)
        assert {*sizes.values_list("is_small", flat=True)} == {True, False}
        assert not contest.count_records.filter(is_small=True).exists()
        assert election.contests.filter(sections__isnull=False).get().count_records.exists()


def _check_pages() -> None:
    """Whoever the page of people names finds the page it names for them."""
    anybody = Client()
    assert len(list(guide.shown())) == len(guide.STATES) + 1
    page = anybody.get("/demo/people/").content.decode()
    staff = {person.email for person in STAFF}
    for state, one in zip([*guide.STATES, None], guide.shown(), strict=True):
        assert one.url in page
        if state is not None and state.who:
            assert one.address, one
        browser = anybody
        if one.address in staff:
            browser = enter(User.objects.get(email=one.address))
        elif one.address:
            browser = Client()
            browser.force_login(User.objects.of_mailbox(one.address))
        assert browser.get(one.url, follow=True).status_code == 200, one
