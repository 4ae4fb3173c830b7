"""What members kept as drafts, and gave, is there in the second window as in the first."""

from __future__ import annotations

import pytest
from django.test import Client
from time_machine import Traveller

from elections.models import Election, Nomination
from members.models import Member, User
from momentum_site.times_in_words import instant
from tests.public import cast
from tests.reopening.scene import CLOSES, OPENS, of_south_east, reopen, south_east, stand, words

pytestmark = pytest.mark.django_db
HALF = {"ballot_name": "Dee Shah", "statement": "Half a thought.", "step": "later"}


def home(client: Client) -> str:
    return words(client.get("/home/"))


def drafted(election: Election, clock: Traveller) -> tuple[Member, str]:
    """Dee keeps a draft in the last hour of nominations; whose it is, and where."""
    dee = of_south_east(403, "Dee Shah")
    address = f"/elections/{election.slug}/stand/{south_east(election).number}/"
    clock.move_to(cast.LAST_HOUR)
    assert cast.sign_in(Client(), dee).post(address, HALF)["Location"] == "/home/"
    clock.move_to(cast.NOMINATIONS_OVER)
    return dee, address


def test_a_draft_from_before_the_close_is_gone_on_with_and_submitted(
    election: Election, rosa: User, clock: Traveller
) -> None:
    dee, address = drafted(election, clock)
    reopen(election, rosa)
    dees = cast.sign_in(Client(), dee)
    coming = words(dees.get(address))
    assert "Half a thought." in coming
    assert "Nominations for this contest open again on" in coming
    assert "was not submitted" not in home(dees)
    assert "Nominations open again for its vacancies." in home(dees)
    clock.move_to(OPENS)
    dees = cast.sign_in(Client(), dee)
    assert "Continue your nomination: South East" in home(dees)
    assert "was not submitted" not in home(dees)
    assert 'value="Dee Shah"' in words(dees.get(address))
    dees.post(address, {**HALF, "attributes": ["women"], "consent": "on", "step": "submit"})
    nomination = Nomination.objects.get(member=dee)
    assert (nomination.contest, nomination.statement) == (south_east(election), "Half a thought.")
    assert not dee.nomination_drafts.exists()


def test_a_draft_of_a_contest_that_stays_closed_is_kept_there_and_only_read(
    election: Election, rosa: User, clock: Traveller
) -> None:
    dee, address = drafted(election, clock)
    reopen(election, rosa)
    moved = cast.contest(election, "Scotland")
    dee.nomination_drafts.update(contest=moved)
    clock.move_to(OPENS)
    dees = cast.sign_in(Client(), dee)
    assert "Your draft for Scotland was not submitted" in home(dees)
    assert "Put yourself forward" in home(dees), "in the contest that is open again"
    assert "Half a thought." not in words(dees.get(address))
    kept = words(dees.get(address.replace(address.split("/")[-2], str(moved.number))))
    assert "Half a thought." in kept
    assert "open again on" not in kept


def test_what_is_entered_when_the_second_window_closes_is_kept_too(
    election: Election, rosa: User, clock: Traveller
) -> None:
    dee, address = drafted(election, clock)
    reopen(election, rosa)
    clock.move_to(CLOSES)
    dees = cast.sign_in(Client(), dee)
    late = {**HALF, "statement": "A whole thought.", "attributes": ["women"], "consent": "on"}
    response = dees.post(address, {**late, "step": "submit"})
    assert response.status_code == 422
    assert "What you entered is kept as a draft" in words(response)
    assert "A whole thought." in words(dees.get(address))
    assert "was not submitted" in home(dees)
    assert not Nomination.objects.filter(member=dee).exists()


def test_who_nominated_in_the_second_window_may_take_it_back_until_its_close(
    election: Election, rosa: User, clock: Traveller
) -> None:
    reopen(election, rosa)
    dee, ed = of_south_east(403, "Dee Shah"), of_south_east(404, "Ed Wu")
    clock.move_to(OPENS)
    stand(cast.sign_in(Client(), dee), election, attributes=["women"], consent="on")
    nomination = Nomination.objects.get(member=dee)
    eds = cast.sign_in(Client(), ed)
    eds.post(f"{nomination.get_absolute_url()}nominate/")
    take_back = f"{nomination.get_absolute_url()}take-back/"
    assert take_back in home(eds)
    assert f"Until {instant(CLOSES)} you can nominate" in words(eds.get(take_back))
    eds.post(take_back)
    assert not nomination.supporting.exists()
