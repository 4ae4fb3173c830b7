"""The living page: every component in every state, with made-up data, for whoever builds pages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from elections.links import shown
from elections.london import LONDON
from members.listing import ShownList
from momentum_site import look_samples as samples


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    listing = ShownList(samples.SAMPLE_LIST, samples.sample_rows(), request.GET)
    context = {
        "form": samples.StandForm(
            {"name": "", "email": "ama", "statement": "Yes"}, auto_id="bad_%s"
        ),
        "empty_form": samples.StandForm(),
        "problems": [(_("Choose a file of members."), "#id_photo"), (_("The file is empty."), "")],
        "noon": datetime(2026, 6, 30, 12, 0, tzinfo=LONDON),
        "midnight": datetime(2026, 12, 1, 0, 0, tzinfo=LONDON),
        "afternoon": datetime(2026, 11, 3, 15, 30, tzinfo=LONDON),
        "soon": now + timedelta(days=3, minutes=1),
        "summary": samples.summary(),
        "columns": [{"label": "Region"}, {"label": "Mail"}]
        + [{"label": name, "numeric": True} for name in ("Entitled", "Voted", "Turnout")],
        "rows": samples.rows(),
        "notice_kinds": ["", "success", "warning", "error"],
        "tag_kinds": ["", "good", "wait", "problem", "told"],
        "steps": [
            {"label": _("Your ballot paper"), "state": "done"},
            {"label": _("Check your vote"), "state": "current"},
            {"label": _("Your vote is recorded"), "state": ""},
        ],
        "events": samples.events(now),
        "page": Paginator(range(13307), 100).page(7),
        "listing": listing,
        "list_page": listing.page,
        "contests": samples.contests(),
        "wrong_contest": samples.wrong_contest(),
        "reviewed": samples.reviewed(),
        "receipts": [samples.receipt()],
        "election": dict.fromkeys(
            ("title", "title_here", "shown_title"), "National Coordinating Group 2026"
        ),
        "stages": samples.stages(),
        "pictures": samples.pictures(),
        "figures": [
            {"number": 24310, "label": _("entitled"), "url": "#figures"},
            {"number": 8502, "label": _("voted"), "url": "#figures"},
            {"number": 41, "label": _("mails bounced"), "url": "#figures", "late": True},
        ],
        "slates": [
            (number, label)
            for number, label in enumerate(filter(None, samples.SLATES[:8]), start=1)
        ]
        + [(8, "Bread and Roses")],
        "breadcrumbs": [{"label": _("Elections"), "url": "/"}, {"label": _("Every component")}],
        "photo": samples.PHOTO,
        "links": shown(["https://www.example.org/about", "https://example.com"]),
        "done": 400,
        "progress_url": request.GET.get("progress", ""),
    }
    return render(request, "components/all.html", context)
