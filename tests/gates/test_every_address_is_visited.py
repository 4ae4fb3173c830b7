"""No address of the site escapes the gates: each has visits, and each visit is answered as it says."""

from __future__ import annotations

from django.urls import resolve

from tests.gates import addresses
from tests.gates.addresses import Address
from tests.gates.visits import EVERY, Visit

# Addresses that nobody can visit, each with its reason.
EXCEPTIONS: dict[str, str] = {}


def _is_of(visit: Visit, address: Address) -> bool:
    if visit.name.startswith("/"):
        match = resolve(visit.name)
        return not address.name and match.route == address.route
    return (visit.name, len(visit.args)) == (address.name, address.parts)


def test_every_address_of_the_site_has_a_visit() -> None:
    missing = [
        f"{address.name or 'without a name'} ({address.route})"
        for address in addresses.every()
        if address.route not in EXCEPTIONS and not any(_is_of(one, address) for one in EVERY)
    ]
    assert not missing, "Add visits to tests/gates/visits for:\n" + "\n".join(missing)


def test_the_exceptions_are_addresses_of_the_site() -> None:
    assert set(EXCEPTIONS) <= {address.route for address in addresses.every()}
