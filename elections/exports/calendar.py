"""The steps of a timetable as a calendar that programs subscribe to (RFC 5545).

Each step is an event of no length with a name that stays (UID), so that a calendar moves it when an
officer does: SEQUENCE grows by every public change that touches the step, and LAST-MODIFIED tells when
that was. What does not take place any more stays in the file, marked as cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from elections.london import LONDON
from elections.models import Election, PublicChange
from elections.phases import Phase

_ASK_AGAIN = timedelta(hours=1)
_END = b"END:VCALENDAR\r\n"
# Changes of the election as a whole: each of its steps is another event after them.
_OF_ALL = {
    PublicChange.Kind.POSTPONED,
    PublicChange.Kind.RESUMED,
    PublicChange.Kind.WITHDRAWN,
    PublicChange.Kind.ABANDONED,
}


def write(elections: Iterable[Election], *, title: str, now: datetime) -> bytes:
    """The steps of elections with their timetables and changes; the same bytes until something moves."""
    calendar = Calendar()
    calendar.add("prodid", "-//Momentum elections//Timetable//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)  # what programs of today read in the place of NAME
    calendar.add("refresh-interval", _ASK_AGAIN, parameters={"value": "DURATION"})
    calendar.add_component(_LONDON)
    events = b"".join(event for election in elections for event in _events(election, now))
    return bytes(calendar.to_ical()).removesuffix(_END) + events + _END


# The zone's rules, which a calendar needs to show an instant as the site does: since 1996 the clocks
# go forward on the last Sunday of March and back on the last of October, both at 01:00 UTC.
_LONDON = Timezone.from_ical(
    """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
)


def _events(election: Election, now: datetime) -> Iterable[bytes]:
    ended_at = _ended_at(election, now)
    changes = list(election.changes.all())
    for name, words, at in election.timetable.told():
        touching = [one for one in changes if one.kind in _OF_ALL or name in one.after]
        is_cancelled = ended_at is not None and at > ended_at
        is_not_held = is_cancelled and election.phase(now) == Phase.NOT_HELD
        times = [election.published_at or at, *(one.made_at for one in touching)]
        if is_not_held and ended_at:
            times.append(ended_at)
        has_happened = name == "declaration_at" and election.declared_at == at
        if has_happened:
            times.append(at)
        named = {"step": words[:1].upper() + words[1:], "election": election.title_here}
        page = settings.SITE_URL + election.get_absolute_url()
        yield _event(
            uid=f"{election.pk}-{name}@{urlsplit(settings.SITE_URL).hostname}",
            at=at,
            summary=_summary(election, is_cancelled=is_cancelled) % named,
            description=_description(election, is_cancelled=is_cancelled) % {"page": page},
            page=page,
            sequence=len(touching) + is_not_held + has_happened,
            changed_at=max(times),
            is_cancelled=is_cancelled,
        )


def _ended_at(election: Election, now: datetime) -> datetime | None:
    """Since when the steps still to come do not take place; None where they do."""
    if election.phase(now) == Phase.NOT_HELD:
        return election.timetable.voting_closes_at
    return election.withdrawn_at or election.postponed_at


# Writing an event takes the library half a millisecond, and the same ones are asked for all day.
@lru_cache(maxsize=1024)
def _event(
    *,
    uid: str,
    at: datetime,
    summary: str,
    description: str,
    page: str,
    sequence: int,
    changed_at: datetime,
    is_cancelled: bool,
) -> bytes:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", at.astimezone(LONDON))
    event.add("summary", summary)
    event.add("description", description)
    event.add("url", page)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    return bytes(event.to_ical())


def _summary(election: Election, *, is_cancelled: bool) -> str:
    if not is_cancelled:
        return _("%(step)s: %(election)s")
    if election.postponed_at and not election.withdrawn_at:
        return _("Postponed – %(step)s: %(election)s")
    return _("Called off – %(step)s: %(election)s")


def _description(election: Election, *, is_cancelled: bool) -> str:
    if not is_cancelled:
        return _("Everything about this election is at %(page)s")
    if election.postponed_at and not election.withdrawn_at:
        return _("The election is put off. There is no new date yet. See %(page)s")
    return _("This does not take place any more. See why at %(page)s")
