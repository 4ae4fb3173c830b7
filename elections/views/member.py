"""What members do: stand, and nominate others."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elections import access, nominating, phases
from elections.forms.standing import StandingForm
from elections.models import Contest, Election, Nomination, SupportingNomination
from elections.refusal import Refused
from elections.views.member_home import acting, contests_open_to
from members.access import member_required
from members.models import Member

UNDONE = 422  # what was sent could not be done; the page says why
FORM = require_http_methods(["GET", "HEAD", "POST"])
STATE_TAGS = {
    Nomination.State.SUBMITTED: "wait",
    Nomination.State.ACCEPTED: "good",
    Nomination.State.REFUSED: "problem",
    Nomination.State.WITHDRAWN: "",
}


# --- Standing ------------------------------------------------------------------------------------


def _problem(refused: str) -> dict[str, object]:
    """For the summary at the top of a page and the "Error:" before its title."""
    return {"page_error": refused, "problems": [(refused, "")] if refused else None}


def _contest(election: Election, number: int) -> Contest:
    contests = Contest.objects.select_related("sheet", "election__timetable")
    return get_object_or_404(contests, election=election, number=number)


def _crumbs(election: Election, *labels: str) -> list[dict[str, str]]:
    own = {"label": _("Your elections"), "url": reverse("elections:member-home")}
    title = {"label": election.title, "url": election.get_absolute_url()}
    return [own, title, *({"label": label} for label in labels)]


@member_required
@require_safe
def choose_contest(request: HttpRequest, slug: str) -> HttpResponse:
    """Which contests a member may stand in, and why not where none."""
    election = access.public_election(slug)
    member, now = acting(request), timezone.now()
    nomination = access.own_nomination(member, election)
    is_standing = nomination is not None and nomination.state in (
        Nomination.State.SUBMITTED,
        Nomination.State.ACCEPTED,
    )
    context = {
        "election": election,
        "contests": contests_open_to(election, member),
        "is_open": phases.self_nomination_open(election.timetable, now),
        "is_standing": is_standing,
        "breadcrumbs": _crumbs(election, _("Stand")),
    }
    return render(request, "elections/member/choose_contest.html", context)


@member_required
@FORM
def stand_in_contest(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The form, then the answers to be checked, then the nomination; `step` says which was sent."""
    contest = _contest(access.public_election(slug), number)
    member = acting(request)
    form = StandingForm(
        request.POST or None,
        contest=contest,
        limit=nominating.MAX_WORDS,
        initial={"ballot_name": member.name},
    )
    step = request.POST.get("step", "")
    if request.method != "POST" or step == "change":
        return _standing_page(request, contest, form, refused=_why_not(contest, member))
    if not form.is_valid():
        return _standing_page(request, contest, form, status=UNDONE)
    if step != "submit":
        context = {"contest": contest, "form": form, "election": contest.election}
        return render(request, "elections/member/check_answers.html", context)
    return _put_forward(request, contest, member, form)


def _why_not(contest: Contest, member: Member) -> str:
    try:
        nominating.require_may_stand(contest, member, now=timezone.now())
    except Refused as refused:
        return str(refused)
    return ""


def _standing_page(
    request: HttpRequest,
    contest: Contest,
    form: StandingForm,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with what was entered; a refusal does not take it away."""
    context = {
        "contest": contest,
        "election": contest.election,
        "form": form,
        "refused": refused,
        **_problem(refused if form.is_bound else ""),
        "breadcrumbs": _crumbs(contest.election, _("Stand")),
    }
    return render(request, "elections/member/stand.html", context, status=status)


def _put_forward(
    request: HttpRequest, contest: Contest, member: Member, form: StandingForm
) -> HttpResponseBase:
    try:
        nominating.put_forward(
            contest,
            member,
            ballot_name=form.cleaned_data["ballot_name"],
            statement=form.cleaned_data["statement"],
            attributes=form.declared,
            now=timezone.now(),
        )
    except Refused as refused:
        # The second press of a button finds what the first one did.
        if Nomination.objects.standing().filter(contest=contest, member=member).exists():
            return redirect("elections:my-nomination", slug=contest.election.slug)
        return _standing_page(request, contest, form, refused=str(refused), status=UNDONE)
    messages.success(request, _("You are put forward for %(contest)s.") % {"contest": contest})
    return redirect("elections:my-nomination", slug=contest.election.slug)


# --- One's own nomination ------------------------------------------------------------------------


def _own(request: HttpRequest, slug: str) -> Nomination:
    nomination = access.own_nomination(acting(request), access.public_election(slug))
    if nomination is None:
        raise Http404
    return nomination


@member_required
@require_safe
def my_nomination(request: HttpRequest, slug: str) -> HttpResponse:
    nomination = _own(request, slug)
    election = nomination.contest.election
    state = Nomination.State(nomination.state)
    support = nomination.supporting.count()
    is_open = phases.self_nomination_open(election.timetable, timezone.now())
    is_standing = state in (Nomination.State.SUBMITTED, Nomination.State.ACCEPTED)
    context = {
        "election": election,
        "nomination": nomination,
        "state_tag": STATE_TAGS[state],
        "support": support,
        "still_needed": max(0, election.supporters_needed - support),
        "declared": [one.get_attribute_display() for one in nomination.declarations.all()],
        "share_url": request.build_absolute_uri(nomination.get_absolute_url()),
        "may_change": is_open and state == Nomination.State.SUBMITTED,
        "is_standing": is_standing,
        "may_withdraw": is_standing and election.papers_fixed_at is None,
        "may_stand_again": is_open and state == Nomination.State.WITHDRAWN,
        "breadcrumbs": _crumbs(election, _("Your nomination")),
    }
    return render(request, "elections/member/my_nomination.html", context)


@member_required
@FORM
def change_nomination(request: HttpRequest, slug: str) -> HttpResponseBase:
    nomination = _own(request, slug)
    if request.method != "POST" and nomination.state != Nomination.State.SUBMITTED:
        messages.info(request, _("This nomination has been decided, so it can no longer change."))
        return redirect("elections:my-nomination", slug=slug)
    form = StandingForm(
        request.POST or None,
        contest=nomination.contest,
        limit=nominating.MAX_WORDS,
        initial=_entered_before(nomination),
    )
    if request.method != "POST" or not form.is_valid():
        return _change_page(request, nomination, form)
    try:
        nominating.change(
            nomination,
            acting(request),
            ballot_name=form.cleaned_data["ballot_name"],
            statement=form.cleaned_data["statement"],
            attributes=form.declared,
            now=timezone.now(),
        )
    except Refused as refused:
        return _change_page(request, nomination, form, refused=str(refused))
    messages.success(request, _("Your nomination is changed."))
    return redirect("elections:my-nomination", slug=slug)


def _entered_before(nomination: Nomination) -> dict[str, object]:
    declared = list(nomination.declarations.values_list("attribute", flat=True))
    return {
        "ballot_name": nomination.ballot_name,
        "statement": nomination.statement,
        "attributes": declared,
        "consent": bool(declared),
    }


def _change_page(
    request: HttpRequest, nomination: Nomination, form: StandingForm, *, refused: str = ""
) -> HttpResponse:
    election = nomination.contest.election
    context = {
        "election": election,
        "nomination": nomination,
        "form": form,
        **_problem(refused),
        "breadcrumbs": _crumbs(election, _("Change your nomination")),
    }
    status = UNDONE if form.is_bound else 200
    return render(request, "elections/member/change_nomination.html", context, status=status)


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
        **_problem(refused),
        "breadcrumbs": _crumbs(nomination.contest.election, _("Withdraw")),
    }
    status = UNDONE if refused else 200
    return render(request, "elections/member/withdraw.html", context, status=status)


# --- Nominating somebody else --------------------------------------------------------------------


@member_required
@FORM
def support_nomination(request: HttpRequest, token: str) -> HttpResponseBase:
    """Asks once more, then nominates; where that cannot be, the page says why."""
    nomination = access.public_nomination(token)
    member, now = acting(request), timezone.now()
    words = {"name": nomination.ballot_name}
    try:
        if request.method == "POST":
            nominating.support(nomination, member, now=now)
            messages.success(request, _("You nominated %(name)s.") % words)
            return redirect(nomination)
        nominating.require_may_support(nomination, member, now=now)
    except Refused as refused:
        # The second press of a button finds what the first one did.
        if request.method == "POST" and nomination.supporting.filter(member=member).exists():
            messages.info(request, _("You have already nominated %(name)s.") % words)
            return redirect(nomination)
        return _support_page(request, nomination, str(refused))
    return _support_page(request, nomination, "")


def _support_page(request: HttpRequest, nomination: Nomination, refused: str) -> HttpResponse:
    contest = nomination.contest
    given = SupportingNomination.objects.filter(contest=contest, member=acting(request)).count()
    context = {
        "election": contest.election,
        "contest": contest,
        "nomination": nomination,
        "refused": refused,
        "page_error": refused,
        "left": max(0, contest.supports_per_member - given),
        "breadcrumbs": _crumbs(contest.election, nomination.ballot_name),
    }
    status = UNDONE if refused and request.method == "POST" else 200
    return render(request, "elections/member/support.html", context, status=status)
