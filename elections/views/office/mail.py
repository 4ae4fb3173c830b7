"""The mail of an election: how far it is, every message an officer may see, reminders."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elections import access, mailing, office_lists, office_questions, publishing, tasks
from elections.models import Message
from elections.refusal import Refused
from elections.views.office.page import (
    actor,
    conducts,
    looks,
    page_of,
    show,
    show_list,
)


@looks
@require_safe
def mail_progress(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    now = timezone.now()
    context = {
        "mail": [(row, _done(row), _words(row)) for row in mailing.progress(election, now=now)],
        "processes": office_questions.processes(now),
        "has_failed": election.messages.filter(state=Message.State.FAILED).exists(),
    }
    return show(request, "mail", context, election=election, here=_("Mail"))


@looks
@require_safe
def mail_progress_json(request: HttpRequest, slug: str, kind: str) -> JsonResponse:
    """How far the messages of one kind are, in the shape that progress.js asks for."""
    election = access.office_election(slug)
    found = {row.kind.value: row for row in mailing.progress(election, now=timezone.now())}
    if kind not in found:
        raise Http404
    row = found[kind]
    return JsonResponse(
        {
            "done": _done(row),
            "total": row.total,
            "text": _words(row),
            "finished": row.is_finished,
        }
    )


def _done(row: mailing.Progress) -> int:
    return row.total - row.waiting - row.sending


def _words(row: mailing.Progress) -> str:
    """The same words on the page and for the script that keeps them up to date."""
    words = render_to_string("elections/office/_mail_words.txt", {"row": row})
    return " ".join(words.split())


@looks
@require_safe
def list_messages(request: HttpRequest, slug: str) -> HttpResponseBase:
    election = access.office_election(slug)
    kind = request.GET.get("kind", "")
    totals = mailing.progress(election, now=timezone.now())
    context = {
        "is_total_only": kind in office_questions.TOTALS_ONLY,
        "totals": [row for row in totals if row.kind.value == kind],
    }
    return show_list(
        request,
        "messages",
        office_lists.messages(),
        office_questions.messages_shown(election),
        context,
        election=election,
        here=_("Messages"),
    )


@conducts
@require_http_methods(["GET", "HEAD", "POST"])
def send_failed_again(request: HttpRequest, slug: str) -> HttpResponse:
    """What failed, by kind, and the button that has it tried once more."""
    election = access.office_election(slug)
    if request.method == "POST":
        try:
            publishing.send_failed_again(election, actor=actor(request), now=timezone.now())
        except Refused as refusal:
            messages.info(request, str(refusal))
        else:
            tasks.nudge(tasks.send_mail)
            messages.success(request, _("What had failed is in the outbox again."))
        return redirect(page_of("mail-progress", election))
    kinds = mailing.progress(election, now=timezone.now())
    failed = [(row.label, row.failed) for row in kinds if row.failed]
    context = {"failed": failed, "number": sum(number for _kind, number in failed)}
    here = _("Try failed emails again")
    return show(request, "failed_mail", context, election=election, here=here)


@conducts
@require_http_methods(["GET", "HEAD", "POST"])
def send_reminder(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    reminders = office_questions.reminders_of(election)
    specimen = mailing.preview_for_voters(election, Message.Kind.REMINDER)
    context: dict[str, object] = {"reminders": reminders, "specimen": specimen}
    if request.method == "POST" and request.POST.get("after") != str(reminders.rounds):
        messages.info(request, _("This reminder is in the outbox already."))
        return redirect(page_of("mail-progress", election))
    if request.method == "POST":
        try:
            publishing.send_reminder(election, actor=actor(request), now=timezone.now())
        except Refused as refusal:
            context["refusal"] = str(refusal)
        else:
            tasks.nudge(tasks.send_mail)
            messages.success(request, _("The reminder is in the outbox."))
            return redirect(page_of("mail-progress", election))
    return show(request, "reminder", context, election=election, here=_("Reminder"))
