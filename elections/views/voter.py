"""The voting pages: from the mail's link to the receipt, without JavaScript if need be."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from elections import access, rooms, tasks, voting
from elections.forms.ballot import BallotForm
from elections.forms.labour import LabourForm
from elections.models import Election
from elections.paper import PaperSheet, sheets_of
from elections.refusal import Refused
from elections.voter import Voter
from members.access import member_required
from members.reading import let_compress

# The forms that a voter sends, by the names of their addresses.
FORMS = {
    "elections:show-paper",
    "elections:declare-labour",
    "elections:check-vote",
    "elections:cast-vote",
    "elections:clear-device",
}


def _paper_path(election: Election) -> str:
    return reverse("elections:show-paper", args=[election.slug])


@never_cache
@require_GET
def enter_with_code(request: HttpRequest, entry: int, code: str) -> HttpResponse:
    """The mail's link: changes nothing, and goes on to an address without the code."""
    roll_entry = access.entry_of_link(request, entry)
    try:
        voter = voting.voter_by_code(roll_entry, code)
    except voting.NotOpen:
        # While voting is not open no code is known for right: a rehearsal's name is not for guessers.
        access.public_election(request, roll_entry.election.slug)
        context = _context(roll_entry.election, None)
        return render(request, "elections/voter/closed_link.html", context)
    if voter is None:
        return render(request, "elections/voter/wrong_code.html", status=404)
    path = _paper_path(roll_entry.election)
    response = redirect(path)
    access.remember_voter(response, voter, path)
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@member_required
@require_GET
def vote_election(request: HttpRequest, slug: str) -> HttpResponse:
    """A signed-in member votes as whom they act as, whichever link this browser followed before."""
    path = _paper_path(access.public_election(request, slug))
    response = redirect(path)
    access.forget_voter(response, path)
    return response


@never_cache
@member_required
@require_http_methods(["GET", "POST"])
def send_link_again(request: HttpRequest, slug: str) -> HttpResponse:
    """A signed-in member has the ballot email sent again; whether one went lately is not said."""
    election = access.public_election(request, slug)
    voter = access.signed_in_voter(request, election)
    context = _context(election, voter)
    if voter is None:
        return render(request, "elections/voter/no_voter.html", context)
    try:
        voting.require_open(election, timezone.now())
        if request.method == "POST":
            voting.send_link_again(voter.entry, now=timezone.now())
            tasks.nudge(tasks.send_mail)
            return render(request, "elections/voter/link_sent.html", context)
    except voting.NotOpen as refusal:
        return render(request, "elections/voter/not_open.html", {**context, "refusal": refusal})
    return render(request, "elections/voter/send_link.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def show_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot paper, with who votes in what, or the page that says why there is none.

    A POST brings back what was entered, from the check page.
    """
    election, voter = access.election_and_voter(request, slug)
    context = _context(election, voter)
    if voter is None:
        if request.method == "POST":
            return tell_of_lost_session(request, slug)
        return render(request, "elections/voter/no_voter.html", context)
    context["sheets"] = sheets = voting.sheets_for(voter.entry)
    try:
        voting.require_open(election, timezone.now())
    except voting.NotOpen as refusal:
        return render(request, "elections/voter/not_open.html", {**context, "refusal": refusal})
    if not sheets.open:
        return render(request, "elections/voter/recorded.html", context)
    if voting.must_declare_labour(voter):
        context["form"] = LabourForm()
        return render(request, "elections/voter/labour.html", context)
    data = request.POST.dict() if request.method == "POST" else None
    context["form"] = BallotForm(sheets.open, voter.entry, data, answered=_answered(election))
    response = render(request, "elections/voter/paper.html", context)
    if data is None:  # else the length of what was entered would depend on what it says
        let_compress(response)
    return response


@never_cache
@require_POST
def declare_labour(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked once, before the paper opens, of those of whom the list does not say it."""
    election, voter = access.election_and_voter(request, slug)
    if voter is None or not voting.must_declare_labour(voter):
        return redirect("elections:show-paper", slug)
    form = LabourForm(request.POST)
    context = {**_context(election, voter), "form": form}
    if not form.is_valid():
        return render(request, "elections/voter/labour.html", context, status=422)
    if not form.is_member:
        return render(request, "elections/voter/not_in_labour.html", context)
    try:
        voting.declare_labour(voter, now=timezone.now())
    except Refused as refusal:
        context["refusal"] = refusal
        return render(request, "elections/voter/not_open.html", context, status=409)
    return redirect("elections:show-paper", slug)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def check_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Check your vote: sealed, not stored; "you have not voted yet"."""
    if request.method == "GET":  # a browser that was closed opens its pages again
        return redirect("elections:show-paper", slug)
    election, voter = access.election_and_voter(request, slug)
    if voter is None:
        return tell_of_lost_session(request, slug)
    sheets = _sheets_to_fill_in(election, voter)
    if not sheets:
        return redirect("elections:show-paper", slug)
    form = BallotForm(sheets, voter.entry, request.POST.dict(), answered=_answered(election))
    context = {**_context(election, voter), "form": form}
    if not form.is_valid():
        return render(request, "elections/voter/paper.html", context, status=422)
    context["reviewed"] = voting.review(voter, [(sheet, form.rankings(sheet)) for sheet in sheets])
    return render(request, "elections/voter/check.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def cast_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Cast the papers that the check page carries; the same request again gets the same answer."""
    if request.method == "GET":  # a browser that was closed opens its pages again
        return redirect("elections:show-paper", slug)
    election, voter = access.election_and_voter(request, slug)
    if voter is None:
        return tell_of_lost_session(request, slug)
    context = _context(election, voter)
    receipts: list[voting.SheetReceipt] = []
    refusals: list[tuple[PaperSheet | None, Refused]] = []
    for sheet in sheets_of(election.pk):
        if sealed := request.POST.get(f"sealed-{sheet.number}"):
            mac = request.POST.get(f"mac-{sheet.number}", "")
            try:
                receipts.append(voting.cast(voter, sheet, sealed, mac))
            except Refused as refusal:
                refusals.append((sheet, refusal))
    if not receipts and not refusals:
        refusals.append((None, Refused(_("No paper arrived. Check your vote again."))))
    unrecorded = voting.sheets_for(voter.entry).open if receipts else []
    context |= {
        "receipts": receipts,
        "refusals": refusals,
        "is_part": bool(unrecorded),
        "left": unrecorded if _goes_on(election, refusals) else [],
        "has_returned": any(isinstance(one, voting.AlreadyVoted) for _sheet, one in refusals),
        "board_url": reverse("elections:show-board", args=[slug]),
        "board_note": _("It comes there with others, at the latest when voting closes."),
    }
    status = 200 if receipts else 409
    return render(request, "elections/voter/receipt.html", context, status=status)


@never_cache
@require_POST
def clear_device(request: HttpRequest, slug: str) -> HttpResponse:
    """This browser forgets whose link was followed; the page's script deletes what was kept of the
    paper that the button was on, though the browser may have forgotten the link before."""
    election, voter = access.election_and_voter(request, slug)
    context = {**_context(election, voter), "kept": request.POST.get("kept", "")}
    response = render(request, "elections/voter/cleared.html", context)
    access.forget_voter(response, _paper_path(election))
    return response


def tell_of_lost_session(request: HttpRequest, slug: str) -> HttpResponse:
    """What a voter sent cannot be taken: nobody knows any more, or not surely, that it is theirs.

    Nor does anybody know whether they voted before: a receipt that is loaded again is sent again.
    """
    election, voter = access.election_and_voter(request, slug)
    context = _context(election, voter)
    return render(request, "elections/voter/lost_session.html", context, status=403)


def _goes_on(election: Election, refusals: list[tuple[PaperSheet | None, Refused]]) -> bool:
    """Whether what was not recorded may be cast still. The database has the last word on the window:
    where it refused a paper for that, the clock here is not asked."""
    refused = any(isinstance(refusal, voting.NotOpen) for _sheet, refusal in refusals)
    return not refused and _is_open(election)


def _is_open(election: Election) -> bool:
    try:
        voting.require_open(election, timezone.now())
    except voting.NotOpen:
        return False
    return True


def _answered(election: Election) -> set[int]:
    return {one for room in rooms.beside() for one in room.answered(election)}


def _sheets_to_fill_in(election: Election, voter: Voter) -> list[PaperSheet]:
    """What this voter may fill in now; nothing where the paper's page has to say why not."""
    if not _is_open(election) or voting.must_declare_labour(voter):
        return []
    return voting.sheets_for(voter.entry).open


def _context(election: Election, voter: Voter | None) -> dict[str, Any]:
    return {"election": election, "timetable": election.timetable, "voter": voter}
