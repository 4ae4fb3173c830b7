"""Everybody reads of an election what its notice says, and of an unpublished one nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from elections import office_questions, scheduling
from elections.models import Election
from tests.embedded.guards import no_guards, without_the_guard
from tests.members.people import add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_before_the_notice_the_election_is_not_there(client: Client) -> None:
    unpublished = cast.election(noticed=False)
    assert client.get(unpublished.get_absolute_url()).status_code == 404
    assert unpublished.title not in shown(client, "/")
    assert unpublished.title not in shown(client, "/elections/")


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_the_home_page_lists_what_is_open_now(client: Client) -> None:
    cast.election()
    page = shown(client, "/")
    assert "Open now" in page
    assert "NCG 2026" in page
    assert "Nominations open" in page


def test_a_declared_result_stays_on_the_home_page_for_two_months(client: Client) -> None:
    election, declared = cast.election(), cast.VOTING
    of_it = Election.objects.filter(pk=election.pk)
    settled = cast.NOMINATIONS_OVER
    without_the_guard(of_it, no_poll_at=settled, counted_at=settled, declared_at=declared)
    with time_machine.travel(declared + timedelta(days=59), tick=False):
        home = shown(client, "/")
        assert home.index("<h2>Results</h2>") < home.index("NCG 2026")
        assert "Result declared" in home
        assert "<strong>Declaration:</strong>" in home
        assert "Wednesday 1 July 2026" in home
    with time_machine.travel(declared + timedelta(days=61), tick=False):
        assert "NCG 2026" not in shown(client, "/")
        assert "NCG 2026" in shown(client, "/elections/")


def test_nobody_is_shown_for_long_that_votes_are_counted_once_they_are(client: Client) -> None:
    election = cast.election()
    for address in ("/", "/elections/", election.get_absolute_url()):
        with time_machine.travel(cast.NOTICE_OUT, tick=False):
            kept = client.get(address)["Cache-Control"]
        assert "max-age=10" in kept.split(", "), address


def test_where_nothing_is_polled_no_step_of_the_nominations_is_still_to_come(
    client: Client,
) -> None:
    election, settled = cast.election(), cast.NOMINATIONS + timedelta(hours=1)
    with time_machine.travel(settled, tick=False):
        before = shown(client, election.get_absolute_url())
        assert "Nominations are decided by" in before
        of_it = Election.objects.filter(pk=election.pk)
        without_the_guard(of_it, no_poll_at=settled, counted_at=settled)
        for address in ("/", election.get_absolute_url()):
            page = shown(client, address)
            assert "Provisional result" in page, address
            assert "ominations are decided by" not in page, address
            assert "upporting nominations close" not in page, address


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_what_is_postponed_has_no_step_that_comes_next(client: Client) -> None:
    election = cast.election()
    assert "<strong>Self-nomination closes:</strong>" in shown(client, "/")
    Election.objects.filter(pk=election.pk).update(postponed_at=cast.NOMINATIONS)
    page = shown(client, "/")
    assert "Postponed" in page
    assert "<strong>" not in page.split("Postponed")[1].split("</section>")[0]


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_every_step_of_the_timetable_has_its_zone(client: Client) -> None:
    page = shown(client, cast.election().get_absolute_url())
    assert "Tuesday 30 June 2026, 12 noon (BST)" in page
    assert "Tuesday 14 July 2026, 12 noon (BST)" in page


def test_the_timetable_shows_when_the_notice_really_came_out(client: Client) -> None:
    """The timetable dates it three weeks before the opening: here it came later, or before."""
    election = cast.election()
    dated = election.timetable.notice_at
    for published in (dated + timedelta(days=3), dated - timedelta(days=3)):
        without_the_guard(Election.objects.filter(pk=election.pk), published_at=published)
        election = Election.objects.select_related("timetable").get(pk=election.pk)
        with time_machine.travel(cast.NOMINATIONS, tick=False):
            steps = client.get(election.get_absolute_url()).context["events"]
        assert [step["at"] for step in steps if step["label"] == "Notice"] == [published]
        instants = [step["at"] for step in steps]
        assert instants == sorted(instants)
        assert dated not in instants


@time_machine.travel(cast.NOTICE_OUT, tick=False)
def test_seats_minima_and_electorate_of_a_contest_are_shown(client: Client) -> None:
    page = shown(client, cast.election().get_absolute_url())
    assert "London &amp; Eastern" in page
    assert "At least 3: Women and marginalised genders" in page
    assert "At least 2: Black, Asian and minority ethnic" in page
    assert "Members who hold public office" in page


@time_machine.travel(cast.NOTICE_OUT, tick=False)
def test_a_change_of_the_timetable_stays_with_its_reason(client: Client) -> None:
    election = cast.election()
    closes = election.timetable.voting_closes_at
    with no_guards():  # by the database's own clock voting may have closed
        scheduling.change_timetable(
            election,
            {"voting_closes_at": closes + timedelta(days=1)},
            reason="The post is on strike.",
            actor=add_staff("rosa@example.org"),
            now=cast.NOTICE_OUT,
        )
    page = shown(client, election.get_absolute_url())
    assert "The post is on strike." in page
    assert "Wednesday 15 July 2026, 12 noon (BST)" in page
    assert "it was Tuesday 14 July 2026, 12 noon (BST)" in page


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (cast.NOTICE_OUT, "There is nothing to do just now"),
        (cast.NOMINATIONS, "Put yourself forward"),
        (cast.NOMINATIONS_OVER, "There is nothing to do just now"),
        (cast.VOTING, "The ballot papers are still being checked"),
    ],
)
def test_each_phase_says_what_can_be_done(client: Client, at: object, words: str) -> None:
    election = cast.election()
    with time_machine.travel(at, tick=False):  # type: ignore[arg-type]
        assert words in shown(client, election.get_absolute_url())


def test_while_voting_is_open_the_page_leads_to_the_paper(client: Client) -> None:
    officer = add_staff("rosa@example.org")
    election = cast.election(only="Scotland")
    cast.accepted(cast.stands(cast.aisha(), election), officer)
    cast.papers_fixed(election, officer)
    with time_machine.travel(cast.VOTING, tick=False):
        page = shown(client, election.get_absolute_url())
    assert f'href="/vote-as-member/{election.slug}/"' in page
    assert "Voting open" in page


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_a_withdrawn_election_says_why(client: Client) -> None:
    election = cast.election()
    Election.objects.filter(pk=election.pk).update(
        withdrawn_at=cast.NOMINATIONS, withdrawn_reason="A candidate was left off the notice."
    )
    page = shown(client, election.get_absolute_url())
    assert "A candidate was left off the notice." in page
    assert "Put yourself forward" not in page


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_where_nothing_follows_no_step_is_the_next(client: Client, is_withdrawn: bool) -> None:
    """Withdrawn, or not held because nobody fixed the papers: complaints still close on paper."""
    election = cast.election()
    closes = election.timetable.voting_closes_at
    with time_machine.travel(closes - timedelta(hours=1), tick=False):
        assert 'aria-current="step"' in shown(client, election.get_absolute_url())
    if is_withdrawn:
        Election.objects.filter(pk=election.pk).update(
            withdrawn_at=closes, withdrawn_reason="The hall burnt down."
        )
    with time_machine.travel(closes + timedelta(hours=1), tick=False):
        page = shown(client, election.get_absolute_url())
        assert "Complaints close" in page
        assert 'aria-current="step"' not in page
        assert "Complaints close" not in shown(client, "/elections/")
        now = Election.objects.select_related("timetable").get(pk=election.pk)
        assert office_questions.next_step(now, closes + timedelta(hours=1)) is None


@pytest.mark.parametrize(
    "url", ["/how-your-vote-is-protected/", "/accessibility/", "/privacy/", "/elections/"]
)
def test_the_pages_that_explain_are_there(client: Client, url: str) -> None:
    assert "<h1>" in shown(client, url)


def test_the_page_on_protection_says_who_holds_the_key_and_what_is_not_promised(
    client: Client,
) -> None:
    page = shown(client, "/how-your-vote-is-protected/")
    assert "automatic" in page
    assert "What nobody can promise" in page


def test_nobody_gets_a_session_by_reading(client: Client) -> None:
    election = cast.election()
    for url in ("/", "/elections/", election.get_absolute_url()):
        shown(client, url)
    assert "sessionid" not in client.cookies
