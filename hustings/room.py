"""What a hustings adds to the elections' pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.models import Election, Nomination
from elections.models.entitlement import is_elector_somewhere
from elections.office_questions.needed import Need
from elections.office_questions.of_acts import Happening
from elections.rooms import Room
from elections.views.member_home import Doing
from hustings import asking
from hustings.conditions import hustings_of
from hustings.models import Answer, Hustings, Question
from members.models import Member


class HustingsRoom(Room):
    def office_sections(self) -> Iterator[tuple[str, str]]:
        yield _("Questions"), "hustings:list-questions"

    def needs(self, election: Election, now: datetime) -> Iterator[Need]:
        hustings = hustings_of(election)
        if hustings is None or election.withdrawn_at:
            return
        waiting = (
            Question.objects.filter(hustings=hustings).pending().count()
            + Answer.objects.filter(question__hustings=hustings).pending().count()
        )
        if waiting:
            due = hustings.answers_close_at
            yield Need(
                number=waiting,
                label=ngettext(
                    "question or answer to decide: %(election)s",
                    "questions and answers to decide: %(election)s",
                    waiting,
                )
                % {"election": election.title},
                url=reverse("hustings:list-questions", args=[election.slug]) + "?state=pending",
                by=due,
                late=due <= now,
            )

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

    def doings(self, election: Election, member: Member, now: datetime) -> Iterator[Doing]:
        hustings = hustings_of(election)
        if hustings is None or election.withdrawn_at or election.postponed_at:
            return
        nominations = Nomination.objects.standing().filter(contest__election=election)
        nomination = nominations.filter(member=member).first()
        if nomination is not None:
            yield from _about_answering(hustings, nomination, now)
        else:
            yield from _about_asking(hustings, member, now)

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


def _about_asking(hustings: Hustings, member: Member, now: datetime) -> Iterator[Doing]:
    election = hustings.election
    own = asking.own_question(hustings, member)
    url = reverse("hustings:show-hustings", args=[election.slug])
    if own is not None:
        words = str(own.get_state_display())
        yield Doing("done", _("You asked the candidates"), election, words, url, _("Look"))
    elif hustings.takes_questions(now) and is_elector_somewhere(member, election):
        yield Doing(
            "now",
            _("Ask the candidates a question"),
            election,
            url=reverse("hustings:ask-question", args=[election.slug]),
            action=_("Ask"),
            deadline=hustings.questions_close_at,
            deadline_words=_("Questions close"),
        )


def _about_answering(hustings: Hustings, nomination: Nomination, now: datetime) -> Iterator[Doing]:
    if not hustings.takes_answers(now):
        return
    sent = Answer.objects.filter(nomination=nomination).values("question")
    left = Question.objects.shown().filter(hustings=hustings).exclude(pk__in=sent).count()
    if left:
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
