"""Correcting the roll, one member at a time, and the lists that are electorates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from elections import access, office_lists, office_questions, roll, tasks
from elections.forms.roll import (
    AddressForm,
    CodeForm,
    ListForm,
    MemberConfirmForm,
    PapersForm,
    ReasonForm,
)
from elections.models import Election, Electorate, ListChange, Sheet
from elections.models.entitlement import is_elector
from elections.refusal import Refused
from elections.views.office.check_first import checks_first
from elections.views.office.page import (
    actor,
    conducts,
    looks,
    page_of,
    prepares,
    show,
    show_list,
    tried,
)
from members.models import Member

either = require_http_methods(["GET", "HEAD", "POST"])
MOST_FOUND = 50


@looks
@require_safe
def find_for_roll(request: HttpRequest, slug: str) -> HttpResponse:
    """Anybody on the membership list, on the roll or not."""
    election = access.office_election(slug)
    words = request.GET.get("q", "").strip()
    found = office_questions.members_and_entries(election, words, MOST_FOUND)
    context = {
        "words": words,
        "found": found,
        "is_cut_off": len(found) == MOST_FOUND,
        "refused": roll.may_correct(election, timezone.now()),
    }
    return show(request, "find_for_roll", context, election=election, here=_("Correct the roll"))


@looks
@require_safe
def show_roll_member(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One member's place on the roll, and what can be corrected; never whether they voted."""
    election, member = _of(slug, number)
    now = timezone.now()
    entry = election.roll.filter(member=member).first()
    context = {
        "member": member,
        "entry": entry,
        "place": roll.place_of(election, member, now=now),
        "exclusion": office_questions.exclusions_of(election).filter(member=member).first(),
        "refused": roll.may_correct(election, now),
        "may_replace_code": entry is not None and not election.has_opened(now),
    }
    return show(request, "roll_member", context, election=election, here=member.name)


@conducts
@either
@checks_first(gettext_lazy("Correct the roll"), in_place=True, is_final=False)
def correct_papers(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put a member on the roll, or give them the papers they should have."""
    election, member = _of(slug, number)
    form = _papers_form(request, election, member) if election.has_roll else None
    asked = form or ReasonForm(request.POST or None)
    return _correction(
        request,
        election,
        member,
        asked,
        lambda: roll.put_on(
            election,
            member,
            form.chosen() if form else [],
            reason=asked.given_reason,
            actor=actor(request),
            now=timezone.now(),
        ),
        what="papers",
        here=_("Papers on the roll"),
    )


def _papers_form(request: HttpRequest, election: Election, member: Member) -> PapersForm:
    """Those the member has; for somebody who is not on the roll, those of their electorates."""
    sheets = list(
        Sheet.objects.filter(election=election).on_paper().select_related("election__timetable")
    )
    entry = election.roll.filter(member=member).first()
    held = (
        set(entry.sheets.values_list("sheet", flat=True))
        if entry
        else {sheet.pk for sheet in sheets if is_elector(member, sheet)}
    )
    return PapersForm(request.POST or None, sheets=sheets, held=held)


def _names_member(data: QueryDict | None, address: dict[str, Any]) -> MemberConfirmForm:
    return MemberConfirmForm(data, member=get_object_or_404(Member, pk=address["number"]))


@conducts
@either
@checks_first(gettext_lazy("Take off the roll"), confirm=_names_member, in_place=True)
def take_off_roll(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    election, member = _of(slug, number)
    form = ReasonForm(request.POST or None)
    return _correction(
        request,
        election,
        member,
        form,
        lambda: roll.take_off(
            election, member, reason=form.given_reason, actor=actor(request), now=timezone.now()
        ),
        what="off",
        here=_("Take off the roll"),
    )


@conducts
@either
@checks_first(gettext_lazy("Correct the address"), in_place=True, is_final=False)
def correct_address(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    election, member = _of(slug, number)
    entry = election.roll.filter(member=member).first()
    form = AddressForm(request.POST or None, initial={"address": entry.email if entry else ""})
    return _correction(
        request,
        election,
        member,
        form,
        lambda: roll.correct_address(
            election,
            member,
            form.cleaned_data["address"],
            reason=form.given_reason,
            actor=actor(request),
            now=timezone.now(),
        ),
        what="address",
        here=_("Address on the roll"),
    )


@conducts
@either
@checks_first(gettext_lazy("Replace the link to vote"), in_place=True)
def replace_code(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    election, member = _of(slug, number)
    entry = election.roll.filter(member=member).first()
    form = CodeForm(
        request.POST or None, initial={"replaces": entry.code_generation if entry else 0}
    )
    return _correction(
        request,
        election,
        member,
        form,
        lambda: roll.replace_code(
            election,
            member,
            replaces=form.cleaned_data["replaces"],
            reason=form.given_reason,
            actor=actor(request),
            now=timezone.now(),
        ),
        what="code",
        here=_("Replace the link"),
    )


def _of(slug: str, number: int) -> tuple[Election, Member]:
    members = Member.objects.select_related("region", "same_person_as")
    return access.office_election(slug), get_object_or_404(members, pk=number)


def _correction(
    request: HttpRequest,
    election: Election,
    member: Member,
    form: ReasonForm,
    act: Callable[[], object],
    *,
    what: str,
    here: str,
) -> HttpResponse:
    """Do it and go back to the member; what is refused is said above what was entered."""
    if form.is_valid():
        try:
            is_done = tried(request, form, act)
        except roll.NotChanged as same:  # the second press of a button
            messages.info(request, str(same))
            return redirect(page_of("show-roll-member", election, member.pk))
        if is_done:
            tasks.nudge(tasks.send_mail)
            messages.success(request, _("The roll is corrected. The member is told by email."))
            return redirect(page_of("show-roll-member", election, member.pk))
    context = {
        "member": member,
        "form": form,
        "what": what,
        "title": here,
        "refused": roll.may_correct(election, timezone.now()),
    }
    return show(request, "correct_roll", context, election=election, here=here)


@prepares
@either
def edit_list(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Who is on the list of a sheet, and adding to it by membership numbers."""
    election = access.office_election(slug)
    sheet = get_object_or_404(Sheet, election=election, number=number, electorate=Electorate.LIST)
    form = ListForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"sheet": sheet, "form": form}
    if form.is_valid():
        change = ListChange(form.cleaned_data["change"])
        try:
            listed = roll.change_list(
                sheet, form.found(), change, actor=actor(request), now=timezone.now()
            )
        except Refused as refusal:
            context |= {"refusal": str(refusal), "form": _with_all(form, form.found(), change)}
        else:
            if not listed.unknown:
                messages.success(request, _list_words(listed))
                return redirect(page_of("edit-list", election, number))
            left = form.found() if change == ListChange.REPLACE else listed.unknown
            context |= {"listed": listed, "form": _with_all(form, left, change)}
    return _list_page(request, election, sheet, context)


def _with_all(form: ListForm, numbers: list[str], change: ListChange) -> ListForm:
    """The form again with the numbers that are still to be dealt with, those of a file too."""
    return ListForm(initial={"numbers": "\n".join(numbers), "change": change})


def _list_words(listed: roll.Listed) -> str:
    return _("Done. Added: %(added)s. Taken off: %(removed)s.") % {
        "added": f"{listed.added:,}",
        "removed": f"{listed.removed:,}",
    }


def _list_page(
    request: HttpRequest, election: Election, sheet: Sheet, context: dict[str, object]
) -> HttpResponseBase:
    members = Member.objects.filter(pk__in=sheet.listed.values("member")).select_related("region")
    context["on_list"] = members.count()
    context["is_frozen"] = election.roll_frozen_at is not None
    return show_list(
        request,
        "edit_list",
        office_lists.members_listed(sheet.title),
        members,
        context,
        election=election,
        here=sheet.title,
        status=422 if "listed" in context else 200,
    )
