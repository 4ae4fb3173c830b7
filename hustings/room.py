"""What a hustings adds to the elections' pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from elections.models import Election, Nomination
from elections.office_questions.needed import Need
from elections.office_questions.of_acts import Happening
from elections.own import Own
from elections.rooms import Room
from elections.views.member_home import Doing
from hustings.conditions import hustings_of
from hustings.models import Answer, Hustings, ModeratedQuerySet, Question


class HustingsRoom(Room):
    def office_sections(self) -> Iterator[tuple[str, str]]:
        yield _("Questions"), "hustings:list-questions"

    def needs(self, elections: Collection[Election], now: datetime) -> Iterator[Need]:
        held = {one.pk: one for one in elections if not one.withdrawn_at}
        pending = (
            _pending(Question.objects.all(), "hustings"),
            _pending(Answer.objects.all(), "question__hustings"),
        )
        found = Hustings.objects.filter(election__in=held).annotate(
            questions_pending=pending[0], answers_pending=pending[1]
        )
        by_key = {one.pk: one for one in found}
        for pk, election in held.items():
            if hustings := by_key.get(pk):
                yield from _needs_of(hustings, election, now)

    def happenings(self, election: Election) -> Iterator[Happening]:
        hustings = hustings_of(election)
        if hustings is None:
            return
        sentences = {
            "questions_open_at": _(
                "Members who may vote can ask the candidates one question each, and upvote."
            ),
            "questions_close_at": _("Nobody can ask the candidates any more."),
            "answers_open_at": _("Candidates can answer the questions that officers approved."),
            "answers_close_at": _("Nobody can answer or upvote any more."),
        }
        for name in Hustings.INSTANTS:
            yield Happening(getattr(hustings, name), sentences[name])

    def questions(self, own: Own) -> dict[str, QuerySet[Any]]:
        held = [one for one in own.elections.values() if not (one.withdrawn_at or one.postponed_at)]
        stands_in = {
            one.pk: own.nomination(one) for one in held if own.stands_with_this_record(one)
        }
        sent = Answer.objects.filter(nomination__in=stands_in.values())
        unanswered = Question.objects.shown().exclude(pk__in=sent.values("question"))
        asked = Question.objects.filter(member=own.member)
        return {
            "hustings": Hustings.objects.filter(pk__in=[one.pk for one in held]).order_by("pk"),
            "unanswered": unanswered.filter(hustings__in=stands_in).only("hustings").order_by(),
            "asked": asked.filter(hustings__in=[one.pk for one in held]),
        }

    def doings(self, own: Own) -> Iterator[Doing]:
        answered: list[Hustings] = []
        asked: list[Hustings] = []
        for hustings in own.found["hustings"]:
            hustings.election = own.elections[hustings.pk]
            is_candidate = own.stands_with_this_record(hustings.election)
            (answered if is_candidate else asked).append(hustings)
        yield from _about_answering([one for one in answered if one.takes_answers(own.now)], own)
        yield from _about_asking(asked, own)

    def answered(self, election: Election) -> Iterable[int]:
        shown = Question.objects.shown().filter(hustings=election.pk)
        answers = Answer.objects.shown().filter(question__in=shown)
        return answers.values_list("nomination", flat=True).distinct()

    def on_election(self, request: HttpRequest, election: Election) -> str:
        hustings = hustings_of(election)
        if hustings is None:
            return ""
        context = {"election": election, "hustings": hustings}
        return render_to_string("hustings/_on_election.html", context, request)

    def on_candidate(self, request: HttpRequest, nomination: Nomination) -> str:
        """The candidate's approved answers, in the order of the topics."""
        shown = Question.objects.shown().filter(hustings_id=nomination.contest.election_id)
        answers = Answer.objects.shown().filter(nomination=nomination, question__in=shown)
        answers = answers.select_related("question__topic")
        found = answers.order_by("question__topic__number", "question_id")
        if not found:
            return ""
        return render_to_string("hustings/_on_candidate.html", {"answers": found}, request)


def _pending(rows: ModeratedQuerySet[Any], path: str) -> Coalesce:
    """How many of a hustings wait for an officer."""
    own = rows.pending().filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


def _needs_of(hustings: Hustings, election: Election, now: datetime) -> Iterator[Need]:
    due = hustings.answers_close_at
    waiting = (
        (
            getattr(hustings, "questions_pending", 0),
            ngettext_lazy(
                "question to decide: %(election)s", "questions to decide: %(election)s", "number"
            ),
            "hustings:list-questions",
        ),
        (
            getattr(hustings, "answers_pending", 0),
            ngettext_lazy(
                "answer to decide: %(election)s", "answers to decide: %(election)s", "number"
            ),
            "hustings:list-answers",
        ),
    )
    for number, words, page in waiting:
        if number:
            yield Need(
                number=number,
                label=words % {"election": election.title, "number": number},
                url=reverse(page, args=[election.slug]) + "?state=pending",
                by=due,
                late=due <= now,
            )


def _about_asking(those: list[Hustings], own: Own) -> Iterator[Doing]:
    asked = {one.hustings_id: one for one in own.found["asked"]}
    for hustings in those:
        election = hustings.election
        url = reverse("hustings:show-hustings", args=[election.slug])
        if question := asked.get(hustings.pk):
            words = str(question.get_state_display())
            yield Doing("done", _("You asked the candidates"), election, words, url, _("Look"))
        elif hustings.takes_questions(own.now) and _may_ask(election, own):
            yield Doing(
                "now",
                _("Ask the candidates a question"),
                election,
                url=reverse("hustings:ask-question", args=[election.slug]),
                action=_("Ask"),
                deadline=hustings.questions_close_at,
                deadline_words=_("Questions close"),
            )


def _may_ask(election: Election, own: Own) -> bool:
    """As `require_no_candidate` and `require_entitled` have it."""
    return own.is_elector(election) and not own.stands(election)


def _about_answering(those: list[Hustings], own: Own) -> Iterator[Doing]:
    """The questions that a candidate has not answered, of each hustings that takes answers now."""
    number = Counter(one.hustings_id for one in own.found["unanswered"])
    for hustings in those:
        left = number[hustings.pk]
        if not left:
            continue
        words = ngettext(
            "%(number)s question has no answer of yours.",
            "%(number)s questions have no answer of yours.",
            left,
        )
        yield Doing(
            "now",
            _("Answer members’ questions"),
            hustings.election,
            words % {"number": left},
            url=reverse("hustings:show-hustings", args=[hustings.election.slug]),
            action=_("See the questions"),
            deadline=hustings.answers_close_at,
            deadline_words=_("Answers close"),
        )
