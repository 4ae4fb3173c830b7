"""Whoever has two records that are found to be theirs stands, and is kept from standing, as one person."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from elections import nominating
from elections.models import CandidateLeft, Election, Nomination
from elections.refusal import Refused
from members.models import Member, User
from tests.members.people import add_member, add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa() -> User:
    return add_staff("rosa@example.org")


@pytest.fixture
def aisha() -> Member:
    return cast.aisha()


@pytest.fixture
def again() -> Nomination:
    """Aisha stands with a record that nobody knows to be hers yet."""
    record = add_member("901", "Aisha Khan", "khan@example.org")
    return cast.stands(record, cast.election())


def found_out(again: Nomination, aisha: Member) -> None:
    Member.objects.filter(pk=again.member_id).update(same_person_as=aisha)


def asks_to_stand(aisha: Member, election: Election) -> str:
    number = cast.contest(election).number
    page = cast.sign_in(Client(), aisha).get(f"/elections/{election.slug}/stand/{number}/")
    return " ".join(page.content.decode().split())


def test_whoever_was_disqualified_with_the_other_record_does_not_stand(
    aisha: Member, again: Nomination, rosa: User
) -> None:
    reason = CandidateLeft.Reason.DISQUALIFIED
    nominating.end(again, reason=reason, actor=rosa, now=cast.NOMINATIONS)
    election = again.contest.election
    assert "you were disqualified" not in asks_to_stand(aisha, election), "nobody knows yet"
    found_out(again, aisha)
    assert "you were disqualified in this election" in asks_to_stand(aisha, election)
    with pytest.raises(Refused, match="you were disqualified"):
        cast.stands(aisha, election)


def test_whoever_was_refused_with_the_other_record_does_not_stand_in_that_contest(
    aisha: Member, again: Nomination, rosa: User
) -> None:
    nominating.refuse(again, actor=rosa, reason="Not of Scotland.", now=cast.NOMINATIONS)
    found_out(again, aisha)
    words = asks_to_stand(aisha, again.contest.election)
    assert "refused your nomination with record 901 in this contest" in words
    with pytest.raises(Refused, match="with record 901"):
        cast.stands(aisha, again.contest.election)


def test_whoever_stands_with_the_other_record_does_not_stand_twice(
    aisha: Member, again: Nomination
) -> None:
    found_out(again, aisha)
    election = again.contest.election
    assert "already standing in this election, with record 901" in asks_to_stand(aisha, election)
    with pytest.raises(Refused, match="with record 901"):
        cast.stands(aisha, election)
    with pytest.raises(DatabaseError, match="stands once"), transaction.atomic():
        Nomination.objects.create(
            contest=again.contest, member=aisha, ballot_name="A", submitted_at=cast.NOMINATIONS
        )


def test_their_own_page_offers_nothing_that_is_refused_for_it(
    aisha: Member, again: Nomination
) -> None:
    election = again.contest.election
    hers = cast.sign_in(Client(), aisha)

    def page(url: str) -> str:
        return " ".join(hers.get(url).content.decode().split())

    choosing = f"/elections/{election.slug}/stand/"
    assert "Put yourself forward" in page("/home/")
    assert "Stand here" in page(choosing)
    found_out(again, aisha)
    assert "Put yourself forward" not in page("/home/")
    assert "already standing in this election, with record 901" in page(choosing)
    assert "Stand here" not in page(choosing)


def test_once_the_other_nomination_is_ended_as_withdrawn_they_stand(
    aisha: Member, again: Nomination, rosa: User
) -> None:
    found_out(again, aisha)
    reason = CandidateLeft.Reason.WITHDREW
    nominating.end(again, reason=reason, actor=rosa, now=cast.NOMINATIONS)
    assert cast.stands(aisha, again.contest.election).is_standing


def test_an_appeal_waits_until_the_other_record_no_longer_stands(
    aisha: Member, again: Nomination, rosa: User
) -> None:
    hers = cast.stands(aisha, again.contest.election)
    nominating.refuse(hers, actor=rosa, reason="Twice.", now=cast.NOMINATIONS)
    hers.refresh_from_db()
    found_out(again, aisha)
    with pytest.raises(Refused, match="You stand in another contest"):
        nominating.appeal(hers, aisha, text="I am one.", now=cast.NOMINATIONS)
