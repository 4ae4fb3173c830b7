"""What is written down of every contest of people when the papers are fixed: polled, or decided."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from elections import outbox
from elections.counting.errors import listed
from elections.models import Candidate, Election, Message, SeatPlan, whole_contests
from elections.vacancies import Outlook, all_as_accepted
from members import audit
from members.models import User


def outlooks(election: Election) -> list[Outlook]:
    """The outlook of every contest of people, with those accepted as its candidates."""
    return all_as_accepted([one for one in whole_contests(election) if one.is_for_people])


def sheets_polled(election: Election, found: Iterable[Outlook]) -> list[int]:
    """The numbers of the sheets that will be returned: those with a contest that is polled."""
    decided = {one.contest.pk for one in found if not one.is_polled}
    return sorted(
        {
            contest.sheet.number
            for contest in whole_contests(election)
            if contest.pk not in decided and contest.section_of_id not in decided
        }
    )


def write_plans(found: Iterable[Outlook], *, now: datetime) -> None:
    SeatPlan.objects.bulk_create(_plan(one, now) for one in found)


def _plan(one: Outlook, now: datetime) -> SeatPlan:
    bound = one.plan.minima
    is_published = not one.is_polled and bound.attributes
    return SeatPlan(
        contest=one.contest,
        is_polled=one.is_polled,
        seats=one.plan.seats,
        vacant=one.vacant,
        minima={each.name: each.minimum for each in bound.attributes if each.minimum},
        elected=list(one.winners),
        minima_file=json.dumps(bound.as_json(), sort_keys=True) if is_published else "",
        recorded_at=now,
    )


def tell_settled(found: Iterable[Outlook], *, now: datetime) -> None:
    """Mail to each candidate whose case is settled before a vote is cast.

    They are elected without a poll, are not elected without one, or cannot be elected in a poll.
    """
    for one in found:
        settled = _settled(one)
        candidates = Candidate.objects.filter(contest=one.contest, number__in=settled)
        for candidate in candidates.select_related("nomination__member").order_by("number"):
            if candidate.nomination is not None:  # nobody is behind a candidate of a rehearsal
                outbox.queue_to_member(
                    Message.Kind.CASE_SETTLED,
                    election=one.contest.election,
                    member=candidate.nomination.member,
                    nomination=candidate.nomination,
                    details={"case": settled[candidate.number]},
                    now=now,
                )


def _settled(one: Outlook) -> dict[int, str]:
    """The cases by the candidates' numbers."""
    if one.is_polled:
        return dict.fromkeys(one.prospects().doomed, "doomed")
    return {
        number: "elected" if number in one.winners else "not-elected"
        for number in one.numbers.values()
    }


def record_decided(found: Iterable[Outlook], *, actor: User | None) -> None:
    """A line of the audit for every contest without a poll: who is elected, what stays vacant."""
    for one in found:
        if one.is_polled:
            continue
        winners = Candidate.objects.filter(contest=one.contest, number__in=one.winners)
        names = list(winners.values_list("ballot_name", flat=True))
        audit.record(
            audit.Action.UNCONTESTED,
            actor=actor,
            subject=one.contest.title,
            election=one.contest.election_id,
            detail={"elected": listed(names), "vacant": one.vacant},
        )
