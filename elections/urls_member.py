"""Addresses of what members do: stand, nominate, see where they are."""

from __future__ import annotations

from django.urls import path

from elections.views import member, member_home

urlpatterns = [
    path("home/", member_home.show_home, name="member-home"),
    path("elections/<slug:slug>/stand/", member.choose_contest, name="stand"),
    path(
        "elections/<slug:slug>/stand/<int:number>/",
        member.stand_in_contest,
        name="stand-in-contest",
    ),
    path("elections/<slug:slug>/nomination/", member.my_nomination, name="my-nomination"),
    path(
        "elections/<slug:slug>/nomination/change/",
        member.change_nomination,
        name="change-nomination",
    ),
    path(
        "elections/<slug:slug>/nomination/withdraw/",
        member.withdraw_nomination,
        name="withdraw-nomination",
    ),
    path("n/<share:token>/nominate/", member.support_nomination, name="support-nomination"),
]
