"""What the vacancy rule makes of a contest: polled, decided without a poll, or seats left vacant.

The rule itself is pure and stands in `elections.counting.vacancies`. Asked while nominations are open,
the answer is how things stand; when the papers are fixed it is written down as a `SeatPlan`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from elections import counting
from elections.counting import Minima
from elections.models import Attribute, Candidate, Contest, Nomination, VacancyRule
from elections.reserved import minima_of

ORDER = tuple(Attribute.values)  # the later gives way where seats are opened to all


@dataclass(frozen=True)
class Outlook:
    """A contest with its plan if those of `numbers` (nomination: candidate number) are candidates.

    A rehearsal has no nominations: its candidates, each of a negative number here, were written when
    it was made, and it is polled whatever the number of its candidates.

    `minima` are those of the notice; `plan` holds those that would bind.
    """

    contest: Contest
    numbers: dict[int, int]
    minima: Minima
    plan: counting.SeatPlan
    names: Mapping[int, str]  # as on the paper, by candidate number

    @property
    def is_polled(self) -> bool:
        """Where voters may re-open nominations they have that choice against a single candidate."""
        is_asked_anyway = self.contest.has_ron or self.contest.election.is_rehearsal
        return self.plan.is_contested or (is_asked_anyway and self.plan.seats > 0)

    @property
    def winners(self) -> tuple[int, ...]:
        """The numbers of those elected without a poll."""
        return () if self.is_polled else self.plan.winners or ()

    @property
    def vacant(self) -> int:
        return self.plan.vacant

    @property
    def leaves_vacant(self) -> bool:
        """Seats that nobody who stands could fill stay vacant; else they are open to everybody."""
        return self.contest.election.vacancy_rule == VacancyRule.LEAVE_VACANT

    def prospects(self) -> counting.Assessment:
        """Whose election is certain and for whom it is impossible, whatever the votes."""
        return counting.assess(list(self.numbers.values()), self.plan.seats, self.plan.minima)

    def openings(self) -> tuple[frozenset[str], ...]:
        """The smallest sets of attributes with which somebody could fill a vacant seat."""
        if not self.leaves_vacant:
            return (frozenset(),) if self.vacant else ()
        return counting.openings(list(self.numbers.values()), self.contest.seats, self.minima)

    def could_fill(self, attributes: Collection[str]) -> bool:
        if not self.leaves_vacant:
            return self.vacant > 0
        return counting.could_fill(
            list(self.numbers.values()), self.contest.seats, self.minima, attributes
        )


def in_order_of_record(nominations: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """As they came forward: the order in which candidates are numbered from 1."""
    return nominations.order_by("submitted_at", "pk")


def as_things_stand(contest: Contest) -> Outlook:
    """The outlook with everybody who stands now, decided or not."""
    return all_as_things_stand([contest])[0]


def all_as_things_stand(contests: Sequence[Contest]) -> list[Outlook]:
    """The same of several contests of one election; by one statement."""
    if contests and contests[0].election.is_rehearsal:
        return _of_candidates(contests)
    return outlooks(contests, Nomination.objects.standing())


def all_as_accepted(contests: Sequence[Contest]) -> list[Outlook]:
    """The outlooks with those accepted: what fixing the papers would write down. The contests are of
    one election or of several that are no rehearsals; a few statements for all of them."""
    if contests and contests[0].election.is_rehearsal:
        return _of_candidates(contests)
    return outlooks(contests, Nomination.objects.filter(state=Nomination.State.ACCEPTED))


def _of_candidates(contests: Sequence[Contest]) -> list[Outlook]:
    """Of a rehearsal, whose candidates declared nothing."""
    keys: dict[int, dict[int, int]] = {contest.pk: {} for contest in contests}
    names: dict[int, dict[int, str]] = {contest.pk: {} for contest in contests}
    found = Candidate.objects.filter(contest__in=keys, is_ron=False).order_by("number")
    for contest_id, number, name in found.values_list("contest_id", "number", "ballot_name"):
        keys[contest_id][-number] = number
        names[contest_id][-number] = name
    return [_outlook(one, keys[one.pk], {}, names[one.pk]) for one in contests]


def outlook(contest: Contest, nominations: QuerySet[Nomination]) -> Outlook:
    return outlooks([contest], nominations)[0]


def outlooks(contests: Sequence[Contest], nominations: QuerySet[Nomination]) -> list[Outlook]:
    """Each contest with those of the nominations that are for it; by one statement."""
    keys: dict[int, list[int]] = {contest.pk: [] for contest in contests}
    given: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    found = in_order_of_record(nominations.filter(contest__in=keys))
    for contest_id, key, name, attribute in found.values_list(
        "contest_id", "pk", "ballot_name", "declarations__attribute"
    ):
        if key not in given:
            keys[contest_id].append(key)
            given[key] = []
            names[key] = name
        if attribute is not None:
            given[key].append(attribute)
    numbered = {
        contest: {key: number for number, key in enumerate(each, start=1)}
        for contest, each in keys.items()
    }
    return [_outlook(one, numbered[one.pk], given, names) for one in contests]


def _outlook(
    contest: Contest,
    numbers: dict[int, int],
    given: Mapping[int, Collection[str]],
    names: Mapping[int, str],
) -> Outlook:
    minima = minima_of(contest, numbers, given)
    plan = _plan(contest, list(numbers.values()), minima)
    own = {number: names[key] for key, number in numbers.items()}
    return Outlook(contest, numbers, minima, plan, own)


def outlook_with(contest: Contest, member_pk: int, attributes: Collection[str]) -> Outlook:
    """The outlook if a member stood with these declarations, in the place of any earlier nomination.

    The member's number is the last, without a name.
    """
    others = contest.nominations.all().standing().exclude(member=member_pk)
    found = outlook(contest, others)
    number = len(found.numbers) + 1
    minima = Minima.from_json(
        {
            "attributes": {
                name: {**data, "candidates": [*data["candidates"], number]}
                if name in attributes
                else data
                for name, data in found.minima.as_json()["attributes"].items()
            }
        }
    )
    numbers = {**found.numbers, 0: number}  # no nomination has the key 0
    plan = _plan(contest, list(numbers.values()), minima)
    return Outlook(contest, numbers, minima, plan, {**found.names, number: ""})


def _plan(contest: Contest, standing: list[int], minima: Minima) -> counting.SeatPlan:
    return counting.plan_seats(
        standing,
        contest.seats,
        minima,
        leave_vacant=contest.election.vacancy_rule == VacancyRule.LEAVE_VACANT,
        order=ORDER,
    )
