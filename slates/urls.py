from __future__ import annotations

from django.urls import path

from slates import views

app_name = "slates"
urlpatterns = [
    path("elections/<slug:slug>/slates/<slug:slate_slug>/", views.show_slate, name="show-slate"),
    path("elections/<slug:slug>/nomination/slate/", views.choose_slate, name="choose-slate"),
    path("office/elections/<slug:slug>/slates/", views.list_slates, name="list-slates"),
    path("office/elections/<slug:slug>/slates/add/", views.add_slate, name="add-slate"),
    path(
        "office/elections/<slug:slug>/slates/<slug:slate_slug>/correct/",
        views.correct_slate,
        name="correct-slate",
    ),
]
