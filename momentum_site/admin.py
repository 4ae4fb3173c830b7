"""Django's admin: reference data only, for administrators who signed in with a second factor."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class StaffAdminSite(AdminSite):
    site_header = _("Momentum elections: reference data")
    site_title = _("Reference data")
    index_title = _("Regions and staff")

    def has_permission(self, request: HttpRequest) -> bool:
        from members import access
        from members.roles import Role

        return access.may_enter(request, Role.ADMINISTRATOR)


class StaffAdminConfig(SimpleAdminConfig):
    """Without autodiscovery: what other packages would register is not staff's to change here."""

    default_site = "momentum_site.admin.StaffAdminSite"

    def ready(self) -> None:
        super().ready()
        importlib.import_module("members.admin")
