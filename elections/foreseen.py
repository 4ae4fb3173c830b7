"""How a contest stands, in sentences: for everybody, for one candidate, and for returning officers.

What candidates declared about themselves is seen by returning officers only. So what everybody reads
speaks of seats and groups and never of a person, and of a group only once `SMALL_GROUP` people stand;
a candidate is told their own case alone. Whoever fills in the form to stand learns their own case
too, which cannot be had without learning something of how the others stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from elections.counting.errors import listed
from elections.counting.result import Bound
from elections.models import Attribute, Contest, Nomination, VacancyRule
from elections.reserved import SMALL_GROUP
from elections.vacancies import Outlook, as_things_stand, outlook_with
from members.models import Member


def group(attribute: str) -> str:
    """Whom seats are reserved for, as every page calls them."""
    return str(Attribute(attribute).label)


def openings_in_words(openings: Iterable[frozenset[str]]) -> str:
    """What somebody must be to fill a vacancy: “Women … and/or BAME”; empty where anybody could."""
    ways = [sorted(way, key=Attribute.values.index) for way in openings if way]
    ways.sort(key=lambda way: (len(way), [Attribute.values.index(name) for name in way]))
    return str(_(" and/or ")).join(" + ".join(map(group, way)) for way in ways)


def for_everybody(outlook: Outlook) -> list[str]:
    """What anybody may know of how the contest stands."""
    contest, standing = outlook.contest, len(outlook.numbers)
    words = (
        _("At most %(open)s of the %(seats)s seats can go to people who are not: %(group)s.")
        if _leaves_vacant(contest)
        else _(
            "At most %(open)s of the %(seats)s seats can go to people who are not: %(group)s. More "
            "can if there are too few of them."
        )
    )
    sentences = [
        words
        % {"open": contest.seats - one.minimum, "seats": contest.seats, "group": group(one.name)}
        for one in outlook.minima.attributes
        if one.minimum and standing and contest.seats > 1
    ]
    if 0 < standing <= _open_to_anybody(outlook) and not contest.has_ron:
        sentences.append(
            _("As things stand there is nothing to vote on here: everybody who stands is elected.")
        )
    if standing and standing < contest.seats:
        sentences.append(_vacant(contest.seats - standing, contest.seats))
    elif standing >= SMALL_GROUP:
        sentences += _short_of(outlook)
    return sentences


def _open_to_anybody(outlook: Outlook) -> int:
    """How many could all be elected, whatever they declared."""
    reserved = [one.minimum for one in outlook.minima.attributes]
    return outlook.contest.seats - max(reserved, default=0)


def _short_of(outlook: Outlook) -> list[str]:
    """What is missing for the reserved seats, in numbers."""
    words = (
        _(
            "As things stand, %(missing)s of the %(reserved)s seats reserved for this group would "
            "stay vacant: %(group)s."
        )
        if _leaves_vacant(outlook.contest)
        else _(
            "As things stand, %(missing)s of the %(reserved)s seats reserved for this group would "
            "be open to everybody: %(group)s."
        )
    )
    short = [
        words
        % {
            "missing": one.minimum - len(one.candidates),
            "reserved": one.minimum,
            "group": group(one.name),
        }
        for one in outlook.minima.attributes
        if len(one.candidates) < one.minimum
    ]
    if outlook.vacant and not short:
        return [_vacant(outlook.vacant, outlook.contest.seats)]
    return short


def _leaves_vacant(contest: Contest) -> bool:
    return contest.election.vacancy_rule == VacancyRule.LEAVE_VACANT


def _vacant(vacant: int, seats: int) -> str:
    return ngettext(
        "As things stand, at least %(vacant)s of %(seats)s seats would stay vacant.",
        "As things stand, at least %(vacant)s of %(seats)s seats would stay vacant.",
        vacant,
    ) % {"vacant": vacant, "seats": seats}


@dataclass(frozen=True)
class OwnCase:
    """What a candidate should know of their own case: `kind` of the notice, and its words."""

    kind: str
    text: str


def for_candidate(outlook: Outlook, number: int) -> OwnCase | None:
    """The case of one of those who stand, with everybody else who stands; None if votes decide."""
    prospects = outlook.prospects()
    if number in prospects.doomed:
        return OwnCase("warning", _cannot(outlook.plan.seats))
    if number in prospects.guarded and not outlook.contest.has_ron:
        return OwnCase(
            "",
            _(
                "As things stand you are elected, whatever the votes. This changes if others come "
                "forward or withdraw."
            ),
        )
    return None


def _cannot(seats: int) -> str:
    """Why somebody cannot be elected to so many seats that those who stand could fill."""
    if seats == 0:
        return _(
            "As things stand you cannot be elected, whatever the votes: the seats are reserved, "
            "and you are not counted towards them. This changes if others come forward."
        )
    if seats == 1:
        return _(
            "As things stand you cannot be elected, whatever the votes: the only seat to fill is "
            "reserved, and you are not counted towards it. This changes if others come forward or "
            "withdraw."
        )
    return _(
        "As things stand you cannot be elected, whatever the votes: every seat that is not "
        "reserved for others could only go to somebody else. This changes if others come "
        "forward or withdraw."
    )


def for_newcomer(contest: Contest, member: Member, attributes: Collection[str]) -> OwnCase | None:
    """The case of a member who would stand with these declarations."""
    outlook = outlook_with(contest, member.pk, attributes)
    return for_candidate(outlook, len(outlook.numbers))


def for_nomination(nomination: Nomination) -> OwnCase | None:
    """The case of somebody who stands; None for one who does not, and once candidates are settled."""
    if not nomination.is_standing or nomination.contest.election.candidates_fixed_at is not None:
        return None
    outlook = as_things_stand(nomination.contest)
    number = outlook.numbers.get(nomination.pk)
    return for_candidate(outlook, number) if number is not None else None


@dataclass(frozen=True)
class Foreseen:
    """What a contest will be: a tag of a `kind`, its words, and why.

    Of a contest without a vote, words and reasons are for returning officers alone.
    """

    contest: Contest
    tag: str
    kind: str
    words: str
    is_polled: bool
    reasons: list[str]

    @property
    def title(self) -> str:
        return self.contest.title


def for_officers(outlook: Outlook) -> Foreseen:
    """What the contest will be if those of the outlook are its candidates, whom it concerns and why."""
    names = outlook.names
    prospects = outlook.prospects()
    reasons = [_vacancy(outlook)] if outlook.vacant else []
    if outlook.is_polled and not outlook.contest.has_ron:
        reasons += [
            _("Elected whatever the votes: %(name)s (%(why)s).")
            % {"name": names[one.candidate], "why": _bounds(one.bounds)}
            for one in prospects.reasons
            if one.candidate in prospects.guarded
        ]
    reasons += [
        _("Cannot be elected: %(name)s (%(why)s).")
        % {"name": names[one.candidate], "why": _bounds(one.bounds)}
        for one in prospects.reasons
        if one.candidate in prospects.doomed
    ]
    tag, kind, words = _fate(outlook, [names[number] for number in outlook.winners])
    return Foreseen(outlook.contest, tag, kind, words, outlook.is_polled, reasons)


def _fate(outlook: Outlook, winners: list[str]) -> tuple[str, str, str]:
    if outlook.is_polled:
        words = ngettext("for %(seats)s seat", "for %(seats)s seats", outlook.plan.seats)
        return (
            pgettext("what becomes of a contest", "Vote"),
            "good",
            words % {"seats": outlook.plan.seats},
        )
    if winners:
        words = _("Elected unopposed: %(names)s.") % {"names": listed(winners)}
        return _("No vote"), "told", words
    if outlook.numbers:
        return _("No vote"), "problem", _("Nobody who stands can be elected.")
    return _("No vote"), "problem", _("Nobody stands.")


def _vacancy(outlook: Outlook) -> str:
    words = {
        "vacant": outlook.vacant,
        "seats": outlook.contest.seats,
        "wanted": openings_in_words(outlook.openings()),
    }
    if words["wanted"]:
        return (
            _("%(vacant)s of %(seats)s seats stay vacant. Who could still fill them: %(wanted)s.")
            % words
        )
    return _("%(vacant)s of %(seats)s seats stay vacant. Anybody could still fill them.") % words


def _bounds(bounds: Iterable[Bound]) -> str:
    """The reserved seats that make it so; with none, there are no more candidates than seats."""
    found = [
        (
            _("at least %(number)s: %(group)s")
            if one.kind == "min"
            else _("at most %(number)s: %(group)s")
        )
        % {"number": one.number, "group": group(one.attribute)}
        for one in bounds
    ]
    return "; ".join(found) or _("no more candidates than seats")
