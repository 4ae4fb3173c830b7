"""Results, files and the public board: for anybody, without a cookie."""

from __future__ import annotations

from email.utils import parseaddr
from functools import partial

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from elections import access, national, results
from elections.exports import board, counts, fixed
from elections.exports.bundle import bundle_size, write_bundle
from elections.forms.board import PrefixForm
from elections.models import Election, with_record
from elections.refusal import Refused
from elections.results import ContestResult
from elections.views import trail
from members.reading import A_DAY, A_MOMENT, anybody
from members.spreadsheets import csv_response
from members.workbooks import xlsx_response


def _counted(request: HttpRequest, slug: str) -> Election:
    election = access.public_election(request, slug)
    if election.counted_at is None:
        raise Http404
    return election


def _contest(request: HttpRequest, slug: str, number: int) -> ContestResult:
    result = results.result_in(_counted(request, slug), number)
    if result is None:
        raise Http404
    return result


@anybody(A_MOMENT)
@require_safe
def show_results(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was elected, how many voted, and where to read how; before the count, what is awaited."""
    election = access.public_election(request, slug, among=with_record())
    if election.counted_at is None:
        return render(
            request,
            "elections/results/awaited.html",
            {
                "election": election,
                "breadcrumbs": trail.of(election, trail.results(election)),
                "timetable": election.timetable,
                "phase": election.phase(timezone.now()).value,
            },
        )
    found, decided = results.whole_results(election)
    turnout = results.sheet_turnout(election, found)
    context = {
        "election": election,
        "breadcrumbs": trail.of(election, trail.results(election)),
        "timetable": election.timetable,
        "results": found,
        "decided": decided,
        "national": national.report(election, [*found, *decided]),
        "turnout": turnout,
        "regions": results.region_turnout(turnout),
        "are_by_region": results.are_by_region(turnout),
        "days": results.day_turnout(election),
        "bundle_size": bundle_size(election, [row.turnout for row in turnout]),
        "help_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "report": getattr(election, "scrutineer_report", None),
        "declarations": results.declarations_of(election, [*found, *decided]),
        "fixed": fixed.fixed_of(election),
    }
    return render(request, "elections/results/election.html", context)


@anybody()
@require_safe
def show_count(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One contest: what the count did, stage by stage."""
    result = _contest(request, slug, number)
    election = result.contest.election
    turnout = results.sheet_turnout(election, [result], only=result.contest)
    context = {
        "election": election,
        "breadcrumbs": trail.of(election, trail.results(election), trail.count(result)),
        "result": result,
        "turnout": turnout,
        "voted": results.turnout_told(
            sum(row.turnout.cast for row in turnout), sum(row.turnout.entitled for row in turnout)
        ),
        "regions": results.region_turnout(turnout),
        "are_by_region": results.are_by_region(turnout),
        "files": partial(counts.files, result),
        "others": [results.ContestResult(record) for record in result.others],
        "declarations": results.declarations_of(election, [result], only=result.contest),
    }
    return render(request, "elections/results/contest.html", context)


@anybody()
@require_safe
def show_other_count(request: HttpRequest, slug: str, number: int, count: str) -> HttpResponse:
    """Another count of a contest, for information: as cast, or one that was superseded."""
    result = _contest(request, slug, number)
    other = results.other_count(result, count)
    if other is None:
        raise Http404
    election = result.contest.election
    context = {
        "election": election,
        "breadcrumbs": trail.of(
            election, trail.results(election), trail.count(result), (_("Another count"), "")
        ),
        "result": other,
        "standing": result,
    }
    return render(request, "elections/results/other_count.html", context)


@anybody()
@require_GET
def download_count(request: HttpRequest, slug: str, number: str, kind: str) -> HttpResponseBase:
    """One contest's count as BLT, CSV, XLSX or JSON."""
    result = _contest(request, slug, int(number))
    name = f"{slug}-{number}"
    if kind == "csv":
        return csv_response(name, counts.header(result), counts.rows(result))
    if kind == "xlsx":
        return xlsx_response(name, [counts.table(result)])
    if kind == "json":
        return _file(f"{name}.json", result.published, "application/json")
    if result.record.is_small:
        raise Http404
    return _file(f"{name}.blt", result.record.papers, "text/plain; charset=utf-8")


@anybody()
@require_GET
def download_picture(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """One of the pictures of a count, as a file."""
    result = _contest(request, slug, number)
    picture = next((one for one in result.pictures if one.name == name), None)
    if picture is None:
        raise Http404
    return _file(f"{slug}-{number}-{name}.svg", picture.svg, "image/svg+xml")


def _file(name: str, content: str | bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@anybody()
@require_GET
def download_bundle(request: HttpRequest, slug: str) -> FileResponse:
    """Everything that is public of an election, in one file."""
    election = _counted(request, slug)
    if election.papers_fixed_at is None:
        raise Http404
    return FileResponse(
        write_bundle(election),
        as_attachment=True,
        filename=f"{slug}.zip",
        content_type="application/zip",
    )


@anybody(A_DAY)
@require_GET
def download_manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """What was fixed with the papers, from then on: with it, the hash of the seed of the lots."""
    text = fixed.manifest(access.public_election(request, slug))
    if text is None:
        raise Http404
    return _file(f"{slug}-manifest.json", text, "application/json")


@anybody()
@require_safe
def show_board(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The public board: what was fixed, checkpoints, and a form that leads to a tracker's page."""
    election = access.public_election(request, slug)
    form = PrefixForm(request.GET if "begins" in request.GET else None)
    if form.is_valid():
        try:
            page = board.page_of(form.cleaned_data["begins"])
        except Refused as refusal:
            form.add_error("begins", str(refusal))
        else:
            return redirect("elections:show-board-page", slug, page)
    context = {
        "election": election,
        "form": form,
        "fixed": fixed.fixed_of(election),
        "breadcrumbs": trail.of(election, trail.board(election)),
        "checkpoints": board.checkpoints(election),
        "prefixes": board.PREFIXES,
    }
    return render(request, "elections/results/board.html", context)


@anybody()
@require_safe
def show_board_page(request: HttpRequest, slug: str, prefix: str) -> HttpResponse:
    """Every tracker on the board that begins with the prefix."""
    election = access.public_election(request, slug)
    trackers = board.trackers(election, prefix.upper())
    if trackers is None:
        raise Http404
    context = {
        "election": election,
        "breadcrumbs": trail.of(election, trail.board(election), (prefix.upper(), "")),
        "prefix": prefix.upper(),
        "trackers": trackers,
    }
    return render(request, "elections/results/board_page.html", context)
