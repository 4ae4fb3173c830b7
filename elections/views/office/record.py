"""The roll and the audit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import access, office_questions
from elections.views.office.page import left_out, looks, paged, query_without_page, show
from members.models import Action, AuditEntry


@looks
@require_safe
def show_roll(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may vote; never who has, nor how many before the close."""
    election = access.office_election(slug)
    words = request.GET.get("q", "").strip()
    chosen = {name: request.GET.get(name, "") for name in ("sheet", "address", "record")}
    context: dict[str, object] = {"words": words, **chosen}
    context |= {
        "exclusions": office_questions.exclusions_of(election),
        "lists": office_questions.lists_of(election),
    }
    if not election.has_roll:
        context["expected"] = office_questions.expected_voters(election).count()
    else:
        rows = office_questions.roll_of(election, words=words, **chosen)
        context |= {
            "page": paged(request, rows, 100),
            "query": query_without_page(request),
            "totals": office_questions.roll_totals(election),
            "sheets": office_questions.sheets_on_the_roll(election),
            "addresses": [("missing", _("None that can be used"))],
            "records": [("another", _("Found to be another person's"))],
        }
    return show(request, "roll", context, election=election, here=_("Roll"))


@looks
@require_safe
def show_audit(request: HttpRequest, slug: str = "") -> HttpResponse:
    """What was done, by whom and why: of one election, or of all that are open to the actor."""
    election = access.office_election(slug) if slug else None
    action = request.GET.get("action", "")
    rows = AuditEntry.objects.select_related("actor").order_by("-id")
    closed = left_out(request) if election is None else frozenset()
    if election is not None:
        rows = rows.of_election(election.pk)
    elif closed:
        rows = rows.exclude(election__in=closed)
    found = set(rows.order_by().values_list("action", flat=True).distinct())
    if action in Action.values:
        rows = rows.filter(action=action)
    context = {
        "page": paged(request, rows, 100),
        "query": query_without_page(request),
        "actions": [choice for choice in Action.choices if choice[0] in found],
        "action": action,
        "leaves_out": bool(closed),
    }
    return show(request, "audit", context, election=election, here=_("Audit"))
