"""Addresses of the pages that anybody may read."""

from __future__ import annotations

from django.urls import path

from elections.views import notice, photos, public, seats

urlpatterns = [
    path("elections/", public.list_elections, name="list-elections"),
    path("elections/<slug:slug>/", public.show_election, name="show-election"),
    path("elections/<slug:slug>/notice/", notice.show_notice, name="show-notice"),
    path(
        "elections/<slug:slug>/documents/<int:number>/", notice.show_document, name="show-document"
    ),
    path("how-votes-are-counted/", notice.how_counted, name="how-counted"),
    path("elections/<slug:slug>/candidates/", public.list_candidates, name="list-candidates"),
    path(
        "elections/<slug:slug>/candidates/<int:contest>/<int:number>/",
        public.show_candidate,
        name="show-candidate",
    ),
    path("n/<share:token>/", public.show_nomination, name="show-nomination"),
    path("photos/<digest:digest>.jpg", photos.show_photo, name="show-photo"),
    path("seats/", seats.show_holders, name="show-holders"),
    path("how-your-vote-is-protected/", public.vote_protected, name="vote-protected"),
]
