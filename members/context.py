"""What every page knows about who is looking. Nothing is looked up until a template asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from members import access

if TYPE_CHECKING:
    from django.http import HttpRequest


def acting(request: HttpRequest) -> dict[str, Any]:
    """The member acted as (falsy when none), the members to choose from, and the offices held."""
    return {
        "acting_member": SimpleLazyObject(lambda: access.acting_member(request)),
        "acting_choices": SimpleLazyObject(lambda: access.acting_choices(request)),
        "staff_roles": SimpleLazyObject(
            lambda: {role.value for role in access.roles_held(request)}
        ),
    }
