"""Fixing the papers, and the mail that officers send while voting is open."""

from elections.publishing.fixing import fix_papers
from elections.publishing.obstacles import obstacles_to_fixing
from elections.publishing.reminders import send_failed_again, send_reminder
from elections.publishing.sealing_keys import make_sealing_keys

__all__ = [
    "fix_papers",
    "make_sealing_keys",
    "obstacles_to_fixing",
    "send_failed_again",
    "send_reminder",
]
