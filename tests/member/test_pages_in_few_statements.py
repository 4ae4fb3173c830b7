"""What a member and a candidate see asks few statements, and no more of a bigger election."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import Traveller

from elections.models import Contest, Election, Message, Nomination, RollExclusion
from elections.models import SupportingNomination as Support
from hustings.models import Answer, Hustings, Question, State, Topic, Upvote
from members.models import ImportRow, ImportRun, Member, MemberNote, Status
from slates.models import Agent, Invitation, Slate
from tests.embedded.guards import no_guards
from tests.hustings import cast as hustings_cast
from tests.public import cast
from tests.public.test_few_statements import with_contests

pytestmark = pytest.mark.django_db
BELOW = 10
ASKING, ANSWERING = hustings_cast.ASKING, hustings_cast.ANSWERING


def asked(who: Member, paths: list[str]) -> dict[str, int]:
    """How many statements each page asks of the member."""
    client = cast.sign_in(Client(), who)
    found = {}
    for path in paths:
        with CaptureQueriesContext(connection) as statements:
            assert client.get(path).status_code == 200, path
        found[path] = len(statements)
    return found


def test_three_contests_and_forty_people_ask_for_as_much_as_one_of_each(clock: Traveller) -> None:
    clock.move_to(ASKING)
    hustings = hustings_cast.public()
    election = hustings.election
    question = hustings_cast.approved(hustings, hustings_cast.bea())
    aisha = cast.stands(cast.aisha(), election)
    home, own = ["/home/", "/home/held-about-you/"], election.get_absolute_url()
    questions = f"{own}questions/"
    of_efua = [*home, f"{own}on-the-roll/", f"{own}register-slate/", questions]
    of_efua += [f"{questions}ask/", f"{questions}topics/1/", f"{questions}{question.pk}/"]
    of_aisha = [*home, f"{questions}{question.pk}/", f"{questions}{question.pk}/answer/"]

    def measured() -> list[dict[str, int]]:
        clock.move_to(ASKING)
        as_member = asked(hustings_cast.efua(), of_efua)
        clock.move_to(ANSWERING)
        return [as_member, asked(aisha.member, of_aisha)]

    before = measured()
    with_contests(election, 3)
    with no_guards():
        grown(election, hustings, question, aisha)
    after = measured()
    assert after == before
    assert max(most for pages in before for most in pages.values()) < BELOW


def grown(election: Election, hustings: Hustings, question: Question, aisha: Nomination) -> None:
    """40 people more stand, answer and ask; and there is much that Efua and Aisha did."""
    efua = hustings_cast.efua()
    people = _people(80)
    nominations = _stand(election, people[:40])
    _ask_and_answer(hustings, people[40:], nominations, aisha, by=efua)
    for number, slate in enumerate(_slates(election)):
        Agent.objects.create(slate=slate, member=people[number], added_at=ASKING)
        for one in (aisha, nominations[number]):
            Invitation.objects.create(slate=slate, nomination=one, invited_at=ASKING)
    for slot, one in enumerate(nominations[:10], start=1):
        Support.objects.create(
            nomination=one, contest=one.contest, member=efua, slot=slot, given_at=ASKING
        )
    for member in (efua, aisha.member):
        _is_recorded(election, member)


def _people(number: int) -> list[Member]:
    return Member.objects.bulk_create(
        Member(number=f"9{one:02}", first_name=f"Person {one}", status=Status.ACTIVE)
        for one in range(number)
    )


def _stand(election: Election, people: list[Member]) -> list[Nomination]:
    contests: list[Contest] = list(election.contests.all())
    return Nomination.objects.bulk_create(
        Nomination(
            contest=contests[place % len(contests)],
            member=member,
            ballot_name=member.name,
            submitted_at=ASKING,
        )
        for place, member in enumerate(people)
    )


def _ask_and_answer(
    hustings: Hustings,
    people: list[Member],
    nominations: list[Nomination],
    aisha: Nomination,
    *,
    by: Member,
) -> None:
    for number in range(3, 8):
        Topic.objects.create(hustings=hustings, number=number, title=f"Topic {number}")
    topics, rosa = list(hustings.topics.all()), hustings_cast.rosa()
    decided = {"state": State.APPROVED, "decided_by": rosa, "decided_at": ASKING, "sent_at": ASKING}
    more = Question.objects.bulk_create(
        Question(
            hustings=hustings,
            topic=topics[place % len(topics)],
            member=member,
            text="And the accounts?",
            **decided,
        )
        for place, member in enumerate(people)
    )
    for topic, one in zip(topics, more, strict=False):
        Upvote.objects.create(question=one, topic=topic, member=by, given_at=ASKING)
    first = Question.objects.exclude(pk__in=[one.pk for one in more])
    given = [(one, nomination) for one in first for nomination in nominations]
    given += [(one, aisha) for one in more[:10]]
    Answer.objects.bulk_create(
        Answer(question=one, nomination=nomination, text="Yes.", **decided)
        for one, nomination in given
    )


def _slates(election: Election) -> list[Slate]:
    return Slate.objects.bulk_create(
        Slate(
            election=election,
            slug=f"slate-{colour}",
            name=f"Slate {colour}",
            colour=colour,
            registered_at=ASKING,
        )
        for colour in range(1, 6)
    )


def _is_recorded(election: Election, member: Member) -> None:
    rosa = hustings_cast.rosa()
    for number in range(10):
        Message.objects.create(
            election=election,
            member=member,
            kind=Message.Kind.TIMETABLE_CHANGED,
            to=member.email,
            not_before=ASKING,
            round=number + 1,
        )
        MemberNote.objects.create(
            member=member, text=f"Note {number}", written_by=rosa, written_at=ASKING
        )
        run = ImportRun.objects.create(name=f"{number}.csv", size=1, uploaded_by=rosa)
        ImportRow.objects.create(run=run, line=1, number=member.number, name=member.name)
    RollExclusion.objects.create(
        election=election, member=member, reason="Moved.", made_at=ASKING, made_by=rosa
    )
