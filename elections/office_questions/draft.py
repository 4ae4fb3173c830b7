"""The steps in which an election is set up, and which of them are ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from elections import scheduling
from elections.documents import obstacles_in_documents
from elections.models import Election, whole_contests


@dataclass(frozen=True)
class Step:
    """A page of the set-up; `state` is done, current or empty."""

    label: str
    url: str
    state: str


def steps_of_draft(election: Election, here: str, now: datetime) -> list[Step]:
    """The pages in their order, of which `here` names the one that is open; none after the notice.

    The last is ready to be pressed once nothing stands in its way, and is never done.
    """
    if election.published_at is not None:
        return []
    ready = {
        "edit-election": True,
        "office-election": bool(whole_contests(election)),
        "edit-timetable": not scheduling.faults_of_timetable(election.timetable.by_name()),
        "office-documents": not obstacles_in_documents(election),
        "publish-notice": False,
    }
    labels = {
        "edit-election": _("Title and conditions"),
        "office-election": _("Contests and questions"),
        "edit-timetable": _("Timetable"),
        "office-documents": _("Documents"),
        "publish-notice": _("Check, and publish the notice"),
    }
    return [
        Step(
            label=labels[page],
            url=reverse(f"elections:{page}", args=[election.slug]),
            state="current" if page == here else "done" if is_ready else "",
        )
        for page, is_ready in ready.items()
    ]
