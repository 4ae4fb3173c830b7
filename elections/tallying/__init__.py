"""After the close: closing the box, counting, declaring, and what changes a result later."""

from elections.tallying.amending import Amended, MinimaBroken, amend
from elections.tallying.closing import close_due, move_due, rewrite_roll_due
from elections.tallying.counting import count, count_due
from elections.tallying.declaring import declare, declare_due, why_early
from elections.tallying.leaving import leave
from elections.tallying.reporting import sign_report, why_not_sign
from elections.tallying.turnout import end_day_due

__all__ = [
    "Amended",
    "MinimaBroken",
    "amend",
    "close_due",
    "count",
    "count_due",
    "declare",
    "declare_due",
    "end_day_due",
    "leave",
    "move_due",
    "rewrite_roll_due",
    "sign_report",
    "why_early",
    "why_not_sign",
]
