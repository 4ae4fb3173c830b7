"""The office's lists about elections: what each shows, and how it is narrowed, sorted and taken."""

from elections.office_lists.of_elections import elections, erasures, in_the_office, stands
from elections.office_lists.of_people import exclusions, members_listed, nominations, roll
from elections.office_lists.of_records import DOCUMENTS, FILES_TAKEN, audit, messages
from elections.office_lists.of_seats import SeatRow, seat_rows, seats

__all__ = [
    "DOCUMENTS",
    "FILES_TAKEN",
    "SeatRow",
    "audit",
    "elections",
    "erasures",
    "exclusions",
    "in_the_office",
    "members_listed",
    "messages",
    "nominations",
    "roll",
    "seat_rows",
    "seats",
    "stands",
]
