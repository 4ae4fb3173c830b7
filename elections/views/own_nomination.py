"""What a candidate does with their own nomination: look, change, approve the proof, withdraw."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import access, foreseen, nominating, rooms
from elections.forms.standing import StandingForm
from elections.models import Nomination
from elections.photos import EncodedPhoto, stored
from elections.refusal import Refused, why_not
from elections.reserved import asked_for_seats
from elections.views.appeals import context_of, why_no_appeal
from elections.views.member_home import acting
from elections.views.member_page import FORM, UNDONE, crumbs, problem
from elections.views.people import on_the_paper, person_of
from members.access import member_required

STATE_TAGS = {
    Nomination.State.SUBMITTED: "wait",
    Nomination.State.ACCEPTED: "good",
    Nomination.State.REFUSED: "problem",
    Nomination.State.WITHDRAWN: "",
    Nomination.State.ENDED: "",
}


def _own(request: HttpRequest, slug: str) -> Nomination:
    return _own_and_refused(request, slug)[0]


def _own_and_refused(request: HttpRequest, slug: str) -> tuple[Nomination, Nomination | None]:
    """That which the pages are about, and the one that was refused and may yet be accepted."""
    election = access.public_election(request, slug)
    own = access.own_nominations(acting(request), election, now=timezone.now())
    if own.meant is None:
        raise Http404
    return own.meant, own.refused


@member_required
@require_safe
def my_nomination(request: HttpRequest, slug: str) -> HttpResponse:
    nomination, refused = _own_and_refused(request, slug)
    election, now = nomination.contest.election, timezone.now()
    state = Nomination.State(nomination.state)
    is_open = nominating.change_is_open(nomination, now)
    context = {
        "election": election,
        "nomination": nomination,
        "state_tag": STATE_TAGS[state],
        "is_standing": nomination.is_standing,
        "may_change": is_open and state == Nomination.State.SUBMITTED,
        "may_withdraw": _may_withdraw(nomination, now),
        "withdrawal_closes_at": nomination.withdrawal_closes_at,
        "may_stand_again": not nomination.is_standing
        and not why_not(
            nominating.require_may_stand, nomination.contest, nomination.member, now=now
        ),
        "asks_for_proof": state == Nomination.State.ACCEPTED and not election.candidates_fixed_at,
        "own_case": foreseen.for_nomination(nomination),
        "appeal": getattr(nomination, "appeal", None),
        "why_no_appeal": why_no_appeal(nomination),
        "also_refused": refused if refused != nomination else None,
        "appeals_close_at": context_of(nomination)["appeals_close_at"],
        **_support(request, nomination),
        **_answers(nomination),
        "additions": [room.on_own_nomination(request, nomination) for room in rooms.beside()],
        "breadcrumbs": crumbs(election, _("Your nomination")),
    }
    return render(request, "elections/member/my_nomination.html", context)


def _support(request: HttpRequest, nomination: Nomination) -> dict[str, object]:
    """How far the candidate is, and the link that brings more."""
    support = nomination.count_support()
    return {
        "support": support,
        "support_closes_at": nominating.support_closes_at(nomination),
        "still_needed": max(0, nomination.contest.election.supporters_needed - support),
        "share_url": request.build_absolute_uri(nomination.get_absolute_url()),
    }


def _answers(nomination: Nomination) -> dict[str, object]:
    """What the candidate entered, as it is shown to them; fixed words as they are still shown."""
    is_fixed = nomination.contest.election.candidates_fixed_at is not None
    candidate = on_the_paper(nomination) if is_fixed else None
    reserved = {one.value for one in asked_for_seats(nomination.contest)}
    declared = list(nomination.declarations.all())
    return {
        "statement": candidate.statement_shown if candidate else nomination.statement,
        "language": nomination.language,
        "photo": _photo_of(nomination),
        "declared": [one.get_attribute_display() for one in declared if one.attribute in reserved],
        "declared_for_totals": [
            one.get_attribute_display() for one in declared if one.attribute not in reserved
        ],
    }


def _photo_of(nomination: Nomination) -> EncodedPhoto | None:
    photo = getattr(nomination, "photo", None)
    return stored(bytes(photo.jpeg)) if photo else None


def _may_withdraw(nomination: Nomination, now: datetime) -> bool:
    return not why_not(nominating.require_may_withdraw, nomination, now=now)


# --- Changing ------------------------------------------------------------------------------------


@member_required
@FORM
def change_nomination(request: HttpRequest, slug: str) -> HttpResponseBase:
    nomination = _own(request, slug)
    if request.method != "POST" and nomination.state != Nomination.State.SUBMITTED:
        messages.info(
            request,
            _("This nomination can no longer change: it has been decided, withdrawn or ended."),
        )
        return redirect("elections:my-nomination", slug=slug)
    form = _change_form(request, nomination)
    if request.method != "POST" or not form.is_valid():
        return _change_page(request, nomination, form)
    try:
        nominating.change(
            nomination,
            acting(request),
            ballot_name=form.cleaned_data["ballot_name"],
            statement=form.cleaned_data["statement"],
            language=form.cleaned_data["language"],
            links=form.links,
            photo=form.chosen_photo,
            without_photo=form.chosen_photo is None,
            attributes=form.declared,
            now=timezone.now(),
        )
    except Refused as refused:
        return _change_page(request, nomination, form, refused=str(refused))
    messages.success(request, _("Your nomination is changed."))
    return redirect("elections:my-nomination", slug=slug)


def _change_form(request: HttpRequest, nomination: Nomination) -> StandingForm:
    """The form with what is there. A photo sent with a form that had to be sent again was kept."""
    declared = [one.attribute for one in nomination.declarations.all()]
    reserved = {one.value for one in asked_for_seats(nomination.contest)}
    initial = {
        "ballot_name": nomination.ballot_name,
        "statement": nomination.statement,
        "language": nomination.language,
        "links": nomination.links,
        "attributes": [one for one in declared if one in reserved],
        "consent": bool(reserved.intersection(declared)),
        "national": [one for one in declared if one not in reserved],
        "national_consent": bool(set(declared) - reserved),
    }
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    kept = _photo_of(nomination)
    draft = nominating.draft_of(nomination.contest, acting(request)) if sent else None
    waiting = nominating.photo_of(draft)
    if waiting is not None and request.POST.get("kept_photo") == waiting.digest:
        kept = waiting
    return StandingForm(*sent, contest=nomination.contest, kept=kept, initial=initial)


def _change_page(
    request: HttpRequest, nomination: Nomination, form: StandingForm, *, refused: str = ""
) -> HttpResponse:
    election = nomination.contest.election
    if form.is_bound:
        _keep(request, nomination, form)
    context = {
        "election": election,
        "nomination": nomination,
        "form": form,
        **problem(refused),
        "breadcrumbs": crumbs(election, _("Change your nomination")),
    }
    status = UNDONE if form.is_bound else 200
    return render(request, "elections/member/change_nomination.html", context, status=status)


def _keep(request: HttpRequest, nomination: Nomination, form: StandingForm) -> None:
    """A browser does not send a file again with the mended form, so that it waits here."""
    try:
        nominating.keep_draft(
            nomination.contest,
            acting(request),
            entered=form.draft,
            photo=form.chosen_photo,
            now=timezone.now(),
        )
    except Refused:  # the page has a refusal of its own to show
        return


# --- The proof -----------------------------------------------------------------------------------


@member_required
@FORM
def approve_proof(request: HttpRequest, slug: str) -> HttpResponseBase:
    """How the candidate will stand on the paper; the button approves exactly what was shown."""
    nomination = _own(request, slug)
    if not nomination.is_standing:
        return redirect("elections:my-nomination", slug=slug)
    refused = ""
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            nominating.approve_proof(nomination, acting(request), seen=seen, now=timezone.now())
            messages.success(request, _("You approved how you will stand on the ballot paper."))
            return redirect("elections:my-nomination", slug=slug)
        except Refused as error:
            refused = str(error)
            nomination = _own(request, slug)
    election = nomination.contest.election
    context = {
        "election": election,
        "nomination": nomination,
        "candidate": person_of(nomination, on_the_paper(nomination)),
        "may_approve": nomination.state == Nomination.State.ACCEPTED
        and not election.candidates_fixed_at,
        **problem(refused),
        "breadcrumbs": crumbs(election, _("Your proof")),
    }
    status = UNDONE if refused else 200
    return render(request, "elections/member/proof.html", context, status=status)


# --- Withdrawing ---------------------------------------------------------------------------------


@member_required
@FORM
def withdraw_nomination(request: HttpRequest, slug: str) -> HttpResponseBase:
    nomination = _own(request, slug)
    refused = ""
    if request.method == "POST":
        try:
            nominating.withdraw(nomination, acting(request), now=timezone.now())
            messages.success(request, _("Your nomination is withdrawn."))
            return redirect("elections:my-nomination", slug=slug)
        except Refused as error:
            if nomination.state == Nomination.State.WITHDRAWN:  # the second press of a button
                return redirect("elections:my-nomination", slug=slug)
            refused = str(error)
    context = {
        "election": nomination.contest.election,
        "nomination": nomination,
        "may_withdraw": _may_withdraw(nomination, timezone.now()),
        "withdrawal_closes_at": nomination.withdrawal_closes_at,
        **problem(refused),
        "breadcrumbs": crumbs(nomination.contest.election, _("Withdraw")),
    }
    status = UNDONE if refused else 200
    return render(request, "elections/member/withdraw.html", context, status=status)
