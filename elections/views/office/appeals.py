"""An appeal against a refusal, for another officer than the one who refused."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from elections import access, nominating, office_questions, tasks
from elections.forms.deciding import AppealDecisionForm
from elections.models import Appeal
from elections.refusal import why_not
from elections.views.office.check_first import checks_first
from elections.views.office.page import actor, office, page_of, show, tried
from members.models import User
from members.roles import Role


@office(acting=(Role.OFFICER,), reading=(Role.OFFICER, Role.SCRUTINEER))
@require_http_methods(["GET", "HEAD", "POST"])
@checks_first(gettext_lazy("Record the decision"))
def decide_appeal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The refusal, the appeal against it, and the decision."""
    election = access.office_election(slug)
    appeal = get_object_or_404(
        Appeal.objects.select_related("nomination__contest__election__timetable", "decided_by"),
        nomination__contest__election=election,
        pk=number,
    )
    nomination = office_questions.nominations_of(election).get(pk=number)
    form = AppealDecisionForm(request.POST or None)
    if form.is_valid():
        act = nominating.uphold if form.upholds else nominating.dismiss
        reason, now = form.cleaned_data["reason"], timezone.now()
        if _is_on_record(appeal, form, actor(request)):
            messages.info(request, _("You have decided this appeal already, in the same words."))
            return redirect(page_of("decide-appeal", election, number))
        if tried(
            request, form, lambda: act(nomination, actor=actor(request), reason=reason, now=now)
        ):
            tasks.nudge(tasks.send_mail)
            messages.success(request, _("Decided. The candidate is told by email."))
            return redirect(page_of("list-nominations", election))
        appeal.refresh_from_db()
    about = f"{nomination.ballot_name}, {nomination.contest.title}"
    context = {"form": form, "appeal": appeal, "nomination": nomination, "about": about}
    context["closed_to_you"] = why_not(nominating.require_may_decide, nomination, actor(request))
    return show(request, "appeal", context, election=election, here=pgettext("noun", "Appeal"))


def _is_on_record(appeal: Appeal, form: AppealDecisionForm, officer: User) -> bool:
    """Whether the form was sent twice: this officer's decision, as they made it."""
    return (appeal.decided_by, appeal.outcome, appeal.reason) == (
        officer,
        form.cleaned_data["outcome"],
        form.cleaned_data["reason"].strip(),
    )
