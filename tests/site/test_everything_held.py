"""A member sees and downloads all that is held about them, and nothing of anybody else."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from elections import nominating, outbox
from elections.models import (
    CandidateLeft,
    Message,
    Nomination,
    NominationDraft,
    Photo,
    RollExclusion,
    RollSheet,
)
from members import noting, telling_apart
from members.models import AuditEntry, ImportRow, ImportRun, Member, State, User
from members.roles import Role
from momentum_site import held
from tests.members.people import add_member, add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db
URL = "/home/held-about-you/"


@pytest.fixture
def rosa(db: None) -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


def _browser(member: Member) -> Client:
    client = Client()
    client.force_login(User.objects.of_mailbox(member.email))
    return client


def _words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def _taken(client: Client) -> tuple[zipfile.ZipFile, dict[str, list[dict[str, Any]]]]:
    response = client.get("/home/held-about-you.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    parts = json.loads(archive.read("held.json"))
    return archive, {part["title"]: part["records"] for part in parts}


@pytest.fixture
def aisha(rosa: User) -> Member:
    """Aisha stood, was refused, appealed, was noted about, votes, and much more."""
    election = cast.checking()
    people = cast.members()
    aisha, bea, callum = people[:3]
    Member.objects.filter(pk=aisha.pk).update(date_of_birth=date(1990, 5, 1))
    nomination = cast.nominated(election, aisha, supporters=[bea, callum], statement="Letters.")
    cast.declares(nomination, "bame")
    Photo.objects.create(
        nomination=nomination, jpeg=b"\xff\xd8aisha", width=1, height=1, digest="0"
    )
    nominating.refuse(nomination, actor=rosa, reason="Not an elector.", now=timezone.now())
    nominating.appeal(nomination, aisha, text="But I am.", now=timezone.now())
    cast.nominated(election, bea, supporters=[aisha])
    NominationDraft.objects.create(
        contest=nomination.contest,
        member=aisha,
        entered={"statement": "Half a sentence"},
        saved_at=timezone.now(),
    )
    noting.add(aisha, "Telephones often.", actor=rosa, now=timezone.now())
    RollExclusion.objects.create(
        election=election, member=aisha, reason="Moved.", made_at=timezone.now(), made_by=rosa
    )
    return Member.objects.get(pk=aisha.pk)


def test_the_page_is_linked_from_home_and_says_it_all(aisha: Member) -> None:
    client = _browser(aisha)
    assert f'href="{URL}"' in _words(client.get("/home/"))
    page = _words(client.get(URL))
    for words in (
        "Tuesday 1 May 1990",
        "Letters.",
        "Black, Asian and minority ethnic",
        "Not an elector.",
        "But I am.",
        "Half a sentence",
        "You nominated",
        "Telephones often.",
        "Moved.",
        "Nomination refused",
        "aisha@example.org",
    ):
        assert words in page, words


def test_nominators_and_staff_are_not_named(aisha: Member) -> None:
    """Bea, whom Aisha nominated, is named for that alone; Callum nominated Aisha."""
    client = _browser(aisha)
    archive, parts = _taken(client)
    everything = _words(client.get(URL)) + archive.read("held.html").decode() + json.dumps(parts)
    assert "Callum" not in everything
    assert "rosa@example.org" not in everything
    assert parts["Your nominations"][0]["members who nominated you"] == 2
    assert [one["you nominated"] for one in parts["People you nominated"]] == ["Bea Okafor"]


def test_the_download_has_json_a_page_and_the_photo_and_is_on_record(aisha: Member) -> None:
    archive, parts = _taken(_browser(aisha))
    nomination = Nomination.objects.get(member=aisha)
    assert set(archive.namelist()) == {"held.json", "held.html", f"photo-{nomination.pk}.jpg"}
    assert archive.read(f"photo-{nomination.pk}.jpg") == b"\xff\xd8aisha"
    assert "But I am." in archive.read("held.html").decode()
    assert parts["Your appeals"][0]["appeal"] == "But I am."
    entry = AuditEntry.objects.get(action="own-data-taken")
    assert (entry.actor, entry.subject) == (User.objects.get(email=aisha.email), "member 100")


def test_why_an_officer_ended_a_nomination_is_told_with_what_is_not_public(rosa: User) -> None:
    nomination = cast.nominated(cast.checking(), cast.members()[0])
    nominating.end(
        nomination,
        reason=CandidateLeft.Reason.DISQUALIFIED,
        detail="Not in Labour.",
        actor=rosa,
        now=timezone.now(),
    )
    _archive, parts = _taken(_browser(nomination.member))
    [told] = parts["Your nominations"]
    assert told["ended by the returning officer"] == "Aisha Bello was disqualified"
    assert told["detail, not public"] == "Not in Labour."


def test_a_roll_entry_says_whether_a_paper_was_returned_and_not_how(rosa: User) -> None:
    election = cast.voting(rosa)
    outbox.queue_ballots(election, now=timezone.now())
    callum = Member.objects.get(first_name="Callum")
    RollSheet.objects.filter(entry__member=callum).update(status="cast")
    _archive, parts = _taken(_browser(callum))
    [entry] = parts["Rolls you are on"]
    assert (entry["election"], entry["returned"]) == ("NCG 2026", ["Scotland"])
    assert "nonce" not in json.dumps(parts)
    [mail] = parts["Email sent to you"]
    assert (mail["message"], mail["to"]) == ("Ballot", "callum@example.org")
    assert Message.objects.filter(entry__member=callum).count() == 1


def test_two_members_of_one_mailbox_get_only_the_one_who_acts() -> None:
    megan = add_member("1", "Megan Price", "shared@example.org")
    add_member("2", "Dafydd Price", "shared@example.org")
    client = _browser(megan)
    assert "/home/choose/" in client.get(URL)["Location"]
    client.post("/home/choose/", {"member": megan.pk})
    page = _words(client.get(URL))
    assert "Megan" in page
    assert "Dafydd" not in page.split("<main")[1].split("</main>")[0]
    _archive, parts = _taken(client)
    assert "Dafydd" not in json.dumps(parts)


def test_of_a_pair_of_records_the_other_one_is_not_told(rosa: User) -> None:
    one, other = (
        add_member("1", "Aisha Khan", "aisha.khan@example.org"),
        add_member("2", "Aisha Khan", "other@example.org"),
    )
    telling_apart.decide(one, other, keep=None, reason="Two ages.", actor=rosa, now=timezone.now())
    _archive, parts = _taken(_browser(one))
    assert parts["Whether two records are one person"][0]["reason"] == "Two ages."
    assert "other@example.org" not in json.dumps(parts)


@pytest.mark.parametrize(
    ("state", "what"),
    [
        (State.CHECKED, "what would become of it, were it applied"),
        (State.APPLIED, "what became of it"),
    ],
)
def test_a_list_that_nobody_applied_has_changed_nothing(
    rosa: User, state: State, what: str
) -> None:
    member = add_member("1", "Aisha Khan", "aisha.khan@example.org")
    now = timezone.now()
    run = ImportRun.objects.create(
        name="march.csv",
        size=9,
        uploaded_by=rosa,
        state=state,
        applied_at=now if state == State.APPLIED else None,
    )
    ImportRow.objects.create(run=run, line=2, number="1", name="Aisha", outcome="updated")
    _archive, parts = _taken(_browser(member))
    record = parts["Membership lists you were on"][0]
    assert record[what] == "updated"
    assert record["state of the list"] == state.label


def test_strangers_take_nothing(client: Client) -> None:
    for url in (URL, "/home/held-about-you.zip"):
        assert client.get(url)["Location"].startswith("/sign-in/")


def test_every_model_about_a_person_is_in_the_answer_or_says_why_not() -> None:
    about_people = {
        model._meta.label
        for model in apps.get_models()
        for column in model._meta.get_fields()
        if column.is_relation
        and column.concrete
        and getattr(column, "related_model", None) in (Member, User)
    }
    told = {label for one in held.CONTRIBUTIONS for label in one.models}
    assert not told & set(held.LEFT_OUT)
    assert about_people - told == set(held.LEFT_OUT) & about_people
    known = {model._meta.label for model in apps.get_models()}
    assert told | set(held.LEFT_OUT) <= known
    assert all(held.LEFT_OUT.values())
