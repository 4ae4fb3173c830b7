"""The list that is a sheet's electorate: who is on it, by membership number, until the freeze."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections.models import Election, Electorate, ListChange, ListedElector, Sheet
from elections.refusal import Refused
from members import audit
from members.models import Member, User


@dataclass(frozen=True)
class Listed:
    """What became of the numbers: how many members joined and left the list, and who is unknown."""

    added: int
    removed: int
    unknown: list[str]


@transaction.atomic
def change_list(
    sheet: Sheet, numbers: Sequence[str], change: ListChange, *, actor: User | None, now: datetime
) -> Listed:
    """Add, take off or replace members by their numbers; numbers that nobody has are named.

    They do no harm to the others, but nothing replaces a whole list as long as there is one. Raises
    Refused for another electorate, from the freeze on, and where nobody would be left on a list that
    the notice names. A record that staff found to be the same person as another stands for that one.
    """
    if sheet.electorate != Electorate.LIST:
        raise Refused(_("“%(paper)s” has no list of its own.") % {"paper": sheet.title})
    # Held so that the roll is not frozen meanwhile.
    election = Election.objects.select_for_update(of=("self",)).select_related("timetable")
    held = election.get(pk=sheet.election_id)
    if held.roll_frozen_at is not None or (held.published_at and held.timetable.freeze_at <= now):
        raise Refused(_("The roll is frozen. Correct it there, for one member at a time."))
    if held.withdrawn_at is not None:
        raise Refused(_("The election has been withdrawn."))
    wanted, unknown = _found(numbers)
    if unknown and change == ListChange.REPLACE:
        return Listed(added=0, removed=0, unknown=unknown)
    listed = set(ListedElector.objects.filter(sheet=sheet).values_list("member", flat=True))
    leaving = {
        ListChange.ADD: set(),
        ListChange.REMOVE: wanted,
        ListChange.REPLACE: listed - wanted,
    }[change]
    joining = set() if change == ListChange.REMOVE else wanted - listed
    if held.published_at is not None and listed and not (listed - leaving) | joining:
        raise Refused(
            _("Nobody would be left on the list, and the notice says that its members vote.")
        )
    removed, _by_model = ListedElector.objects.filter(sheet=sheet, member__in=leaving).delete()
    ListedElector.objects.bulk_create(
        (ListedElector(sheet=sheet, member_id=member) for member in sorted(joining)),
        batch_size=5000,
    )
    if joining or removed:
        audit.record(
            audit.Action.ELECTORS_LISTED,
            actor=actor,
            subject=held.title,
            election=held.pk,
            detail={"paper": sheet.title, "added": len(joining), "removed": removed},
        )
    return Listed(added=len(joining), removed=removed, unknown=unknown)


def _found(numbers: Sequence[str]) -> tuple[set[int], list[str]]:
    """The members with these numbers, and the numbers that nobody has, in the order given."""
    known = {
        number: same_person or pk
        for number, pk, same_person in Member.objects.filter(number__in=set(numbers)).values_list(
            "number", "pk", "same_person_as"
        )
    }
    unknown = [number for number in dict.fromkeys(numbers) if number not in known]
    return set(known.values()), unknown
