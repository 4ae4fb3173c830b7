"""Who upvoted what goes with the papers; questions and answers with the statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from elections import erasing
from hustings.models import Answer, Hustings, Question, State, Topic, Upvote
from members.models import Member
from tests.office import cast
from tests.office.cast import fresh, members, nominated
from tests.retention.cast import YEAR, acted, planned, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def hustings() -> Hustings:
    """Bea's question was approved, upvoted by Callum and answered by Aisha; Dewi's was rejected."""
    election = cast.checking()
    aisha, bea, callum, dewi = members()[:4]
    now = timezone.now()
    hustings = Hustings.objects.create(
        election=election,
        questions_open_at=now - timedelta(days=4),
        questions_close_at=now - timedelta(days=3),
        answers_open_at=now - timedelta(days=3),
        answers_close_at=now - timedelta(days=2),
    )
    topic = Topic.objects.create(hustings=hustings, number=1, title="Democracy")

    def asks(member: Member, state: State, reason: str = "") -> Question:
        return Question.objects.create(
            hustings=hustings,
            topic=topic,
            member=member,
            text="Will you publish the minutes?",
            sent_at=now,
            state=state,
            reason=reason,
        )

    asked = asks(bea, State.APPROVED)
    asks(dewi, State.REJECTED, "Not a question.")
    Upvote.objects.create(question=asked, topic=topic, member=callum, given_at=now)
    Answer.objects.create(
        question=asked,
        nomination=nominated(election, aisha),
        text="Every month.",
        sent_at=now,
        state=State.APPROVED,
    )
    return hustings


def test_upvotes_and_what_nobody_read_go_with_the_papers(hustings: Hustings) -> None:
    now = timezone.now()
    acted(hustings.election, withdrawn_at=now - timedelta(days=300), withdrawn_reason="Burnt.")
    erasing.erase_due(now)
    assert Upvote.objects.exists()
    planned(hustings.election, term_ends_at=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filenode('hustings_upvote')")
        before = cursor.fetchone()
        acted(hustings.election, withdrawn_at=None)
        acted(hustings.election, declared_at=now - YEAR, counted_at=now, no_poll_at=now)
        planned(hustings.election, term_ends_at=now + timedelta(days=30))
        erasing.erase_due(now)
        cursor.execute("SELECT pg_relation_filenode('hustings_upvote')")
        assert cursor.fetchone() != before
    assert not Upvote.objects.exists()
    assert [one.state for one in Question.objects.all()] == ["approved"]
    assert Answer.objects.get().text == "Every month."


def test_questions_and_answers_go_at_the_end_of_the_term(hustings: Hustings) -> None:
    now = timezone.now()
    acted(hustings.election, declared_at=now, counted_at=now, no_poll_at=now)
    planned(hustings.election, term_ends_at=now - timedelta(seconds=1))
    erasing.erase_due(now)
    assert not Answer.objects.exists()
    assert not Question.objects.exists()
    assert fresh(hustings.election).statements_erased_at == now
    page = Client().get(f"{hustings.election.get_absolute_url()}questions/").content.decode()
    assert "Questions and answers: erased on" in " ".join(page.split())


def test_what_was_asked_upvoted_and_answered_is_taken_home_until_it_is_erased(
    hustings: Hustings,
) -> None:
    aisha, bea, callum, dewi = Member.objects.order_by("number")[:4]
    asked, upvoted, answered = "Questions you asked", "Questions you upvoted", "Answers you gave"
    said = ((bea, asked), (dewi, asked), (callum, upvoted), (aisha, answered))
    assert all(what in told(member) for member, what in said)
    now = timezone.now()
    acted(hustings.election, declared_at=now - YEAR, counted_at=now, no_poll_at=now)
    planned(hustings.election, term_ends_at=now + timedelta(days=30))
    erasing.erase_due(now)
    still = {(member.first_name, what) for member, what in said if what in told(member)}
    assert still == {("Bea", asked), ("Aisha", answered)}
    planned(hustings.election, term_ends_at=now - timedelta(seconds=1))
    erasing.erase_due(now)
    assert not [what for member, what in said if what in told(member)]
