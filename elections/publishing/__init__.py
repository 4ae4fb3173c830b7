"""Fixing the papers, the mail that officers send while voting is open, and words struck out."""

from elections.publishing.fixing import fix_papers
from elections.publishing.obstacles import obstacles_to_fixing
from elections.publishing.reminders import send_failed_again, send_reminder
from elections.publishing.sealing_keys import make_sealing_keys
from elections.publishing.striking import strike

__all__ = [
    "fix_papers",
    "make_sealing_keys",
    "obstacles_to_fixing",
    "send_failed_again",
    "send_reminder",
    "strike",
]
