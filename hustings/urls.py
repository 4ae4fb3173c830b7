from __future__ import annotations

from django.urls import path

from hustings.views import office, public, taking_part

app_name = "hustings"
urlpatterns = [
    path("elections/<slug:slug>/questions/", public.show_hustings, name="show-hustings"),
    path("elections/<slug:slug>/questions/ask/", taking_part.ask_question, name="ask-question"),
    path(
        "elections/<slug:slug>/questions/topics/<int:number>/",
        public.show_topic,
        name="show-topic",
    ),
    path(
        "elections/<slug:slug>/questions/<int:number>/", public.show_question, name="show-question"
    ),
    path(
        "elections/<slug:slug>/questions/<int:number>/answer/",
        taking_part.answer_question,
        name="answer-question",
    ),
    path(
        "elections/<slug:slug>/questions/<int:number>/upvote/",
        taking_part.upvote_question,
        name="upvote-question",
    ),
    path(
        "elections/<slug:slug>/questions/<int:number>/take-back/",
        taking_part.take_upvote_back,
        name="take-upvote-back",
    ),
    path("office/elections/<slug:slug>/questions/", office.list_questions, name="list-questions"),
    path(
        "office/elections/<slug:slug>/questions/answers/", office.list_answers, name="list-answers"
    ),
    path(
        "office/elections/<slug:slug>/questions/set-up/",
        office.set_up_hustings,
        name="set-up-hustings",
    ),
    path(
        "office/elections/<slug:slug>/questions/switch-off/", office.switch_off, name="switch-off"
    ),
    path(
        "office/elections/<slug:slug>/questions/<int:number>/",
        office.decide_question,
        name="decide-question",
    ),
    path(
        "office/elections/<slug:slug>/questions/answers/<int:number>/",
        office.decide_answer,
        name="decide-answer",
    ),
]
