"""Giving and taking the offices of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from members import audit
from members.models import Role, StaffRole, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

__all__ = ["NotGranted", "Role", "grant", "has_role", "of", "require_may_grant", "revoke"]

# Who conducts an election or prepares it. Source: elections.md: the scrutineer is independent.
_SCRUTINISED = frozenset({Role.OFFICER, Role.ADMINISTRATOR})


class NotGranted(Exception):
    """An office is not given. `str()` is a clear, translated sentence that says why."""


@transaction.atomic
def grant(user: User, role: Role, *, actor: User | None, reason: str = "") -> bool:
    """Give an office; False when the person holds it already.

    `actor` None is the command line. Raises NotGranted for an office that the actor gives to
    themselves, and for a scrutineer who is not independent of those who conduct elections.
    """
    require_may_grant(user, role, actor=actor)
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


def require_may_grant(user: User, role: Role, *, actor: User | None) -> None:
    """Raises NotGranted unless this person may be given the office; holds them until the end of the
    transaction, so that of two offices given at once the second is looked at beside the first."""
    if actor is not None and actor.pk == user.pk:
        raise NotGranted(_("Nobody gives an office to themselves: another administrator does."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    others = set(user.staff_roles.exclude(role=role).values_list("role", flat=True))
    if role == Role.SCRUTINEER and others & _SCRUTINISED:
        raise NotGranted(
            _(
                "%(person)s is a returning officer or an administrator. "
                "The scrutineer is an independent person: choose somebody else."
            )
            % {"person": user}
        )
    if role in _SCRUTINISED and Role.SCRUTINEER in others:
        raise NotGranted(
            _(
                "%(person)s is a scrutineer, who is independent of those who conduct elections: "
                "choose somebody else."
            )
            % {"person": user}
        )


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
    held = getattr(user, "offices", None)  # whoever is signed in comes with them
    if held is None:
        held = user.staff_roles.values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Whether the person holds one of the offices, or any office when none is named."""
    held = of(user)
    return bool(held & set(roles)) if roles else bool(held)
