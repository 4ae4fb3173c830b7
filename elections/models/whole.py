"""All contests of an election with what belongs to them, and elections with what is on record of them,
for pages that show it all."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.db.models.functions import JSONObject

from elections.models.contest import Contest, NationalMinimum, minima_found
from elections.models.election import Election, ElectionQuerySet
from elections.models.nomination import Nomination
from elections.models.record import DayTurnout, declarations_found


def whole_contests(election: Election) -> list[Contest]:
    """In the order of the paper, by one statement: each with its sheet, what was fixed of its seats or
    opened again, its minima and its sections, whether somebody stands (`has_people`), and the
    declarations about it.

    Whatever asks the election for all its contests afterwards has these.
    """
    standing = Nomination.objects.standing().filter(contest=OuterRef("pk"))
    found = Contest.objects.select_related("sheet", "seat_plan", "reopened").annotate(
        people_found=Exists(standing),
        amendments_found=declarations_found("pk"),
        minima_found=minima_found("pk"),
    )
    prefetch_related_objects([election], Prefetch("contests", found.order_by("number")))
    contests = list(election.contests.all())
    by_key = {one.pk: one for one in contests}
    for one in contests:
        one.sheet.election = election
        one.has_people = bool(getattr(one, "people_found", False))
        one.known_minima = getattr(one, "minima_found", None)
        one.known_sections = [each for each in contests if each.section_of_id == one.pk]
        if one.section_of_id is not None:
            one.section_of = by_key[one.section_of_id]
    return contests


def with_record() -> ElectionQuerySet:
    """Elections, each with what its results say beside the contests: the days of the poll, the national
    minima, and the scrutineer's report (`scrutineer_report`, where there is one)."""
    days = DayTurnout.objects.filter(election=OuterRef("pk")).order_by("from_on")
    day = JSONObject(from_on="from_on", until_on="until_on", members="members")
    minima = NationalMinimum.objects.filter(election=OuterRef("pk")).order_by("attribute")
    minimum = JSONObject(attribute="attribute", least="least")
    return Election.objects.select_related("scrutineer_report").annotate(
        days_found=ArraySubquery(days.values(found=day)),
        national_found=ArraySubquery(minima.values(found=minimum)),
    )
