"""Voting is extended with a public reason: the close moves later, and what follows it along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from elections import mailing, scheduling
from elections.models import Election, Message
from members.models import User
from momentum_site.times_in_words import instant
from tests.office import cast

pytestmark = pytest.mark.django_db
REASON = "The mail server was down for a day."


def url(election: Election) -> str:
    return f"/office/elections/{election.slug}/extend/"


def voting(officer: User) -> Election:
    election = cast.voting(officer)
    cast.move(election, papers_fixed_by_at=None)
    return cast.fresh(election)


def form(election: Election, by: timedelta) -> dict[str, str]:
    closes = election.timetable.voting_closes_at + by
    return {"confirm": election.slug, "reason": REASON, **cast.entered(closes, "closes_at")}


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


def test_the_close_moves_and_what_is_counted_from_it_moves_along(
    officer: Client, rosa: User
) -> None:
    election = voting(rosa)
    before = election.timetable
    page = words(officer.get(url(election)))
    assert (
        "These steps move later by the same time: declaration, complaints close, what candidates "
        "declared about themselves is erased."
    ) in page
    assert "5 people are told by email" in page
    answer = officer.post(url(election), form(election, cast.DAY))
    assert answer.status_code == 302, answer.context["form"].errors
    after = cast.fresh(election).timetable
    assert after.voting_closes_at == before.voting_closes_at + cast.DAY
    assert after.declaration_at is not None
    assert before.declaration_at is not None
    assert after.declaration_at == before.declaration_at + cast.DAY
    assert after.voting_opens_at == before.voting_opens_at
    assert election.changes.get().reason == REASON


def test_everybody_on_the_roll_is_told(officer: Client, rosa: User) -> None:
    election = voting(rosa)
    Message.objects.all().update(state="sent")
    officer.post(url(election), form(election, cast.DAY))
    mailing.send_due(now=timezone.now())
    assert len(mail.outbox) == 5
    assert {one.subject for one in mail.outbox} == {"The timetable has changed: NCG 2026"}
    assert REASON in str(mail.outbox[0].body)


def test_it_never_moves_earlier(officer: Client, rosa: User) -> None:
    election = voting(rosa)
    for by in (timedelta(), -cast.DAY):
        answer = officer.post(url(election), form(election, by))
        assert answer.status_code == 422
        assert "Choose a close that is later than the one there is." in words(answer)
        assert REASON in words(answer)


@pytest.mark.parametrize("is_open", [True, False])
def test_it_moves_at_most_sixty_days_at_once(officer: Client, rosa: User, *, is_open: bool) -> None:
    election = voting(rosa) if is_open else cast.noticed()
    closes = election.timetable.voting_closes_at
    latest = scheduling.latest_close(closes)
    assert latest.astimezone(cast.LONDON).replace(tzinfo=None) == (
        closes.astimezone(cast.LONDON).replace(tzinfo=None) + 60 * cast.DAY
    )
    assert f"That is at most 60 days later: until {instant(latest)}." in words(
        officer.get(url(election))
    )
    for at in (latest + timedelta(minutes=1), latest + timedelta(days=3000)):
        answer = officer.post(url(election), form(election, at - closes))
        assert answer.status_code == 422
        assert "Voting is extended by at most 60 days at once" in words(answer)
        assert REASON in words(answer)
    assert cast.fresh(election).timetable.voting_closes_at == closes
    answer = officer.post(url(election), form(election, latest - closes))
    assert answer.status_code == 302, answer.context["form"].errors


def test_a_term_that_would_be_over_first_is_refused(officer: Client, rosa: User) -> None:
    election = voting(rosa)
    closes = election.timetable.voting_closes_at
    cast.move(election, term_starts_at=None, term_ends_at=closes + 20 * cast.DAY)
    answer = officer.post(url(election), form(election, 20 * cast.DAY))
    assert answer.status_code == 422
    assert "“term ends” must come after “voting closes”." in words(answer)
    assert "“term ends” must come after “declaration”." in words(answer)
    assert cast.fresh(election).timetable.voting_closes_at == closes


def test_a_year_far_off_is_refused_beside_the_close(officer: Client, rosa: User) -> None:
    election = voting(rosa)
    entered = {"closes_at_date": "9999-12-31", "closes_at_time": "12:00"}
    answer = officer.post(url(election), {**form(election, cast.DAY), **entered})
    assert answer.status_code == 422
    assert "Look at the year: choose a date from 2000 to" in words(answer)
    assert REASON in words(answer)


def test_once_voting_has_closed_it_no_longer_moves(officer: Client, rosa: User) -> None:
    election = voting(rosa)
    Election.objects.filter(pk=election.pk).update(box_closed_at=timezone.now())
    answer = officer.post(url(election), form(election, cast.DAY))
    assert answer.status_code == 422
    assert "Voting has closed: the close no longer moves." in words(answer)


def test_it_needs_the_typed_address(officer: Client, rosa: User) -> None:
    election = voting(rosa)
    answer = officer.post(url(election), {**form(election, cast.DAY), "confirm": ""})
    assert answer.status_code == 422
    assert not election.changes.exists()


def test_those_who_stand_are_told_of_a_new_timetable_before_the_papers_are_fixed(
    officer: Client,
) -> None:
    election = cast.noticed()
    aisha, bea, *_others = cast.members()
    cast.nominated(election, aisha, supporters=[bea])
    assert officer.post(url(election), form(election, cast.DAY)).status_code == 302
    told = Message.objects.filter(kind="timetable-changed").values_list("to", flat=True)
    assert sorted(told) == ["aisha@example.org", "bea@example.org"]


def test_pressed_twice_it_happens_once_and_is_no_failure(officer: Client, rosa: User) -> None:
    election = voting(rosa)
    sent = form(election, cast.DAY)
    officer.post(url(election), sent)
    answer = officer.post(url(election), sent, follow=True)
    assert "You have done this already. Nothing was done a second time." in words(answer)
    assert election.changes.count() == 1
    other = officer.post(url(election), {**sent, "reason": "Another reason."})
    assert other.status_code == 422
