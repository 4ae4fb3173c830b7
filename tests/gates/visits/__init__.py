"""Every visit, by room: where somebody adds an address, they add visits to it here."""

from __future__ import annotations

from tests.gates.visits import (
    accounts,
    checks,
    checks_by_two,
    conduct,
    member,
    office,
    other_rooms,
    people,
    public,
    reference,
    refusals,
    results,
    voting,
)
from tests.gates.visits.visit import Visit

ROOMS: dict[str, list[Visit]] = {
    "public": public.VISITS,
    "results": results.VISITS,
    "member": member.VISITS,
    "voting": voting.VISITS,
    "slates and questions": other_rooms.VISITS,
    "accounts": accounts.VISITS,
    "office": office.VISITS,
    "conduct": conduct.VISITS,
    "checks": [*checks.VISITS, *checks_by_two.VISITS],
    "people": people.VISITS,
    "reference data": reference.VISITS,
    "refusals": refusals.VISITS,
}
EVERY = [one for visits in ROOMS.values() for one in visits]

__all__ = ["EVERY", "ROOMS", "Visit"]
