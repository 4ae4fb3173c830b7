"""The voting pages: from the mail's link to the receipt, without JavaScript if need be."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from elections import access, voting
from elections.forms.ballot import BallotForm
from elections.models import Election
from elections.refusal import Refused
from elections.voter import Voter
from members.access import member_required


def _start_path(election: Election) -> str:
    return reverse("elections:start-voting", args=[election.slug])


@never_cache
@require_GET
def enter_with_code(request: HttpRequest, entry: int, code: str) -> HttpResponse:
    """The mail's link: changes nothing, and goes on to an address without the code."""
    roll_entry = access.entry_of_link(entry)
    try:
        voter = voting.voter_by_code(roll_entry, code)
    except voting.NotOpen:
        return redirect(roll_entry.election)
    if voter is None:
        return render(request, "elections/voter/wrong_code.html", status=404)
    path = _start_path(roll_entry.election)
    response = redirect(path)
    access.remember_voter(response, roll_entry.election, voter, path)
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@member_required
@require_GET
def vote_election(request: HttpRequest, slug: str) -> HttpResponse:
    """A signed-in member votes as whom they act as, whichever link this browser followed before."""
    election = access.public_election(slug)
    path = _start_path(election)
    response = redirect(path)
    access.forget_voter(response, election, path)
    return response


@never_cache
@require_GET
def start_voting(request: HttpRequest, slug: str) -> HttpResponse:
    """Who votes in what, and the button that opens the paper."""
    election = access.public_election(slug)
    voter = access.voter(request, election)
    context = _context(election, voter)
    if voter is None:
        return render(request, "elections/voter/no_voter.html", context)
    try:
        voting.require_open(election, timezone.now())
    except voting.NotOpen as refusal:
        returned = voting.returned_sheets(voter.entry)
        return render(
            request,
            "elections/voter/not_open.html",
            {**context, "refusal": refusal, "returned": returned},
        )
    context["open_sheets"] = voting.open_sheets(voter.entry)
    context["returned"] = voting.returned_sheets(voter.entry)
    if not context["open_sheets"]:
        return render(request, "elections/voter/recorded.html", context)
    return render(request, "elections/voter/start.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def show_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot paper; a POST brings back what was entered, from the check page."""
    election, voter, blocked = _voter_or_page(request, slug)
    if voter is None or blocked is not None:
        return blocked or redirect("elections:start-voting", slug)
    data = request.POST.dict() if request.method == "POST" else None
    form = BallotForm(voting.open_sheets(voter.entry), voter.entry, data)
    return render(
        request, "elections/voter/paper.html", {**_context(election, voter), "form": form}
    )


@never_cache
@sensitive_post_parameters()
@require_POST
def check_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Check your vote: sealed, not stored; "you have not voted yet"."""
    election, voter, blocked = _voter_or_page(request, slug)
    if voter is None or blocked is not None:
        return blocked or redirect("elections:start-voting", slug)
    sheets = voting.open_sheets(voter.entry)
    form = BallotForm(sheets, voter.entry, request.POST.dict())
    context = {**_context(election, voter), "form": form}
    if not form.is_valid():
        return render(request, "elections/voter/paper.html", context, status=422)
    context["reviewed"] = voting.review(voter, [(sheet, form.rankings(sheet)) for sheet in sheets])
    return render(request, "elections/voter/check.html", context)


@never_cache
@sensitive_post_parameters()
@require_POST
def cast_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Cast the papers that the check page carries; the same request again gets the same answer."""
    election = access.public_election(slug)
    voter = access.voter(request, election)
    if voter is None:
        return render(
            request, "elections/voter/no_voter.html", _context(election, None), status=403
        )
    receipts, refusals = [], []
    for sheet in voting.all_sheets(voter.entry):
        sealed = request.POST.get(f"sealed-{sheet.number}", "")
        if not sealed:
            continue
        try:
            mac = request.POST.get(f"mac-{sheet.number}", "")
            receipts.append(voting.cast(voter, sheet, sealed, mac))
        except Refused as refusal:
            refusals.append((sheet, refusal))
    context = {**_context(election, voter), "receipts": receipts, "refusals": refusals}
    if not receipts and not refusals:
        context["refusals"] = [(None, Refused(_("No paper arrived. Check your vote again.")))]
    return render(request, "elections/voter/receipt.html", context, status=200 if receipts else 409)


def _voter_or_page(
    request: HttpRequest, slug: str
) -> tuple[Election, Voter | None, HttpResponse | None]:
    """The election and its voter, or the page that says why there is no paper to fill in."""
    election = access.public_election(slug)
    voter = access.voter(request, election)
    if voter is None:
        return election, None, None
    try:
        voting.require_open(election, timezone.now())
    except voting.NotOpen:
        return election, voter, redirect("elections:start-voting", slug)
    if not voting.open_sheets(voter.entry):
        return election, voter, redirect("elections:start-voting", slug)
    return election, voter, None


def _context(election: Election, voter: Voter | None) -> dict[str, object]:
    return {"election": election, "timetable": election.timetable, "voter": voter}
