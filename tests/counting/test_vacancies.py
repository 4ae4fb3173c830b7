"""Seats that are filled, vacant or without a poll, against a list of every set of winners."""

import random
from itertools import combinations, combinations_with_replacement, product

import pytest

from elections.counting import Attribute, Minima, MinimaImpossible
from elections.counting.vacancies import (
    could_fill,
    openings,
    plan_seats,
    require_satisfiable,
)

from .naive import conforming_sets

NAMES = ("bame", "disabled", "women")


def small_field(seed: int, *, maxima: bool = False) -> tuple[list[int], int, Minima]:
    """Up to six people, up to four seats, up to three attributes that overlap at random."""
    draw = random.Random(seed)
    standing = list(range(1, draw.randint(0, 6) + 1))
    seats = draw.randint(1, 4)
    attributes = []
    for name in NAMES[: draw.randint(0, 3)]:
        having = tuple(n for n in standing if draw.random() < 0.4)
        least = draw.randint(0, seats)
        most = draw.choice([None, None, draw.randint(least, seats)]) if maxima else None
        attributes.append(Attribute(name, having, least, most))
    return standing, seats, Minima(tuple(attributes))


def having(minima: Minima, least: dict[str, int]) -> Minima:
    return Minima(
        tuple(
            Attribute(one.name, one.candidates, least[one.name], one.maximum)
            for one in minima.attributes
        )
    )


@pytest.mark.parametrize("seed", range(200))
def test_the_fewest_seats_stay_vacant_and_take_the_place_of_anybody(seed: int) -> None:
    standing, seats, minima = small_field(seed, maxima=seed % 2 == 0)
    plan = plan_seats(standing, seats, minima, leave_vacant=True)
    conforming = {}
    for filled in range(min(seats, len(standing)) + 1):
        vacant = seats - filled
        bound = having(minima, {a.name: max(0, a.minimum - vacant) for a in minima.attributes})
        conforming[filled] = conforming_sets(standing, filled, bound)
    most = max(filled for filled, sets in conforming.items() if sets)
    assert (plan.seats, plan.vacant) == (most, seats - most)
    only = conforming[most][0] if len(conforming[most]) == 1 else None
    assert plan.winners == (tuple(sorted(only)) if only is not None else None)
    for one, before in zip(plan.minima.attributes, minima.attributes, strict=True):
        assert one.minimum == max(0, before.minimum - plan.vacant)
        # Whoever lacks an attribute fills at most what is not reserved for it.
        for winners in conforming[most]:
            without = len(winners - set(one.candidates))
            assert without <= seats - before.minimum


@pytest.mark.parametrize("seed", range(200))
def test_opened_to_all_the_minima_give_way_as_little_as_can_be(seed: int) -> None:
    standing, seats, minima = small_field(seed)
    plan = plan_seats(standing, seats, minima, leave_vacant=False, order=("women", "bame"))
    filled = min(seats, len(standing))
    assert (plan.seats, plan.vacant) == (filled, seats - filled)
    order = ("women", "bame", "disabled")
    before = {one.name: one.minimum for one in minima.attributes}
    names = [name for name in order if name in before]
    falls = [
        (
            sum(before[n] - least for n, least in zip(names, leasts, strict=True)),
            tuple(before[n] - least for n, least in zip(names, leasts, strict=True)),
            dict(zip(names, leasts, strict=True)),
        )
        for leasts in product(*(range(before[name] + 1) for name in names))
        if conforming_sets(standing, filled, having(minima, dict(zip(names, leasts, strict=True))))
    ]
    least = min(falls, key=lambda one: one[:2])[2]
    assert {one.name: one.minimum for one in plan.minima.attributes} == least


# The two worked examples of the rules.
def test_one_reserved_seat_with_one_who_qualifies_and_three_who_do_not_is_not_polled() -> None:
    women = Minima((Attribute("women", (2,), 1),))
    plan = plan_seats([1, 2, 3, 4], 1, women, leave_vacant=True)
    assert (plan.seats, plan.vacant, plan.winners) == (1, 0, (2,))


def test_three_seats_two_reserved_one_who_qualifies_and_two_who_do_not_are_polled() -> None:
    women = Minima((Attribute("women", (2,), 2),))
    plan = plan_seats([1, 2, 3], 3, women, leave_vacant=True)
    assert (plan.seats, plan.vacant, plan.winners) == (2, 1, None)
    assert plan.minima.attributes[0].minimum == 1


def test_nobody_standing_leaves_every_seat_vacant_without_a_poll() -> None:
    for leave_vacant in (True, False):
        women = Minima((Attribute("women", (), 2),))
        plan = plan_seats([], 3, women, leave_vacant=leave_vacant)
        assert (plan.seats, plan.vacant, plan.winners) == (0, 3, ())


def test_nobody_who_qualifies_for_the_only_seat_leaves_it_vacant_or_opens_it() -> None:
    women = Minima((Attribute("women", (), 1),))
    assert plan_seats([1, 2], 1, women, leave_vacant=True).winners == ()
    opened = plan_seats([1, 2], 1, women, leave_vacant=False)
    assert (opened.seats, opened.vacant, opened.winners) == (1, 0, None)


def test_the_minimum_that_comes_later_gives_way() -> None:
    clash = Minima((Attribute("bame", (1,), 1), Attribute("women", (2,), 1)))
    plan = plan_seats([1, 2], 1, clash, leave_vacant=False, order=("women", "bame"))
    assert plan.winners == (2,)
    assert plan_seats([1, 2], 1, clash, leave_vacant=False, order=("bame", "women")).winners == (1,)


@pytest.mark.parametrize("seed", range(60))
def test_minima_are_satisfiable_where_people_of_every_kind_could_meet_them(seed: int) -> None:
    draw = random.Random(seed)
    seats = draw.randint(1, 3)
    kinds = [kind for size in range(3) for kind in combinations(NAMES[:2], size)]
    people = list(enumerate([kind for kind in kinds for _ in range(seats)], start=1))
    minima = Minima(
        tuple(
            Attribute(
                name,
                tuple(n for n, kind in people if name in kind),
                draw.randint(0, 4),
                draw.choice([None, draw.randint(0, 3)]),
            )
            for name in NAMES[:2]
        )
    )
    possible = bool(conforming_sets([n for n, _kind in people], seats, minima))
    if possible:
        require_satisfiable(minima, seats)
    else:
        with pytest.raises(MinimaImpossible):
            require_satisfiable(minima, seats)


@pytest.mark.parametrize("seed", range(60))
def test_who_could_fill_a_vacancy_as_every_company_they_could_come_in_says(seed: int) -> None:
    standing, seats, minima = small_field(seed)
    seats = min(seats, 3)
    minima = Minima(
        tuple(
            Attribute(one.name, one.candidates, min(one.minimum, seats))
            for one in minima.attributes[:2]
        )
    )
    names = [one.name for one in minima.attributes if one.minimum]
    kinds = [frozenset(c) for size in range(len(names) + 1) for c in combinations(names, size)]

    def filled(newcomers: list[frozenset[str]]) -> int:
        numbered = list(enumerate(newcomers, start=7))
        field = Minima(
            tuple(
                Attribute(
                    one.name,
                    (*one.candidates, *(n for n, kind in numbered if one.name in kind)),
                    one.minimum,
                )
                for one in minima.attributes
            )
        )
        everybody = [*standing, *(n for n, _kind in numbered)]
        return plan_seats(everybody, seats, field, leave_vacant=True).seats

    for kind in kinds:
        helps = any(
            filled([*company, kind]) > filled(list(company))
            for size in range(seats + 1)
            for company in combinations_with_replacement(kinds, size)
        )
        assert could_fill(standing, seats, minima, kind) == helps, kind
    found = openings(standing, seats, minima)
    for kind in kinds:
        assert could_fill(standing, seats, minima, kind) == any(one <= kind for one in found)


def test_a_woman_or_somebody_bame_may_come_forward_for_the_one_seat_left() -> None:
    minima = Minima((Attribute("bame", (), 1), Attribute("women", (), 1)))
    assert openings([1], 2, minima) == (frozenset({"bame"}), frozenset({"women"}))
    assert openings([], 2, minima) == (frozenset(),)
    assert openings([1], 2, Minima((Attribute("women", (1,), 1),))) == (frozenset(),)
    assert openings([1, 2], 1, Minima((Attribute("women", (1,), 1),))) == ()


def test_where_nobody_has_both_only_somebody_with_both_will_do() -> None:
    minima = Minima((Attribute("bame", (1,), 1), Attribute("women", (2,), 1)))
    assert openings([1, 2], 1, minima) == (frozenset({"bame", "women"}),)
