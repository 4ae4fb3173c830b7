"""The pages of a result ask a few statements, and draw a count once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elections import tallying
from elections.models import (
    Candidate,
    CandidateLeft,
    Contest,
    CountRecord,
    Election,
    ResultDeclaration,
    SeatPlan,
)
from elections.results.counted import ContestResult
from elections.tallying import Amended
from members.models import User
from tests.after_close import cast
from tests.embedded.guards import no_guards
from tests.office.cast import scotland
from tests.voting.cast import page

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_was_elected_and_how(
    rosa: User, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    election = cast.two_seats(rosa)
    caches["drawings"].clear()
    client, address = Client(), cast.result_page(election)
    first = client.get(address).content
    monkeypatch.setattr(ContestResult, "stages", property(_never))
    with django_assert_max_num_queries(6):
        assert client.get(address).content == first
    with django_assert_max_num_queries(9):
        client.get(page(election, "show-results"))
    monkeypatch.undo()
    election = cast.declare(election, rosa)
    what = Amended(ResultDeclaration.Kind.CORRECTED, "Aisha misread.", 2, elected=[2, 3])
    tallying.amend(scotland(election), what, actor=rosa, now=timezone.now())
    amended = client.get(address).content.decode()
    row = amended.split("stage-table")[1].split("Callum Reid")[1]
    assert row.index("Elected") < row.index("</th>"), "drawn again"


def test_a_count_with_the_same_figures_elsewhere_is_drawn_for_itself(rosa: User) -> None:
    """It has files of its own."""
    cast.two_seats(rosa)
    record = CountRecord.objects.get()
    drawn = ContestResult(record).fingerprint
    assert ContestResult(CountRecord.objects.get()).fingerprint == drawn
    record.pk += 1
    assert ContestResult(record).fingerprint != drawn


def test_and_no_more_of_many_contests_for_whoever_is_signed_in(rosa: User) -> None:
    election = cast.declare(cast.two_seats(rosa), rosa)
    client, before = Client(), {}
    client.force_login(User.objects.of_mailbox("aisha@example.org"))
    pages = (page(election, "show-results"), cast.result_page(election))
    for address in pages:
        client.get(address)  # a process keeps the manifest, and what it has drawn
        before[address] = _asked(client, address)
    _with_more_contests(election)
    told = client.get(pages[0]).content.decode()
    assert told.count("Further ") >= 20
    assert told.count("Amended for a reason.") >= 10
    assert "Rival 40" in told
    assert {address: _asked(client, address) for address in pages} == before
    assert max(before.values()) < 10


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address).status_code == 200
    return len(statements)


def _with_more_contests(election: Election) -> None:
    """Ten that were counted, each amended since and with two sections, and ten without a poll, in each
    of which forty stood and one left."""
    counted = CountRecord.objects.get(contest=scotland(election))
    names = list(scotland(election).candidates.values_list("ballot_name", flat=True))
    rivals = [f"Rival {number}" for number in range(1, 41)]
    with no_guards():
        for place in range(10):
            further = _further(election, 60 + place, names)
            _further(election, 80 + place, names, section_of=further)
            counted.pk, counted.contest = None, further
            counted.save(force_insert=True)
            ResultDeclaration.objects.create(
                election=election,
                number=10 + place,
                kind=ResultDeclaration.Kind.CORRECTED,
                contest=further,
                elected=[3],
                reason="Amended for a reason.",
                made_at=timezone.now(),
            )
            decided = _further(election, 100 + place, rivals)
            SeatPlan.objects.create(
                contest=decided,
                is_polled=False,
                seats=2,
                elected=[39, 40],
                recorded_at=timezone.now(),
            )
            CandidateLeft.objects.create(
                candidate=decided.candidates.get(number=1),
                reason=CandidateLeft.Reason.WITHDREW,
                left_at=timezone.now(),
                recorded_by=User.objects.get(email="rosa@example.org"),
            )


def _further(
    election: Election, number: int, names: list[str], section_of: Contest | None = None
) -> Contest:
    made = Contest.objects.create(
        election=election,
        sheet=scotland(election).sheet,
        number=number,
        title=f"Further {number}",
        seats=2,
        section_of=section_of,
    )
    Candidate.objects.bulk_create(
        Candidate(contest=made, number=place, ballot_name=name)
        for place, name in enumerate(names, start=1)
    )
    return made


def _never(_result: ContestResult) -> None:
    raise AssertionError("the stages were drawn again")
