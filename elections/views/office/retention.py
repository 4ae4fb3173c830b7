"""What is erased when: the schedule, and where each election stands in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import erasing
from elections.models import Election
from elections.views.office.page import looks, paged, query_without_page, show
from members.erasing import SCHEDULE as OF_MEMBERS


@looks
@require_safe
def show_retention(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = paged(request, Election.objects.public().select_related("timetable"), 20)
    rows = [
        {
            "election": election,
            "erasures": [
                (
                    erasure,
                    erasure.planned_at(election, now),
                    erasure.erased_at(election),
                    bool(erasure.marks) and erasure.is_due(election, now),
                )
                for erasure in erasing.SCHEDULE
            ],
        }
        for election in page.object_list
    ]
    schedule = [*((one.what, one.when) for one in erasing.SCHEDULE), *OF_MEMBERS]
    context = {
        "page": page,
        "query": query_without_page(request),
        "rows": rows,
        "schedule": schedule,
    }
    return show(request, "retention", context, here=_("Retention"))
