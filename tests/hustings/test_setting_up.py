"""Officers switch the questions on, name topics until the notice, and plan the two windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from time_machine import Traveller

from elections.models import Election, PublicChange
from elections.refusal import Refused
from hustings import setting_up
from hustings.models import Hustings
from members.models import AuditEntry
from members.roles import Role
from tests.hustings import cast
from tests.hustings.cast import WINDOWS, words
from tests.members.people import enter_office
from tests.office.cast import entered
from tests.public import cast as public

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_notice(clock: Traveller) -> None:
    clock.move_to(datetime(2026, 6, 1, 9, tzinfo=UTC))


@pytest.fixture
def election() -> Election:
    return cast.prepared()


@pytest.fixture
def office(election: Election) -> str:
    return f"/office/elections/{election.slug}/questions/"


def form(**changes: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "topics": "Democracy\n\n Local   groups \n",
        "question_words": "30",
        "answer_words": "150",
    }
    for name, at in {**WINDOWS, **changes.pop("instants", {})}.items():
        shown |= entered(at, name)
    return {**shown, **changes}


def test_an_officer_switches_them_on(rosas: Client, election: Election, office: str) -> None:
    assert "Switched off." in words(rosas.get(office))
    page = words(rosas.get(f"{office}set-up/"))
    assert "Political education and training" in page
    rosas.post(f"{office}set-up/", form())
    hustings = Hustings.objects.get()
    assert list(hustings.topics.values_list("number", "title")) == [
        (1, "Democracy"),
        (2, "Local groups"),
    ]
    assert (hustings.question_words, hustings.answer_words) == (30, 150)
    assert {name: getattr(hustings, name) for name in WINDOWS} == WINDOWS
    entry = AuditEntry.objects.get(action="hustings-changed")
    assert entry.detail["topics"] == ["Democracy", "Local groups"]


def test_six_topics_are_there_to_begin_with() -> None:
    assert len(setting_up.default_topics()) == 6
    assert (Hustings().question_words, Hustings().answer_words) == (40, 200)


@pytest.mark.parametrize(
    ("name", "at", "why"),
    [
        ("questions_close_at", WINDOWS["questions_open_at"], "must come after"),
        ("answers_open_at", WINDOWS["questions_close_at"] - timedelta(hours=1), "must come after"),
        ("answers_close_at", WINDOWS["answers_open_at"], "must come after"),
        ("questions_open_at", datetime(2026, 6, 1, 9, tzinfo=UTC), "before the notice"),
        ("answers_close_at", datetime(2026, 9, 1, 9, tzinfo=UTC), "once voting has closed"),
    ],
)
def test_windows_out_of_order_are_refused_beside_their_field(
    rosas: Client, office: str, name: str, at: datetime, why: str
) -> None:
    response = rosas.post(f"{office}set-up/", form(instants={name: at}))
    assert response.status_code == 422
    assert why in words(response)
    assert "Local   groups" in words(response)
    assert not Hustings.objects.exists()


@pytest.mark.parametrize(
    ("topics", "why"),
    [
        ("", "Fill in"),
        ("Democracy\ndemocracy", "Name each topic once"),
        ("\n".join(f"Topic {one}" for one in range(13)), "at most 12 topics"),
        ("x" * 81, "80 letters"),
    ],
)
def test_topics_are_few_and_different(rosas: Client, office: str, topics: str, why: str) -> None:
    response = rosas.post(f"{office}set-up/", form(topics=topics))
    assert response.status_code == 422
    assert why in words(response)


def test_until_the_notice_everything_changes_and_may_be_switched_off(
    rosas: Client, election: Election, office: str
) -> None:
    cast.set_up(election)
    rosas.post(f"{office}set-up/", form())
    assert Hustings.objects.get().topics.first().title == "Democracy"  # type: ignore[union-attr]
    assert "Switch questions off" in words(rosas.get(f"{office}set-up/"))
    shown = words(rosas.get(f"{office}switch-off/"))
    assert "Democracy" in shown
    assert f"To confirm, type {election.slug}" in shown
    assert rosas.post(f"{office}switch-off/", {"confirm": "another"}).status_code == 422
    assert Hustings.objects.exists()
    for _press in range(2):
        rosas.post(f"{office}switch-off/", {"confirm": election.slug})
    assert not Hustings.objects.exists()
    assert AuditEntry.objects.filter(action="hustings-changed").count() == 3


def test_an_election_that_is_deleted_before_its_notice_takes_them_along(
    election: Election,
) -> None:
    cast.set_up(election)
    Hustings.objects.get().delete()
    assert not Hustings.objects.exists()


# --- After the notice ----------------------------------------------------------------------------


@pytest.fixture
def told(clock: Traveller) -> Hustings:
    """The notice is out, questions are taken."""
    hustings = cast.public()
    clock.move_to(cast.ASKING)
    return hustings


def after(hustings: Hustings) -> str:
    return f"/office/elections/{hustings.election.slug}/questions/"


def test_after_the_notice_topics_and_limits_are_locked(told: Hustings, rosas: Client) -> None:
    page = words(rosas.get(f"{after(told)}set-up/"))
    assert 'name="topics"' not in page
    assert "Switch questions off" not in page
    with pytest.raises(Refused, match="locked since the notice"):
        cast.set_up(told.election, topics=["Other"], reason="x", now=cast.ASKING)
    with pytest.raises(Refused, match="stay switched on"):
        setting_up.switch_off(told.election, actor=cast.rosa())


def test_after_the_notice_a_window_moves_with_a_public_reason(
    told: Hustings, rosas: Client
) -> None:
    later = cast.OVER + timedelta(hours=5)
    sent = form(instants={"answers_close_at": later})
    assert rosas.post(f"{after(told)}set-up/", {**sent, "reason": ""}).status_code == 422
    rosas.post(f"{after(told)}set-up/", {**sent, "reason": "Candidates asked for time."})
    told.refresh_from_db()
    assert told.answers_close_at == later
    assert PublicChange.objects.get().reason == "Candidates asked for time."
    page = words(rosas.get(told.election.get_absolute_url()))
    assert "Candidates asked for time." in page


def test_an_instant_that_has_come_no_longer_moves(told: Hustings, rosas: Client) -> None:
    sent = form(instants={"questions_open_at": WINDOWS["questions_open_at"] + timedelta(days=1)})
    response = rosas.post(f"{after(told)}set-up/", {**sent, "reason": "Why not."})
    assert response.status_code == 422
    assert "has come and no longer moves" in words(response)


def test_a_window_is_not_closed_in_the_past(told: Hustings, rosas: Client) -> None:
    sent = form(instants={"questions_close_at": cast.ASKING - timedelta(hours=1)})
    response = rosas.post(f"{after(told)}set-up/", {**sent, "reason": "Enough."})
    assert response.status_code == 422
    assert "must be still to come" in words(response)


def test_they_may_be_switched_on_after_the_notice_with_a_reason(clock: Traveller) -> None:
    election = public.election(only="Scotland")
    clock.move_to(public.NOTICE_OUT)
    with pytest.raises(Refused, match="Give the reason"):
        cast.set_up(election)
    cast.set_up(election, reason="Members asked for it.")
    assert PublicChange.objects.get().subject == "Questions to the candidates"


@pytest.mark.parametrize("role", [Role.SCRUTINEER, Role.ADMINISTRATOR])
def test_nobody_but_an_officer_sets_them_up(
    client: Client, election: Election, office: str, role: Role
) -> None:
    enter_office(client, "sami@example.org", role)
    assert client.get(office).status_code == 200
    for path in ("set-up/", "switch-off/"):
        assert client.post(f"{office}{path}", form()).status_code == 403
    assert not Hustings.objects.exists()


# --- What the database refuses -------------------------------------------------------------------


def test_the_database_refuses_windows_out_of_order(election: Election) -> None:
    cast.set_up(election)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hustings.objects.update(answers_open_at=WINDOWS["questions_open_at"])


@pytest.mark.parametrize("changes", [{"question_words": 100}, {"answer_words": 100}])
def test_the_database_refuses_other_limits_after_the_notice(
    told: Hustings, changes: dict[str, int]
) -> None:
    with pytest.raises(DatabaseError, match="locked since the notice"), transaction.atomic():
        Hustings.objects.update(**changes)


def test_the_database_refuses_other_topics_after_the_notice(told: Hustings) -> None:
    for act in (lambda: told.topics.update(title="Other"), lambda: told.topics.all().delete()):
        with pytest.raises(DatabaseError, match="locked since the notice"), transaction.atomic():
            act()
