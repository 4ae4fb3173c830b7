"""Reference data in Django's admin; the site has already let in administrators only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError

from members import audit, roles
from members.models import PostcodeArea, Region, StaffRole, User
from members.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest

    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


def _actor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class ReferenceAdmin(ModelAdmin):
    """Whoever the site let in may change what is registered, and every change is on record."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        self._record(
            request, obj, {field: str(form.cleaned_data[field]) for field in form.changed_data}
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._record(request, obj, {"deleted": True})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def _record(self, request: HttpRequest, obj: Any, detail: dict[str, Any]) -> None:
        audit.record(
            audit.Action.REFERENCE_CHANGED,
            actor=_actor(request),
            subject=f"{obj._meta.verbose_name} {obj}",
            detail=detail,
        )


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    list_display = ("name", "code", "order", "takes_international")


@admin.register(PostcodeArea)
class PostcodeAreaAdmin(ReferenceAdmin):
    list_display = ("area", "region")
    list_filter = ("region",)
    search_fields = ("area",)


@admin.register(User)
class UserAdmin(ReferenceAdmin):
    fields = ("email", "is_active")
    list_display = ("email", "is_active", "created_at")
    search_fields = ("email",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("email",) if obj else ()

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[Any], change: bool
    ) -> None:
        ModelAdmin.save_model(self, request, obj, form, change)
        if "is_active" in form.changed_data:
            action = (
                audit.Action.SIGN_IN_RESTORED if obj.is_active else audit.Action.SIGN_IN_STOPPED
            )
            audit.record(action, actor=_actor(request), subject=obj.email)


class StaffRoleForm(forms.ModelForm):  # type: ignore[type-arg]
    """An office for somebody, given by `actor`, who is set for each request."""

    actor: User | None = None

    def clean(self) -> dict[str, Any]:
        entered: dict[str, Any] = super().clean() or {}
        user, role = entered.get("user"), entered.get("role")
        if user and role:
            try:
                roles.require_may_grant(user, Role(role), actor=self.actor)
            except roles.NotGranted as refused:
                raise ValidationError(str(refused)) from None
        return entered


@admin.register(StaffRole)
class StaffRoleAdmin(ReferenceAdmin):
    form = StaffRoleForm
    list_display = ("user", "role", "granted_at")
    list_filter = ("role",)
    autocomplete_fields = ("user",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Any]]:
        """Made anew for each request, so the actor is that request's alone."""
        made = super().get_form(request, obj, change, **kwargs)
        return type(made.__name__, (made,), {"actor": _actor(request)})

    def save_model(
        self, request: HttpRequest, obj: StaffRole, form: ModelForm[Any], change: bool
    ) -> None:
        roles.grant(obj.user, Role(obj.role), actor=_actor(request))
        obj.pk = StaffRole.objects.get(user=obj.user, role=obj.role).pk

    def delete_model(self, request: HttpRequest, obj: StaffRole) -> None:
        roles.revoke(obj.user, Role(obj.role), actor=_actor(request))
