"""Once declarations are erased, reserved seats are counted from what was published of them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from elections import erasing, publishing, results, tallying
from elections.models import (
    CandidateLeft,
    CountRecord,
    Election,
    IdentityDeclaration,
    ResultDeclaration,
    Seat,
)
from elections.tallying.amending import Amended
from members.models import User
from tests.after_close import cast
from tests.office.cast import fresh, scotland
from tests.office.test_what_contests_will_be import of_south_west
from tests.retention.cast import planned

pytestmark = pytest.mark.django_db(transaction=True)


def erased(election: Election) -> Election:
    """The instant until which declarations are kept has come, and the sweep with it."""
    now = timezone.now()
    planned(election, declarations_kept_until_at=now - timedelta(seconds=1))
    assert erasing.erase_due(now) == 1
    assert fresh(election).declarations_erased_at == now
    assert not IdentityDeclaration.objects.exists()
    return fresh(election)


@pytest.fixture
def counted(rosa: User) -> Election:
    """One of two seats is reserved for women. Aisha alone declared it among the six who voted, and
    is elected before Callum, who has more votes; then what she declared is erased."""
    election = cast.set_up(rosa, cast.with_seats(2, women=1), standing=4, women=["Aisha", "Dewi"])
    cast.cast_votes(
        election,
        Aisha=["Aisha Bello"],
        Bea=["Bea Okafor"],
        Callum=["Bea Okafor", "Callum Reid"],
        Dewi=["Bea Okafor", "Callum Reid"],
        Efua=["Callum Reid"],
        Farah=["Callum Reid"],
    )
    return erased(cast.count(election))


def minima_of(election: Election, number: int = 1) -> dict[str, object]:
    record = CountRecord.objects.get(
        contest=scotland(election), kind=CountRecord.Kind.RESULT, number=number
    )
    found: dict[str, object] = json.loads(record.minima)
    return found


def test_the_published_bundle_is_recounted_to_the_same_result(
    counted: Election, tmp_path: Path
) -> None:
    number = scotland(counted).number
    assert results.result_of(scotland(counted)).elected == ["Bea Okafor", "Aisha Bello"]
    published = json.loads(cast.bundle(counted).read(f"contests/{number}/minima.json"))
    assert published["attributes"]["women"]["candidates"] == [1, 4]
    said = cast.recounted_and_verified(counted, tmp_path)
    assert f"contest {number}: counted as fixed, 6 of the 6 papers" in said


def test_who_leaves_is_skipped_and_the_reserved_seat_stays_reserved(
    counted: Election, rosa: User, tmp_path: Path
) -> None:
    """Without declarations Callum would take the seat: nobody would be known to be a woman."""
    before = minima_of(counted)
    tallying.leave(
        cast.candidate(counted, "Aisha Bello"),
        reason=CandidateLeft.Reason.WITHDREW,
        actor=rosa,
        now=timezone.now(),
    )
    assert minima_of(counted, number=2) == before
    assert results.result_of(scotland(counted)).elected == ["Bea Okafor", "Dewi Price"]
    cast.recounted_and_verified(fresh(counted), tmp_path)


def test_a_seat_counted_anew_after_the_declaration_stays_reserved(
    counted: Election, rosa: User
) -> None:
    election = cast.declare(counted, rosa)
    assert list(Seat.objects.order_by("pk").values_list("name", "attributes")) == [
        ("Bea Okafor", []),
        ("Aisha Bello", ["women"]),
    ]
    what = Amended(
        ResultDeclaration.Kind.UNSEATED,
        "She was not eligible.",
        election.declarations.latest("number").number,
        leaver=cast.candidate(election, "Aisha Bello"),
        left=CandidateLeft.Reason.DISQUALIFIED,
        refilled=True,
    )
    tallying.amend(scotland(election), what, actor=rosa, now=timezone.now())
    assert results.result_of(scotland(election)).elected == ["Bea Okafor", "Dewi Price"]
    assert Seat.objects.get(name="Dewi Price").attributes == ["women"]


def test_without_a_poll_who_was_counted_for_what_stays_published(rosa: User) -> None:
    election = of_south_west(rosa, "Aisha*", "Bea")
    publishing.fix_papers(election, actor=rosa, now=timezone.now())
    election = erased(fresh(election))
    tallying.declare(election, actor=rosa, now=timezone.now(), reason="The report is late.")
    assert Seat.objects.get(name="Aisha Bello").attributes == ["women"]
    (decided,) = results.decided_contests(election)
    assert [(one.least, one.elected) for one in decided.reserved] == [(1, 1)]
