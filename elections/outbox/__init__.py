"""The outbox: writes messages. What is there, `elections.mailing` sends.

Functions run inside the caller's transaction, so that an act and the mail about it happen
together or not at all. None starts a task. Writing the same message twice changes nothing: the
constraint `message_once_for_each_voter` refuses the second one.
"""

from elections.outbox.ballots import queue_ballot_again, queue_ballots, queue_ballots_of
from elections.outbox.beside import members_beside, tell_back, tell_gone
from elections.outbox.due import BETWEEN_REMINDERS, queue_due, queue_recorded, queue_reminders
from elections.outbox.telling import (
    may_yet_stand,
    number_affected,
    queue_change,
    queue_timetable_change,
    queue_to_member,
    queue_to_members,
)
from elections.outbox.waiting import (
    HELD,
    drop_waiting,
    hold_ballots,
    queue_failed_again,
    readdress,
    release_entry,
)

__all__ = [
    "BETWEEN_REMINDERS",
    "HELD",
    "drop_waiting",
    "hold_ballots",
    "may_yet_stand",
    "members_beside",
    "number_affected",
    "queue_ballot_again",
    "queue_ballots",
    "queue_ballots_of",
    "queue_change",
    "queue_due",
    "queue_failed_again",
    "queue_recorded",
    "queue_reminders",
    "queue_timetable_change",
    "queue_to_member",
    "queue_to_members",
    "readdress",
    "release_entry",
    "tell_back",
    "tell_gone",
]
