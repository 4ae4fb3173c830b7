"""What the office pages of members share: who may come, and their frame."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from members import access
from members.access import may_enter, signed_in_user, staff_required
from members.listing import Listing, Rows, ShownList, take
from members.models import User
from members.roles import Role

looks = staff_required(Role.OFFICER, Role.ADMINISTRATOR, Role.SCRUTINEER)
acts = staff_required(Role.OFFICER, Role.ADMINISTRATOR)


def actor(request: HttpRequest) -> User:
    user = signed_in_user(request)
    if user is None:  # the guards let nobody in who is not
        raise PermissionDenied
    return user


def file_wanted(request: HttpRequest, shown: ShownList) -> bool:
    """Whether a file is asked for rather than the page; PermissionDenied where it is not theirs.

    Filters that cannot be read are said on the page: a file that takes no heed of them would hold
    more than was asked for.
    """
    if not shown.wanted or request.method != "GET":
        return False
    if not may_enter(request, *shown.listing.takers):
        raise PermissionDenied
    return shown.is_readable


def list_context(request: HttpRequest, shown: ShownList) -> dict[str, Any]:
    """What the partials of a list need."""
    return {
        "listing": shown,
        "page": shown.page,
        "may_take": may_enter(request, *shown.listing.takers),
        "page_error": not shown.is_readable,
    }


def show_list(
    request: HttpRequest,
    template: str,
    listing: Listing,
    rows: Rows,
    context: dict[str, Any] | None = None,
    *,
    here: str,
    above: tuple[str, str] | None = None,
    subject: str = "",
) -> HttpResponseBase:
    """Draw a list as the address asks for it, or send it as a file."""
    shown = ShownList(listing, rows, request.GET)
    if file_wanted(request, shown):
        return take(shown, actor=actor(request), subject=subject)
    context = list_context(request, shown) | (context or {})
    return show(request, template, context, here=here, above=above)


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
