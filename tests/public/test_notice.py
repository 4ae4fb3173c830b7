"""The notice says everything that it locked, and when it was really published."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from elections import scheduling
from elections.models import Contest, Election, Rule, Sheet
from tests.embedded.guards import no_guards, without_the_guard
from tests.members.people import add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def notice_of(client: Client, election: Election) -> str:
    return shown(client, f"{election.get_absolute_url()}notice/")


@time_machine.travel(cast.NOTICE_OUT, tick=False)
def test_everything_that_was_announced(client: Client) -> None:
    election = cast.election()
    page = notice_of(client, election)
    for words in (
        "London &amp; Eastern",
        "6 seats",
        "At least 3: Women and marginalised genders",
        "Who votes: Scotland",
        'href="/how-votes-are-counted/#scottish"',
        "Members with one of these statuses: active, grace period",
        "who have joined and paid by Thursday 25 June 2026, 12 noon (BST)",
        "at least 14 years old",
        "They must be members of the Labour Party.",
        "Whoever stands needs 2 nominations by members of the same electorate.",
        "A statement has at most 300 words. Candidates may show 3 links. They may show a photo.",
        "They stay vacant and are reopened to those who can fill them",
        "The papers are fixed by a returning officer.",
        "The count server",
        "Published on Tuesday 9 June 2026, 12 noon (BST).",
    ):
        assert words in page, words
    assert f'href="{election.get_absolute_url()}notice/"' in shown(
        client, election.get_absolute_url()
    )


def test_a_by_election_says_that_it_is_one(client: Client) -> None:
    election = cast.election(noticed=False)
    words = "A by-election for vacant seats: whoever is elected serves the rest of the term."
    assert words not in notice_of(client, cast.election("NCG 2028"))
    Election.objects.filter(pk=election.pk).update(fills_vacancies=True)
    scheduling.publish_notice(election, actor=None, now=cast.OPENS - timedelta(days=21))
    assert words in notice_of(client, election)


def test_thresholds_of_a_question(client: Client) -> None:
    election = cast.election(noticed=False)
    election.contests.filter(title="Wales").update(
        rule="yes-no", turnout_needed=30, majority_needed=60
    )
    scheduling.publish_notice(election, actor=None, now=cast.OPENS - timedelta(days=21))
    page = notice_of(client, election)
    assert "Turnout needed: 30%" in page
    assert "Majority needed: 60% of yes and no" in page


def test_a_notice_dated_before_it_was_published_says_when_it_really_was(client: Client) -> None:
    election = cast.election()
    without_the_guard(
        Election.objects.filter(pk=election.pk), published_at=cast.OPENS - timedelta(days=20)
    )
    page = notice_of(client, election)
    assert (
        "The timetable dates the notice Tuesday 9 June 2026, 12 noon (BST). "
        "It was really published on Wednesday 10 June 2026, 12 noon (BST)."
    ) in page


def test_before_it_is_published_there_is_none(client: Client) -> None:
    election = cast.election(noticed=False)
    assert client.get(f"{election.get_absolute_url()}notice/").status_code == 404


def test_each_rule_is_explained_under_its_name(client: Client) -> None:
    page = shown(client, "/how-votes-are-counted/")
    for anchor in Rule.values:
        assert f'id="{anchor}"' in page


def test_what_can_come_to_any_rule_is_explained_too(client: Client) -> None:
    election = cast.election(only="Scotland", noticed=False)
    explained = shown(client, "/how-votes-are-counted/")
    contest = election.contests.get()
    anchors = ("re-open-nominations", "electoral-college")
    scheduling.publish_notice(election, actor=None, now=cast.OPENS - timedelta(days=21))
    for anchor in anchors:
        assert f'href="/how-votes-are-counted/#{anchor}"' not in notice_of(client, election)
    with no_guards():
        Contest.objects.filter(pk=contest.pk).update(has_ron=True)
        sheet = Sheet.objects.create(election=election, number=30, title="Office holders")
        Contest.objects.create(
            election=election, sheet=sheet, number=30, title="Office holders", section_of=contest
        )
    for anchor in anchors:
        assert f'href="/how-votes-are-counted/#{anchor}"' in notice_of(client, election)
        assert f'id="{anchor}"' in explained


def test_no_lot_is_said_to_be_drawn_before_the_close(client: Client) -> None:
    page = shown(client, "/how-votes-are-counted/")
    assert 'id="lot"' in page
    assert "drawn" not in page
    assert "committed" not in page
    assert "The order follows from it and from the last checkpoint of the ballot box" in page


def test_an_unfixed_paper_at_the_opening_says_delayed_to_everybody(client: Client) -> None:
    election = cast.election(only="Scotland")
    aisha = cast.aisha()
    nomination = cast.stands(aisha, election)
    with time_machine.travel(cast.VOTING, tick=False):
        assert "Voting is delayed" in shown(client, election.get_absolute_url())
        assert "Voting delayed" in shown(client, "/")
        browser = cast.sign_in(Client(), aisha)
        assert "Voting is delayed" in shown(browser, "/home/")
        paper = browser.get(f"/vote/{election.slug}/").content.decode()
        assert "not on the roll" in paper
        assert nomination.contest.candidates.count() == 0


def test_the_office_says_delayed_as_well(client: Client) -> None:
    election = cast.election(only="Scotland")
    from members.roles import Role
    from tests.office.cast import enter

    with time_machine.travel(cast.VOTING, tick=False):
        office = enter(add_staff("rosa@example.org", Role.OFFICER))
        assert "Voting is delayed" in shown(office, f"/office/elections/{election.slug}/")
        assert "delayed poll: its papers are not fixed: NCG 2026" in shown(office, "/office/")
