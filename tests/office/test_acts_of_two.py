"""Where the election says so, one officer proposes to call it off or to declare, and another does it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import scheduling, two_officers
from elections.models import ActProposal, Election, Message, Timetable
from members.models import Action, AuditEntry, User
from members.roles import Role
from tests.embedded.guards import without_the_guard
from tests.members.people import add_staff
from tests.office.cast import enter, fixed

REASON = "The hall was flooded."


@pytest.fixture
def election(rosa: User) -> Election:
    """Papers fixed, and two officers act together."""
    made = fixed(rosa)
    without_the_guard(Election.objects.filter(pk=made.pk), needs_second_officer=True)
    return Election.objects.get(pk=made.pk)


@pytest.fixture
def sam(db: None) -> Client:
    """Another returning officer's browser."""
    return enter(add_staff("sam@example.org", Role.OFFICER))


def test_one_officer_proposes_to_withdraw_and_another_does_it(
    election: Election, officer: Client, sam: Client
) -> None:
    page = reverse("elections:withdraw-election", args=[election.slug])
    check = officer.post(page, {"reason": REASON}).content.decode()
    assert "Propose: Withdraw the election" in check
    assert "This sends 5 emails." in check

    answer = officer.post(page, {"reason": REASON, "confirm": election.slug}, follow=True)
    assert "until another returning officer confirms it here" in answer.content.decode()
    assert Election.objects.get().withdrawn_at is None
    assert not Message.objects.filter(kind=Message.Kind.WITHDRAWN).exists()
    own = officer.get(page).content.decode()
    assert "You proposed this on" in own
    assert 'name="confirm"' not in own
    home = reverse("elections:office-home")
    assert "act for another officer to confirm: Withdraw" in sam.get(home).content.decode()

    others = sam.get(page).content.decode()
    assert "rosa@example.org proposed this on" in others
    assert REASON in others
    assert "Propose:" not in others
    done = sam.post(page, {"reason": REASON, "confirm": election.title})
    assert done.status_code == 302
    assert Election.objects.get().withdrawn_reason == REASON
    assert not ActProposal.objects.exists()
    recorded = AuditEntry.objects.get(action=Action.ELECTION_WITHDRAWN)
    assert recorded.actor
    assert recorded.actor.email == "sam@example.org"
    assert recorded.detail["proposed by"] == "rosa@example.org"


def test_the_same_officer_twice_is_one_officer(election: Election, officer: Client) -> None:
    page = reverse("elections:withdraw-election", args=[election.slug])
    for _time in range(2):
        officer.post(page, {"reason": REASON, "confirm": election.slug})
    assert Election.objects.get().withdrawn_at is None
    assert ActProposal.objects.count() == 1


def test_another_reason_is_another_proposal(
    election: Election, officer: Client, sam: Client
) -> None:
    page = reverse("elections:withdraw-election", args=[election.slug])
    officer.post(page, {"reason": REASON, "confirm": election.slug})
    check = sam.post(page, {"reason": "Nobody stands."}).content.decode()
    assert "rosa@example.org proposed something else here on" in check
    assert "confirm it: that does it" not in check
    assert "Propose: Withdraw the election" in check
    sam.post(page, {"reason": "Nobody stands.", "confirm": election.slug})
    assert Election.objects.get().withdrawn_at is None
    assert ActProposal.objects.get().made_by.email == "sam@example.org"
    line = AuditEntry.objects.filter(action=Action.ACT_PROPOSED).latest("id")
    assert line.detail["instead of one by"] == "rosa@example.org"


def test_what_was_proposed_before_the_act_changed_is_proposed_anew(
    election: Election, officer: Client, sam: Client
) -> None:
    """As when somebody leaves between the proposal of a declaration and its confirmation."""
    page = reverse("elections:withdraw-election", args=[election.slug])
    officer.post(page, {"reason": REASON, "confirm": election.slug})
    ActProposal.objects.update(what={"reason": REASON, "after": 1})
    others = sam.get(page).content.decode()
    assert "rosa@example.org proposed something else here on" in others
    assert "Propose: Withdraw the election" in others


def test_any_officer_takes_a_proposal_back(
    election: Election, officer: Client, sam: Client
) -> None:
    page = reverse("elections:withdraw-election", args=[election.slug])
    officer.post(page, {"reason": REASON, "confirm": election.slug})
    taken = sam.post(page, {"reason": REASON, "take-back": "1"}, follow=True).content.decode()
    assert "Taken back: this is not done." in taken
    assert "Go on to check" in taken
    again = sam.post(page, {"take-back": "1"}, follow=True).content.decode()
    assert "Nothing is proposed" in again
    lines = AuditEntry.objects.filter(action=Action.ACT_PROPOSED)
    assert [one.detail.get("taken back") for one in lines.order_by("id")] == [None, True]


def test_a_proposal_that_has_become_impossible_is_said_to_be_so_and_taken_back(
    election: Election, officer: Client, sam: Client
) -> None:
    page = reverse("elections:withdraw-election", args=[election.slug])
    officer.post(page, {"reason": REASON, "confirm": election.slug})
    times = Timetable.objects.filter(election=election)
    without_the_guard(times, voting_opens_at=timezone.now())
    for browser in (officer, sam):
        answer = browser.get(page)
        shown = " ".join(answer.content.decode().split())
        assert answer.status_code == 200
        assert "<h1>Withdraw the election" in shown
        assert "Voting has opened." in shown
        assert "rosa@example.org proposed this on" in shown
        assert REASON in shown
        assert 'name="checked"' not in shown
        assert 'name="take-back"' in shown
    assert "Taken back" in sam.post(page, {"take-back": "1"}, follow=True).content.decode()
    home = sam.get(reverse("elections:office-home")).content.decode()
    assert "for another officer to confirm" not in home


def test_a_proposal_whose_form_has_become_wrong_is_taken_back_likewise(
    election: Election, officer: Client, sam: Client
) -> None:
    """As when what was chosen in it can be chosen no more."""
    page = reverse("elections:withdraw-election", args=[election.slug])
    officer.post(page, {"reason": REASON, "confirm": election.slug})
    ActProposal.objects.update(entered="reason=")
    answer = sam.get(page)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "Give the reason: it is published." in shown
    assert 'name="take-back"' in shown


def test_no_way_round_the_pages_needs_one_officer_less(
    election: Election, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    with pytest.raises(two_officers.NeedsAnother):
        scheduling.withdraw(election, reason=REASON, actor=rosa, now=now)
    given = {"election": election, "act": "withdraw", "what": {}, "made_by": rosa, "made_at": now}
    ActProposal.objects.create(**given)
    with pytest.raises(IntegrityError, match="act_proposed_once"), transaction.atomic():
        ActProposal.objects.create(**given)

    for own_word in ({}, {"proposed by": rosa.email}):  # a use case that does not ask
        monkeypatch.setattr(two_officers, "require", lambda *_, says=own_word, **__: says)
        with pytest.raises(DatabaseError, match="two officers do this"):
            withdrawn_alone(election, rosa)
    assert Election.objects.get().withdrawn_at is None


def test_the_database_counts_no_proposal_that_was_taken_back_or_replaced(
    election: Election, rosa: User, officer: Client, sam: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("elections:withdraw-election", args=[election.slug])
    ada = add_staff("ada@example.org", Role.OFFICER)

    def is_done_by_ada(proposer: str) -> bool:
        """She acts by a use case that takes somebody's word for it; then all is as before."""
        says = {"proposed by": proposer}
        with monkeypatch.context() as patched, transaction.atomic():
            patched.setattr(two_officers, "require", lambda *_, **__: says)
            try:
                withdrawn_alone(election, ada)
            except DatabaseError as refusal:
                if "two officers do this" not in str(refusal):
                    raise
                return False
            transaction.set_rollback(True)
            return True

    assert not is_done_by_ada(rosa.email)
    officer.post(page, {"reason": REASON, "confirm": election.slug})
    assert is_done_by_ada(rosa.email)
    sam.post(page, {"reason": "Nobody stands.", "confirm": election.slug})
    assert not is_done_by_ada(rosa.email), "Sam's replaced it"
    assert is_done_by_ada("sam@example.org")
    officer.post(page, {"take-back": "1"})
    assert not is_done_by_ada("sam@example.org")
    assert not is_done_by_ada(rosa.email)


@transaction.atomic
def withdrawn_alone(election: Election, officer: User) -> None:
    scheduling.withdraw(election, reason=REASON, actor=officer, now=timezone.now())
    connection.check_constraints()  # as at the commit
