"""An abandoned poll: its papers are destroyed unopened, on record, and everybody on the roll is told."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from elections import mailing, publishing, scheduling, tallying, voting
from elections.ballots import box, keys
from elections.ballots.errors import KeyDestroyed
from elections.ballots.models import Box, Inbox, Key
from elections.models import CountRecord, Election, Message, RollSheet
from elections.phases import Phase
from elections.refusal import Refused
from elections.voter import Voter
from members.models import AuditEntry, User
from tests.ballots import polls
from tests.ballots.polls import another_session, in_another_thread, wait_for_waiting
from tests.office.cast import enter, fresh
from tests.voting.cast import (
    despite_the_guard,
    entry_of,
    follow,
    hidden_of,
    link_of,
    page,
    ranks,
    vote,
)

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "A candidate was missing on half of the papers."


def words(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def abandon(election: Election, rosa: User) -> int:
    return scheduling.abandon(election, reason=REASON, actor=rosa, now=timezone.now())


def test_the_page_says_what_will_happen_and_it_happens(election: Election, rosa: User) -> None:
    vote(election, "Callum", "Bea Okafor")
    officer = enter(rosa)
    url = f"/office/elections/{election.slug}/abandon/"
    assert "All papers that were cast are destroyed" in words(officer.get(url))
    form = {"confirm": election.slug, "reason": REASON}
    answer = officer.post(url, form, follow=True)
    assert "The poll is abandoned. 5 people are told by email." in words(answer)
    election = fresh(election)
    assert election.phase(timezone.now()) == Phase.ABANDONED
    assert election.changes.get().kind == "abandoned"
    line = AuditEntry.objects.get(action="poll-abandoned")
    assert (line.actor, line.reason) == (rosa, REASON)
    again = words(officer.post(url, form, follow=True))
    assert "You have done this already. Nothing was done a second time." in again
    assert officer.post(url, {**form, "reason": "Another reason."}).status_code == 422
    assert Message.objects.filter(kind="abandoned").count() == 5


def test_no_paper_is_left_in_the_inbox_and_no_key_to_those_in_the_box(
    election: Election, rosa: User
) -> None:
    for name in ("Aisha", "Bea", "Callum", "Dewi"):
        vote(election, name, "Bea Okafor")
    tallying.move_due()
    assert Inbox.objects.exists()
    assert Box.objects.exists()
    abandon(election, rosa)
    assert not Inbox.objects.exists()
    assert not Key.objects.filter(election=election.pk, wrapped__isnull=False).exists()
    with pytest.raises(KeyDestroyed):
        keys.sealing_private(election.pk)


def test_papers_of_another_poll_stay(election: Election, rosa: User) -> None:
    other = polls.fixed()
    other.cast(2)
    vote(election, "Callum", "Bea Okafor")
    abandon(election, rosa)
    assert set(Inbox.objects.values_list("election", flat=True)) == {other.election}


def test_the_escrow_copy_goes_where_the_copies_are(election: Election, rosa: User) -> None:
    path = keys._escrow_path(election.pk)
    held = path.read_bytes()
    abandon(election, rosa)
    assert not path.exists()
    path.write_bytes(held)  # as on the tally worker's machine, which the page does not reach
    publishing.remove_escrow_copies()
    assert not path.exists()


def test_everybody_on_the_roll_is_told_whether_they_voted_or_not(
    election: Election, rosa: User
) -> None:
    vote(election, "Callum", "Bea Okafor")
    mail.outbox.clear()
    abandon(election, rosa)
    mailing.send_due(now=timezone.now())
    assert len(mail.outbox) == 5
    assert {one.subject for one in mail.outbox} == {"Poll abandoned: NCG 2026"}
    assert "destroyed unopened" in str(mail.outbox[0].body)
    assert REASON in str(mail.outbox[0].body)


def test_the_pages_of_voters_and_of_the_result_say_so(
    election: Election, rosa: User, client: Client
) -> None:
    callum = follow(election, "Callum")
    checked = hidden_of(callum.post(page(election, "check-vote"), ranks(election, "Bea Okafor")))
    link = link_of(entry_of(election, "Callum"))
    abandon(election, rosa)
    late = callum.post(page(election, "cast-vote"), checked)
    assert late.status_code == 409
    assert "Voting was called off before your vote was recorded." in words(late)
    assert "This poll was abandoned." in words(callum.get(page(election, "show-paper")))
    assert "Voting was called off" in words(client.get(link))
    for name in ("show-election", "show-results"):
        shown = words(client.get(page(election, name)))
        assert "This poll was abandoned" in shown
        assert REASON in shown
    assert "are never opened" in words(client.get(page(election, "show-board")))
    assert RollSheet.objects.get(entry=entry_of(election, "Callum")).status == "open"


def test_after_the_close_it_is_possible_until_the_count_is_stored(
    election: Election, rosa: User
) -> None:
    vote(election, "Callum", "Bea Okafor")
    despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    abandon(fresh(election), rosa)
    tallying.count_due(timezone.now())
    assert not CountRecord.objects.exists()
    mailing.send_due(now=timezone.now())
    told = [one for one in mail.outbox if "abandoned" in one.subject]
    assert "No count of it is published" in str(told[0].body)
    assert "destroyed unopened" not in str(told[0].body)


def test_a_counted_poll_is_not_abandoned(election: Election, rosa: User) -> None:
    vote(election, "Callum", "Bea Okafor")
    despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    tallying.count_due(timezone.now())
    with pytest.raises(Refused, match="There is a result already"):
        abandon(fresh(election), rosa)


# --- Races, settled by locks


def reviewed(election: Election, name: str) -> tuple[Voter, voting.ReviewedSheet]:
    entry = entry_of(election, name)
    voter = Voter(entry, entry.code_generation, by_link=True)
    sheets = voting.sheets_for(entry).open
    papers = voting.review(
        voter, [(one, [(contest.number, [1]) for contest in one.contests]) for one in sheets]
    )
    return voter, papers[0]


def cast_in_a_thread(election: Election, name: str) -> Future[voting.SheetReceipt]:
    voter, paper = reviewed(election, name)
    return in_another_thread(lambda: voting.cast(voter, paper.sheet, paper.sealed, paper.mac))


def test_a_cast_that_was_first_is_destroyed_with_the_others(election: Election, rosa: User) -> None:
    """The cast holds the inbox until it commits; abandoning waits for it, and leaves nothing of it."""
    with another_session() as holder, holder.cursor() as cursor:
        cursor.execute("LOCK TABLE ballots_box IN ACCESS EXCLUSIVE MODE")
        casting = cast_in_a_thread(election, "Callum")  # its trigger looks into the box and waits
        wait_for_waiting()
        abandoning = in_another_thread(lambda: abandon(election, rosa))
        wait_for_waiting(2)
        holder.commit()
        assert casting.result(10).receipt.tracker
        abandoning.result(10)
    assert not Inbox.objects.exists()
    assert not Box.objects.exists()


def test_a_cast_that_comes_second_is_refused(election: Election, rosa: User) -> None:
    box.move_due()
    with another_session() as holder, holder.cursor() as cursor:
        cursor.execute("LOCK TABLE members_auditentry IN ACCESS EXCLUSIVE MODE")
        abandoning = in_another_thread(lambda: abandon(election, rosa))  # at its last step
        wait_for_waiting()
        casting = cast_in_a_thread(election, "Callum")
        wait_for_waiting(2)
        holder.commit()
        abandoning.result(10)
        with pytest.raises(voting.NotOpen):
            casting.result(10)
    assert not Inbox.objects.exists()
    assert RollSheet.objects.get(entry=entry_of(election, "Callum")).status == "open"


def test_the_closer_passes_by_a_poll_that_is_being_abandoned(
    election: Election, rosa: User
) -> None:
    vote(election, "Callum", "Bea Okafor")
    despite_the_guard(election, voting_closes_at=timezone.now())
    with another_session() as holder, holder.cursor() as cursor:
        cursor.execute("LOCK TABLE members_auditentry IN ACCESS EXCLUSIVE MODE")
        abandoning = in_another_thread(lambda: abandon(election, rosa))
        wait_for_waiting()
        assert tallying.close_due(timezone.now()) == 0
        holder.commit()
        abandoning.result(10)
    assert tallying.close_due(timezone.now()) == 0
    assert fresh(election).box_closed_at is None


def test_a_count_that_is_under_way_stores_nothing(election: Election, rosa: User) -> None:
    vote(election, "Callum", "Bea Okafor")
    despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    closed = fresh(election)
    with another_session() as holder, holder.cursor() as cursor:
        cursor.execute("SELECT FROM elections_election FOR UPDATE")
        abandoning = in_another_thread(lambda: abandon(closed, rosa))
        wait_for_waiting()
        # It has opened and counted the box, and comes second where it would store the count.
        counting = in_another_thread(lambda: tallying.count(closed, now=timezone.now()))
        wait_for_waiting(2)
        holder.commit()
        abandoning.result(10)
        counting.result(10)
    assert not CountRecord.objects.exists()
    assert fresh(election).counted_at is None
