"""Addresses for programs: JSON and calendars."""

from django.urls import path

from elections.views import api, calendar

urlpatterns = [
    path("api/v1/", api.show_index, name="api-index"),
    path("api/v1/elections/", api.list_elections, name="api-elections"),
    path("api/v1/elections/<slug:slug>/", api.show_election, name="api-election"),
    path("api/v1/elections/<slug:slug>/candidates/", api.show_candidates, name="api-candidates"),
    path("api/v1/elections/<slug:slug>/results/", api.show_results, name="api-results"),
    path("api/v1/elections/<slug:slug>/checkpoints/", api.show_checkpoints, name="api-checkpoints"),
    path("api/v1/schemas/<slug:name>.schema.json", api.show_schema, name="api-schema"),
    path("elections/calendar.ics", calendar.all_elections, name="calendar"),
    path("elections/<slug:slug>/calendar.ics", calendar.one_election, name="calendar-of-election"),
]
