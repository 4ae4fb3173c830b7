"""No address of the site escapes the gates: each has visits, and each visit is answered as it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import resolve

from elections.views.office import check_first
from tests.gates import addresses
from tests.gates.addresses import Address
from tests.gates.visits import EVERY, Visit, checks

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


def _checks_first(view: Callable[..., Any] | None) -> bool:
    """Whether one of the guards around a view, or of theirs, shows the page to check."""
    while view is not None:
        if getattr(view, "__code__", None) and view.__code__.co_filename == check_first.__file__:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_act_that_is_checked_first_has_a_visit_to_the_page_to_check() -> None:
    acts = {one.name for one in addresses.every() if _checks_first(one.view)}
    assert "elections:withdraw-election" in acts
    assert acts == {visit.name for visit in checks.VISITS}
