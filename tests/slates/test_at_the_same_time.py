"""A correction that reaches several candidates, and officers who decide on them meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from elections import nominating
from elections.models import Election, Nomination
from members.models import AuditEntry
from slates import deciding
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member
from tests.public import cast
from tests.slates.cast import approved, joined, rosa

pytestmark = pytest.mark.django_db(transaction=True)
CANDIDATES = 12


def both(*acts: Callable[[], None]) -> list[BaseException]:
    """Each act in a thread and a connection of its own, started together; what went wrong."""
    wrong: list[BaseException] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        gate.wait()
        try:
            act()
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_a_correction_and_decisions_do_not_block_each_other(election: Election) -> None:
    slate, officer = approved(election), rosa()
    nominations = [
        cast.stands(add_member(str(600 + one), f"Person {one:02}"), election)
        for one in range(CANDIDATES)
    ]
    for nomination in nominations:
        joined(slate, nomination)
    without_the_guard(Election.objects.filter(pk=election.pk), supporters_needed=0)

    def accept_all() -> None:
        for one in reversed(Nomination.objects.select_related("contest__election").all()):
            nominating.accept(one, actor=officer, now=cast.NOMINATIONS)

    def correct() -> None:
        for name in ("Branches First", "Our Branches", "Branch First"):
            deciding.correct(
                slate,
                name=name,
                programme="",
                colour=3,
                website="",
                actor=officer,
                now=cast.NOMINATIONS,
            )

    assert not both(accept_all, correct)
    assert set(Nomination.objects.values_list("state", "slate_label")) == {
        ("accepted", "Branch First")
    }
    assert AuditEntry.objects.filter(action="slate-set").count() == 4 * CANDIDATES
