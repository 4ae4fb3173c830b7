"""Pairs of records that look like one person: the list, and the page on which one is decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import lists, rolls, telling_apart
from members.forms import SamePersonForm
from members.models import Member, SamePersonDecision
from members.views.page import actor, looks, show, show_list


@looks
@require_safe
def list_pairs(request: HttpRequest) -> HttpResponseBase:
    """Pairs that nobody has decided."""
    return show_list(
        request, "list_same_persons", lists.PAIRS, lists.undecided_pairs(), here=_("Same person?")
    )


@looks
@require_safe
def list_decisions(request: HttpRequest) -> HttpResponseBase:
    found = SamePersonDecision.objects.select_related("first", "second", "decided_by")
    return show_list(
        request,
        "list_same_person_decisions",
        lists.DECISIONS,
        found,
        here=_("Decided"),
        above=_above(),
    )


@looks  # scrutineers read the page, and are refused its form
@require_http_methods(["GET", "HEAD", "POST"])
def decide_pair(request: HttpRequest, pk: int, other: int) -> HttpResponseBase:
    pair = _records(pk, other)
    if len(pair) != 2:
        raise Http404
    first, second = pair
    form = SamePersonForm(request.POST or None, first=first, second=second)
    if form.is_valid():
        given = form.cleaned_data
        try:
            telling_apart.decide(
                first,
                second,
                keep=form.kept,
                reason=given["reason"],
                actor=actor(request),
                now=timezone.now(),
            )
        except telling_apart.NotDecided as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Decided."))
            if any(place.asks for place in rolls.places_of(_records(pk, other))):
                return redirect("members:decide-same-person", first.pk, second.pk)
            return redirect("members:list-same-persons")
    context = {
        "form": form,
        "first": first,
        "second": second,
        "pair": pair,
        "rows": telling_apart.side_by_side(first, second),
        "places": list(rolls.places_of(pair)),
        "decision": SamePersonDecision.objects.select_related("decided_by")
        .filter(first=first, second=second)
        .first(),
    }
    return show(request, "decide_same_person", context, here=_("Decide"), above=_above())


def _records(pk: int, other: int) -> list[Member]:
    """The older one first, as they are now."""
    found = Member.objects.select_related("region", "same_person_as")
    return list(found.filter(pk__in=(pk, other)).order_by("pk"))


def _above() -> tuple[str, str]:
    return _("Same person?"), reverse("members:list-same-persons")
