"""The office's lists of a hustings: questions and answers, as they were sent. Neither names who asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from hustings.models import Hustings, State
from members.listing import Choice, Column, Filter, Listing, Search

_TEXT = Column("text", gettext_lazy("Text"), lambda one: one.text, ("text",))
_STATE = Column("state", gettext_lazy("State"), lambda one: one.get_state_display(), ("state",))
_SENT = Column("sent", gettext_lazy("Sent"), lambda one: one.sent_at.isoformat(), ("sent_at",))
_STATES: tuple[Filter, ...] = (Choice("state", gettext_lazy("State"), State.choices, "state"),)


def questions(hustings: Hustings) -> Listing:
    return Listing(
        "questions",
        gettext_lazy("Questions"),
        (
            _TEXT,
            Column("topic", gettext_lazy("Topic"), lambda one: one.topic.title, ("topic__title",)),
            _STATE,
            _SENT,
            Column(
                "upvotes",
                gettext_lazy("Upvotes"),
                lambda one: one.upvotes,
                ("upvotes",),
                numeric=True,
            ),
        ),
        (
            Search(
                gettext_lazy("Words of the question"),
                lambda rows, words: rows.filter(text__icontains=words),
            ),
            Choice(
                "topic",
                gettext_lazy("Topic"),
                [(str(topic.pk), topic.title) for topic in hustings.topics.all()],
                "topic",
            ),
            *_STATES,
        ),
        first="sent",
        size=100,
    )


ANSWERS = Listing(
    "answers",
    gettext_lazy("Answers"),
    (
        _TEXT,
        Column(
            "candidate",
            gettext_lazy("Candidate"),
            lambda one: one.nomination.ballot_name,
            ("nomination__ballot_name",),
        ),
        _STATE,
        _SENT,
    ),
    (
        Search(
            gettext_lazy("Candidate"),
            lambda rows, words: rows.filter(nomination__ballot_name__icontains=words),
        ),
        *_STATES,
    ),
    first="sent",
    size=100,
)
