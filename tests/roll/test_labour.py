"""Where voters must be members of the Labour Party and the list does not say, they say it first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import InternalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elections import tallying, voting
from elections.models import Election, RollEntry
from elections.paper import sheets_of
from elections.voter import Voter
from members.models import Member, User
from tests.members.people import sign_in
from tests.roll import cast
from tests.roll.cast import DAY
from tests.voting.cast import despite_the_guard, hidden_of, link_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(rosa: User) -> Election:
    """Aisha is known to be in Labour, of Bea the list says nothing, Callum is known not to be."""
    cast.member("101", "Aisha Bello")
    cast.member("102", "Bea Okafor", labour_member="")
    cast.member("103", "Callum Reid", labour_member="no")
    now = timezone.now()
    made = cast.question(rosa, opens_at=now - timedelta(minutes=5), freeze_at=now - DAY)
    return cast.fixed(made, rosa)


def entry(name: str) -> RollEntry:
    return RollEntry.objects.select_related("member", "election__timetable").get(
        member__first_name=name
    )


@pytest.fixture
def bea(poll: Election) -> Client:
    """Her browser, after the link in her mail."""
    client = Client()
    client.get(link_of(entry("Bea")))
    return client


def paper(poll: Election, client: Client) -> str:
    return cast.text_of(client, page(poll, "show-paper"))


def answer(poll: Election) -> dict[str, str]:
    return {f"q-{poll.contests.get().number}": "1"}


ASKED = "Are you a member of the Labour Party?"


def test_the_roll_says_who_is_asked(poll: Election) -> None:
    labour = dict(RollEntry.objects.values_list("member__first_name", "labour"))
    assert labour == {"Aisha": "yes", "Bea": "ask"}


def test_whoever_is_known_to_be_in_labour_is_not_asked(poll: Election) -> None:
    client = Client()
    client.get(link_of(entry("Aisha")))
    assert ASKED not in paper(poll, client)


def test_yes_opens_the_paper_and_is_asked_once(poll: Election, bea: Client) -> None:
    words = paper(poll, bea)
    assert ASKED in words
    assert "You have not voted yet" in words
    assert "Check your vote" not in words
    said = bea.post(page(poll, "declare-labour"), {"is_labour_member": "yes"})
    assert (said.status_code, said["Location"]) == (302, page(poll, "show-paper"))
    assert entry("Bea").labour == "own"
    assert ASKED not in paper(poll, bea)
    checked = bea.post(page(poll, "check-vote"), answer(poll))
    receipt = bea.post(page(poll, "cast-vote"), hidden_of(checked))
    assert "Your vote is recorded" in receipt.content.decode()
    again = bea.post(page(poll, "declare-labour"), {"is_labour_member": "yes"})
    assert again.status_code == 302, "the second press finds what the first did"


def test_so_it_is_for_whoever_signed_in(poll: Election, client: Client) -> None:
    sign_in(client, "bea@example.org")
    assert ASKED in paper(poll, client)
    client.post(page(poll, "declare-labour"), {"is_labour_member": "yes"})
    assert "Check your vote" in paper(poll, client)


def test_no_gets_a_sentence_and_no_paper_and_may_come_back(poll: Election, bea: Client) -> None:
    said = bea.post(page(poll, "declare-labour"), {"is_labour_member": "no"})
    words = said.content.decode()
    assert said.status_code == 200
    assert "You cannot vote in this election" in words
    assert "come back before voting closes" in words
    assert entry("Bea").labour == "ask"
    assert ASKED in paper(poll, bea)


def test_no_answer_is_asked_again(poll: Election, bea: Client) -> None:
    said = bea.post(page(poll, "declare-labour"), {})
    assert said.status_code == 422
    assert "Choose yes or no." in said.content.decode()


def test_checking_and_casting_refuse_without_it(poll: Election, bea: Client) -> None:
    checked = bea.post(page(poll, "check-vote"), answer(poll))
    assert (checked.status_code, checked["Location"]) == (302, page(poll, "show-paper"))
    voter = Voter(entry("Bea"), 1, by_link=True)
    [sheet] = sheets_of(poll.pk)
    [sealed] = voting.review(voter, [(sheet, [(sheet.contests[0].number, [1])])])
    with pytest.raises(voting.Undeclared, match="Say first whether"):
        voting.cast(voter, sheet, sealed.sealed, sealed.mac)
    assert entry("Bea").sheets.get().status == "open"


def test_outside_the_window_nothing_is_declared(poll: Election, bea: Client) -> None:
    despite_the_guard(poll, voting_closes_at=timezone.now())
    said = bea.post(page(poll, "declare-labour"), {"is_labour_member": "yes"})
    assert said.status_code == 409
    assert "Voting has closed" in said.content.decode()
    assert entry("Bea").labour == "ask"


def test_a_replaced_link_declares_nothing(poll: Election, bea: Client) -> None:
    RollEntry.objects.filter(pk=entry("Bea").pk).update(code_generation=2)
    said = bea.post(page(poll, "declare-labour"), {"is_labour_member": "yes"})
    assert said.status_code == 409
    assert entry("Bea").labour == "ask"


def test_a_stranger_declares_nothing(poll: Election, client: Client) -> None:
    said = client.post(page(poll, "declare-labour"), {"is_labour_member": "yes"})
    assert said["Location"] == page(poll, "show-paper")
    assert entry("Bea").labour == "ask"


@pytest.mark.parametrize("change", ["ask", "yes", ""])
def test_the_database_takes_no_declaration_back(poll: Election, change: str) -> None:
    bea = entry("Bea")
    RollEntry.objects.filter(pk=bea.pk).update(labour="own")
    with pytest.raises(InternalError, match="declares their membership"):
        RollEntry.objects.filter(pk=bea.pk).update(labour=change)


def test_where_it_is_not_asked_nobody_is(rosa: User, client: Client) -> None:
    cast.member("102", "Bea Okafor", labour_member="no")
    now = timezone.now()
    made = cast.question(
        rosa, opens_at=now - timedelta(minutes=5), freeze_at=now - DAY, labour="not-asked"
    )
    made = cast.fixed(made, rosa)
    client.get(link_of(entry("Bea")))
    assert "Check your vote" in paper(made, client)


def test_the_paper_costs_no_statement_more(poll: Election) -> None:
    client = Client()
    client.get(link_of(entry("Aisha")))
    paper(poll, client)
    with CaptureQueriesContext(connection) as asked:
        paper(poll, client)
    assert len(asked) == 3  # the voter, the sheets, and who answered members' questions


def test_the_list_is_not_changed_by_it(poll: Election, bea: Client) -> None:
    bea.post(page(poll, "declare-labour"), {"is_labour_member": "yes"})
    assert Member.objects.get(number="102").labour_member == ""


@pytest.mark.django_db(transaction=True)
def test_after_the_close_no_row_tells_who_declared_when(poll: Election) -> None:
    for number in range(4):
        cast.member(f"20{number}", f"Voter{number} Late", labour_member="")
    RollEntry.objects.bulk_create(
        RollEntry(election=poll, member=member, status="active", labour="ask")
        for member in Member.objects.filter(number__startswith="20")
    )
    for pk in RollEntry.objects.filter(labour="ask").order_by("-pk").values_list("pk", flat=True):
        RollEntry.objects.filter(pk=pk).update(labour="own")  # one transaction each
    despite_the_guard(poll, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    assert tallying.rewrite_roll_due(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM elections_rollentry WHERE labour = 'own'")
        assert len(cursor.fetchall()) == 1
        cursor.execute("SELECT election_id, member_id FROM elections_rollentry ORDER BY ctid")
        places = cursor.fetchall()
    assert places == sorted(places)
