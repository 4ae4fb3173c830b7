"""What a count of a contest is given, and the records that come of it.

From the opened box and from stored records alike: a contest that is counted again, because somebody
left, is counted from the papers of its first record, without any key.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from elections import counting
from elections.counting import Minima, MinimaImpossible, Profile, blt, college
from elections.models import Attribute, Contest, CountRecord, Turnout, VacancyRule
from elections.models.contest import Rule
from elections.models.record import SMALL_CONTEST
from elections.reserved import bound_by_plan, seats_to_fill


@dataclass(frozen=True)
class Section:
    """The papers of one electorate: the only one, or one of an electoral college."""

    contest: int
    sheet: int
    weight: int
    profile: Profile
    malformed: Mapping[str, int]

    @property
    def is_small(self) -> bool:
        return self.profile.total < SMALL_CONTEST


@dataclass(frozen=True)
class Given:
    """What a count is given, whoever has left since: the same for every count of the contest."""

    contest: Contest
    sections: tuple[Section, ...]
    minima: Minima
    lots: Sequence[int]
    options: Mapping[str, int]
    ron: int | None

    @property
    def is_college(self) -> bool:
        return len(self.sections) > 1

    @property
    def seats(self) -> int:
        return self.sections[0].profile.seats

    def standing(self, left: Collection[int]) -> list[int]:
        """The numbers of the people who are still candidates."""
        numbers = range(1, len(self.sections[0].profile.candidates) + 1)
        return [number for number in numbers if number not in left and number != self.ron]


def from_box(
    contest: Contest,
    rankings: Mapping[int, Sequence[tuple[int, ...]]],
    malformed: Mapping[int, Mapping[str, int]],
    lots: Sequence[int],
) -> Given:
    """What is counted first. `rankings` by number of contest, `malformed` by number of sheet."""
    candidates = sorted(contest.candidates.all(), key=lambda one: one.number)
    names = [candidate.ballot_name for candidate in candidates]
    sections = [contest, *contest.sections.all()]
    numbers = {one.nomination_id: one.number for one in candidates if one.nomination_id}
    return Given(
        contest=contest,
        sections=tuple(
            Section(
                contest=section.number,
                sheet=section.sheet.number,
                weight=section.weight,
                profile=Profile.from_rankings(
                    names, seats_to_fill(contest), rankings[section.number], contest.title
                ),
                malformed=malformed.get(section.sheet.number, {}),
            )
            for section in sections
        ),
        minima=bound_by_plan(contest, numbers),
        lots=lots,
        options=_options(contest),
        ron=next((one.number for one in candidates if one.is_ron), None),
    )


def from_record(record: CountRecord) -> Given:
    """The same again, from the record of a count as cast."""
    how = json.loads(record.count)
    contest = record.contest
    papers = [(one, one["ballots"], one["malformed"]) for one in record.sections] or [
        (
            {"contest": contest.number, "sheet": contest.sheet.number, "weight": contest.weight},
            record.papers,
            record.malformed,
        )
    ]
    return Given(
        contest=contest,
        sections=tuple(
            Section(
                contest=one["contest"],
                sheet=one["sheet"],
                weight=one["weight"],
                profile=blt.read(ballots, "the stored papers"),
                malformed=malformed,
            )
            for one, ballots, malformed in papers
        ),
        minima=_stored_minima(record),
        lots=how["lots"],
        options=how["options"],
        ron=how.get("ron"),
    )


def _stored_minima(record: CountRecord) -> Minima:
    return Minima.from_text(record.minima, "the stored minima") if record.minima else Minima()


def _options(contest: Contest) -> dict[str, int]:
    if contest.rule == Rule.PLURALITY:
        return {"marks": contest.marks}
    if contest.rule != Rule.YES_NO:
        return {}
    options = contest.thresholds
    if "turnout" in options:
        options["entitled"] = Turnout.objects.get(sheet=contest.sheet).entitled
    return options


def result_of(
    given: Given, left: Collection[int], *, number: int = 1, kept: Sequence[int] = ()
) -> CountRecord:
    """The result without those who left. `kept` are elected whatever the votes.

    Where those still standing cannot meet the minima, the election's vacancy rule says how many seats
    are filled and which minima bind: see `elections.counting.vacancies`. If that is none, they are all
    barred: passed over, as no seat is open to any of them. Raises `MinimaImpossible` where that cannot
    keep whom it should.
    """
    try:
        return _record(given, CountRecord.Kind.RESULT, number, left=left, kept=kept)
    except MinimaImpossible:
        if kept:
            raise
    plan = counting.plan_seats(
        given.standing(left),
        given.seats,
        given.minima,
        leave_vacant=given.contest.election.vacancy_rule == VacancyRule.LEAVE_VACANT,
        order=Attribute.values,
    )
    if not plan.seats:
        nobody = replace(given, minima=Minima())
        barred = given.standing(left)
        return _record(nobody, CountRecord.Kind.RESULT, number, left=left, barred=barred)
    reduced = replace(given, minima=plan.minima)
    return _record(reduced, CountRecord.Kind.RESULT, number, left=left, seats=plan.seats)


def as_cast(given: Given) -> CountRecord:
    """The count as if nobody had left, for information."""
    return _record(given, CountRecord.Kind.AS_CAST, 1)


def _record(
    given: Given,
    kind: CountRecord.Kind,
    number: int,
    *,
    left: Collection[int] = (),
    kept: Sequence[int] = (),
    barred: Sequence[int] = (),
    seats: int | None = None,
) -> CountRecord:
    how: dict[str, Any] = {
        "rule": given.contest.rule,
        "seats": seats or given.seats,
        "withdrawn": sorted(left),
        "lots": list(given.lots),
        "options": dict(given.options),
    }
    if given.ron is not None:
        how["ron"] = given.ron
    if kept:
        how["kept"] = sorted(kept)
    if barred:
        how["barred"] = sorted(barred)
    profile, sections = _papers(given, how)
    result = counting.count(
        profile,
        given.contest.rule,
        seats=seats,
        minima=given.minima,
        withdrawn=[*how["withdrawn"], *barred],
        lots=how["lots"] or None,
        options=given.options,
        ron=given.ron,
        kept=kept,
    )
    if sections:
        how["sections"] = [
            {
                name: one[name]
                for name in ("sheet", "contest", "weight", "papers", "valid", "factor")
            }
            for one in sections
        ]
    return CountRecord(
        contest=given.contest,
        kind=kind,
        number=number,
        result=result.to_json(),
        papers=blt.write(profile),
        count=json.dumps(how, sort_keys=True, separators=(",", ":")),
        minima=json.dumps(given.minima.as_json(), sort_keys=True)
        if given.minima.attributes
        else "",
        papers_received=sum(section.profile.total for section in given.sections),
        malformed=dict(given.sections[0].malformed),
        is_small=any(section.is_small for section in given.sections),
        sections=sections,
    )


def _papers(given: Given, how: Mapping[str, Any]) -> tuple[Profile, list[dict[str, Any]]]:
    """The papers as they are counted, and what is stored of each section of a college."""
    if not given.is_college:
        return given.sections[0].profile, []
    found = college.merged(
        [college.Section(one.profile, one.weight) for one in given.sections],
        given.contest.rule,
        withdrawn=[*how["withdrawn"], *how.get("barred", ())],
        options=given.options,
        ron=given.ron,
    )
    return found.profile, [
        {
            "contest": section.contest,
            "sheet": section.sheet,
            "malformed": dict(section.malformed),
            "ballots": blt.write(section.profile),
            "is_small": section.is_small,
        }
        | vars(scaled)
        for section, scaled in zip(given.sections, found.sections, strict=True)
    ]
