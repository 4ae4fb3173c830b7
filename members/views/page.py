"""What the office pages of members share: who may come, and their frame."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from members import access
from members.access import may_enter, signed_in_user, staff_required
from members.models import User
from members.roles import Role

looks = staff_required(Role.OFFICER, Role.ADMINISTRATOR, Role.SCRUTINEER)
acts = staff_required(Role.OFFICER, Role.ADMINISTRATOR)


def actor(request: HttpRequest) -> User:
    user = signed_in_user(request)
    if user is None:  # the guards let nobody in who is not
        raise PermissionDenied
    return user


def paged(request: HttpRequest, rows: QuerySet[Any], size: int = 50) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def query_without_page(request: HttpRequest) -> str:
    """The filters in use, as the links to other pages of a list repeat them; empty without any."""
    query = request.GET.copy()
    for name, given in request.GET.lists():
        if name == "page" or not any(given):
            del query[name]
    return f"{query.urlencode()}&" if query else ""


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    here: str,
    above: tuple[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a page; a form with errors answers 422. ``above`` is the page one level up."""
    form = context.get("form")
    if form is not None and form.is_bound and form.errors and request.method == "POST":
        status = 422
    crumbs = [{"label": _("Office"), "url": access.office_url()}]
    if above:
        crumbs.append({"label": above[0], "url": above[1]})
    frame = {
        "office_sections": _sections(request),
        "breadcrumbs": [*crumbs, {"label": here}],
        "may_act": may_enter(request, Role.OFFICER, Role.ADMINISTRATOR),
    }
    return render(request, f"members/{template}.html", frame | context, status=status)


def _sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages of this part of the office; the innermost that holds this page is the current."""
    sections: list[dict[str, Any]] = [
        {"label": _("Office"), "url": access.office_url()},
        {"label": _("Members"), "url": reverse("members:list-members")},
        {"label": _("To settle"), "url": reverse("members:list-attention")},
        {"label": _("Same person?"), "url": reverse("members:list-same-persons")},
        {"label": _("Imports"), "url": reverse("members:list-imports")},
    ]
    above = [section for section in sections if request.path.startswith(section["url"])]
    if above:
        max(above, key=lambda section: len(section["url"]))["current"] = True
    return sections
