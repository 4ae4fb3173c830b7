"""Two elections made at the same moment, and what is said of it rightly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from elections import scheduling
from elections.blueprints import BLUEPRINTS
from elections.models import Election
from elections.refusal import Refused
from tests.office import cast

pytestmark = pytest.mark.django_db
AT_ONCE = "Another election got this address at the same moment. Try once more."


def told_of_an_address_taken_meanwhile(make: Callable[[], object], slug: str) -> list[str]:
    """What is said to whoever makes an election whose address another one is just getting."""
    told: list[str] = []

    def try_it() -> None:
        try:
            make()
        except Refused as refused:
            told.append(str(refused))
        finally:
            connections.close_all()

    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
    thread = threading.Thread(target=try_it)
    with transaction.atomic():
        Election.objects.create(title="Another", slug=slug)
        thread.start()
        with connection.cursor() as cursor:
            for _wait in range(200):
                cursor.execute(waits)
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.05)
    thread.join()
    return told


def made(*, key: UUID | None = None, slug: str = "") -> Election:
    return scheduling.create(
        BLUEPRINTS["referendum"],
        title="Open meetings?",
        voting_opens_at=timezone.now() + 30 * cast.DAY,
        actor=None,
        key=key,
        slug=slug,
    )


@pytest.mark.django_db(transaction=True)
def test_an_address_taken_at_the_same_moment_is_no_election_made_twice() -> None:
    assert told_of_an_address_taken_meanwhile(made, "open-meetings") == [AT_ONCE]
    assert made().slug == "open-meetings-2", "once more"


def test_a_form_sent_twice_is_one_election_though_its_address_would_be_free() -> None:
    key = uuid4()
    made(key=key)
    with pytest.raises(Refused, match="This election has just been created"):
        made(key=key)
    assert Election.objects.count() == 1


def test_an_address_that_was_asked_for_is_another_elections() -> None:
    made(slug="meetings")
    with pytest.raises(Refused, match="Another election has this address already"):
        made(slug="meetings")
    with pytest.raises(Refused, match="Another election has this address already"):
        scheduling.change_election(made(), {"slug": "meetings"}, actor=None)


def test_whatever_else_the_database_refuses_is_no_address() -> None:
    with pytest.raises(IntegrityError, match="null value"):
        scheduling.change_election(made(), {"title": None}, actor=None)
