"""The members, as the office sees them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members import lists, noting, placing
from members.forms import NoteForm, PlaceForm
from members.models import Flag, Member, SamePersonDecision
from members.views.page import actor, acts, looks, show, show_list


@looks
@require_safe
def list_members(request: HttpRequest) -> HttpResponseBase:
    found = Member.objects.select_related("region")
    return show_list(request, "list_members", lists.members(), found, here=_("Members"))


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
    found = Member.objects.needing_attention().select_related("region")
    return show_list(
        request,
        "list_attention",
        lists.to_settle(),
        found,
        {"figures": figures},
        here=_("To settle"),
    )


def _members_page() -> tuple[str, str]:
    return _("Members"), reverse("members:list-members")


@looks
@require_safe
def show_member(request: HttpRequest, pk: int) -> HttpResponseBase:
    member = get_object_or_404(Member.objects.select_related("region"), pk=pk)
    placed = member.region_id if member.region_placed_by_hand else None
    return _member_page(request, member, PlaceForm(initial={"region": placed}), NoteForm())


def _member_page(
    request: HttpRequest, member: Member, form: PlaceForm, note_form: NoteForm, status: int = 200
) -> HttpResponseBase:
    decided = SamePersonDecision.objects.filter(Q(first=member) | Q(second=member))
    context = {
        "member": member,
        "form": form,
        "note_form": note_form,
        "notes": member.notes.select_related("written_by"),
        "decisions": decided.select_related("first", "second"),
    }
    return show(
        request, "show_member", context, here=str(member), above=_members_page(), status=status
    )


@acts
@require_POST
def add_note(request: HttpRequest, pk: int) -> HttpResponseBase:
    member = get_object_or_404(Member.objects.select_related("region"), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        placed = member.region_id if member.region_placed_by_hand else None
        return _member_page(request, member, PlaceForm(initial={"region": placed}), form, 422)
    noting.add(member, form.cleaned_data["text"], actor=actor(request), now=timezone.now())
    messages.success(request, _("The note is kept."))
    return redirect("members:show-member", pk=pk)


@acts
@require_POST
def place_member(request: HttpRequest, pk: int) -> HttpResponseBase:
    member = get_object_or_404(Member, pk=pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _member_page(request, member, form, NoteForm())
    region, reason = form.cleaned_data["region"], form.cleaned_data["reason"]
    who, now = actor(request), timezone.now()
    if region:
        placing.place(member, region, reason=reason, actor=who, now=now)
        messages.success(request, _("Placed in %(region)s.") % {"region": region.name})
    else:
        placing.release(member, reason=reason, actor=who, now=now)
        messages.success(request, _("The postcode decides the region again."))
    return redirect("members:show-member", pk=pk)
