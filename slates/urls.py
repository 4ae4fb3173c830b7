from __future__ import annotations

from django.urls import path

from slates.views import agents, candidates, office, public

app_name = "slates"
urlpatterns = [
    path("elections/<slug:slug>/slates/<slug:slate_slug>/", public.show_slate, name="show-slate"),
    path("elections/<slug:slug>/register-slate/", agents.register_slate, name="register-slate"),
    path("elections/<slug:slug>/your-slate/", agents.your_slate, name="your-slate"),
    path("elections/<slug:slug>/your-slate/change/", agents.change_slate, name="change-slate"),
    path("elections/<slug:slug>/your-slate/agents/", agents.add_agent, name="add-agent"),
    path(
        "elections/<slug:slug>/your-slate/agents/<int:agent>/remove/",
        agents.remove_agent,
        name="remove-agent",
    ),
    path("elections/<slug:slug>/your-slate/invite/", agents.invite_candidate, name="invite"),
    path(
        "elections/<slug:slug>/your-slate/candidates/<int:number>/end/",
        agents.end_invitation,
        name="end-invitation",
    ),
    path(
        "elections/<slug:slug>/nomination/slates/<slug:slate_slug>/",
        candidates.answer_invitation,
        name="answer-invitation",
    ),
    path("office/elections/<slug:slug>/slates/", office.list_slates, name="list-slates"),
    path(
        "office/elections/<slug:slug>/slates/<slug:slate_slug>/",
        office.decide_slate,
        name="decide-slate",
    ),
    path(
        "office/elections/<slug:slug>/slates/<slug:slate_slug>/correct/",
        office.correct_slate,
        name="correct-slate",
    ),
    path(
        "office/elections/<slug:slug>/slates/<slug:slate_slug>/candidates/<int:number>/take-off/",
        office.take_off,
        name="take-off",
    ),
]
