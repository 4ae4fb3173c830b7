"""Mailing: sends what the outbox holds, and says how it is getting on.

A message is claimed, written, handed to the mail server and marked, each step in a transaction of
its own: a worker may die at any instant, and another goes on from there.
"""

from elections.mailing.previewing import Preview, last_message, preview_for_voters, previews
from elections.mailing.progress import (
    Progress,
    hidden_mail_that_waits,
    mail_moved_lately,
    progress,
    progress_of,
)
from elections.mailing.sending import Run, send_due

__all__ = [
    "Preview",
    "Progress",
    "Run",
    "hidden_mail_that_waits",
    "last_message",
    "mail_moved_lately",
    "preview_for_voters",
    "previews",
    "progress",
    "progress_of",
    "send_due",
]
