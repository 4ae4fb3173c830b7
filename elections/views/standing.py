"""A member stands: chooses a contest, fills in the form, keeps it as a draft, puts themself forward."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import access, foreseen, nominating
from elections.forms.standing import StandingForm
from elections.models import Contest, Nomination, NominationDraft, whole_contests
from elections.refusal import Refused, why_not
from elections.vacancies import as_things_stand
from elections.views.member_home import acting, contests_to_stand_in
from elections.views.member_page import FORM, UNDONE, contest_of, crumbs, problem
from members.access import member_required
from members.models import Member


@member_required
@require_safe
def choose_contest(request: HttpRequest, slug: str) -> HttpResponse:
    """Which contests a member may stand in, and why not where none."""
    election = access.public_election(request, slug)
    member, now = acting(request), timezone.now()
    record = nominating.stands_with(member, election)
    contests = whole_contests(election)
    closes_at = nominating.standing_closes_at(election, now, among=contests)
    context = {
        "election": election,
        "contests": contests_to_stand_in(contests, member, now),
        "drafted": set(
            member.nomination_drafts.filter(contest__election=election).values_list(
                "contest", flat=True
            )
        ),
        "closes_at": closes_at,
        "reopened": nominating.lines_of(contests) if closes_at else [],
        "is_standing": record == member.number,
        "stands_already": nominating.stands_already(member, record) if record else "",
        "breadcrumbs": crumbs(election, _("Stand")),
    }
    return render(request, "elections/member/choose_contest.html", context)


@member_required
@FORM
def stand_in_contest(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The form, then the answers to be checked, then the nomination; `step` says which was sent."""
    contest = contest_of(access.public_election(request, slug), number)
    member = acting(request)
    draft = nominating.draft_of(contest, member)
    if request.method != "POST":
        refused = _why_not(contest, member)
        if refused and draft is not None:
            return _draft_page(request, contest, draft, refused)
        form = _form(contest, member, draft)
        return _standing_page(request, contest, form, draft, refused=refused)
    form = _form(contest, member, draft, request)
    step = request.POST.get("step", "")
    if step == "submit":
        return _put_forward(request, contest, member, form, draft)
    is_sound = form.is_valid()
    refused = _keep(contest, member, form)
    is_kept = not refused
    if step == "later" and not refused and "photo" not in form.errors:
        messages.success(request, _("What you entered is kept. You are not put forward yet."))
        return redirect("elections:member-home")
    refused = refused or _why_not(contest, member)
    if is_sound and not refused and step not in {"later", "change"}:
        is_sound = _fills_vacancy(contest, form)
    if refused or step in {"later", "change"} or not is_sound:
        return _standing_page(request, contest, form, draft, refused=refused, is_kept=is_kept)
    return _check_page(request, contest, form)


def _form(
    contest: Contest,
    member: Member,
    draft: NominationDraft | None,
    request: HttpRequest | None = None,
) -> StandingForm:
    sent = (request.POST, request.FILES) if request else ()
    initial = {name: kept for name, kept in draft.entered.items() if kept} if draft else {}
    initial["ballot_name"] = initial.get("ballot_name") or member.name
    return StandingForm(*sent, contest=contest, kept=nominating.photo_of(draft), initial=initial)


def _why_not(contest: Contest, member: Member) -> str:
    return why_not(nominating.require_may_stand, contest, member, now=timezone.now())


def _fills_vacancy(contest: Contest, form: StandingForm) -> bool:
    """Said beside what is declared, before the answers are checked in vain."""
    refused = why_not(nominating.require_fills_vacancy, contest, form.declared, now=timezone.now())
    if refused:
        form.add_error("attributes" if "attributes" in form.fields else None, refused)
    return not refused


def _keep(contest: Contest, member: Member, form: StandingForm) -> str:
    """Keep what was entered, the photo too, so that nothing is lost; else why that cannot be."""
    return why_not(
        nominating.keep_draft,
        contest,
        member,
        entered=form.draft,
        photo=form.chosen_photo,
        now=timezone.now(),
    )


def _standing_page(
    request: HttpRequest,
    contest: Contest,
    form: StandingForm,
    draft: NominationDraft | None,
    *,
    refused: str = "",
    is_kept: bool = False,
) -> HttpResponse:
    """The form with what was entered; a refusal does not take it away.

    `draft` is what was kept before; `is_kept` says that what was entered now is kept in its place.
    """
    is_wrong = form.is_bound and (refused or form.errors)
    context = {
        "contest": contest,
        "election": contest.election,
        "form": form,
        "is_first": not form.is_bound,
        "has_draft": is_kept or draft is not None,
        "is_kept": is_kept,
        "refused": refused,
        "closed_at": nominating.closed_at(contest, timezone.now()),
        "foreseen": foreseen.for_everybody(as_things_stand(contest)),
        **problem(refused if form.is_bound else ""),
        "breadcrumbs": crumbs(contest.election, _("Stand")),
    }
    status = UNDONE if is_wrong else 200
    return render(request, "elections/member/stand.html", context, status=status)


def _check_page(request: HttpRequest, contest: Contest, form: StandingForm) -> HttpResponse:
    context = {
        "contest": contest,
        "form": form,
        "election": contest.election,
        "own_case": foreseen.for_newcomer(contest, acting(request), form.declared),
    }
    return render(request, "elections/member/check_answers.html", context)


def _draft_page(
    request: HttpRequest, contest: Contest, draft: NominationDraft, refused: str
) -> HttpResponse:
    """What was kept, to be read by its member alone, where it can no longer be submitted."""
    context = {
        "contest": contest,
        "election": contest.election,
        "draft": draft,
        "photo": nominating.photo_of(draft),
        "refused": refused,
        "closed_at": nominating.closed_at(contest, timezone.now()),
        "opens_again_at": nominating.opens_again_at(contest, timezone.now()),
        "breadcrumbs": crumbs(contest.election, _("Your draft")),
    }
    return render(request, "elections/member/draft.html", context)


def _put_forward(
    request: HttpRequest,
    contest: Contest,
    member: Member,
    form: StandingForm,
    draft: NominationDraft | None,
) -> HttpResponseBase:
    own = Nomination.objects.standing().filter(contest=contest, member=member)
    if own.exists():  # the second press of a button finds what the first one did
        return redirect("elections:my-nomination", slug=contest.election.slug)
    if not form.is_valid():
        refused = _keep(contest, member, form)
        return _standing_page(request, contest, form, draft, refused=refused, is_kept=not refused)
    try:
        nominating.put_forward(
            contest,
            member,
            ballot_name=form.cleaned_data["ballot_name"],
            statement=form.cleaned_data["statement"],
            language=form.cleaned_data["language"],
            links=form.links,
            photo=form.chosen_photo,
            attributes=form.declared,
            now=timezone.now(),
        )
    except Refused as error:
        if own.exists():
            return redirect("elections:my-nomination", slug=contest.election.slug)
        is_kept, refused = not _keep(contest, member, form), str(error)
        return _standing_page(request, contest, form, draft, refused=refused, is_kept=is_kept)
    messages.success(request, _("You are put forward for %(contest)s.") % {"contest": contest})
    return redirect("elections:my-nomination", slug=contest.election.slug)


@member_required
@FORM
def delete_draft(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Asks once more, then deletes what the member had kept."""
    contest = contest_of(access.public_election(request, slug), number)
    member = acting(request)
    draft = nominating.draft_of(contest, member)
    if request.method == "POST":
        nominating.delete_draft(contest, member)
        messages.success(request, _("Your draft is deleted."))
        return redirect("elections:member-home")
    if draft is None:
        return redirect("elections:stand-in-contest", slug=slug, number=number)
    context = {
        "contest": contest,
        "election": contest.election,
        "draft": draft,
        "breadcrumbs": crumbs(contest.election, _("Delete your draft")),
    }
    return render(request, "elections/member/delete_draft.html", context)
