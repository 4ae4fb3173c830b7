"""What the ballot box refuses, each with a sentence that names no paper and no tracker."""

from __future__ import annotations


class BallotError(Exception):
    """Anything the ballot box refuses."""


class FormatError(BallotError):
    """A manifest, a ranking or a typed tracker that is not in format v1."""


class PollNotOpen(BallotError):
    """The papers are not fixed, or the opening instant has not come (SQLSTATE MB002)."""


class PollClosed(BallotError):
    """The closing instant has passed, or the election was withdrawn (SQLSTATE MB001)."""


class PollStillOpen(BallotError):
    """The box of an election cannot be closed before its closing instant."""


class TablesInUse(BallotError):
    """A lock that the mover, the closer or the rewriter needs is not free at once (55P03)."""


class AlreadyCast(BallotError):
    """This very sealed paper is in the inbox or the box already (SQLSTATE MB003, 23505)."""


class KeyNotGiven(BallotError):
    """This process was not given the setting that unwraps the key."""


class KeyMissing(BallotError):
    """The key was never made."""


class KeyDestroyed(BallotError):
    """The key was destroyed: only its public half is left."""


class KeyUnreadable(BallotError):
    """The wrapped key does not open with the setting that this process was given."""


class PreflightFailed(BallotError):
    """The escrow copy does not open what the public sealing key seals."""


class RecordBroken(BallotError):
    """The public record contradicts itself: a signature, a checkpoint or a batch is wrong."""
