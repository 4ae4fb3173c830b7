"""Setting an election up, publishing its notice, and changing its timetable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from elections import outbox
from elections.blueprints import Blueprint, PlannedContest, placeholders
from elections.models import (
    Contest,
    DeclaredBy,
    Election,
    Electorate,
    Minimum,
    Sheet,
    Timetable,
    TimetableChange,
)
from elections.refusal import Refused
from members import audit
from members.models import Region, User

# Each pair in order where both are set: an earlier step never comes after a later one.
_ORDER = (
    ("notice_at", "self_nomination_opens_at"),
    ("notice_at", "supporting_opens_at"),
    ("notice_at", "voting_opens_at"),
    ("self_nomination_opens_at", "self_nomination_closes_at"),
    ("supporting_opens_at", "supporting_closes_at"),
    ("self_nomination_opens_at", "supporting_opens_at"),
    ("self_nomination_closes_at", "supporting_closes_at"),
    ("self_nomination_closes_at", "voting_opens_at"),
    ("supporting_closes_at", "voting_opens_at"),
    ("freeze_at", "voting_opens_at"),
    ("papers_fixed_by_at", "voting_opens_at"),
    ("voting_opens_at", "voting_closes_at"),
    ("voting_opens_at", "reminder_at"),
    ("reminder_at", "voting_closes_at"),
    ("voting_closes_at", "declaration_at"),
    ("declaration_at", "complaints_close_at"),
)
_STRICT = {
    ("self_nomination_opens_at", "self_nomination_closes_at"),
    ("supporting_opens_at", "supporting_closes_at"),
    ("voting_opens_at", "voting_closes_at"),
}

RESERVED_SLUGS = {"new"}  # the office's page for a new election has this address


def faults_of_timetable(instants: Mapping[str, datetime | None]) -> list[tuple[str, str]]:
    """Every step that comes before one it must follow: (field, sentence)."""
    faults = []
    for earlier, later in _ORDER:
        first, second = instants.get(earlier), instants.get(later)
        if first is None or second is None:
            continue
        if first > second or (first == second and (earlier, later) in _STRICT):
            faults.append(
                (
                    later,
                    _("“%(later)s” must come after “%(earlier)s”.")
                    % {"later": words_for(later), "earlier": words_for(earlier)},
                )
            )
    for opens, closes in (
        ("self_nomination_opens_at", "self_nomination_closes_at"),
        ("supporting_opens_at", "supporting_closes_at"),
    ):
        if (instants.get(opens) is None) != (instants.get(closes) is None):
            missing = opens if instants.get(opens) is None else closes
            faults.append((missing, _("Give “%(step)s” as well.") % {"step": words_for(missing)}))
    return faults


def words_for(instant: str) -> str:
    """What a step of the timetable is called on screen."""
    return Timetable.words_for(instant)


@transaction.atomic
def create(
    blueprint: Blueprint,
    *,
    title: str,
    voting_opens_at: datetime,
    actor: User | None,
    slug: str = "",
    key: UUID | None = None,
) -> Election:
    """Set an election up from a template; everything can be changed until the notice.

    A form that is sent twice gives the same `key` twice, and the second is refused.
    """
    try:
        with transaction.atomic():
            election = Election.objects.create(
                **({"id": key} if key else {}),
                title=title,
                slug=slug or free_slug(title),
                body=blueprint.body,
                supporters_needed=blueprint.supporters_needed,
                created_by=actor,
            )
    except IntegrityError as error:
        raise Refused(_("This election has just been created. Look for it in the list.")) from error
    Timetable.objects.create(
        election=election,
        **{name: voting_opens_at + distance for name, distance in blueprint.days.items()},
    )
    for planned in blueprint.contests:
        add_contest(election, planned)
    audit.record(
        audit.Action.ELECTION_CREATED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        detail={"template": blueprint.key},
    )
    return election


def free_slug(title: str) -> str:
    """An address made of the title that no other election has."""
    stem = slugify(title)[:70] or "election"
    taken = set(Election.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 4))]
    return next(slug for slug in candidates if slug not in taken | RESERVED_SLUGS)


def sheet_for(election: Election, electorate: str, region: Region | None) -> Sheet:
    """The sheet of an electorate, made with the next free number where there is none yet."""
    sheet = election.sheets.filter(electorate=electorate, region=region).first()
    if sheet is not None:
        return sheet
    last = election.sheets.order_by("-number").first()
    return Sheet.objects.create(
        election=election,
        electorate=electorate,
        region=region,
        number=last.number + 1 if last else 1,
    )


def add_contest(election: Election, planned: PlannedContest) -> Contest:
    region = None
    if planned.electorate == Electorate.REGION:
        region = Region.objects.filter(name=planned.region).first()
        if region is None:
            raise Refused(
                _(
                    "The template names the region “%(region)s”, and there is none of that name. "
                    "Begin with another template, or ask an administrator about the regions."
                )
                % {"region": planned.region}
            )
    last = election.contests.order_by("-number").first()
    contest = Contest.objects.create(
        election=election,
        sheet=sheet_for(election, planned.electorate, region),
        number=last.number + 1 if last else 1,
        title=str(planned.title),
        rule=planned.rule,
        seats=planned.seats,
        marks=planned.marks,
        supports_per_member=planned.seats,
    )
    Minimum.objects.bulk_create(
        Minimum(contest=contest, attribute=attribute, least=least)
        for attribute, least in planned.minima
    )
    return contest


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
    try:
        with transaction.atomic():
            held.save(update_fields=list(changed))
    except IntegrityError as error:
        raise Refused(_("Another election has this address already.")) from error
    _record_change(held, actor, detail)


@transaction.atomic
def save_contest(
    contest: Contest,
    *,
    electorate: str,
    region: Region | None,
    minima: Mapping[str, int],
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
    if faults := faults_of_minima(contest, minima):
        raise Refused(" ".join(sentence for _attribute, sentence in faults))
    contest.sheet = sheet_for(election, electorate, region)
    if not contest.pk:
        last = election.contests.order_by("-number").first()
        contest.number = last.number + 1 if last else 1
    contest.save()
    reserved = {attribute: least for attribute, least in minima.items() if least}
    contest.minima.exclude(attribute__in=reserved).delete()
    for attribute, least in reserved.items():
        contest.minima.update_or_create(attribute=attribute, defaults={"least": least})
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


def faults_of_minima(contest: Contest, minima: Mapping[str, int]) -> list[tuple[str, str]]:
    """Every minimum that the contest cannot have: (attribute, sentence)."""
    reserved = {attribute: least for attribute, least in minima.items() if least}
    if contest.is_question:
        return [(attribute, _("A question reserves no seats.")) for attribute in reserved]
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


def obstacles_to_notice(election: Election, now: datetime) -> list[str]:
    """What still stands between this election and its notice, one sentence each."""
    if election.published_at is not None:
        return []
    obstacles = [
        sentence
        for _field, sentence in faults_of_timetable(
            {name: getattr(election.timetable, name) for name in Timetable.INSTANTS}
        )
    ]
    timetable = election.timetable
    if timetable.voting_closes_at <= now:
        obstacles.append(_("Voting would be over already. Set a later timetable."))
    if election.declared_by == DeclaredBy.AUTOMATIC and timetable.declaration_at is None:
        obstacles.append(
            _("Set when the result is declared: the timetable is to declare it by itself.")
        )
    contests = list(election.contests.prefetch_related("minima"))
    if not contests:
        obstacles.append(_("Add at least one contest or question."))
    obstacles += [
        _("%(contest)s reserves more seats for one group than it has.") % {"contest": contest.title}
        for contest in contests
        if any(minimum.least > contest.seats for minimum in contest.minima.all())
    ]
    obstacles += [
        _("Write the question that members are asked in place of “%(contest)s”.")
        % {"contest": contest.title}
        for contest in contests
        if contest.is_question and contest.title in placeholders()
    ]
    if any(not contest.is_question for contest in contests):
        obstacles += _obstacles_to_standing(election, now)
    return obstacles


def _obstacles_to_standing(election: Election, now: datetime) -> list[str]:
    """Why nobody could come to stand under this timetable, which no longer changes once passed."""
    timetable = election.timetable
    if timetable.self_nomination_closes_at is None:
        return [_("Set when self-nomination opens and closes: there are seats to fill.")]
    obstacles = []
    if timetable.self_nomination_closes_at <= now:
        obstacles.append(_("Self-nomination would be over already. Set a later timetable."))
    if election.supporters_needed:
        if timetable.supporting_closes_at is None:
            obstacles.append(
                _("Set when supporting nominations open and close: candidates need them.")
            )
        elif timetable.supporting_closes_at <= now:
            obstacles.append(
                _("Supporting nominations would be over already. Set a later timetable.")
            )
    return obstacles


@transaction.atomic
def publish_notice(election: Election, *, actor: User | None, now: datetime) -> None:
    """Make the election public and lock what voters were told."""
    # Held so that no contest is added or removed in between.
    held = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
    if held.published_at is not None:
        raise Refused(_("The notice has already been published."))
    if obstacles := obstacles_to_notice(held, now):
        raise Refused(" ".join(obstacles))
    # Sheets whose last contest was moved or removed belong on nobody's paper.
    election.sheets.filter(contests__isnull=True).delete()
    Election.objects.filter(pk=election.pk).update(published_at=now)
    election.refresh_from_db()
    audit.record(
        audit.Action.NOTICE_PUBLISHED, actor=actor, subject=election.title, election=election.pk
    )


def passed_instants(election: Election, now: datetime) -> list[str]:
    """The steps that have passed since the notice, and so no longer change."""
    if election.published_at is None:
        return []
    return [name for name, _words, at in election.timetable.instants() if at <= now]


@transaction.atomic
def change_timetable(
    election: Election,
    instants: Mapping[str, datetime | None],
    *,
    reason: str,
    actor: User | None,
    now: datetime,
) -> None:
    """Change instants; after the notice with a public reason, and the close only later.

    Raises Refused for an instant that has passed or a step out of order.
    """
    # The closer takes the same row: either it sees the new close, or this sees the closed box.
    election = Election.objects.select_for_update().get(pk=election.pk)
    if election.box_closed_at is not None and "voting_closes_at" in instants:
        closes = Timetable.objects.get(election=election).voting_closes_at
        if instants["voting_closes_at"] != closes:
            raise Refused(_("Voting has closed, and the ballot box with it."))
    timetable = Timetable.objects.select_for_update().get(election=election)
    before = {name: getattr(timetable, name) for name in Timetable.INSTANTS}
    after = {**before, **instants}
    changed = {name for name in before if before[name] != after[name]}
    if not changed:
        return
    if faults := faults_of_timetable(after):
        raise Refused(" ".join(sentence for _field, sentence in faults))
    if election.published_at is not None:
        _refuse_late_changes(election, before, after, changed, reason, now)
    for name in changed:
        setattr(timetable, name, after[name])
    timetable.save()
    if election.published_at is not None:
        TimetableChange.objects.create(
            election=election,
            made_by=actor,
            made_at=now,
            reason=reason.strip(),
            before={name: _iso(before[name]) for name in sorted(changed)},
            after={name: _iso(after[name]) for name in sorted(changed)},
        )
        if election.papers_fixed_at is not None:
            outbox.queue_timetable_change(election, now=now)
    audit.record(
        audit.Action.TIMETABLE_CHANGED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        reason=reason.strip(),
        detail={name: [_iso(before[name]), _iso(after[name])] for name in sorted(changed)},
    )


def _refuse_late_changes(
    election: Election,
    before: Mapping[str, datetime | None],
    after: Mapping[str, datetime | None],
    changed: set[str],
    reason: str,
    now: datetime,
) -> None:
    if not reason.strip():
        raise Refused(_("Give the reason for the change: it is published with it."))
    for name in sorted(changed):
        instant = before[name]
        if instant is not None and instant <= now:
            raise Refused(
                _("“%(step)s” has passed and no longer changes.") % {"step": words_for(name)}
            )
        moved = after[name]
        if moved is not None and moved <= now:
            raise Refused(
                _("Choose an instant still to come for “%(step)s”.") % {"step": words_for(name)}
            )
    closes, later = before["voting_closes_at"], after["voting_closes_at"]
    if election.papers_fixed_at and closes and later and later < closes:
        raise Refused(_("Once the papers are fixed, the close of voting moves only later."))


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
