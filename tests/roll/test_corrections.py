"""The roll is corrected with a reason until the close, by returning officers and nobody else."""

from __future__ import annotations

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.utils import timezone

from elections import mailing, roll
from elections.models import Contest, Election, Message, RollEntry, RollExclusion, RollSheet
from elections.refusal import Refused
from members.models import AuditEntry, Member, User
from members.roles import Role
from tests.embedded.guards import without_the_guard
from tests.embedded.mailbox import Mailbox
from tests.mailing.cast import text
from tests.members.people import add_staff
from tests.office.cast import enter
from tests.roll import cast
from tests.roll.cast import DAY, HOUR, move
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

pytestmark = pytest.mark.django_db
REASON = "The branch paid in for her on 3 May."


def url(election: Election, who: Member, act: str = "") -> str:
    return f"/office/elections/{election.slug}/roll/{who.pk}/{act}"


@pytest.fixture
def gwen(election: Election) -> Member:
    """Left out: the list had her as expired."""
    return cast.member("301", "Gwen Parry", status="expired")


def scotland(election: Election) -> str:
    return str(election.sheets.get(title="Scotland").number)


# --- Put on ---------------------------------------------------------------------------------------


def test_a_member_left_out_is_put_on_with_papers_that_the_officer_chooses(
    officer: Client, election: Election, gwen: Member
) -> None:
    sent = {"papers": [scotland(election)], "reason": REASON}
    answer = officer.post(url(election, gwen, "papers/"), sent, follow=True)
    assert "The roll is corrected." in answer.content.decode()
    assert cast.papers(election, gwen) == ["Scotland"]
    [ballot] = cast.mail_to(gwen, "ballot")
    assert (ballot.state, ballot.to) == ("queued", "gwen@example.org")
    [told] = cast.mail_to(gwen, "roll-corrected")
    assert told.details == {"added": True, "reason": REASON}
    line = AuditEntry.objects.get(action="roll-corrected")
    assert line.reason == REASON
    assert line.actor is not None
    assert line.subject == "member 301"
    assert line.detail["papers added"] == ["Scotland"]
    client = follow(election, "Gwen")
    assert "Check your vote" in cast.text_of(client, page(election, "show-paper"))


def test_the_second_press_finds_what_the_first_did(
    officer: Client, election: Election, gwen: Member
) -> None:
    sent = {"papers": [scotland(election)], "reason": REASON}
    for _press in range(2):
        answer = officer.post(url(election, gwen, "papers/"), sent, follow=True)
    assert "has these papers already" in answer.content.decode()
    assert AuditEntry.objects.filter(action="roll-corrected").count() == 1
    assert len(cast.mail_to(gwen, "ballot")) == 1


def test_the_papers_that_the_list_gives_are_chosen_already(
    officer: Client, election: Election
) -> None:
    hana = cast.member("302", "Hana Sato", public_office="Councillor")
    words = officer.get(url(election, hana, "papers/")).content.decode()
    assert words.count("checked") == 2


def test_without_a_reason_or_a_paper_nothing_is_done_and_nothing_lost(
    officer: Client, election: Election, gwen: Member
) -> None:
    answer = officer.post(url(election, gwen, "papers/"), {"papers": [scotland(election)]})
    assert answer.status_code == 422
    assert "Give the reason: the member is told it." in answer.content.decode()
    assert "checked" in answer.content.decode()
    answer = officer.post(url(election, gwen, "papers/"), {"reason": REASON})
    assert answer.status_code == 422
    assert "Choose at least one paper." in answer.content.decode()
    assert REASON in answer.content.decode()
    assert cast.entry(election, gwen) is None


def test_labour_is_asked_of_whom_the_list_had_wrong(
    election: Election, rosa: User, gwen: Member
) -> None:
    Member.objects.filter(pk=gwen.pk).update(labour_member="no")
    sheets = list(election.sheets.filter(title="Scotland"))
    roll.put_on(election, gwen, sheets, reason=REASON, actor=rosa, now=timezone.now())
    assert RollEntry.objects.get(member=gwen).labour == "ask"


def test_a_wrong_region_is_put_right_unless_that_paper_was_returned(
    election: Election, rosa: User
) -> None:
    callum = Member.objects.get(first_name="Callum")
    holders = list(election.sheets.filter(electorate="office-holders"))
    vote(election, "Callum", "Bea Okafor")
    with pytest.raises(Refused, match="returned stays"):
        roll.put_on(election, callum, holders, reason=REASON, actor=rosa, now=timezone.now())
    efua = Member.objects.get(first_name="Efua")
    roll.put_on(election, efua, holders, reason=REASON, actor=rosa, now=timezone.now())
    assert cast.papers(election, efua) == ["Members who hold public office"]


def test_before_the_freeze_a_region_is_swapped_and_the_list_decides_the_rest(rosa: User) -> None:
    now = timezone.now()
    made = cast.of_scotland(rosa, freeze_at=now + DAY, opens_at=now - HOUR)
    made = cast.fixed(made, rosa)
    dewi = Member.objects.get(first_name="Dewi")
    sheets = {sheet.electorate: sheet for sheet in made.sheets.all()}
    with pytest.raises(Refused, match="membership list decides"):
        roll.put_on(made, dewi, [sheets["region"]], reason=REASON, actor=rosa, now=now)
    with pytest.raises(Refused, match="paper of the region"):
        roll.put_on(made, dewi, [sheets["office-holders"]], reason=REASON, actor=rosa, now=now)


def test_nobody_votes_in_two_sections_of_a_college(election: Election, rosa: User) -> None:
    callum = Member.objects.get(first_name="Callum")
    first, second = election.contests.order_by("number")
    without_the_guard(Contest.objects.filter(pk=second.pk), section_of=first)
    with pytest.raises(Refused, match="sections of one electoral college"):
        roll.put_on(
            election,
            callum,
            list(election.sheets.all()),
            reason=REASON,
            actor=rosa,
            now=timezone.now(),
        )


# --- Taken off ------------------------------------------------------------------------------------


def test_a_member_is_taken_off_by_typing_their_number(
    officer: Client, election: Election, rosa: User
) -> None:
    callum = Member.objects.get(first_name="Callum")
    link = link_of(entry_of(election, "Callum"))
    check = officer.post(url(election, callum, "remove/"), {"reason": "Died in May."})
    assert "To confirm, type the membership number 102" in check.content.decode()
    sent = {"reason": "Died in May.", "confirm": "103"}
    answer = officer.post(url(election, callum, "remove/"), sent)
    assert answer.status_code == 422
    assert "That is not this member. Type 102." in answer.content.decode()
    assert "Died in May." in answer.content.decode()
    officer.post(url(election, callum, "remove/"), {**sent, "confirm": " 102 "})
    assert cast.entry(election, callum) is None
    exclusion = RollExclusion.objects.get()
    assert (exclusion.member, exclusion.reason, exclusion.made_by) == (
        callum,
        "Died in May.",
        rosa,
    )
    [told] = cast.mail_to(callum, "roll-corrected")
    assert told.details == {"added": False, "reason": "Died in May."}
    assert [one.state for one in cast.mail_to(callum, "ballot")] == ["skipped"]
    assert Client().get(link).status_code == 404
    again = officer.post(url(election, callum, "remove/"), {**sent, "confirm": "102"}, follow=True)
    assert "is off the roll already" in again.content.decode()
    assert AuditEntry.objects.filter(action="roll-corrected").count() == 1


def test_nobody_who_has_voted_is_taken_off(officer: Client, election: Election) -> None:
    callum = Member.objects.get(first_name="Callum")
    vote(election, "Callum", "Bea Okafor")
    sent = {"reason": "A mistake.", "confirm": "102"}
    answer = officer.post(url(election, callum, "remove/"), sent)
    assert answer.status_code == 422
    assert "has voted, and stays on the roll" in answer.content.decode()
    assert not RollExclusion.objects.exists()
    with pytest.raises(InternalError, match="nobody who has voted"), transaction.atomic():
        RollSheet.objects.filter(entry__member=callum).delete()


def test_a_voter_taken_off_meanwhile_is_told_so_and_casts_nothing(
    election: Election, rosa: User
) -> None:
    client = follow(election, "Callum")
    checked = client.post(page(election, "check-vote"), ranks(election, "Bea Okafor"))
    callum = Member.objects.get(first_name="Callum")
    roll.take_off(election, callum, reason="Left.", actor=rosa, now=timezone.now())
    answer = client.post(page(election, "cast-vote"), hidden_of(checked))
    assert answer.status_code == 403
    assert RollSheet.objects.filter(status="cast").count() == 0


def test_the_sender_is_not_stopped_by_a_message_to_somebody_taken_off(
    election: Election, rosa: User
) -> None:
    Message.objects.filter(kind="ballot").update(state="failed")
    callum = Member.objects.get(first_name="Callum")
    roll.take_off(election, callum, reason="Left.", actor=rosa, now=timezone.now())
    assert [one.state for one in cast.mail_to(callum, "ballot")] == ["skipped"]


def test_before_the_roll_is_written_a_member_is_kept_off_and_let_on_again(
    officer: Client, rosa: User
) -> None:
    now = timezone.now()
    made = cast.question(rosa, opens_at=now + DAY, freeze_at=now + HOUR)
    aisha = cast.member("101", "Aisha Bello")
    assert "Keep off the roll" in cast.text_of(officer, url(made, aisha))
    officer.post(url(made, aisha, "remove/"), {"reason": "Suspended.", "confirm": "101"})
    move(made, freeze_at=now)
    assert "Let them onto the roll again" in cast.text_of(officer, url(made, aisha))
    officer.post(url(made, aisha, "papers/"), {"reason": "The appeal was allowed."})
    assert not RollExclusion.objects.exists()
    roll.freeze_due(timezone.now())
    assert cast.entry(made, aisha) is not None
    [_off, on] = cast.mail_to(aisha, "roll-corrected")
    assert on.details["what"] == "exclusion"


def test_before_the_roll_is_written_the_list_decides(officer: Client, rosa: User) -> None:
    now = timezone.now()
    made = cast.question(rosa, opens_at=now + DAY, freeze_at=now + HOUR)
    aisha = cast.member("101", "Aisha Bello", status="expired")
    answer = officer.post(url(made, aisha, "papers/"), {"reason": REASON})
    assert answer.status_code == 422
    assert "Correct the membership list" in answer.content.decode()


# --- Address and code -----------------------------------------------------------------------------


def test_a_mended_address_gets_the_ballot_and_the_old_link_goes_on_working(
    officer: Client, election: Election, mailbox: Mailbox
) -> None:
    callum = Member.objects.get(first_name="Callum")
    Message.objects.filter(kind="ballot", entry__member=callum).update(state="sent")
    link = link_of(entry_of(election, "Callum"))
    sent = {"address": "Callum.Reid@Example.org", "reason": "He has another mailbox."}
    officer.post(url(election, callum, "address/"), sent)
    entry = entry_of(election, "Callum")
    assert (entry.email, entry.code_generation) == ("callum.reid@example.org", 1)
    [_first, again] = cast.mail_to(callum, "ballot")
    assert (again.to, again.round) == ("callum.reid@example.org", 2)
    told = {one.to for one in cast.mail_to(callum, "roll-corrected")}
    assert told == {"callum@example.org", "callum.reid@example.org"}
    assert Client().get(link).status_code == 302
    assert "callum.reid" not in str(AuditEntry.objects.get(action="roll-corrected").detail)


def test_a_ballot_that_waits_goes_to_the_mended_address(election: Election, rosa: User) -> None:
    callum = Member.objects.get(first_name="Callum")
    roll.correct_address(
        election, callum, "new@example.org", reason="Moved.", actor=rosa, now=timezone.now()
    )
    [ballot] = cast.mail_to(callum, "ballot")
    assert (ballot.to, ballot.state) == ("new@example.org", "queued")


def test_an_address_that_no_mail_can_reach_is_refused(officer: Client, election: Election) -> None:
    callum = Member.objects.get(first_name="Callum")
    sent = {"address": "callum at example", "reason": "Moved."}
    answer = officer.post(url(election, callum, "address/"), sent)
    assert answer.status_code == 422
    assert "No mail can be sent to this address" in answer.content.decode()
    assert "callum at example" in answer.content.decode()


def test_a_code_is_replaced_before_the_opening_only(
    officer: Client, rosa: User, election: Election
) -> None:
    callum = Member.objects.get(first_name="Callum")
    sent = {"reason": "Forwarded.", "replaces": "1"}
    answer = officer.post(url(election, callum, "code/"), sent)
    assert answer.status_code == 422
    assert "Voting has opened, so codes stay as they are" in answer.content.decode()
    despite_the_guard(election, voting_opens_at=timezone.now() + HOUR / 2)
    old = link_of(entry_of(election, "Callum"))
    assert "Replace the link to vote" in cast.text_of(officer, url(election, callum))
    assert 'name="replaces" value="1"' in cast.text_of(officer, url(election, callum, "code/"))
    officer.post(url(election, callum, "code/"), sent)
    assert entry_of(election, "Callum").code_generation == 2
    assert AuditEntry.objects.get(action="code-replaced").reason == "Forwarded."
    assert Client().get(old).status_code == 404
    assert Client().get(link_of(entry_of(election, "Callum"))).status_code == 302
    again = officer.post(url(election, callum, "code/"), sent, follow=True)
    assert "The link of Callum Reid is replaced already." in again.content.decode()
    assert entry_of(election, "Callum").code_generation == 2


# --- Who, and until when --------------------------------------------------------------------------


def test_after_the_close_nothing_is_corrected(
    officer: Client, election: Election, gwen: Member
) -> None:
    despite_the_guard(election, voting_closes_at=timezone.now())
    words = cast.text_of(officer, url(election, gwen, "papers/"))
    assert "Voting has closed, and the roll with it." in words
    assert "<textarea" not in words
    sent = {"papers": [scotland(election)], "reason": REASON}
    answer = officer.post(url(election, gwen, "papers/"), sent)
    assert answer.status_code == 422
    assert cast.entry(election, gwen) is None


@pytest.mark.parametrize("act", ["papers/", "address/", "code/", "remove/"])
def test_administrators_and_scrutineers_correct_nothing(
    election: Election, gwen: Member, act: str
) -> None:
    for who, office in (("ada", Role.ADMINISTRATOR), ("sol", Role.SCRUTINEER)):
        client = enter(add_staff(f"{who}@example.org", office))
        assert client.get(url(election, gwen)).status_code == 200
        assert "You can read this page" in client.get(url(election, gwen, act)).content.decode()
        answer = client.post(url(election, gwen, act), {"reason": REASON, "confirm": "301"})
        assert answer.status_code == 403
    assert not AuditEntry.objects.filter(action="roll-corrected").exists()


def test_members_are_found_on_the_roll_or_not(
    officer: Client, election: Election, gwen: Member
) -> None:
    find = f"/office/elections/{election.slug}/roll/find/"
    words = cast.text_of(officer, f"{find}?q=gwen")
    assert "Gwen Parry" in words
    assert "not on the roll" in words
    assert "not on the roll" not in cast.text_of(officer, f"{find}?q=callum")
    assert "No member fits" in cast.text_of(officer, f"{find}?q=nobody")


def test_the_page_of_a_member_never_tells_whether_they_voted(
    officer: Client, election: Election
) -> None:
    callum = Member.objects.get(first_name="Callum")
    before = officer.get(url(election, callum)).content.decode().split("<main")[1]
    vote(election, "Callum", "Bea Okafor")
    assert officer.get(url(election, callum)).content.decode().split("<main")[1] == before


def test_the_member_reads_what_happened_and_why(
    election: Election, rosa: User, gwen: Member, mailbox: Mailbox
) -> None:
    now = timezone.now()
    sheets = list(election.sheets.filter(title="Scotland"))
    roll.put_on(election, gwen, sheets, reason=REASON, actor=rosa, now=now)
    Message.objects.exclude(kind="roll-corrected").delete()
    roll.correct_address(
        election, gwen, "gwen@example.com", reason="Moved.", actor=rosa, now=timezone.now()
    )
    Message.objects.filter(kind="ballot").delete()
    mailing.send_due(now=timezone.now())
    words = sorted(" ".join(text(one).split()) for one in mailbox.messages())
    assert any("You are on the roll of this election" in one and REASON in one for one in words)
    assert sum("address that your ballot email goes to has been changed" in w for w in words) == 2
