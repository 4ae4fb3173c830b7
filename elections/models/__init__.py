"""What is stored of an election. Papers are stored in `elections.ballots`, without any person."""

from elections.models.contest import Attribute, Contest, Electorate, Minimum, Rule, Sheet
from elections.models.election import (
    Body,
    Custody,
    DeclaredBy,
    Election,
    Timetable,
    TimetableChange,
)
from elections.models.nomination import (
    Candidate,
    IdentityDeclaration,
    Nomination,
    SupportingNomination,
)
from elections.models.outbox import Message
from elections.models.processes import Heartbeat
from elections.models.record import CountRecord, ResultDeclaration, Turnout
from elections.models.roll import RollEntry, RollSheet

__all__ = [
    "Attribute",
    "Body",
    "Candidate",
    "Contest",
    "CountRecord",
    "Custody",
    "DeclaredBy",
    "Election",
    "Electorate",
    "Heartbeat",
    "IdentityDeclaration",
    "Message",
    "Minimum",
    "Nomination",
    "ResultDeclaration",
    "RollEntry",
    "RollSheet",
    "Rule",
    "Sheet",
    "SupportingNomination",
    "Timetable",
    "TimetableChange",
    "Turnout",
]
