"""Withdrawing before voting opens, and deleting what nobody has been told of."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from elections import mailing, scheduling
from elections.ballots.models import Key
from elections.models import Contest, Document, Election, Message
from elections.phases import Phase
from elections.refusal import Refused
from members.models import AuditEntry, User
from members.roles import Role
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member, add_staff
from tests.office import cast
from tests.office.cast import enter

pytestmark = pytest.mark.django_db
REASON = "A candidate was left off the notice."


def url(election: Election, act: str = "withdraw") -> str:
    return f"/office/elections/{election.slug}/{act}/"


def given(election: Election) -> dict[str, str]:
    return {"confirm": election.slug, "reason": REASON}


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


def test_the_election_ends_with_its_reason_and_those_affected_are_told(
    officer: Client, rosa: User, client: Client
) -> None:
    election = cast.fixed(rosa)
    page = words(officer.get(url(election)))
    assert "5 ballot emails that wait are never sent." in page
    answer = officer.post(url(election), given(election), follow=True)
    assert "The election is withdrawn. 5 people are told by email." in words(answer)
    election = cast.fresh(election)
    assert election.phase(timezone.now()) == Phase.WITHDRAWN
    assert (election.withdrawn_reason, election.changes.get().kind) == (REASON, "withdrawn")
    assert AuditEntry.objects.get(action="election-withdrawn").reason == REASON
    page = words(client.get(election.get_absolute_url()))
    assert "This election was withdrawn" in page
    assert page.count(REASON) == 2  # the banner, and the changes on record


def test_waiting_ballot_mail_is_never_sent(officer: Client, rosa: User) -> None:
    election = cast.fixed(rosa)
    officer.post(url(election), given(election))
    assert {one.state for one in Message.objects.filter(kind="ballot")} == {"skipped"}
    mailing.send_due(now=election.timetable.voting_opens_at + cast.DAY)
    assert {one.subject for one in mail.outbox} == {"Withdrawn: NCG 2026"}
    assert len(mail.outbox) == 5


def test_the_keys_of_fixed_papers_are_destroyed(officer: Client, rosa: User) -> None:
    election = cast.fixed(rosa)
    officer.post(url(election), given(election))
    assert not Key.objects.filter(election=election.pk, wrapped__isnull=False).exists()


def test_a_postponed_election_can_be_withdrawn_even_after_its_old_opening(
    officer: Client, rosa: User
) -> None:
    election = cast.fixed(rosa)
    officer.post(url(election, "postpone"), given(election))
    without_the_guard(
        type(election.timetable).objects.filter(election=election),
        voting_opens_at=timezone.now() - cast.DAY,
    )
    assert officer.post(url(election), given(election)).status_code == 302
    assert cast.fresh(election).phase(timezone.now()) == Phase.WITHDRAWN


def test_an_open_poll_is_abandoned_and_not_withdrawn(officer: Client, rosa: User) -> None:
    election = cast.voting(rosa)
    answer = officer.post(url(election), given(election))
    assert answer.status_code == 422
    assert "A poll that has opened is abandoned, not withdrawn." in words(answer)


def test_twice_it_happens_once(officer: Client, rosa: User) -> None:
    election = cast.fixed(rosa)
    officer.post(url(election), given(election))
    answer = officer.post(url(election), given(election), follow=True)
    assert "You have done this already. Nothing was done a second time." in words(answer)
    another = enter(add_staff("sam@example.org", Role.OFFICER))
    answer = another.post(url(election), given(election))
    assert answer.status_code == 422
    assert "The election has already been withdrawn." in words(answer)
    assert Message.objects.filter(kind="withdrawn").count() == 5


def test_the_acts_of_an_election_are_listed_with_why_not(officer: Client) -> None:
    election = cast.noticed()
    page = words(officer.get(f"/office/elections/{election.slug}/"))
    assert f'href="{url(election, "postpone")}"' in page
    assert f'href="{url(election, "abandon")}"' not in page
    assert "Voting has not opened. Before it opens an election is withdrawn or postponed." in page
    assert "The notice is published: the election stays on record. It can be withdrawn." in page


def test_every_kind_of_member_gets_one_mail_at_fifty_thousand_in_one_statement(
    officer: Client, rosa: User, django_assert_max_num_queries: object
) -> None:
    election = cast.fixed(rosa)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        scheduling.postpone(election, reason=REASON, actor=rosa, now=timezone.now())


# --- Drafts


def test_a_draft_is_deleted_with_all_that_is_in_it(officer: Client, rosa: User) -> None:
    election = cast.prepared()
    assert "Nobody is told" in words(officer.get(url(election, "delete")))
    answer = officer.post(url(election, "delete"), {"confirm": election.slug}, follow=True)
    assert "“NCG 2026” is deleted." in words(answer)
    assert not Election.objects.exists()
    assert not Contest.objects.exists()
    assert not Document.objects.exists()
    line = AuditEntry.objects.get(action="draft-deleted")
    assert (line.actor, line.subject, line.election) == (rosa, "NCG 2026", election.pk)


def test_a_draft_is_not_deleted_without_its_address(officer: Client) -> None:
    election = cast.prepared()
    answer = officer.post(url(election, "delete"), {"confirm": "yes"})
    assert answer.status_code == 422
    assert Election.objects.exists()


def test_after_its_notice_an_election_is_not_deleted(officer: Client) -> None:
    election = cast.noticed()
    answer = officer.post(url(election, "delete"), {"confirm": election.slug})
    assert answer.status_code == 422
    assert "It can be withdrawn." in words(answer)


def test_a_draft_that_was_rehearsed_stays(officer: Client, rosa: User) -> None:
    election = cast.prepared()
    add_member("900", "Rosa Novak", rosa.email)
    form = {"key": str(uuid4()), "opens_in": "10", "lasts": "20"}
    assert officer.post(url(election, "rehearse"), form).status_code == 302
    answer = officer.post(url(election, "delete"), {"confirm": election.slug})
    assert "This election was rehearsed." in words(answer)


def test_the_second_of_two_deletions_finds_nothing(rosa: User) -> None:
    election = cast.prepared()
    same = cast.fresh(election)
    scheduling.delete_draft(election, actor=rosa)
    with pytest.raises(Refused, match="already been deleted"):
        scheduling.delete_draft(same, actor=rosa)
