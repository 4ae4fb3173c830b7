"""The members, as the office sees them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members import placing
from members.forms import FindMembersForm, PlaceForm
from members.models import Flag, Member
from members.views.page import actor, acts, looks, paged, show


@looks
@require_safe
def list_members(request: HttpRequest) -> HttpResponseBase:
    form = FindMembersForm(request.GET)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": paged(request, form.found()),
        "query": f"{query.urlencode()}&" if query else "",
    }
    return show(request, "list_members", context, here=_("Members"))


@looks
@require_safe
def list_attention(request: HttpRequest) -> HttpResponseBase:
    figures = [
        {
            "number": Member.objects.filter(flags__contains=[flag]).count(),
            "label": Flag(flag).label,
            "url": f"{reverse('members:list-members')}?flag={flag}",
        }
        for flag in Flag.values
    ]
    members = Member.objects.needing_attention().select_related("region")
    context = {"figures": figures, "page": paged(request, members)}
    return show(request, "list_attention", context, here=_("To settle"))


def _members_page() -> tuple[str, str]:
    return _("Members"), reverse("members:list-members")


@looks
@require_safe
def show_member(request: HttpRequest, pk: int) -> HttpResponseBase:
    member = get_object_or_404(Member.objects.select_related("region"), pk=pk)
    placed = member.region_id if member.region_placed_by_hand else None
    context = {"member": member, "form": PlaceForm(initial={"region": placed})}
    return show(request, "show_member", context, here=str(member), above=_members_page())


@acts
@require_POST
def place_member(request: HttpRequest, pk: int) -> HttpResponseBase:
    member = get_object_or_404(Member, pk=pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        context = {"member": member, "form": form}
        return show(request, "show_member", context, here=str(member), above=_members_page())
    region, reason = form.cleaned_data["region"], form.cleaned_data["reason"]
    if region:
        placing.place(member, region, reason=reason, actor=actor(request))
        messages.success(request, _("Placed in %(region)s.") % {"region": region.name})
    else:
        placing.release(member, reason=reason, actor=actor(request))
        messages.success(request, _("The postcode decides the region again."))
    return redirect("members:show-member", pk=pk)
