"""Lists on their way in: uploaded, their columns confirmed, checked, applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from members import lists, tasks
from members.forms import ApplyForm, ColumnsForm, UploadForm
from members.importing import fields, runs
from members.importing.fields import UnusableFile
from members.importing.report import Report
from members.models import Flag, ImportRow, ImportRun, Region, State
from members.views.page import actor, acts, looks, show, show_list


def _imports_page() -> tuple[str, str]:
    return _("Imports"), reverse("members:list-imports")


@looks
@require_safe
def list_imports(request: HttpRequest) -> HttpResponseBase:
    found = ImportRun.objects.select_related("uploaded_by")
    return show_list(request, "list_imports", lists.IMPORTS, found, here=_("Imports"))


@acts
@require_http_methods(["GET", "HEAD", "POST"])
def upload_import(request: HttpRequest) -> HttpResponseBase:
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if form.is_valid():
        file = cast("UploadedFile[Any]", form.cleaned_data["file"])
        try:
            run = runs.receive(file.name or "", file.chunks(), actor=actor(request))
        except UnusableFile as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("members:map-import", pk=run.pk)
    return show(request, "upload_import", {"form": form}, here=_("Upload"), above=_imports_page())


@acts
@require_http_methods(["GET", "HEAD", "POST"])
def map_import(request: HttpRequest, pk: int) -> HttpResponseBase:
    run = get_object_or_404(ImportRun, pk=pk)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headers=run.headers,
        samples=run.samples,
        mapping=run.mapping,
    )
    if form.is_valid():
        try:
            runs.confirm_columns(run, form.chosen())
        except (UnusableFile, runs.NotNow) as refusal:
            form.add_error(None, str(refusal))
        else:
            tasks.nudge()
            return redirect("members:show-import", pk=pk)
    context = {"run": run, "form": form}
    return show(request, "map_import", context, here=run.name, above=_imports_page())


@looks
@require_safe
def show_import(request: HttpRequest, pk: int) -> HttpResponseBase:
    run = get_object_or_404(ImportRun.objects.select_related("uploaded_by"), pk=pk)
    return _run_page(request, run, _apply_form(run))


def _apply_form(run: ImportRun, data: QueryDict | None = None) -> ApplyForm:
    report = run.what_became()
    return ApplyForm(data, changes=report.changes if report else 0)


def _run_page(request: HttpRequest, run: ImportRun, form: ApplyForm) -> HttpResponseBase:
    report = run.what_became()
    context = {
        "run": run,
        "form": form,
        "report": report,
        "words": _words(report) if report else {},
        "progress": _progress(run),
        "may_go_on": run.state in {State.CHECKED, State.MAPPING, State.FAILED},
        "has_columns": run.state != State.MAPPING,
        "is_checked": run.state == State.CHECKED,
    }
    return show(request, "show_import", context, here=run.name, above=_imports_page())


def _words(report: Report) -> dict[str, list[tuple[Any, object]]]:
    """The report by the names that people know, in an order that JSON does not keep."""
    regions = [*Region.objects.values_list("name", flat=True), "unknown"]
    placed, columns = report.regions_of_added, report.columns
    return {
        "outcomes": sorted(report.outcomes.items(), key=lambda said: (":" in said[0], said[0])),
        "flags": [(flag.label, report.flags_of_added.get(flag, 0)) for flag in Flag],
        "regions": [(name, placed[name]) for name in regions if name in placed],
        "unread": [(fields.LABELS[name], n) for name, n in report.unread.items()],
        "columns": [
            (fields.LABELS[name], columns[name]) for name in fields.FIELDS if name in columns
        ],
    }


def _progress(run: ImportRun) -> dict[str, object]:
    """How far the worker is, in the shape that the progress bar asks for."""
    words = _("%(rows)s rows read: %(state)s.") % {
        "rows": f"{run.rows_read:,}",
        "state": run.get_state_display(),
    }
    done = round(run.share_read * 100)
    return {"done": done, "total": 100, "text": words, "finished": not run.is_running}


@looks
@require_GET
def import_progress(request: HttpRequest, pk: int) -> HttpResponseBase:
    run = get_object_or_404(ImportRun, pk=pk)
    return JsonResponse(_progress(run))


@acts
@require_POST
def apply_import(request: HttpRequest, pk: int) -> HttpResponseBase:
    run = get_object_or_404(ImportRun.objects.select_related("uploaded_by"), pk=pk)
    form = _apply_form(run, request.POST)
    if run.state == State.CHECKED and not form.is_valid():
        return _run_page(request, run, form)
    return _moved(request, run, lambda: runs.approve(run, actor=actor(request)), "")


@acts
@require_POST
def abandon_import(request: HttpRequest, pk: int) -> HttpResponseBase:
    run = get_object_or_404(ImportRun, pk=pk)
    words = _("The list was put away; nothing was changed.")
    return _moved(request, run, lambda: runs.abandon(run, actor=actor(request)), words)


def _moved(
    request: HttpRequest, run: ImportRun, move: Callable[[], None], words: str
) -> HttpResponseBase:
    try:
        move()
    except runs.NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        tasks.nudge()
        if words:
            messages.success(request, words)
    return redirect("members:show-import", pk=run.pk)


@looks
@require_safe
def list_outcomes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What became of every row, for whoever puts the list right at its source."""
    run = get_object_or_404(ImportRun, pk=pk)
    return show_list(
        request,
        "list_outcomes",
        lists.outcomes(run),
        ImportRow.objects.filter(run=run),
        {"run": run},
        here=_("Outcome of every row"),
        above=(run.name, reverse("members:show-import", args=[run.pk])),
        subject=str(run),
    )
