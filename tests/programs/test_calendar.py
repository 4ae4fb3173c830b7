"""Calendars of deadlines: each step once, with a name that stays, and moved when an officer moves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from icalendar import Calendar
from time_machine import Traveller

from elections import scheduling
from elections.models import Election
from tests.embedded.guards import without_the_guard
from tests.languages.cast import in_welsh
from tests.public import cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(cast.NOTICE_OUT, tick=False) as traveller:
        yield traveller


def fresh(election: Election) -> Election:
    return Election.objects.select_related("timetable").get(pk=election.pk)


def events(path: str) -> dict[str, Any]:
    """The events of a calendar by their names, as a calendar program reads them."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75
    calendar = Calendar.from_ical(answer.content)
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def of(election: Election) -> dict[str, Any]:
    """By step."""
    found = events(f"/elections/{election.slug}/calendar.ics")
    return {uid.split("@")[0].removeprefix(f"{election.pk}-"): one for uid, one in found.items()}


def moved(election: Election, **instants: datetime) -> None:
    scheduling.change_timetable(
        fresh(election), instants, reason="The hall is taken.", actor=None, now=cast.NOTICE_OUT
    )


def test_each_step_is_an_event_at_its_instant_in_london() -> None:
    election = cast.election(only="Scotland")
    found = of(election)
    times = election.timetable
    assert set(found) == {name for name, _words, _at in times.instants()} - {"reminder_at"}
    for name, event in found.items():
        assert event["DTSTART"].dt == getattr(times, name)
        assert event["DTSTART"].params["TZID"] == "Europe/London"
        assert event["URL"] == settings.SITE_URL + election.get_absolute_url()
        assert event["STATUS"] == "CONFIRMED"
    opens = found["voting_opens_at"]
    assert opens["SUMMARY"] == "Voting opens: NCG 2026"
    assert opens["DTSTART"].dt.hour == 12  # noon of the summer
    assert opens["DESCRIPTION"].endswith(election.get_absolute_url())


def test_whoever_moves_a_step_moves_its_event_and_no_other() -> None:
    election = cast.election(only="Scotland")
    before = of(election)
    assert election.timetable.declaration_at is not None
    later = election.timetable.declaration_at + DAY
    moved(election, declaration_at=later)
    after = of(election)
    assert after["declaration_at"]["DTSTART"].dt == later
    assert after["declaration_at"]["UID"] == before["declaration_at"]["UID"]
    assert after["declaration_at"]["SEQUENCE"] > before["declaration_at"]["SEQUENCE"]
    assert (
        after["declaration_at"]["LAST-MODIFIED"].dt > before["declaration_at"]["LAST-MODIFIED"].dt
    )
    assert after["voting_opens_at"] == before["voting_opens_at"]


def test_what_is_put_off_is_cancelled_until_there_is_a_date_again() -> None:
    election = cast.election(only="Scotland")
    before = of(election)["voting_opens_at"]
    scheduling.postpone(election, reason="Snow.", actor=None, now=cast.NOTICE_OUT)
    put_off = of(election)["voting_opens_at"]
    assert put_off["STATUS"] == "CANCELLED"
    assert put_off["SUMMARY"] == "Postponed – Voting opens: NCG 2026"
    assert put_off["SEQUENCE"] > before["SEQUENCE"]
    times = fresh(election).timetable
    instants = {name: at + DAY for name, _words, at in times.instants() if at > cast.NOTICE_OUT}
    scheduling.resume(
        fresh(election), instants, reason="Thaw.", actor=None, now=cast.NOTICE_OUT + DAY / 24
    )
    again = of(election)["voting_opens_at"]
    assert again["STATUS"] == "CONFIRMED"
    assert again["DTSTART"].dt == before["DTSTART"].dt + DAY
    assert again["SEQUENCE"] > put_off["SEQUENCE"]


def test_what_is_called_off_is_cancelled_and_what_had_been_is_not() -> None:
    election = cast.election(only="Scotland")
    scheduling.withdraw(election, reason="No seats.", actor=None, now=cast.NOTICE_OUT)
    found = of(election)
    assert found["voting_opens_at"]["STATUS"] == "CANCELLED"
    assert found["voting_opens_at"]["SUMMARY"].startswith("Called off – ")
    assert found["notice_at"]["STATUS"] == "CONFIRMED"


def test_of_what_was_not_held_nothing_follows(clock: Traveller) -> None:
    election = cast.election(only="Scotland")
    before = of(election)["term_starts_at"]
    clock.move_to(election.timetable.voting_closes_at + DAY)
    after = of(election)["term_starts_at"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_one_calendar_has_all_elections_but_drafts_and_rehearsals() -> None:
    one, another = cast.election("One", only="Scotland"), cast.election("Another", only="Wales")
    cast.election("Draft", only="Wales", noticed=False)
    rehearsal = cast.election("Rehearsal", only="Wales")
    without_the_guard(Election.objects.filter(pk=rehearsal.pk), rehearsal_of=one.pk)
    names = {uid[:36] for uid in events("/elections/calendar.ics")}
    assert names == {str(one.pk), str(another.pk)}
    assert Client().get(f"/elections/{rehearsal.slug}/calendar.ics").status_code == 404


def test_the_pages_lead_to_the_calendars() -> None:
    election = cast.election(only="Scotland")
    own = f'href="/elections/{election.slug}/calendar.ics"'
    assert own in Client().get(election.get_absolute_url()).content.decode()
    assert 'href="/elections/calendar.ics"' in Client().get("/").content.decode()


def test_commas_and_lines_of_a_title_stay_in_their_place() -> None:
    election = cast.election("One, two; three\\four – Gwŷl", only="Scotland")
    summary = str(of(election)["voting_opens_at"]["SUMMARY"])
    assert summary == "Voting opens: One, two; three\\four – Gwŷl"


def test_a_calendar_that_is_written_in_welsh_is_told_apart_by_the_cookie() -> None:
    in_welsh(cast.election(only="Scotland"))
    for path in ("/elections/calendar.ics", "/elections/ncg-2026/calendar.ics"):
        answer = Client().get(path)
        assert "public" in answer["Cache-Control"], path
        assert "Cookie" in answer["Vary"], path
