"""People are counted, not records: those who nominate, and those who stand."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from elections import nominating, office_questions, publishing
from elections.exports.lists import OF_AN_ELECTION
from elections.models import CandidateLeft, Election, Nomination
from elections.refusal import Refused
from members import telling_apart
from members.models import Member, User
from tests.members.people import add_member
from tests.office import cast

pytestmark = pytest.mark.django_db


def url(nomination: Nomination) -> str:
    slug = nomination.contest.election.slug
    return f"/office/elections/{slug}/nominations/{nomination.pk}/"


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def found_to_be(one: Member, other: Member) -> None:
    """Staff found the record `one` to be that of `other`."""
    Member.objects.filter(pk=one.pk).update(same_person_as=other)


@pytest.fixture
def people(db: None) -> list[Member]:
    return cast.members()


@pytest.fixture
def aishas(people: list[Member]) -> Nomination:
    """Aisha stands; Bea and Callum nominated her, and two are needed."""
    return cast.nominated(cast.noticed(), people[0], supporters=people[1:3])


def test_two_records_of_one_person_are_one_supporter(
    officer: Client, rosa: User, aishas: Nomination, people: list[Member]
) -> None:
    assert aishas.count_support() == 2
    found_to_be(people[1], people[2])
    assert aishas.count_support() == 1
    page = text(officer, url(aishas))
    assert "1 of the 2 needed." in page
    assert "Not enough" in page
    assert "Found to be the same person as Callum Reid (102): counted once." in page
    answer = officer.post(url(aishas), {"decision": "accept", "seen": aishas.words_digest})
    assert "has 1 of the 2 supporting nominations needed" in answer.content.decode()


def test_whoever_nominated_once_is_one_supporter_whichever_record_is_kept(
    aishas: Nomination, people: list[Member]
) -> None:
    found_to_be(people[1], people[4])
    assert aishas.count_support() == 2


def test_the_candidates_other_record_is_no_supporter(
    aishas: Nomination, people: list[Member]
) -> None:
    found_to_be(people[1], people[0])
    assert aishas.count_support() == 1
    Member.objects.filter(pk=people[1].pk).update(same_person_as=None)
    found_to_be(people[0], people[1])
    assert aishas.count_support() == 1


def test_every_list_counts_people(
    officer: Client, aishas: Nomination, people: list[Member]
) -> None:
    found_to_be(people[1], people[2])
    election = aishas.contest.election
    listed = office_questions.nominations_of(election).get(pk=aishas.pk)
    assert listed.support == 1  # type: ignore[attr-defined]
    [row] = OF_AN_ELECTION["nominations"].rows(election)
    assert row[4] == 1
    assert "1 of the 2 nominations needed" in text(Client(), aishas.get_absolute_url())
    own = Client()
    own.force_login(User.objects.of_mailbox(people[0].email))
    page = text(own, f"/elections/{election.slug}/nomination/")
    assert "1 of the 2" in page


def test_one_who_has_nobody_has_none(people: list[Member]) -> None:
    alone = cast.nominated(cast.noticed(), people[0])
    assert alone.count_support() == 0


def test_nobody_nominates_again_with_another_record_nor_themself(
    aishas: Nomination, people: list[Member]
) -> None:
    now = timezone.now()
    found_to_be(people[1], people[4])
    with pytest.raises(Refused, match="already nominated this person"):
        nominating.support(_again(aishas), people[4], now=now)
    found_to_be(people[0], people[3])
    with pytest.raises(Refused, match="cannot nominate yourself"):
        nominating.support(_again(aishas), people[3], now=now)


def test_support_given_with_the_other_record_is_taken_back_by_the_person(
    aishas: Nomination, people: list[Member]
) -> None:
    found_to_be(people[1], people[4])
    nominating.withdraw_support(_again(aishas), people[4], now=timezone.now())
    assert list(aishas.supporting.values_list("member__number", flat=True)) == ["102"]


def _again(nomination: Nomination) -> Nomination:
    return Nomination.objects.select_related("contest__election__timetable", "contest__sheet").get(
        pk=nomination.pk
    )


# --- Who stands ----------------------------------------------------------------------------------


@pytest.fixture
def accepted(rosa: User, people: list[Member]) -> Nomination:
    """Nominations are closed, Aisha and Bea are accepted."""
    election = cast.checking()
    first, _second = (
        cast.accepted(cast.nominated(election, who, supporters=people[2:4]), rosa)
        for who in people[:2]
    )
    return first


def obstacles(election: Election) -> list[str]:
    found = publishing.obstacles_to_fixing(cast.fresh(election), timezone.now())
    return [sentence for sentence in found if "stands with record" in sentence]


def test_nobody_stands_with_a_record_found_to_be_anothers(accepted: Nomination, rosa: User) -> None:
    election, aisha = accepted.contest.election, accepted.member
    again = add_member("900", "Aisha Bello", "again@example.org")
    assert obstacles(election) == []
    telling_apart.decide(aisha, again, keep=again, reason="Moved.", actor=rosa, now=timezone.now())
    assert obstacles(election) == [
        "Aisha Bello stands with record 100, which is found to be the same person as record 900. "
        "Keep the record that stands, or end the nomination."
    ]
    telling_apart.decide(
        aisha, again, keep=aisha, reason="She stands.", actor=rosa, now=timezone.now()
    )
    assert obstacles(election) == []


def test_ending_such_a_nomination_is_the_other_way_out(
    officer: Client, accepted: Nomination, rosa: User
) -> None:
    found_to_be(accepted.member, add_member("900", "Aisha Bello"))
    page = text(officer, url(accepted))
    assert "This record is found to be the same person as Aisha Bello (900)." in page
    assert len(obstacles(accepted.contest.election)) == 1
    nominating.end(
        accepted,
        reason=CandidateLeft.Reason.DISQUALIFIED,
        detail="On the list twice.",
        actor=rosa,
        now=timezone.now(),
    )
    assert obstacles(accepted.contest.election) == []
