"""Setting an election up from a template, and correcting it until the notice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from elections.blueprints import Blueprint, PlannedContest
from elections.models import (
    Contest,
    Election,
    Electorate,
    ListedElector,
    Minimum,
    NationalMinimum,
    Rule,
    Seat,
    Timetable,
)
from elections.refusal import Refused
from elections.scheduling.addresses import (
    RESERVED_SLUGS,
    free_slug,
    refused_where_there_is_one,
)
from elections.scheduling.covered import obstacles_of_vacancies, plan_end_of_term
from elections.scheduling.documents import add_standard_documents
from elections.scheduling.sections import require_section, sections_follow
from elections.scheduling.sheets import Sheets
from members import audit
from members.models import Region, User


@transaction.atomic
def create(
    blueprint: Blueprint,
    *,
    title: str,
    voting_opens_at: datetime,
    actor: User | None,
    slug: str = "",
    key: UUID | None = None,
    vacancies: Collection[Seat] = (),
) -> Election:
    """Set an election up from a template; everything can be changed until the notice.

    A form that is sent twice gives the same `key` twice, and the second is refused. A
    by-election is for these `vacancies`, where they were chosen. Raises Refused for one to a vacancy
    that another one covers, or whose term would be over first.
    """
    with refused_where_there_is_one(
        already=_("This election has just been created. Look for it in the list."),
        address=_address_taken() if slug else "",
    ):
        election = Election.objects.create(
            **({"id": key} if key else {}),
            title=title,
            slug=slug or free_slug(title),
            body=blueprint.body,
            fills_vacancies=blueprint.fills_vacancies,
            supporters_needed=blueprint.supporters_needed,
            created_by=actor,
        )
    Timetable.objects.create(
        election=election,
        **{name: voting_opens_at + distance for name, distance in blueprint.days.items()},
    )
    _add_contests(election, blueprint.contests)
    if covered := obstacles_of_vacancies(election, election.created_at):
        raise Refused(" ".join(covered))
    plan_end_of_term(election, election.created_at, vacancies)
    NationalMinimum.objects.bulk_create(
        NationalMinimum(election=election, attribute=attribute, least=least)
        for attribute, least in blueprint.national
    )
    add_standard_documents(election, actor=actor, now=election.created_at)
    audit.record(
        audit.Action.ELECTION_CREATED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        detail={"template": blueprint.key},
    )
    return election


def _address_taken() -> str:
    return _("Another election has this address already.")


def _add_contests(election: Election, planned: Sequence[PlannedContest]) -> None:
    """The contests of a template, numbered in its order, in few statements however many they are."""
    regions = {region.name: region for region in Region.objects.all()}
    sheets = Sheets(election)
    made: dict[str, Contest] = {}
    for number, one in enumerate(planned, start=1):
        if missing := set(one.regions) - regions.keys():
            raise Refused(
                _(
                    "The template names the region “%(region)s”, and there is none of that name. "
                    "Begin with another template, or ask an administrator about the regions."
                )
                % {"region": min(missing)}
            )
        made[str(one.title)] = Contest(
            election=election,
            sheet=sheets.of(one.electorate, [regions[name] for name in one.regions], one.list_name),
            number=number,
            title=str(one.title),
            rule=one.rule,
            seats=one.seats,
            marks=one.marks,
            supports_per_member=one.supports or one.seats,
            has_ron=one.has_ron,
            weight=one.weight,
        )
    sections = {str(one.title): str(one.section_of) for one in planned if one.section_of}
    Contest.objects.bulk_create(one for title, one in made.items() if title not in sections)
    for title, whole in sections.items():
        made[title].section_of = made[whole]
    Contest.objects.bulk_create(made[title] for title in sections)
    Minimum.objects.bulk_create(
        Minimum(contest=made[str(one.title)], attribute=attribute, least=least)
        for one in planned
        for attribute, least in one.minima
    )
    ListedElector.objects.bulk_create(
        [
            ListedElector(sheet=made[str(one.title)].sheet, member_id=member)
            for one in planned
            for member in one.listed
        ],
        ignore_conflicts=True,  # contests may share a list
    )


@transaction.atomic
def change_election(election: Election, changes: Mapping[str, Any], *, actor: User | None) -> None:
    """Correct what is said of an election (title, address, body, conditions) until the notice."""
    held = Election.objects.select_for_update().get(pk=election.pk)
    if held.published_at is not None:
        raise Refused(_("The notice is published: what it says of the election no longer changes."))
    changed = {name: value for name, value in changes.items() if getattr(held, name) != value}
    if not changed:
        return
    if changed.get("slug") in RESERVED_SLUGS:
        raise Refused(_("This address belongs to a page of the office. Choose another."))
    detail = {name: [str(getattr(held, name)), str(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(held, name, value)
    with refused_where_there_is_one(address=_address_taken()):
        held.save(update_fields=list(changed))
    _record_change(held, actor, detail)


@transaction.atomic
def save_contest(
    contest: Contest,
    *,
    electorate: str,
    regions: Collection[Region],
    minima: Mapping[str, int],
    list_name: str = "",
    actor: User | None,
) -> Contest:
    """Add a contest, or store a changed one, with its electorate and minima: until the notice.

    `minima` gives the least number of seats for each attribute; 0 reserves none. Raises Refused
    for a title that another contest of the election has, which is also how a form sent twice ends.
    """
    # Held so that neither the notice nor another officer's contest comes in between.
    election = Election.objects.select_for_update().get(pk=contest.election_id)
    require_unlocked(election)
    others = election.contests.exclude(pk=contest.pk)
    if others.filter(title__iexact=contest.title).exists():
        raise Refused(
            _("This election already has a contest called “%(title)s”.") % {"title": contest.title}
        )
    if contest.is_question:
        contest.seats = contest.marks = 1
    if faults := [*faults_of_contest(contest), *faults_of_minima(contest, minima)]:
        raise Refused(" ".join(sentence for _field, sentence in faults))
    before = _as_stored(contest)
    _rename_list(contest, electorate, list_name)
    contest.sheet = Sheets(election).of(electorate, regions, list_name)
    require_section(contest)
    if not contest.pk:
        last = election.contests.order_by("-number").first()
        contest.number = last.number + 1 if last else 1
    contest.save()
    sections_follow(contest)
    reserved = {attribute: least for attribute, least in minima.items() if least}
    contest.minima.exclude(attribute__in=reserved).delete()
    for attribute, least in reserved.items():
        contest.minima.update_or_create(attribute=attribute, defaults={"least": least})
    if _as_stored(contest) == before:
        return contest  # nothing changes: perhaps the button was pressed twice
    _record_change(
        election,
        actor,
        {
            "contest": contest.title,
            "electorate": contest.sheet.title,
            "rule": contest.rule,
            "seats": contest.seats,
            "minima": reserved,
        },
    )
    return contest


def _as_stored(contest: Contest) -> object:
    """What the database holds of a contest, to be compared; nothing of one that is new."""
    names = [field.attname for field in Contest._meta.concrete_fields]
    row = Contest.objects.filter(pk=contest.pk).values("sheet__title", *names).first()
    return row and (row, dict(contest.minima.values_list("attribute", "least")))


def _rename_list(contest: Contest, electorate: str, list_name: str) -> None:
    """A list that is this contest's alone keeps its members under its new name."""
    if not contest.pk or electorate != Electorate.LIST:
        return
    sheet = contest.sheet
    taken = contest.election.sheets.filter(title__iexact=list_name).exclude(pk=sheet.pk)
    is_shared = sheet.contests.exclude(pk=contest.pk).exists()
    if sheet.electorate == Electorate.LIST and not is_shared and not taken.exists():
        sheet.title = list_name
        sheet.save(update_fields=["title"])


def faults_of_contest(contest: Contest) -> list[tuple[str, str]]:
    """What was entered of a contest and could never be of use: (field, sentence).

    A further section of a college is counted as its first contest is, whatever it says itself.
    """
    faults = []
    is_question = contest.is_question and contest.section_of is None
    if not is_question:
        words = _("Only a question needs one. Leave it empty, or choose “Yes or no” above.")
        faults += [(f"{name}_needed", words) for name in contest.thresholds]
    if is_question and contest.has_ron:
        faults.append(
            ("has_ron", _("A question has no nominations to re-open. Take the tick away."))
        )
    has_marks = contest.rule == Rule.PLURALITY and contest.section_of is None
    if has_marks and contest.marks > contest.seats:
        words = _(
            "Give at most %(seats)s: as many as there are seats. To let members mark more, choose "
            "approval."
        )
        faults.append(("marks", words % {"seats": contest.seats}))
    return faults


def faults_of_minima(contest: Contest, minima: Mapping[str, int]) -> list[tuple[str, str]]:
    """Every minimum that the contest cannot have: (attribute, sentence).

    Minima that only one person could meet together are none: one may have every attribute.
    """
    reserved = {attribute: least for attribute, least in minima.items() if least}
    if contest.is_question:
        return [(attribute, _("A question reserves no seats.")) for attribute in reserved]
    if contest.section_of is not None:
        words = _("The seats are those of “%(title)s”: reserve them there.")
        return [(attribute, words % {"title": contest.section_of.title}) for attribute in reserved]
    return [
        (
            attribute,
            _("Reserve at most %(seats)s: the contest has no more seats.")
            % {"seats": contest.seats},
        )
        for attribute, least in reserved.items()
        if least > contest.seats
    ]


@transaction.atomic
def set_national_minima(
    election: Election, minima: Mapping[str, int], *, actor: User | None
) -> None:
    """What all contests are to reach together, until the notice; 0 asks for nothing."""
    held = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
    require_unlocked(held)
    if faults := faults_of_national_minima(held, minima):
        raise Refused(" ".join(sentence for _attribute, sentence in faults))
    wanted = {attribute: least for attribute, least in minima.items() if least}
    before = dict(held.national_minima.values_list("attribute", "least"))
    if wanted == before:
        return
    held.national_minima.exclude(attribute__in=wanted).delete()
    for attribute, least in wanted.items():
        held.national_minima.update_or_create(attribute=attribute, defaults={"least": least})
    _record_change(held, actor, {"national minima": wanted})


def faults_of_national_minima(
    election: Election, minima: Mapping[str, int]
) -> list[tuple[str, str]]:
    """Every national minimum above the seats of all contests together: (attribute, sentence)."""
    seats = sum(election.contests.for_people().values_list("seats", flat=True))
    return [
        (
            attribute,
            _("Ask for at most %(seats)s: all contests together have no more seats.")
            % {"seats": seats},
        )
        for attribute, least in minima.items()
        if least > seats
    ]


@transaction.atomic
def remove_contest(contest: Contest, *, actor: User | None) -> None:
    """Take a contest out of an election, until the notice."""
    election = Election.objects.select_for_update().get(pk=contest.election_id)
    require_unlocked(election)
    contest.delete()
    _record_change(election, actor, {"removed": contest.title})


def _record_change(election: Election, actor: User | None, detail: dict[str, Any]) -> None:
    audit.record(
        audit.Action.ELECTION_CHANGED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        detail=detail,
    )


def require_unlocked(election: Election) -> None:
    """Raises Refused once the notice is published."""
    if election.published_at is not None:
        raise Refused(
            _("The notice is published: seats, electorates, rules and minima no longer change.")
        )
