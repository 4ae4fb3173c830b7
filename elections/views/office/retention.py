"""What is erased when: the schedule, and where each election stands in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import erasing, office_lists
from elections.views.office.page import looks, show_list
from members.erasing import SCHEDULE as OF_MEMBERS


@looks
@require_safe
def show_retention(request: HttpRequest) -> HttpResponseBase:
    schedule = [*((one.what, one.when) for one in erasing.SCHEDULE), *OF_MEMBERS]
    return show_list(
        request,
        "retention",
        office_lists.erasures(),
        office_lists.stands(timezone.now()),
        {"schedule": schedule},
        here=_("Retention"),
    )
