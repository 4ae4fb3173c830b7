"""The roll and the audit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import access, office_lists, office_questions
from elections.views.office.page import left_out, looks, show, show_list
from members.models import AuditEntry


@looks
@require_safe
def show_roll(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Who may vote; never who has, nor how many before the close."""
    election = access.office_election(slug)
    context: dict[str, Any] = {
        "excluded": office_questions.exclusions_of(election).count(),
        "lists": office_questions.lists_of(election),
    }
    if not election.has_roll:
        context["expected"] = office_questions.expected_voters(election).count()
        return show(request, "roll", context, election=election, here=_("Roll"))
    context["totals"] = office_questions.roll_totals(election)
    return show_list(
        request,
        "roll",
        office_lists.roll(election),
        office_questions.roll_of(election),
        context,
        election=election,
        here=_("Roll"),
    )


@looks
@require_safe
def list_exclusions(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Whom officers took off the roll or kept off it."""
    election = access.office_election(slug)
    return show_list(
        request,
        "exclusions",
        office_lists.exclusions(),
        office_questions.exclusions_of(election),
        election=election,
        here=_("Taken off or kept off"),
    )


@looks
@require_safe
def show_audit(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """What was done, by whom and why: of one election, or of all that are open to the actor."""
    election = access.office_election(slug) if slug else None
    rows = AuditEntry.objects.select_related("actor")
    closed = left_out(request) if election is None else frozenset()
    if election is not None:
        rows = rows.of_election(election.pk)
    elif closed:
        rows = rows.exclude(election__in=closed)
    return show_list(
        request,
        "audit",
        office_lists.audit(),
        rows,
        {"leaves_out": bool(closed)},
        election=election,
        here=_("Audit"),
    )
