"""Who holds which seat: for anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from elections import register
from members.reading import anybody


@anybody()
@require_safe
def show_holders(request: HttpRequest) -> HttpResponse:
    bodies = register.bodies(register.today_in_london(timezone.now()))
    return render(request, "elections/public/seats.html", {"bodies": bodies})
