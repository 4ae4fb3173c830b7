"""Fixing the papers, the mail that officers send while voting is open, and words struck out."""

from elections.publishing.fixing import fix_papers
from elections.publishing.obstacles import obstacles_to_fixing
from elections.publishing.reminders import send_failed_again, send_reminder
from elections.publishing.sealing_keys import make_sealing_keys, remove_escrow_copies
from elections.publishing.second_officer import (
    digest_of_papers,
    is_void,
    propose_papers,
    take_proposal_back,
)
from elections.publishing.striking import strike

__all__ = [
    "digest_of_papers",
    "fix_papers",
    "is_void",
    "make_sealing_keys",
    "obstacles_to_fixing",
    "propose_papers",
    "remove_escrow_copies",
    "send_failed_again",
    "send_reminder",
    "strike",
    "take_proposal_back",
]
