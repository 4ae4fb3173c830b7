"""A candidate sees how they will stand on the paper and approves it; what changes voids that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.mailing.writing import Batch
from elections.models import Message, Nomination
from elections.refusal import Refused
from members.models import AuditEntry, User
from slates import deciding, joining
from tests.elections.pictures import upload
from tests.members.people import add_staff
from tests.public import cast
from tests.slates.cast import approved, joined

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def rosa(db: None) -> User:
    """The returning officer."""
    return add_staff("rosa@example.org")


@pytest.fixture
def nomination(client: Client, rosa: User, clock: Traveller) -> Nomination:
    """Aisha's, with photo, link and slate; accepted. Her browser is `client`."""
    election = cast.election(only="Scotland")
    number = cast.contest(election).number
    cast.sign_in(client, cast.aisha())
    client.post(
        f"/elections/{election.slug}/stand/{number}/",
        {
            "ballot_name": "Aisha Khan",
            "statement": cast.STATEMENT,
            "link_1": "https://www.example.org/aisha",
            "photo": upload(),
            "step": "submit",
        },
    )
    stands = Nomination.objects.get()
    joined(approved(election), stands)
    accepted = cast.accepted(stands, rosa)
    clock.move_to(cast.NOMINATIONS_OVER)
    cast.sign_in(client, accepted.member)
    return accepted


@pytest.fixture
def url(nomination: Nomination) -> str:
    return f"/elections/{nomination.contest.election.slug}/nomination/proof/"


def fresh(nomination: Nomination) -> Nomination:
    return Nomination.objects.with_photo().select_related("contest__election").get(pk=nomination.pk)


def seen(nomination: Nomination) -> dict[str, str]:
    return {"seen": fresh(nomination).words_digest}


def test_it_shows_all_that_voters_will_see(
    client: Client, nomination: Nomination, url: str
) -> None:
    page = words(client.get(url))
    assert "Aisha Khan" in page
    assert cast.STATEMENT in page
    assert "Branch First" in page
    assert f'src="/photos/{nomination.photo.digest}.jpg"' in page
    assert 'alt="Photo of Aisha Khan"' in page
    assert 'href="https://www.example.org/aisha"' in page
    assert "example.org (opens in a new tab)" in page
    assert seen(nomination)["seen"] in page


def test_who_stands_without_a_slate_reads_that(
    client: Client, rosa: User, clock: Traveller
) -> None:
    election = cast.election(only="Scotland")
    bea = cast.bea()
    cast.accepted(cast.stands(bea, election), rosa)
    cast.sign_in(client, bea)
    page = words(client.get(f"/elections/{election.slug}/nomination/proof/"))
    assert "No slate" in page
    assert "No photo" in page


def test_approving_is_recorded_once(client: Client, nomination: Nomination, url: str) -> None:
    own = url.replace("proof/", "")
    assert "Look at your proof" in words(client.get(own))
    assert url in words(client.get("/home/"))
    shown = seen(nomination)
    for _press in range(2):
        response = client.post(url, shown, follow=True)
        assert "You approved how you will stand on the ballot paper" in words(response)
    assert fresh(nomination).has_approved_proof
    assert AuditEntry.objects.filter(action="proof-approved").count() == 1
    assert "Look at your proof" not in words(client.get("/home/"))


def test_only_what_was_seen_is_approved(client: Client, nomination: Nomination, url: str) -> None:
    shown = seen(nomination)
    nominating.set_slate(nomination, label="Other", colour=4, path="", now=cast.NOMINATIONS_OVER)
    response = client.post(url, shown)
    assert response.status_code == 422
    assert "has changed meanwhile. Look at it again." in words(response)
    assert "Other" in words(response), "the page shows what would be approved now"
    assert not fresh(nomination).has_approved_proof
    client.post(url, seen(nomination))
    assert fresh(nomination).has_approved_proof


def test_what_an_officer_corrects_afterwards_is_asked_about_again(
    client: Client, rosa: User, nomination: Nomination, url: str
) -> None:
    client.post(url, seen(nomination))
    slate = joining.slate_of(nomination)
    assert slate is not None
    deciding.correct(
        slate,
        name="Branches First",
        programme="",
        colour=3,
        website="",
        actor=rosa,
        now=cast.NOMINATIONS_OVER,
    )
    assert not fresh(nomination).has_approved_proof
    assert "Look at your proof" in words(client.get(url.replace("proof/", "")))
    assert url in words(client.get("/home/"))
    again = Message.objects.filter(kind="nomination-accepted").latest("pk")
    mail = Batch([again.pk]).write(again)
    assert "Proof of Aisha Khan to approve again" in mail.subject
    assert "Something of it has changed since" in str(mail.body)
    assert url in str(mail.body)


def test_a_correction_that_leaves_the_label_leaves_the_approval(
    client: Client, rosa: User, nomination: Nomination, url: str
) -> None:
    client.post(url, seen(nomination))
    slate = joining.slate_of(nomination)
    assert slate is not None
    deciding.correct(
        slate,
        name=slate.name,
        programme="More jobs.",
        colour=3,
        website="",
        actor=rosa,
        now=cast.NOMINATIONS_OVER,
    )
    assert fresh(nomination).has_approved_proof
    assert Message.objects.filter(kind="nomination-accepted").count() == 1


def test_the_mail_about_the_acceptance_leads_to_it(nomination: Nomination, url: str) -> None:
    message = Message.objects.get(kind="nomination-accepted")
    mail = Batch([message.pk]).write(message)
    assert url in str(mail.body)
    assert "approve it if it is right" in str(mail.body)


@pytest.mark.parametrize("changed", ["statement", "ballot_name", "slate_label"])
def test_every_part_of_it_counts(nomination: Nomination, changed: str) -> None:
    before = fresh(nomination).words_digest
    Nomination.objects.filter(pk=nomination.pk).update(**{changed: "Something else"})
    assert fresh(nomination).words_digest != before


def test_links_and_photo_count_too(nomination: Nomination) -> None:
    before = fresh(nomination).words_digest
    Nomination.objects.filter(pk=nomination.pk).update(links=[])
    without_link = fresh(nomination).words_digest
    nomination.photo.delete()
    assert len({before, without_link, fresh(nomination).words_digest}) == 3


def test_before_the_decision_there_is_nothing_to_approve(client: Client) -> None:
    election = cast.election()
    bea = cast.bea()
    stands = cast.stands(bea, election)
    cast.sign_in(client, bea)
    page = f"/elections/{election.slug}/nomination/proof/"
    assert "once your nomination is accepted" in words(client.get(page))
    assert client.post(page, seen(stands)).status_code == 422
    assert not fresh(stands).proof_approved


def test_once_papers_are_fixed_nothing_is_approved(
    client: Client, rosa: User, nomination: Nomination, url: str
) -> None:
    cast.papers_fixed(nomination.contest.election, rosa)
    assert "this no longer changes" in words(client.get(url))
    response = client.post(url, seen(nomination))
    assert response.status_code == 422
    assert "there is nothing left to approve" in words(response)


def test_nobody_approves_for_another(nomination: Nomination, url: str) -> None:
    beas = cast.sign_in(Client(), cast.bea())
    assert beas.get(url).status_code == 404
    assert beas.post(url, seen(nomination)).status_code == 404
    with pytest.raises(Refused, match="once your nomination is accepted"):
        nominating.approve_proof(
            nomination, cast.callum(), now=cast.NOMINATIONS_OVER, **seen(nomination)
        )
    assert Client().post(url)["Location"].startswith("/sign-in/")


def test_it_says_by_when(client: Client, nomination: Nomination, url: str) -> None:
    due = cast.OPENS - timedelta(days=1)
    assert nomination.contest.election.timetable.papers_fixed_by_at == due
    assert "Monday 29 June 2026, 12 noon (BST)" in words(client.get("/home/"))
