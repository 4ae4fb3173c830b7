"""Addresses of the pages that anybody may read."""

from __future__ import annotations

from django.urls import path

from elections.views import photos, public

urlpatterns = [
    path("elections/", public.list_elections, name="list-elections"),
    path("elections/<slug:slug>/", public.show_election, name="show-election"),
    path("elections/<slug:slug>/candidates/", public.list_candidates, name="list-candidates"),
    path(
        "elections/<slug:slug>/candidates/<int:contest>/<int:number>/",
        public.show_candidate,
        name="show-candidate",
    ),
    path("n/<share:token>/", public.show_nomination, name="show-nomination"),
    path("photos/<digest:digest>.jpg", photos.show_photo, name="show-photo"),
    path("how-your-vote-is-protected/", public.vote_protected, name="vote-protected"),
]
