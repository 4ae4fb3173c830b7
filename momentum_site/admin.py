"""Django's admin: reference data only, for administrators who signed in with a second factor."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
_NOT_HERE = {"password_change", "password_change_done"}  # nobody has a password


class StaffAdminSite(AdminSite):
    site_header = _("Momentum elections: reference data")
    site_title = _("Reference data")
    index_title = _("Regions, flagged words and staff")

    def has_permission(self, request: HttpRequest) -> bool:
        from members import access
        from members.roles import Role

        return access.may_enter(request, Role.ADMINISTRATOR)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        from members import access
        from members.roles import Role

        guarded = access.staff_required(Role.ADMINISTRATOR)(super().admin_view(view, cacheable))
        return cast("View", guarded)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one way to sign in; this page only sends there."""
        from members import access
        from members.roles import Role

        refusal = access.turned_away(request, Role.ADMINISTRATOR)
        return refusal or HttpResponseRedirect(reverse("admin:index"))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in _NOT_HERE]


class StaffAdminConfig(SimpleAdminConfig):
    """Without autodiscovery: what other packages would register is not staff's to change here."""

    default_site = "momentum_site.admin.StaffAdminSite"

    def ready(self) -> None:
        super().ready()
        for room in ("members", "elections"):
            importlib.import_module(f"{room}.admin")
