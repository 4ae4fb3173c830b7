"""Whom the reserved seats of a contest keep from being elected together."""

from __future__ import annotations

import pytest

from elections.counting import Attribute, Minima
from elections.reserved import broken_by

WOMEN = Attribute("women", (1, 2), minimum=2)
BAME = Attribute("bame", (2, 3), minimum=1)


@pytest.mark.parametrize(
    ("elected", "broken"),
    [
        ([1, 2, 4], []),
        ([1, 4], []),  # the seat that stays vacant is one of those reserved
        ([], []),
        ([3, 4], [(2, 0)]),
        ([1, 4, 5], [(2, 1), (1, 0)]),
    ],
)
def test_those_outside_a_group_take_no_seat_of_it(
    elected: list[int], broken: list[tuple[int, int]]
) -> None:
    found = broken_by(Minima((WOMEN, BAME)), 3, elected)
    assert [(one.least, one.elected) for one in found] == broken
