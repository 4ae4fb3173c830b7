"""What the pages on which a member acts share."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from elections.models import Contest, Election, whole_contests

UNDONE = 422  # what was sent could not be done; the page says why
FORM = require_http_methods(["GET", "HEAD", "POST"])


def problem(refused: str) -> dict[str, object]:
    """For the summary at the top of a page and the "Error:" before its title."""
    return {"page_error": refused, "problems": [(refused, "")] if refused else None}


def crumbs(election: Election, *labels: str) -> list[dict[str, str]]:
    own = {"label": _("Your elections"), "url": reverse("elections:member-home")}
    title = {"label": election.shown_title, "url": election.get_absolute_url()}
    return [own, title, *({"label": label} for label in labels)]


def contest_of(election: Election, number: int) -> Contest:
    contest = next((one for one in whole_contests(election) if one.number == number), None)
    if contest is None:
        raise Http404
    return contest
