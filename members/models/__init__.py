"""The tables of members, their migrations one kind each: schema, triggers, reference data."""

from members.models.audit_entry import Action, AuditEntry
from members.models.import_run import ImportChunk, ImportRow, ImportRun, State
from members.models.member import Flag, LabourMember, Member, Status
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
    "PostcodeArea",
    "Region",
    "Role",
    "StaffRole",
    "State",
    "Status",
    "User",
]
