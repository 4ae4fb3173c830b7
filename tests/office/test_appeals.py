"""Whoever was refused appeals once and in time, and another officer than the one who refused decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from elections import mailing, nominating, publishing
from elections.ballots import keys
from elections.models import Appeal, Election, Message, Nomination
from elections.refusal import Refused
from members.models import AuditEntry, Member, Status, User
from members.roles import Role
from tests.embedded.mailbox import Mailbox
from tests.members.people import add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db
WHY_REFUSED = "Two of those who nominated you live elsewhere."
WHY_WRONG = "Both moved here in May, as the list says."


@pytest.fixture
def sam(db: None) -> User:
    """Another returning officer."""
    return add_staff("sam@example.org", Role.OFFICER)


@pytest.fixture
def other(sam: User) -> Client:
    return cast.enter(sam)


@pytest.fixture
def aishas(rosa: User) -> Nomination:
    """Aisha stands with one supporter of two, and Rosa has refused her."""
    people = cast.members()
    nomination = cast.nominated(cast.checking(), people[0], supporters=people[1:2])
    nominating.refuse(nomination, actor=rosa, reason=WHY_REFUSED, now=timezone.now())
    nomination.refresh_from_db()
    return nomination


@pytest.fixture
def aisha(aishas: Nomination) -> Client:
    client = Client()
    client.force_login(User.objects.of_mailbox(aishas.member.email))
    return client


def own_page(of: Nomination) -> str:
    return f"/elections/{of.contest.election.slug}/nomination/"


def office_page(of: Nomination) -> str:
    return f"/office/elections/{of.contest.election.slug}/nominations/{of.pk}/appeal/"


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def appealed(nomination: Nomination) -> Nomination:
    nominating.appeal(nomination, nomination.member, text=WHY_WRONG, now=timezone.now())
    return nomination


def state_of(nomination: Nomination) -> str:
    return Nomination.objects.values_list("state", flat=True).get(pk=nomination.pk)


# --- Appealing -----------------------------------------------------------------------------------


def test_whoever_is_refused_is_told_of_the_appeal_and_makes_it(
    aisha: Client, aishas: Nomination
) -> None:
    cast.move(aishas.contest.election, appeals_close_at=None)
    page = words(aisha.get(own_page(aishas)))
    assert "you can appeal once, until the ballot papers are fixed" in page
    form = aisha.get(f"{own_page(aishas)}appeal/")
    assert WHY_REFUSED in words(form)
    answer = aisha.post(f"{own_page(aishas)}appeal/", {"text": WHY_WRONG}, follow=True)
    assert "Your appeal is made." in words(answer)
    assert WHY_WRONG in words(answer)
    assert Appeal.objects.get().text == WHY_WRONG
    entry = AuditEntry.objects.get(action="appeal-made")
    assert entry.subject == f"nomination {aishas.pk}"


def test_the_deadline_stands_on_the_page(aisha: Client, aishas: Nomination) -> None:
    cast.move(aishas.contest.election, appeals_close_at=timezone.now() + timedelta(hours=5))
    assert "in 4 hours" in words(aisha.get(own_page(aishas)))


def test_a_deadline_that_passes_while_the_form_is_open_loses_nothing(
    aisha: Client, aishas: Nomination
) -> None:
    passed = timezone.now() - timedelta(seconds=1)
    Nomination.objects.filter(pk=aishas.pk).update(decided_at=passed - timedelta(days=1))
    cast.move(aishas.contest.election, appeals_close_at=passed)
    answer = aisha.post(f"{own_page(aishas)}appeal/", {"text": WHY_WRONG})
    assert answer.status_code == 422
    assert "The time for appeals is over, so the refusal stands." in words(answer)
    assert WHY_WRONG in words(answer)
    assert not Appeal.objects.exists()
    assert "The time for appeals is over" in words(aisha.get(own_page(aishas)))


def test_a_refusal_after_the_instant_can_be_appealed_until_the_papers(
    aisha: Client, aishas: Nomination
) -> None:
    cast.move(aishas.contest.election, appeals_close_at=aishas.decided_at)
    aisha.post(f"{own_page(aishas)}appeal/", {"text": WHY_WRONG})
    assert Appeal.objects.exists()


def test_an_appeal_says_something(aisha: Client, aishas: Nomination) -> None:
    answer = aisha.post(f"{own_page(aishas)}appeal/", {"text": "  "})
    assert answer.status_code == 422
    assert "Say why the refusal is wrong." in words(answer)


def test_the_second_press_finds_what_the_first_one_did(aisha: Client, aishas: Nomination) -> None:
    for _press in range(2):
        answer = aisha.post(f"{own_page(aishas)}appeal/", {"text": WHY_WRONG})
        assert answer.status_code == 302
    answer = aisha.post(f"{own_page(aishas)}appeal/", {"text": "And another thing."})
    assert answer.status_code == 422
    assert "You have already appealed." in words(answer)
    assert Appeal.objects.get().text == WHY_WRONG


def test_nobody_appeals_for_somebody_else_or_without_a_refusal(aishas: Nomination) -> None:
    bea = Member.objects.get(first_name="Bea")
    with pytest.raises(Refused, match="not your nomination"):
        nominating.appeal(aishas, bea, text=WHY_WRONG, now=timezone.now())
    hers = cast.nominated(aishas.contest.election, bea)
    with pytest.raises(Refused, match="Only a nomination that was refused"):
        nominating.appeal(hers, bea, text=WHY_WRONG, now=timezone.now())


def test_nobody_appeals_once_the_election_is_put_off(aishas: Nomination) -> None:
    Election.objects.filter(pk=aishas.contest.election_id).update(postponed_at=timezone.now())
    with pytest.raises(Refused, match="put off"):
        appealed(aishas)


def test_whoever_stands_in_another_contest_meanwhile_withdraws_there_first(
    rosa: User, sam: User
) -> None:
    election = cast.noticed()
    aisha = cast.members()[0]
    refused = cast.nominated(election, aisha)
    nominating.refuse(refused, actor=rosa, reason=WHY_REFUSED, now=timezone.now())
    refused.refresh_from_db()
    appealed(refused)
    elsewhere = cast.nominated(election, aisha, contest=election.contests.get(title="Wales"))
    with pytest.raises(Refused, match="stands in another contest"):
        nominating.uphold(refused, actor=sam, reason="They moved.", now=timezone.now())
    Appeal.objects.all().delete()
    with pytest.raises(Refused, match="Withdraw there first"):
        appealed(refused)
    nominating.withdraw(elsewhere, aisha, now=timezone.now())
    appealed(refused)


# --- Deciding ------------------------------------------------------------------------------------


def test_another_officer_upholds_and_the_nomination_is_accepted_without_its_support(
    other: Client, sam: User, aishas: Nomination
) -> None:
    appealed(aishas)
    page = words(other.get(office_page(aishas)))
    assert WHY_WRONG in page
    assert WHY_REFUSED in page
    assert "even with fewer supporting nominations than needed" in page
    answer = other.post(office_page(aishas), {"outcome": "upheld", "reason": "They moved."})
    assert answer.status_code == 302
    aishas.refresh_from_db()
    assert (aishas.state, aishas.decided_by, aishas.reason) == ("accepted", sam, "")
    appeal = Appeal.objects.get()
    assert (appeal.outcome, appeal.decided_by, appeal.reason) == ("upheld", sam, "They moved.")
    entry = AuditEntry.objects.get(action="appeal-decided")
    assert (entry.actor, entry.reason, entry.detail) == (sam, "They moved.", {"outcome": "upheld"})


def test_dismissed_with_a_reason_the_refusal_stands(
    other: Client, aisha: Client, aishas: Nomination
) -> None:
    appealed(aishas)
    other.post(office_page(aishas), {"outcome": "dismissed", "reason": "They moved away."})
    assert state_of(aishas) == "refused"
    page = words(aisha.get(own_page(aishas)))
    assert "Your appeal was dismissed: the refusal stands" in page
    assert "They moved away." in page


def test_the_candidate_is_told_by_mail(other: Client, aishas: Nomination, mailbox: Mailbox) -> None:
    appealed(aishas)
    other.post(office_page(aishas), {"outcome": "upheld", "reason": "They moved."})
    mailing.send_due(now=timezone.now() + timedelta(minutes=1))
    told = {str(mail["Subject"]): mail.as_string() for mail in mailbox.messages()}
    [decided] = [text for subject, text in told.items() if "Appeal of" in subject]
    assert "Your appeal is upheld" in decided
    [refused] = [text for subject, text in told.items() if "refused" in subject]
    assert "you can appeal once" in " ".join(refused.replace("=\n", "").split())


def test_who_refused_does_not_decide(officer: Client, rosa: User, aishas: Nomination) -> None:
    appealed(aishas)
    page = words(officer.get(office_page(aishas)))
    assert "another returning officer decides the appeal" in page
    assert "Go on to check" not in page
    answer = officer.post(office_page(aishas), {"outcome": "dismissed", "reason": "No."})
    assert answer.status_code == 422
    assert "another returning officer decides the appeal" in words(answer)
    assert Appeal.objects.get().outcome == ""
    with pytest.raises(DatabaseError, match="another officer"), transaction.atomic():
        Appeal.objects.update(outcome="upheld", reason="Mine.", decided_by=rosa)


def test_nobody_decides_their_own_appeal(aishas: Nomination) -> None:
    appealed(aishas)
    aisha = add_staff(aishas.member.email, Role.OFFICER)
    with pytest.raises(Refused, match="another officer decides"):
        nominating.uphold(aishas, actor=aisha, reason="I am right.", now=timezone.now())


def test_a_reason_is_asked_for_and_what_was_chosen_stays(other: Client, aishas: Nomination) -> None:
    appealed(aishas)
    answer = other.post(office_page(aishas), {"outcome": "dismissed", "reason": ""})
    assert answer.status_code == 422
    assert "Give the reason: the candidate is told it." in words(answer)
    assert 'value="dismissed"' in words(answer)
    assert "checked" in words(answer)


def test_nobody_is_accepted_who_is_no_elector(sam: User, aishas: Nomination) -> None:
    appealed(aishas)
    Member.objects.filter(pk=aishas.member_id).update(status=Status.CANCELLED)
    with pytest.raises(Refused, match="not an elector"):
        nominating.uphold(aishas, actor=sam, reason="They moved.", now=timezone.now())


def test_an_appeal_is_decided_once(other: Client, sam: User, aishas: Nomination) -> None:
    appealed(aishas)
    other.post(office_page(aishas), {"outcome": "dismissed", "reason": "No."})
    answer = other.post(office_page(aishas), {"outcome": "upheld", "reason": "Yes."})
    assert answer.status_code == 422
    assert "already been decided" in words(answer)
    with pytest.raises(DatabaseError, match="decided once"), transaction.atomic():
        Appeal.objects.update(outcome="upheld")


def test_an_upheld_appeal_sent_twice_is_called_decided(other: Client, aishas: Nomination) -> None:
    appealed(aishas)
    upheld = {"outcome": "upheld", "reason": "They moved."}
    assert other.post(office_page(aishas), upheld).status_code == 302
    again = other.post(office_page(aishas), upheld)
    assert (again.status_code, again.headers["Location"]) == (302, office_page(aishas))
    page = words(other.get(office_page(aishas)))
    assert "You have decided this appeal already, in the same words." in page
    changed = other.post(office_page(aishas), {"outcome": "dismissed", "reason": "No, after all."})
    assert changed.status_code == 422
    assert "This appeal has already been decided." in words(changed)
    assert "You refused this nomination" not in words(changed)
    assert Message.objects.filter(kind=Message.Kind.APPEAL_DECIDED).count() == 1


def test_administrators_and_members_decide_nothing_and_the_scrutineer_reads(
    administrator: Client, scrutineer: Client, aisha: Client, aishas: Nomination
) -> None:
    appealed(aishas)
    decision = {"outcome": "upheld", "reason": "Yes."}
    assert WHY_WRONG in words(scrutineer.get(office_page(aishas)))
    for client in (administrator, scrutineer, aisha):
        assert client.post(office_page(aishas), decision).status_code == 403
    assert administrator.get(office_page(aishas)).status_code == 403
    assert state_of(aishas) == "refused"


# --- What waits ----------------------------------------------------------------------------------


def test_an_undecided_appeal_is_a_need_and_stands_in_the_way_of_the_papers(
    other: Client, sam: User, aishas: Nomination
) -> None:
    election = cast.fresh(aishas.contest.election)
    bea = Member.objects.get(first_name="Bea")
    cast.accepted(cast.nominated(election, bea), sam)
    keys.make_sealing_key(election.pk)
    appealed(aishas)
    cast.alive()
    assert "appeal to decide: NCG 2026" in words(other.get("/office/"))
    listed = f"/office/elections/{election.slug}/nominations/?state=appealed"
    assert "Aisha Bello" in words(other.get(listed))
    assert "Bea Okafor" not in words(other.get(listed))
    with pytest.raises(Refused, match=r"Appeals not decided yet: 1\."):
        publishing.fix_papers(election, actor=sam, now=timezone.now())
    nominating.dismiss(aishas, actor=sam, reason="No.", now=timezone.now())
    publishing.fix_papers(election, actor=sam, now=timezone.now())
    assert Message.objects.filter(kind="appeal-decided").exists()


def test_papers_are_not_fixed_while_a_refusal_can_be_appealed(
    sam: User, aishas: Nomination
) -> None:
    election = aishas.contest.election
    now = timezone.now()
    cast.move(election, appeals_close_at=now + timedelta(hours=5))
    obstacles = publishing.obstacles_to_fixing(cast.fresh(election), now)
    assert any("can still be appealed" in one for one in obstacles)
    later = publishing.obstacles_to_fixing(cast.fresh(election), now + timedelta(hours=6))
    assert not any("appeal" in one for one in later)
    appealed(aishas)
    obstacles = publishing.obstacles_to_fixing(cast.fresh(election), now)
    assert not any("can still be appealed" in one for one in obstacles)
