"""The world the gates look at: the demo's elections, once they have been counted.

It is loaded once, into a database of its own, and every gate looks at it as it was: what a visit
changes is rolled back.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connections, transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from elections import tallying
from elections.models import Contest, Election, Nomination, Timetable
from members.languages import Language
from members.models import AuditEntry, Member, User
from momentum_site.demo import guide, loading
from momentum_site.demo.people import STAFF
from tests.embedded.database import Template
from tests.embedded.guards import without_the_guard
from tests.embedded.session import SESSIONS
from tests.gates import kept
from tests.office.cast import enter

MEMBERS = 500
VOTERS = 250  # enough for a contest whose every stage is published
# Nominations that are opened again in a minute are open, and no code of an authenticator is used.
LATER = timedelta(minutes=2)
OVER = (guide.PROVISIONAL, guide.DECLARED)


@dataclass
class World:
    """`now` is when everybody looks; `browsers` are those of whoever has looked before."""

    now: datetime
    browsers: dict[str, Client] = field(default_factory=dict)

    def election(self, title: str) -> Election:
        return Election.objects.select_related("timetable").get(title=title)

    def contest(self, election: str, title: str) -> Contest:
        return Contest.objects.get(election__title=election, title=title)

    def nomination(self, election: str, **what: object) -> Nomination:
        """The first of the election of which this is true."""
        found = Nomination.objects.filter(contest__election__title=election, **what)
        return found.select_related("contest__election", "member").order_by("pk")[0]

    def offer_welsh(self, language: str = Language.WELSH) -> None:
        """Every election is switched to Welsh, where pages are to be in it."""
        if language == Language.WELSH:
            switched = {"welsh_on_at": self.now, "welsh_approved_by": "Nia Powell"}
            without_the_guard(Election.objects.all(), **switched)

    def browser_of(self, who: str | Member | None) -> Client:
        """Signed in as that member, or with the address; staff with their second factor."""
        address = who.email_key if isinstance(who, Member) else who or ""
        if address not in self.browsers:
            self.browsers[address] = _browser(address)
        return self.browsers[address]


def _browser(address: str) -> Client:
    if address in {person.email for person in STAFF}:
        return enter(User.objects.get(email=address))
    client = Client()
    if address:
        client.force_login(User.objects.of_mailbox(address))
    return client


@pytest.fixture(scope="session")
def world_database(
    django_db_setup: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, dict[str, object]]]:
    """The name of the database that holds the world, and the keys that belong to it."""
    name = f"{django_db_setup.name}_world"
    django_db_setup.copy_as(name)
    with django_db_blocker.unblock(), connected_to(name):
        keys = _load_or_take_over()
    yield name, keys
    django_db_setup.drop_copy(name)


@pytest.fixture
def world(db: None, world_database: tuple[str, dict[str, object]]) -> Iterator[World]:
    """The world as it was loaded; nothing that happens in it stays."""
    name, keys = world_database
    with override_settings(**keys), connected_to(name), transaction.atomic():
        loaded = AuditEntry.objects.latest("id").at
        yield World(loaded + LATER)
        transaction.set_rollback(True)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's connection leads to this database meanwhile."""
    before = connections["default"]
    connections["default"] = there = before.copy()
    there.settings_dict["NAME"] = name
    try:
        yield
    finally:
        there.close()
        connections["default"] = before


def _load_or_take_over() -> dict[str, object]:
    """The first process of a run loads it, the others take it over, with these of its settings."""
    path = kept.place()
    if path is None:
        _load()
        return {}
    SESSIONS.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return kept.restore(path)
        _load()
        kept.save(path)
    return {}


def _load() -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loading, "MEMBERS", MEMBERS)
        patched.setattr(loading, "VOTERS", VOTERS)
        assert loading.load()
    close_and_count()


def close_and_count() -> None:
    """The last seconds of voting are over, and beat and the tally worker did their part."""
    now = timezone.now()
    over = Timetable.objects.filter(election__title__in=OVER)
    without_the_guard(over, voting_closes_at=now)
    by_itself = over.filter(election__title=guide.DECLARED)
    without_the_guard(by_itself, complaints_close_at=now, declaration_at=now)
    assert tallying.close_due(timezone.now()) == len(OVER)
    assert tallying.count_due(timezone.now()) == len(OVER)
    assert tallying.declare_due(timezone.now()) == 1


def at(moment: datetime) -> time_machine.travel:
    """Inside, this is the time: pages say the same in every run, however long it takes."""
    return time_machine.travel(moment, tick=False)
