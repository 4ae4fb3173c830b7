"""A member sees and takes everything that is held about them, and about nobody else."""

from __future__ import annotations

from typing import cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from members.access import acting_member, member_required
from members.models import Member, User
from momentum_site import held


@member_required
@require_safe
def show_held(request: HttpRequest) -> HttpResponse:
    member = cast("Member", acting_member(request))
    context = {
        "member": member,
        "sections": held.sections(member),
        "breadcrumbs": [
            {"label": _("Your elections"), "url": reverse("elections:member-home")},
            {"label": _("Everything held about you")},
        ],
    }
    return render(request, "pages/held.html", context)


@member_required
@require_GET
def take_held(request: HttpRequest) -> FileResponse:
    member = cast("Member", acting_member(request))
    file = held.take(member, actor=cast("User", request.user))
    name = f"held-about-member-{member.pk}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
