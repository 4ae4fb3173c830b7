"""The tables of members, their migrations one kind each: schema, triggers, reference data."""

from members.models.audit_entry import Action, AuditEntry
from members.models.import_run import ImportChunk, ImportRow, ImportRun, State
from members.models.member import (
    Flag,
    LabourMember,
    Member,
    MemberNote,
    SamePersonDecision,
    Status,
)
from members.models.region import PostcodeArea, Region
from members.models.user import Role, StaffRole, User

__all__ = [
    "Action",
    "AuditEntry",
    "Flag",
    "ImportChunk",
    "ImportRow",
    "ImportRun",
    "LabourMember",
    "Member",
    "MemberNote",
    "PostcodeArea",
    "Region",
    "Role",
    "SamePersonDecision",
    "StaffRole",
    "State",
    "Status",
    "User",
]
