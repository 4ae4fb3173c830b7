"""What is stored of an election. Papers are stored in `elections.ballots`, without any person."""

from elections.models.candidate import Candidate, CandidateLeft, StruckPassage
from elections.models.contest import (
    Attribute,
    Contest,
    Electorate,
    ListChange,
    ListedElector,
    Minimum,
    NationalMinimum,
    Rule,
    Sheet,
)
from elections.models.election import (
    Body,
    Custody,
    DeclaredBy,
    Election,
    LabourCondition,
    VacancyRule,
)
from elections.models.ended import NominationEnd
from elections.models.nomination import (
    Appeal,
    FlaggedWord,
    IdentityDeclaration,
    Nomination,
    NominationDraft,
    Photo,
    SupportingNomination,
)
from elections.models.outbox import Message
from elections.models.processes import Heartbeat
from elections.models.public import ActProposal, Document, FixingProposal, PublicChange
from elections.models.record import (
    CountRecord,
    DayTurnout,
    RegionTurnout,
    ResultDeclaration,
    ScrutineerReport,
    Seat,
    Turnout,
)
from elections.models.roll import RollEntry, RollExclusion, RollSheet
from elections.models.seats import ReopenedContest, SeatPlan
from elections.models.timetable import Timetable
from elections.models.whole import whole_contests, with_record

__all__ = [
    "ActProposal",
    "Appeal",
    "Attribute",
    "Body",
    "Candidate",
    "CandidateLeft",
    "Contest",
    "CountRecord",
    "Custody",
    "DayTurnout",
    "DeclaredBy",
    "Document",
    "Election",
    "Electorate",
    "FixingProposal",
    "FlaggedWord",
    "Heartbeat",
    "IdentityDeclaration",
    "LabourCondition",
    "ListChange",
    "ListedElector",
    "Message",
    "Minimum",
    "NationalMinimum",
    "Nomination",
    "NominationDraft",
    "NominationEnd",
    "Photo",
    "PublicChange",
    "RegionTurnout",
    "ReopenedContest",
    "ResultDeclaration",
    "RollEntry",
    "RollExclusion",
    "RollSheet",
    "Rule",
    "ScrutineerReport",
    "Seat",
    "SeatPlan",
    "Sheet",
    "StruckPassage",
    "SupportingNomination",
    "Timetable",
    "Turnout",
    "VacancyRule",
    "whole_contests",
    "with_record",
]
