"""A by-election set up from the seat register: it knows what is vacant and what must still be met."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from elections import register
from elections.blueprints import PlannedContest, by_election
from elections.models import Attribute, Contest, Election, Electorate, Rule, Seat
from elections.refusal import Refused
from elections.register.holding import original_contest
from elections.scheduling.setting_up import create
from members.models import User


def create_by_election(
    seats: Collection[Seat],
    *,
    title: str,
    voting_opens_at: datetime,
    joining_while_voting: bool,
    actor: User | None,
    now: datetime,
    key: UUID | None = None,
) -> Election:
    """An election for these vacant seats: a contest for each constituency, with the electorate, the
    rule and the choices it had, and its minima less those who still hold a seat and were counted for
    them. Of an electorate that was a list, those on it until its election's papers were erased.

    Raises Refused for no seat, for seats of several bodies, and for one that is not vacant any more
    or whose term would be over before the result.
    """
    bodies = {seat.body for seat in seats}
    if not bodies:
        raise Refused(_("Choose at least one vacant seat."))
    if len(bodies) > 1:
        raise Refused(_("Choose seats of one body: each has elections of its own."))
    (body,) = bodies
    today = register.today_in_london(now)
    found = {one.title: one for one in register.constituencies(body, today)}
    vacant = {seat.pk for one in found.values() for seat in one.vacant}
    if not {seat.pk for seat in seats} <= vacant:
        raise Refused(_("One of these seats is not vacant any more. Look at the register again."))
    wanted: dict[str, int] = {}
    for seat in seats:
        wanted[seat.constituency] = wanted.get(seat.constituency, 0) + 1
    planned = [
        contest
        for one in found.values()
        if one.title in wanted
        for contest in _planned(body, one, wanted[one.title])
    ]
    return create(
        by_election(planned, body=body, joining_while_voting=joining_while_voting),
        title=title,
        voting_opens_at=voting_opens_at,
        key=key,
        actor=actor,
        vacancies=seats,
    )


def _planned(
    body: str, constituency: register.Constituency, seats: int
) -> Iterator[PlannedContest]:
    """The contest of a constituency, and the further sections of its electoral college."""
    original = original_contest(body, constituency.title)
    if original is None:
        yield PlannedContest(title=constituency.title, seats=seats)
        return
    minima = register.open_minima(original, constituency.held, seats)
    yield _like(
        original,
        title=constituency.title,
        seats=seats,
        minima=tuple(
            (Attribute(name), minima[name]) for name in Attribute.values if name in minima
        ),
    )
    for section in original.sections.select_related("sheet").order_by("number"):
        yield _like(section, title=section.title, seats=seats, section_of=constituency.title)


def _like(
    contest: Contest,
    *,
    title: str,
    seats: int,
    minima: tuple[tuple[Attribute, int], ...] = (),
    section_of: str = "",
) -> PlannedContest:
    sheet = contest.sheet
    has_list = sheet.electorate == Electorate.LIST
    return PlannedContest(
        title=title,
        electorate=Electorate(sheet.electorate),
        regions=tuple(sheet.regions.values_list("name", flat=True)),
        rule=Rule(contest.rule),
        seats=seats,
        marks=min(contest.marks, seats),
        minima=minima,
        section_of=section_of,
        weight=contest.weight,
        has_ron=contest.has_ron,
        supports=min(contest.supports_per_member, seats),
        list_name=sheet.title if has_list else "",
        listed=tuple(sheet.listed.values_list("member", flat=True)) if has_list else (),
    )
