"""Giving and taking the offices of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from members import audit
from members.models import Role, StaffRole, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

__all__ = ["Role", "grant", "has_role", "of", "revoke"]


@transaction.atomic
def grant(user: User, role: Role, *, actor: User | None, reason: str = "") -> bool:
    """Give an office; False when the person holds it already."""
    _granted, created = StaffRole.objects.get_or_create(user=user, role=role)
    if created:
        audit.record(
            audit.Action.ROLE_GRANTED,
            actor=actor,
            subject=user.email,
            reason=reason,
            detail={"role": role.value},
        )
    return created


@transaction.atomic
def revoke(user: User, role: Role, *, actor: User | None, reason: str = "") -> bool:
    """Take an office away; False when the person does not hold it."""
    deleted, _by_model = StaffRole.objects.filter(user=user, role=role).delete()
    if deleted:
        audit.record(
            audit.Action.ROLE_REVOKED,
            actor=actor,
            subject=user.email,
            reason=reason,
            detail={"role": role.value},
        )
    return bool(deleted)


def of(user: User | AnonymousUser) -> frozenset[Role]:
    """The offices this person holds."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    return frozenset(Role(role) for role in user.staff_roles.values_list("role", flat=True))


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Whether the person holds one of the offices, or any office when none is named."""
    held = of(user)
    return bool(held & set(roles)) if roles else bool(held)
