"""A member's own page: what to do now, what is coming, what was done, and by when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import Election, RollEntry, RollSheet, Timetable
from members.models import Member, Status
from members.roles import Role
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member, add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db


def home(client: Client) -> str:
    response = client.get("/home/")
    assert response.status_code == 200
    return response.content.decode()


def part(page: str, heading: str) -> str:
    """The section under a heading; empty where the page has none."""
    _before, _heading, after = page.partition(f"<h2>{heading}</h2>")
    return after.partition("<h2>")[0]


def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get("/home/")["Location"] == "/sign-in/?next=/home/"


def test_while_nominations_are_open_a_member_may_stand_and_nominate(client: Client) -> None:
    election = cast.election()
    now = part(home(cast.sign_in(client, cast.aisha())), "What you can do now")
    assert f'href="/elections/{election.slug}/stand/"' in now
    assert f'href="/elections/{election.slug}/candidates/"' in now
    assert "Thursday 25 June 2026, 12 noon (BST)" in now


def test_deadlines_to_come_can_be_had_in_a_calendar(client: Client) -> None:
    feed = 'href="/elections/calendar.ics"'
    aishas = cast.sign_in(client, cast.aisha())
    assert feed not in home(aishas)
    cast.election()
    assert feed in home(aishas)


def test_whoever_holds_an_office_is_not_asked_to_stand_or_nominate(client: Client) -> None:
    cast.election()
    aisha = cast.aisha()
    add_staff(aisha.email, Role.OFFICER)
    page = home(cast.sign_in(client, aisha))
    assert "Put yourself forward" not in page
    assert "See who is standing" not in page


def test_before_they_open_it_says_when(client: Client, clock: Traveller) -> None:
    cast.election()
    aisha = cast.aisha()
    clock.move_to(cast.NOTICE_OUT)
    page = home(cast.sign_in(client, aisha))
    assert "Thursday 11 June 2026, 12 noon (BST)" in part(page, "What is coming")
    assert "Nothing needs you now" in page


def test_what_was_done_is_there_with_its_state(client: Client) -> None:
    election = cast.election()
    aisha = cast.aisha()
    cast.stands(aisha, election)
    nomination = cast.stands(cast.bea(), election)
    nominating.support(nomination, aisha, now=cast.NOMINATIONS)
    page = home(cast.sign_in(client, aisha))
    done = part(page, "What you did")
    assert "You put yourself forward for Scotland" in done
    assert "Not decided yet" in done
    assert "You nominated Bea Okafor" in done
    now = part(page, "What you can do now")
    assert "/stand/" not in now
    assert "/candidates/" not in now, "the one nomination is given"


def test_whoever_is_no_elector_is_offered_nothing(client: Client) -> None:
    election = cast.election()
    aisha = cast.aisha()
    aisha.status = Status.CANCELLED
    aisha.save()
    assert f"/elections/{election.slug}/stand/" not in home(cast.sign_in(client, aisha))


def test_a_slate_is_offered_once_however_many_elections_take_one(client: Client) -> None:
    aisha = cast.aisha()
    for title in ("One", "Two"):
        cast.election(title)
    now = part(home(cast.sign_in(client, aisha)), "What you can do now")
    assert now.count("<h3>Register a slate</h3>") == 1
    card = now.partition("<h3>Register a slate</h3>")[2].partition("<h3>")[0]
    for election in Election.objects.all():
        assert f'href="/elections/{election.slug}/register-slate/"' in card
        assert f'href="{election.get_absolute_url()}"' in card


def test_the_page_has_one_primary_button_though_its_first_card_has_several(client: Client) -> None:
    for title in ("One", "Two"):
        cast.election(title, supporters_needed=0)
    without_the_guard(
        Timetable.objects.all(), self_nomination_closes_at=cast.NOMINATIONS - timedelta(hours=1)
    )
    page = home(cast.sign_in(client, cast.aisha()))
    first = part(page, "What you can do now").split("<h3>")[1]
    assert first.startswith("Register a slate</h3>")
    assert first.count("/register-slate/") == 2
    assert page.count('class="button"') == 1


class TestVoting:
    @pytest.fixture
    def election(self) -> Election:
        """Its papers are fixed; Aisha is on the roll."""
        officer = add_staff("rosa@example.org")
        election = cast.election(only="Scotland")
        cast.accepted(cast.stands(cast.aisha(), election), officer)
        return cast.papers_fixed(election, officer)

    @staticmethod
    def aishas(client: Client, election: Election) -> str:
        return home(cast.sign_in(client, election.roll.get().member))

    def test_before_it_opens_the_page_says_when(
        self, client: Client, election: Election, clock: Traveller
    ) -> None:
        clock.move_to(cast.NOMINATIONS_OVER)
        assert "Tuesday 30 June 2026, 12 noon (BST)" in part(
            self.aishas(client, election), "What is coming"
        )

    def test_a_vote_comes_before_what_is_due_sooner(
        self, client: Client, election: Election, clock: Traveller
    ) -> None:
        clock.move_to(cast.VOTING)
        sooner = cast.election("Other vote")
        by = election.timetable.voting_closes_at - timedelta(hours=1)
        without_the_guard(
            Timetable.objects.filter(pk=sooner.pk),
            self_nomination_closes_at=by,
            supporting_closes_at=by,
            decisions_due_at=None,
            appeals_close_at=None,
            papers_fixed_by_at=None,
            reminder_at=None,
            voting_opens_at=by + timedelta(days=1),
            voting_closes_at=by + timedelta(days=2),
            declaration_at=None,
        )
        now = part(self.aishas(client, election), "What you can do now")
        assert "Put yourself forward" in now
        assert now.index("<h3>Vote</h3>") < now.index("<h3>Stand</h3>")
        assert now.count('class="button"') == 1, "one thing stands out"

    def test_while_it_is_open_the_page_leads_to_the_paper(
        self, client: Client, election: Election, clock: Traveller
    ) -> None:
        clock.move_to(cast.VOTING)
        now = part(self.aishas(client, election), "What you can do now")
        assert f'href="/vote-as-member/{election.slug}/"' in now
        assert "Tuesday 14 July 2026, 12 noon (BST)" in now

    def test_afterwards_it_says_that_the_vote_is_recorded_and_no_more(
        self, client: Client, election: Election, clock: Traveller
    ) -> None:
        RollSheet.objects.filter(entry__election=election).update(status=RollSheet.Status.CAST)
        clock.move_to(cast.VOTING)
        page = self.aishas(client, election)
        assert "Your vote is recorded" in part(page, "What you did")
        assert "The result" in part(page, "What is coming")
        assert "/vote-as-member/" not in page

    def test_whoever_is_not_on_the_roll_is_told_whom_to_write_to(
        self, client: Client, election: Election, clock: Traveller
    ) -> None:
        bea = cast.bea()
        assert not RollEntry.objects.filter(member=bea).exists()
        clock.move_to(cast.VOTING)
        page = home(cast.sign_in(client, bea))
        assert "You are not on the roll" in page
        assert "write to the returning officer before voting closes" in page

    def test_whoever_has_no_part_in_the_election_is_not_bothered(
        self, client: Client, election: Election, clock: Traveller
    ) -> None:
        dewi = cast.dewi()
        clock.move_to(cast.VOTING)
        assert "You are not on the roll" not in home(cast.sign_in(client, dewi))


class TestNoVote:
    """Scotland, where Aisha lives, votes; in Wales, where Dewi lives, nobody stands."""

    @pytest.fixture
    def election(self) -> Election:
        officer = add_staff("rosa@example.org")
        election = cast.election()
        cast.accepted(cast.stands(cast.aisha(), election), officer)
        cast.dewi()
        return cast.papers_fixed(election, officer)

    @pytest.fixture
    def dewi(self, election: Election) -> Member:
        return Member.objects.get(number="104")

    @pytest.mark.parametrize("at", [cast.NOMINATIONS_OVER, cast.VOTING])
    def test_electors_without_a_paper_read_that_there_is_no_vote(
        self, client: Client, dewi: Member, clock: Traveller, at: datetime
    ) -> None:
        assert not RollEntry.objects.filter(member=dewi).exists()
        clock.move_to(at)
        page = home(cast.sign_in(client, dewi))
        assert "There is no vote in your contests" in part(page, "Results, and what is over")
        assert "You are not on the roll" not in page

    def test_those_who_have_a_vote_are_called_to_it(
        self, client: Client, election: Election, clock: Traveller
    ) -> None:
        clock.move_to(cast.VOTING)
        page = home(cast.sign_in(client, Member.objects.get(number="101")))
        assert "/vote-as-member/" in part(page, "What you can do now")
        assert "There is no vote in your contests" not in page

    def test_whoever_is_no_elector_reads_nothing_of_it(
        self, client: Client, dewi: Member, clock: Traveller
    ) -> None:
        dewi.status = Status.CANCELLED
        dewi.save()
        clock.move_to(cast.VOTING)
        assert "There is no vote in your contests" not in home(cast.sign_in(client, dewi))


def test_a_delayed_opening_is_said(client: Client, clock: Traveller) -> None:
    cast.election()
    aisha = cast.aisha()
    clock.move_to(cast.VOTING)
    assert "Voting is delayed" in home(cast.sign_in(client, aisha))


def test_a_member_with_nominations_left_is_still_asked(client: Client) -> None:
    election = cast.election(supports_per_member=2)
    aisha = cast.aisha()
    nominating.support(cast.stands(cast.bea(), election), aisha, now=cast.NOMINATIONS)
    now = part(home(cast.sign_in(client, aisha)), "What you can do now")
    assert "Nominate somebody" in now


def test_nobody_is_asked_to_nominate_where_no_candidate_needs_it(client: Client) -> None:
    cast.election(supporters_needed=0)
    page = home(cast.sign_in(client, cast.aisha()))
    assert "Put yourself forward" in page
    assert "Nominate somebody" not in page


def test_what_is_due_first_comes_first_whatever_the_election(client: Client) -> None:
    slow, soon = cast.election("The slow one"), cast.election("The soon one")
    without_the_guard(
        Timetable.objects.filter(election=soon),
        self_nomination_closes_at=cast.NOMINATIONS + timedelta(hours=5),
    )
    now = part(home(cast.sign_in(client, cast.aisha())), "What you can do now")
    first = now.index(f"/elections/{soon.slug}/stand/")
    assert first < now.index(f"/elections/{slow.slug}/stand/")
    assert "in 5 hours" in now


def test_support_that_was_given_says_until_when_it_can_be_taken_back(client: Client) -> None:
    election = cast.election()
    aisha = cast.aisha()
    nominating.support(cast.stands(cast.bea(), election), aisha, now=cast.NOMINATIONS)
    done = part(home(cast.sign_in(client, aisha)), "What you did")
    assert "You can take it back until" in done
    assert "Thursday 25 June 2026, 12 noon (BST)" in done


def test_whoever_has_nothing_to_do_reads_when_they_will_be_told(client: Client) -> None:
    page = home(cast.sign_in(client, cast.aisha()))
    assert "Nothing needs you now" in page
    assert "When there is something for you to do, it is here" in page
    for heading in ("What is coming", "What you did", "Results, and what is over"):
        assert not part(page, heading)


def test_two_who_share_a_mailbox_have_a_page_each(client: Client) -> None:
    election = cast.election()
    tom = add_member("201", "Tom Brown", "house@example.org")
    una = add_member("202", "Una Brown", "house@example.org")
    cast.stands(tom, election)
    cast.sign_in(client, tom)
    assert client.get("/home/")["Location"].startswith("/home/choose/")
    client.post("/home/choose/", {"member": tom.pk})
    page = home(client)
    assert "Hello, Tom Brown" in page
    assert "You put yourself forward for Scotland" in page
    client.post("/home/choose/", {"member": una.pk})
    page = home(client)
    assert "Hello, Una Brown" in page
    assert "You put yourself forward" not in page
