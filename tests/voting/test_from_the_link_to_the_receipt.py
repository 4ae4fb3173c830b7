"""A member votes over HTTP, without JavaScript, as a hurried person would."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from elections.ballots.models import Inbox
from elections.models import Election, RollEntry, RollSheet
from elections.paper import sheets_of
from members.models import User
from tests.office.cast import checking, fresh, move
from tests.voting.cast import (
    despite_the_guard,
    entry_of,
    follow,
    hidden_of,
    link_of,
    open_election,
    page,
    ranks,
    vote,
)


def test_the_link_changes_nothing_and_leads_to_an_address_without_the_code(
    election: Election,
) -> None:
    before = list(RollSheet.objects.values_list("pk", "status").order_by("pk"))
    link = link_of(entry_of(election, "Callum"))
    for _scanner in range(3):
        response = Client().get(link)
        assert response.status_code == 302
        assert response.url == page(election, "show-paper")  # type: ignore[attr-defined]
        assert response["Referrer-Policy"] == "no-referrer"
    assert list(RollSheet.objects.values_list("pk", "status").order_by("pk")) == before


def test_the_paper_says_who_votes_in_what_and_until_when(election: Election) -> None:
    text = follow(election, "Callum").get(page(election, "show-paper")).content.decode()
    assert "You are voting as <strong>Callum Reid</strong>, membership number 102" in " ".join(
        text.split()
    )
    assert "Scotland" in text
    assert "Voting closes on" in text


def test_a_vote_ends_in_one_unmistakable_state(election: Election) -> None:
    client = follow(election, "Callum")
    paper = client.get(page(election, "show-paper"))
    assert "You have not voted yet" in paper.content.decode()
    checked = client.post(
        page(election, "check-vote"), ranks(election, "Bea Okafor", "Aisha Bello")
    )
    text = checked.content.decode()
    assert "Check your vote" in text
    assert "You have not voted yet" in text
    assert text.index("Bea Okafor") < text.index("Aisha Bello")
    assert not Inbox.objects.exists()
    receipt = client.post(page(election, "cast-vote"), hidden_of(checked))
    assert receipt.status_code == 200
    assert "Your vote is recorded" in receipt.content.decode()
    assert "You voted as <strong>Callum Reid" in receipt.content.decode()
    assert 'data-forget="paper/' in receipt.content.decode()
    assert "You have not voted yet" not in receipt.content.decode()
    assert Inbox.objects.count() == 1


def test_afterwards_every_link_says_that_the_vote_is_recorded(election: Election) -> None:
    vote(election, "Callum", "Bea Okafor")
    client = follow(election, "Callum")
    assert "Your vote is recorded" in client.get(page(election, "show-paper")).content.decode()
    again = client.post(page(election, "check-vote"), ranks(election, "Aisha Bello"), follow=True)
    assert "Your vote is recorded" in again.content.decode()


def test_the_same_request_again_gets_the_same_receipt(election: Election) -> None:
    client = follow(election, "Callum")
    checked = client.post(page(election, "check-vote"), ranks(election, "Bea Okafor"))
    first = client.post(page(election, "cast-vote"), hidden_of(checked))
    second = client.post(page(election, "cast-vote"), hidden_of(checked))
    assert second.status_code == 200
    assert first.content == second.content or _tracker(first) == _tracker(second)
    assert Inbox.objects.count() == 1


def test_a_second_paper_from_another_tab_is_not_used_and_says_so(election: Election) -> None:
    client = follow(election, "Callum")
    one = hidden_of(client.post(page(election, "check-vote"), ranks(election, "Bea Okafor")))
    other = hidden_of(client.post(page(election, "check-vote"), ranks(election, "Aisha Bello")))
    client.post(page(election, "cast-vote"), one)
    refused = client.post(page(election, "cast-vote"), other)
    assert refused.status_code == 409
    assert "already recorded" in refused.content.decode()
    assert Inbox.objects.count() == 1


def test_a_voter_with_two_sheets_casts_two_papers_in_one_press(election: Election) -> None:
    response = vote(election, "Aisha", "Bea Okafor")
    assert "Your vote is recorded" in response.content.decode()  # type: ignore[attr-defined]
    assert Inbox.objects.values("sheet").distinct().count() == 2
    statuses = RollSheet.objects.filter(entry=entry_of(election, "Aisha"))
    assert set(statuses.values_list("status", flat=True)) == {"cast"}


@pytest.mark.parametrize("fault", ["spoilt", "left out"])
def test_a_vote_that_is_recorded_in_part_says_so_and_leads_on(
    election: Election, fault: str
) -> None:
    client = follow(election, "Aisha")
    papers = hidden_of(client.post(page(election, "check-vote"), ranks(election, "Bea Okafor")))
    open_to_her = RollSheet.objects.filter(entry=entry_of(election, "Aisha"))
    first, second = open_to_her.order_by("sheet__number").values_list("sheet__number", flat=True)
    if fault == "spoilt":
        papers[f"mac-{second}"] = "00" * 32
    else:
        del papers[f"sealed-{second}"], papers[f"mac-{second}"]
    said = client.post(page(election, "cast-vote"), papers).content.decode()
    assert "Part of your vote is recorded" in said
    assert "Your vote is recorded" not in said
    names = {one.number: one.contests_here for one in sheets_of(election.pk)}
    waiting = said.split("still yours to cast")[1].split("</ul>")[0]
    assert names[second] in waiting
    assert names[first] not in waiting
    assert f'href="{page(election, "show-paper")}">Go on to vote' in said
    assert "data-forget" not in said, "what was entered for the other is still to be cast"
    assert "Your ballot paper" in client.get(page(election, "show-paper")).content.decode()


@pytest.mark.parametrize(
    ("sent_again", "slow"), [("both", 0), ("the first alone", 0), ("both", 30)]
)
def test_where_voting_closed_between_two_papers_nothing_is_said_to_be_castable(
    election: Election, sent_again: str, slow: int
) -> None:
    """However many seconds the clock of the site is behind that of the database."""
    client = follow(election, "Aisha")
    papers = hidden_of(client.post(page(election, "check-vote"), ranks(election, "Bea Okafor")))
    numbers = sorted(int(name.partition("-")[2]) for name in papers if name.startswith("mac-"))
    first = {name: papers[name] for name in (f"sealed-{numbers[0]}", f"mac-{numbers[0]}")}
    client.post(page(election, "cast-vote"), first)
    despite_the_guard(election, voting_closes_at=timezone.now())
    sent = papers if sent_again == "both" else first
    with time_machine.travel(timezone.now() - timedelta(seconds=slow)):
        said = client.post(page(election, "cast-vote"), sent).content.decode()
    assert "Part of your vote is recorded" in said
    assert "Your vote is recorded" not in said
    refused = "Voting closed before your vote was recorded." in said
    assert refused == (sent_again == "both")
    assert "still yours to cast" not in said
    assert "Go on to vote" not in said
    assert 'data-forget="paper/' in said, "nothing can be cast any more"


def test_leaving_a_contest_blank_is_asked_about_and_allowed(election: Election) -> None:
    client = follow(election, "Callum")
    checked = client.post(page(election, "check-vote"), {})
    shown = checked.content.decode()
    assert "Left blank</h2>" in shown
    assert "<li>Scotland</li>" in shown
    receipt = client.post(page(election, "cast-vote"), hidden_of(checked))
    assert "Your vote is recorded" in receipt.content.decode()


def test_mistakes_are_explained_beside_the_field_and_nothing_is_lost(election: Election) -> None:
    client = follow(election, "Callum")
    entered = ranks(election, "Bea Okafor", "Aisha Bello", "Callum Reid")
    fields = list(entered)
    for wrong, words in (
        ({fields[0]: "1", fields[1]: "1"}, "You gave the number 1 more than once."),
        ({fields[0]: "1", fields[1]: "3"}, "You gave the number 3 but not 2."),
        ({fields[0]: "first"}, "Enter a whole number from 1 to 3"),
        ({fields[0]: "4"}, "Enter a whole number from 1 to 3"),
        ({fields[0]: "٣"}, "Enter a whole number from 1 to 3"),
    ):
        response = client.post(page(election, "check-vote"), wrong)
        text = response.content.decode()
        assert response.status_code == 422
        assert "There is a problem" in text
        assert text.count(words) >= 2, words  # in the summary and beside the field
        for value in wrong.values():
            assert f'value="{value}"' in text
    assert not Inbox.objects.exists()


def test_going_back_from_the_check_finds_everything_as_it_was(election: Election) -> None:
    client = follow(election, "Callum")
    entered = ranks(election, "Bea Okafor", "Aisha Bello")
    checked = client.post(page(election, "check-vote"), entered).content.decode()
    for name, value in entered.items():
        assert f'name="{name}" value="{value}"' in checked
    again = client.post(page(election, "show-paper"), entered).content.decode()
    for name, value in entered.items():
        field = again[again.index(f'name="{name}"') :]
        assert f'value="{value}"' in field[:200]


def test_candidates_come_in_another_order_for_another_voter_and_the_same_for_each(
    election: Election,
) -> None:
    def order(entry: RollEntry) -> list[int]:
        contest = next(
            contest
            for sheet in sheets_of(election.pk)
            for contest in sheet.contests
            if contest.title == "Scotland"
        )
        return [one.number for one in contest.in_order_for(entry)]

    callum = entry_of(election, "Callum")
    assert order(callum) == order(entry_of(election, "Callum"))
    orders = set()
    for number in range(40):
        callum.nonce = bytes([number]) * 32
        orders.add(tuple(order(callum)))
    assert len(orders) == 6  # every order of three candidates


def test_a_paper_that_this_site_did_not_seal_for_this_voter_is_refused(election: Election) -> None:
    callum = follow(election, "Callum")
    papers = hidden_of(callum.post(page(election, "check-vote"), ranks(election, "Bea Okafor")))
    bea = follow(election, "Bea")
    stolen = bea.post(page(election, "cast-vote"), papers)
    assert stolen.status_code == 409
    assert "out of date" in stolen.content.decode()
    forged = callum.post(page(election, "cast-vote"), dict.fromkeys(papers, "00" * 32))
    assert forged.status_code == 409
    assert not Inbox.objects.exists()


def test_a_wrong_code_opens_nothing_and_says_what_to_do(election: Election) -> None:
    link = link_of(entry_of(election, "Callum"))
    other = link_of(entry_of(election, "Bea"))
    crossed = link.split("-")[0] + "-" + other.split("-", 1)[1]
    for wrong in (crossed, link[:-2] + "/"):
        response = Client().get(wrong)
        assert response.status_code == 404
        assert "newest ballot email" in response.content.decode()


def test_a_replaced_code_no_longer_casts(election: Election) -> None:
    client = follow(election, "Callum")
    papers = hidden_of(client.post(page(election, "check-vote"), ranks(election, "Bea Okafor")))
    RollEntry.objects.filter(pk=entry_of(election, "Callum").pk).update(code_generation=2)
    refused = client.post(page(election, "cast-vote"), papers)
    assert refused.status_code == 409
    assert "newest ballot email" in refused.content.decode()
    assert not Inbox.objects.exists()


def test_before_the_opening_and_after_the_close_there_is_no_paper(election: Election) -> None:
    client = follow(election, "Callum")
    papers = hidden_of(client.post(page(election, "check-vote"), ranks(election, "Bea Okafor")))
    now = timezone.now()
    for instants, words in (
        (
            {
                "voting_opens_at": now + timedelta(hours=1),
                "voting_closes_at": now + timedelta(hours=2),
            },
            "Voting has not opened yet",
        ),
        (
            {"voting_opens_at": now - timedelta(hours=2), "voting_closes_at": now},
            "Voting has closed",
        ),
    ):
        despite_the_guard(election, **instants)
        assert words in client.get(page(election, "show-paper")).content.decode()
        refused = client.post(page(election, "cast-vote"), papers)
        assert refused.status_code == 409
    assert not Inbox.objects.exists()
    assert not RollSheet.objects.filter(status="cast").exists()


def test_unfixed_papers_at_the_opening_are_delayed_not_half_checked(rosa: User) -> None:
    made = checking()
    move(made, voting_opens_at=timezone.now() - timedelta(minutes=1))
    assert fresh(made).phase(timezone.now()) == "delayed"


def test_somebody_without_a_link_is_asked_who_is_voting(election: Election) -> None:
    response = Client().get(page(election, "show-paper"))
    assert "Who is voting?" in response.content.decode()
    assert Client().post(page(election, "cast-vote"), {}).status_code == 403


def test_html_and_scripts_in_a_statement_are_text(rosa: User) -> None:
    made = open_election(rosa, statement="<script>alert(1)</script><b>bold</b>")
    text = follow(made, "Callum").get(page(made, "show-paper")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def _tracker(response: object) -> str:
    text: str = response.content.decode()  # type: ignore[attr-defined]
    return text[text.index('class="tracker"') :][:800]


def test_a_browser_that_opens_its_pages_again_is_told_where_the_vote_stands(
    election: Election,
) -> None:
    client = follow(election, "Callum")
    for name in ("check-vote", "cast-vote"):
        answer = client.get(page(election, name), follow=True)
        assert answer.redirect_chain == [(page(election, "show-paper"), 302)]
        assert "You have not voted yet" in answer.content.decode()
    checked = client.post(page(election, "check-vote"), ranks(election, "Bea Okafor"))
    client.post(page(election, "cast-vote"), hidden_of(checked))
    for name in ("check-vote", "cast-vote"):
        text = client.get(page(election, name), follow=True).content.decode()
        assert "Your vote is recorded" in text
        assert "You have not voted yet" not in text


def test_a_cleared_device_has_forgotten_the_link(election: Election) -> None:
    client = follow(election, "Callum")
    cleared = client.post(page(election, "clear-device")).content.decode()
    assert "This device is cleared" in cleared
    assert "You are still signed in" not in cleared
    assert "Who is voting?" in client.get(page(election, "show-paper")).content.decode()
    assert RollSheet.objects.filter(entry=entry_of(election, "Callum")).get().status == "open"
    again = follow(election, "Callum", client).get(page(election, "show-paper")).content.decode()
    assert "You are voting as <strong>Callum Reid</strong>" in " ".join(again.split())


def test_whoever_is_signed_in_is_told_so_when_they_clear_the_device(election: Election) -> None:
    client = Client()
    client.force_login(User.objects.of_mailbox("callum@example.org"))
    cleared = client.post(page(election, "clear-device")).content.decode()
    assert "You are still signed in on this device." in cleared
    assert 'href="/sign-out/"' in cleared


def test_each_voter_has_a_key_of_their_own_however_they_came(election: Election) -> None:
    def key(client: Client) -> str:
        text = client.get(page(election, "show-paper")).content.decode()
        return text.partition('data-kept-with="')[2].partition('"')[0]

    callums = key(follow(election, "Callum"))
    signed_in = Client()
    signed_in.force_login(User.objects.of_mailbox("callum@example.org"))
    assert len(callums) == 44
    assert key(signed_in) == callums
    assert key(follow(election, "Bea")) != callums
    closed = despite_the_guard(election, voting_closes_at=timezone.now())
    assert not key(follow(closed, "Callum", signed_in)), "after the close nobody is given it"
