"""Templates with fewer contests: a test that looks at one does not pay for all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from elections.blueprints import BLUEPRINTS, Blueprint


def plan(key: str, *, only: Collection[str] = (), with_sections: bool = False) -> Blueprint:
    """A template; `only` leaves the contests of these titles. Further sections of electoral colleges
    are left out but where the test is `with_sections`."""
    whole = BLUEPRINTS[key]
    contests = (one for one in whole.contests if with_sections or not one.section_of)
    return replace(whole, contests=tuple(one for one in contests if not only or one.title in only))
