"""Addresses of what members do: stand, nominate, see where they are."""

from __future__ import annotations

from django.urls import path

from elections.views import appeals, member_home, member_roll, own_nomination, standing, supporting

urlpatterns = [
    path("home/", member_home.show_home, name="member-home"),
    path(
        "elections/<slug:slug>/on-the-roll/",
        member_roll.my_place_on_the_roll,
        name="my-place-on-the-roll",
    ),
    path("elections/<slug:slug>/stand/", standing.choose_contest, name="stand"),
    path(
        "elections/<slug:slug>/stand/<int:number>/",
        standing.stand_in_contest,
        name="stand-in-contest",
    ),
    path(
        "elections/<slug:slug>/stand/<int:number>/delete-draft/",
        standing.delete_draft,
        name="delete-draft",
    ),
    path("elections/<slug:slug>/nomination/", own_nomination.my_nomination, name="my-nomination"),
    path(
        "elections/<slug:slug>/nomination/change/",
        own_nomination.change_nomination,
        name="change-nomination",
    ),
    path(
        "elections/<slug:slug>/nomination/proof/",
        own_nomination.approve_proof,
        name="approve-proof",
    ),
    path(
        "elections/<slug:slug>/nomination/withdraw/",
        own_nomination.withdraw_nomination,
        name="withdraw-nomination",
    ),
    path(
        "elections/<slug:slug>/nomination/appeal/",
        appeals.appeal_refusal,
        name="appeal-refusal",
    ),
    path("n/<share:token>/nominate/", supporting.support_nomination, name="support-nomination"),
    path("n/<share:token>/take-back/", supporting.withdraw_support, name="withdraw-support"),
]
