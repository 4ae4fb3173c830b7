"""The timetable: its order, and how it changes after the notice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox
from elections.london import LONDON
from elections.models import Election, PublicChange, Timetable
from elections.refusal import Refused
from elections.scheduling.covered import term_over_first
from members import audit
from members.models import User

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
    ("self_nomination_closes_at", "reopening_opens_at"),
    ("supporting_closes_at", "reopening_opens_at"),
    ("reopening_opens_at", "reopening_closes_at"),
    ("reopening_closes_at", "papers_fixed_by_at"),
    ("reopening_closes_at", "voting_opens_at"),
    ("self_nomination_opens_at", "withdrawal_closes_at"),
    ("withdrawal_closes_at", "voting_opens_at"),
    ("self_nomination_closes_at", "decisions_due_at"),
    ("decisions_due_at", "appeals_close_at"),
    ("decisions_due_at", "papers_fixed_by_at"),
    ("appeals_close_at", "papers_fixed_by_at"),
    ("appeals_close_at", "voting_opens_at"),
    ("freeze_at", "voting_closes_at"),  # members may join while others vote already
    ("postal_requests_close_at", "voting_closes_at"),
    ("papers_fixed_by_at", "voting_opens_at"),
    ("voting_opens_at", "voting_closes_at"),
    ("voting_opens_at", "reminder_at"),
    ("reminder_at", "voting_closes_at"),
    ("voting_closes_at", "complaints_close_at"),
    ("voting_closes_at", "declaration_at"),
    ("complaints_close_at", "declaration_at"),  # a result waits for them
    ("voting_closes_at", "declarations_kept_until_at"),
    ("complaints_close_at", "declarations_kept_until_at"),
    ("voting_closes_at", "term_starts_at"),
    ("term_starts_at", "term_ends_at"),
    ("voting_closes_at", "term_ends_at"),  # nobody is elected for a term that is over
    ("declaration_at", "term_ends_at"),
)
_STRICT = {
    ("voting_closes_at", "term_ends_at"),
    ("declaration_at", "term_ends_at"),
    ("reopening_opens_at", "reopening_closes_at"),
    ("term_starts_at", "term_ends_at"),
    ("self_nomination_opens_at", "self_nomination_closes_at"),
    ("supporting_opens_at", "supporting_closes_at"),
    ("voting_opens_at", "voting_closes_at"),
}
_BEFORE_SEATS_ARE_FILLED = ("declaration_at", "term_starts_at", "voting_closes_at")
# Once given, more time is never taken back, and the papers stay sealed meanwhile: a slip in the month
# or the year must not keep a poll open for years. Whoever needs still more gives a reason again.
LONGEST_EXTENSION = timedelta(days=60)


def faults_of_timetable(
    instants: Mapping[str, datetime | None], among: Collection[str] = Timetable.INSTANTS
) -> list[tuple[str, str]]:
    """Every step that comes before one it must follow: (field, sentence).

    Looked at are pairs with a step `among` some.
    """
    faults = []
    for earlier, later in _ORDER:
        first, second = instants.get(earlier), instants.get(later)
        if first is None or second is None or not {earlier, later} & set(among):
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
        ("reopening_opens_at", "reopening_closes_at"),
    ):
        is_half = (instants.get(opens) is None) != (instants.get(closes) is None)
        if is_half and {opens, closes} & set(among):
            missing = opens if instants.get(opens) is None else closes
            faults.append((missing, _("Give “%(step)s” as well.") % {"step": words_for(missing)}))
    return faults


def faults_of_change(
    timetable: Timetable, instants: Mapping[str, datetime | None], now: datetime
) -> list[tuple[str, str]]:
    """What is out of order when these instants change: (field, sentence).

    Steps that stay as they were promised stand in nobody's way, whatever the rule is by now. A
    by-election is not put off beyond the term of a seat that it is for.
    """
    before = timetable.by_name()
    after = {**before, **instants}
    changed = {name for name in before if before[name] != after[name]}
    faults = faults_of_timetable(after, among=changed)
    if moved := [name for name in _BEFORE_SEATS_ARE_FILLED if name in changed]:
        over = term_over_first(timetable.election, after, now)
        faults += [(moved[0], over)] if over else []
    return faults


def words_for(instant: str) -> str:
    """What a step of the timetable is called on screen."""
    return Timetable.words_for(instant)


def passed_instants(election: Election, now: datetime) -> list[str]:
    """The steps that have passed since the notice, and so no longer change."""
    if election.published_at is None:
        return []
    return [name for name, _words, at in election.timetable.instants() if at <= now]


def latest_close(closes_at: datetime) -> datetime:
    """Until when voting can be extended at once: by days as London counts them, at the same hour."""
    return (closes_at.astimezone(LONDON) + LONGEST_EXTENSION).astimezone(UTC)


def refuse_too_late_a_close(closes_at: datetime, later: datetime) -> None:
    if later > latest_close(closes_at):
        raise Refused(
            _(
                "Voting is extended by at most %(days)s days at once: nothing makes the close earlier "
                "again."
            )
            % {"days": LONGEST_EXTENSION.days}
        )


@transaction.atomic
def change_timetable(
    election: Election,
    instants: Mapping[str, datetime | None],
    *,
    reason: str,
    actor: User | None,
    now: datetime,
) -> None:
    """Change instants; after the notice with a public reason, and the close only later: beyond what
    the opening moves along, by no more than an extension may.

    Raises Refused for an instant that has passed or a step out of order, and for an election that
    is withdrawn or postponed.
    """
    election = _held(election, instants)
    timetable = Timetable.objects.select_for_update().get(election=election)
    before = timetable.by_name()
    after = {**before, **instants}
    changed = {name for name in before if before[name] != after[name]}
    if not changed:
        return
    if faults := faults_of_change(timetable, instants, now):
        raise Refused(" ".join(sentence for _field, sentence in faults))
    if election.published_at is not None:
        _refuse_late_changes(before, after, changed, reason, now)
    for name in changed:
        setattr(timetable, name, after[name])
    timetable.save()
    if election.published_at is not None:
        PublicChange.objects.create(
            election=election,
            kind=PublicChange.Kind.TIMETABLE,
            made_by=actor,
            made_at=now,
            reason=reason.strip(),
            before={name: iso(before[name]) for name in sorted(changed)},
            after={name: iso(after[name]) for name in sorted(changed)},
        )
        outbox.queue_timetable_change(election, now=now)
    audit.record(
        audit.Action.TIMETABLE_CHANGED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        reason=reason.strip(),
        detail={name: [iso(before[name]), iso(after[name])] for name in sorted(changed)},
    )


def _held(election: Election, instants: Mapping[str, datetime | None]) -> Election:
    """The election, held. The closer takes the same row: either it sees the new close, or this sees
    the closed box.
    """
    election = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
    if election.withdrawn_at is not None:
        raise Refused(_("This election has been withdrawn: its timetable is history."))
    if election.postponed_at is not None:
        raise Refused(_("This election is postponed: give it new dates by letting it go on."))
    if election.box_closed_at is not None and "voting_closes_at" in instants:
        closes = Timetable.objects.get(election=election).voting_closes_at
        if instants["voting_closes_at"] != closes:
            raise Refused(_("Voting has closed, and the ballot box with it."))
    return election


def _refuse_late_changes(
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
    if closes and later and later < closes:
        raise Refused(_("Since the notice the close of voting moves only later."))
    opens, opens_later = before["voting_opens_at"], after["voting_opens_at"]
    if closes and later and opens and opens_later:
        put_off = max(opens_later - opens, timedelta())
        refuse_too_late_a_close(closes + put_off, later)


def iso(instant: datetime | None) -> str | None:
    """As a public change keeps an instant."""
    return instant.isoformat() if instant else None
