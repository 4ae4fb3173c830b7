"""The rooms of members alone, with stand-ins for the pages that other rooms add."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from members import access
from members.roles import Role


@access.staff_required(Role.OFFICER, Role.SCRUTINEER)
def _office(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in the office")


@access.staff_required(Role.ADMINISTRATOR)
def _engine_room(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in the engine room")


@access.member_required
def _mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"acting as {access.acting_member(request)}")


def _for_everybody(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [
    path("", include("members.urls_account")),
    path("", include("members.urls")),
    path("admin/", admin.site.urls),
    path("try/office/", _office),
    path("try/engine-room/", _engine_room),
    path("try/mine/", _mine),
    path("", _for_everybody),
]
