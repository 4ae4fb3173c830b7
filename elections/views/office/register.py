"""The seat register in the office: who holds what, a seat that became vacant, a by-election."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elections import access, office_lists, register, scheduling
from elections.forms.register import ByElectionForm, SeatEndedForm
from elections.models import Election, Seat
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

either = require_http_methods(["GET", "HEAD", "POST"])


@looks
@require_safe
def show_register(request: HttpRequest) -> HttpResponseBase:
    rows = office_lists.seat_rows(timezone.now())
    context = {"has_vacancies": any(row.is_vacant for row in rows)}
    return show_list(request, "register", office_lists.seats(), rows, context, here=_("Seats"))


@conducts
@either
def end_seat(request: HttpRequest, number: int) -> HttpResponse:
    seat = get_object_or_404(Seat.objects.select_related("contest__election"), pk=number)
    if seat.contest is not None:
        access.refuse_own_election(actor(request), seat.contest.election.slug)
    now = timezone.now()
    form = SeatEndedForm(request.POST or None, seat=seat)
    if form.is_valid() and tried(
        request,
        form,
        lambda: register.end_seat(
            seat,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            actor=actor(request),
            now=now,
        ),
    ):
        messages.success(request, _("The seat is vacant."))
        return redirect("elections:show-register")
    is_held = seat.is_held(register.today_in_london(now))
    context = {"form": form, "seat": seat, "is_held": is_held}
    return show(request, "end_seat", context, here=_("Seat became vacant"))


@prepares
@either
def create_by_election(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    bodies = register.bodies(register.today_in_london(now))
    vacant = [seat for one in bodies for place in one.constituencies for seat in place.vacant]
    form = ByElectionForm(request.POST or None, vacant=vacant)
    if form.is_bound and (made := _made(form)):
        messages.info(request, _("This election has already been created."))
        return redirect(page_of("office-election", made))
    if form.is_valid() and tried(request, form, lambda: _create(request, form)):
        messages.success(request, _("Created. Nobody else sees it before its notice."))
        made = Election.objects.get(pk=form.cleaned_data["key"])
        return redirect(page_of("office-election", made))
    return show(request, "by_election", {"form": form, "vacant": vacant}, here=_("By-election"))


def _made(form: ByElectionForm) -> Election | None:
    """What the first press of the button made."""
    form.is_valid()
    key: UUID | None = form.cleaned_data.get("key")
    return Election.objects.filter(pk=key).first() if key else None


def _create(request: HttpRequest, form: ByElectionForm) -> None:
    entered = form.cleaned_data
    scheduling.create_by_election(
        list(entered["seats"]),
        title=entered["title"],
        voting_opens_at=entered["voting_opens_at"],
        joining_while_voting=entered["joining_while_voting"],
        key=entered["key"],
        actor=actor(request),
        now=timezone.now(),
    )
