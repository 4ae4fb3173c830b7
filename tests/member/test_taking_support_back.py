"""A nominator takes their supporting nomination back while nothing has been decided by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import Message, Nomination, SupportingNomination
from elections.refusal import Refused
from members.models import AuditEntry
from tests.members.people import add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def nomination() -> Nomination:
    """Aisha stands; Bea and Callum nominated her."""
    stands = cast.stands(cast.aisha(), cast.election())
    for supporter in (cast.bea(), cast.callum()):
        nominating.support(stands, supporter, now=cast.NOMINATIONS)
    return stands


@pytest.fixture
def beas(client: Client, nomination: Nomination) -> Client:
    return cast.sign_in(client, nomination.supporting.get(member__first_name="Bea").member)


@pytest.fixture
def url(nomination: Nomination) -> str:
    return f"{nomination.get_absolute_url()}take-back/"


def refused(client: Client, url: str, sentence: str) -> None:
    for response in (client.get(url), client.post(url)):
        assert sentence in words(response)
    assert response.status_code == 422


def test_the_button_is_on_the_page_and_at_home(
    beas: Client, nomination: Nomination, url: str
) -> None:
    assert f'href="{url}"' in words(beas.get(nomination.get_absolute_url()))
    assert f'href="{url}"' in words(beas.get("/home/"))
    stranger = words(Client().get(nomination.get_absolute_url()))
    assert url not in stranger


def test_it_is_asked_about_once_and_the_slot_is_free_again(
    beas: Client, nomination: Nomination, url: str
) -> None:
    assert "Take your nomination of Aisha Khan back?" in words(beas.get(url))
    assert nomination.supporting.count() == 2, "looking changes nothing"
    response = beas.post(url, follow=True)
    assert "You no longer nominate Aisha Khan." in words(response)
    assert nomination.supporting.count() == 1
    dana = cast.stands(cast.dana(), nomination.contest.election)
    beas.post(f"{dana.get_absolute_url()}nominate/")
    assert dana.supporting.count() == 1


def test_the_candidate_sees_that_one_more_is_needed(
    beas: Client, nomination: Nomination, url: str
) -> None:
    aishas = cast.sign_in(Client(), nomination.member)
    own = f"/elections/{nomination.contest.election.slug}/nomination/"
    assert "You have all the nominations you need." in words(aishas.get(own))
    beas.post(url)
    assert "You still need 1 nomination." in " ".join(words(aishas.get(own)).split())


def test_it_is_on_record_without_a_name(beas: Client, nomination: Nomination, url: str) -> None:
    beas.post(url)
    entry = AuditEntry.objects.get(action="support-withdrawn")
    assert entry.subject == f"nomination {nomination.pk}"
    assert "Bea" not in f"{entry.detail}{entry.reason}"


def test_the_second_press_finds_what_the_first_did(
    beas: Client, nomination: Nomination, url: str
) -> None:
    beas.post(url)
    response = beas.post(url, follow=True)
    assert response.status_code == 200
    assert "You do not nominate Aisha Khan." in words(response)
    assert AuditEntry.objects.filter(action="support-withdrawn").count() == 1


def test_once_the_window_has_closed_it_stands(
    client: Client, nomination: Nomination, url: str, clock: Traveller
) -> None:
    bea = nomination.supporting.get(member__first_name="Bea").member
    clock.move_to(cast.NOMINATIONS_OVER)
    cast.sign_in(client, bea)
    refused(client, url, "Supporting nominations have closed, so yours stands.")
    assert url not in words(client.get("/home/"))
    assert nomination.supporting.count() == 2


def test_once_it_is_accepted_it_stands(beas: Client, nomination: Nomination, url: str) -> None:
    cast.accepted(nomination, add_staff("rosa@example.org"))
    refused(beas, url, "This nomination is accepted, so your support for it stands.")
    assert url not in words(beas.get(nomination.get_absolute_url()))
    assert url not in words(beas.get("/home/"))
    assert nomination.supporting.count() == 2


def test_of_a_refused_nomination_it_is_taken_back_and_given_to_somebody_else(
    beas: Client, nomination: Nomination, url: str
) -> None:
    election = nomination.contest.election
    rosa = add_staff("rosa@example.org")
    nominating.refuse(nomination, actor=rosa, reason="Not a member.", now=cast.NOMINATIONS)
    page = " ".join(words(beas.get(nomination.get_absolute_url())).split())
    assert "You nominated Aisha Khan. You can take that back and nominate somebody else." in page
    for shown in (page, words(beas.get("/home/"))):
        assert f'href="{url}"' in shown
    assert "You no longer nominate Aisha Khan." in words(beas.post(url, follow=True))
    dana = cast.stands(cast.dana(), election)
    beas.post(f"{dana.get_absolute_url()}nominate/")
    assert (dana.supporting.count(), nomination.supporting.count()) == (1, 1)


def test_those_who_nominated_somebody_refused_are_told_that_they_can_take_it_back(
    nomination: Nomination,
) -> None:
    rosa = add_staff("rosa@example.org")
    nominating.refuse(nomination, actor=rosa, reason="Not a member.", now=cast.NOMINATIONS)
    told = Message.objects.filter(kind="support-released")
    assert sorted(told.values_list("to", flat=True)) == ["bea@example.org", "callum@example.org"]
    closes_at = nomination.contest.election.timetable.supporting_closes_at
    assert closes_at is not None
    assert told[0].details == {
        "candidate": "Aisha Khan",
        "contest": "Scotland",
        "until": closes_at.isoformat(),
        "path": nomination.get_absolute_url(),
        "take_back": True,
    }
    assert nomination.supporting.count() == 2, "it is theirs to take back"


def test_after_the_window_nobody_is_told_of_a_refusal(
    nomination: Nomination, clock: Traveller
) -> None:
    clock.move_to(cast.NOMINATIONS_OVER)
    rosa = add_staff("rosa@example.org")
    nominating.refuse(nomination, actor=rosa, reason="No.", now=cast.NOMINATIONS_OVER)
    assert not Message.objects.filter(kind="support-released").exists()


def test_once_the_window_has_closed_that_of_a_refused_nomination_stands_too(
    client: Client, nomination: Nomination, url: str, clock: Traveller
) -> None:
    bea = nomination.supporting.get(member__first_name="Bea").member
    rosa = add_staff("rosa@example.org")
    nominating.refuse(nomination, actor=rosa, reason="Not a member.", now=cast.NOMINATIONS)
    clock.move_to(cast.NOMINATIONS_OVER)
    cast.sign_in(client, bea)
    assert url not in words(client.get(nomination.get_absolute_url()))
    refused(client, url, "Supporting nominations have closed, so yours stands.")


def test_an_appeal_is_upheld_whatever_support_was_taken_back(nomination: Nomination) -> None:
    rosa, sam = add_staff("rosa@example.org"), add_staff("sam@example.org")
    nominating.refuse(nomination, actor=rosa, reason="Not a member.", now=cast.NOMINATIONS)
    bea = nomination.supporting.get(member__first_name="Bea").member
    nominating.withdraw_support(nomination, bea, now=cast.NOMINATIONS)
    nominating.appeal(nomination, nomination.member, text="I am one.", now=cast.NOMINATIONS)
    nominating.uphold(nomination, actor=sam, reason="She is.", now=cast.NOMINATIONS)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.supporting.count()) == ("accepted", 1)


def test_nobody_takes_back_what_another_gave(
    client: Client, nomination: Nomination, url: str
) -> None:
    cast.sign_in(client, cast.dewi())
    assert "You have not nominated this person" in words(client.get(url))
    client.post(url)
    assert SupportingNomination.objects.count() == 2
    with pytest.raises(Refused, match="You have not nominated this person"):
        nominating.withdraw_support(nomination, cast.dana(), now=cast.NOMINATIONS)


def test_strangers_sign_in_first(nomination: Nomination, url: str) -> None:
    assert Client().post(url)["Location"].startswith("/sign-in/")
