"""A result in sentences that can be quoted as they stand."""

from __future__ import annotations

from elections.counting import Attribute, Minima, Profile, count
from elections.results.telling import minima_told, outcome_told, turnout_told

NAMES = ["Aisha", "Bea", "Callum", "Dewi"]


def test_how_many_voted() -> None:
    assert turnout_told(13307, 45000) == "13,307 of 45,000 members voted (29.6%)."
    assert turnout_told(1, 1) == "1 of 1 member voted (100.0%)."
    assert turnout_told(0, 0) == "0 of 0 members voted (–)."


def test_who_is_elected_and_what_stays_vacant() -> None:
    def told(elected: list[str], vacant: int = 0) -> list[str]:
        return outcome_told(elected, vacant=vacant, is_question=False, votes=[])

    assert told(["Aisha"]) == ["1 was elected: Aisha."]
    assert told(NAMES[:3], 1) == [
        "3 were elected: Aisha, Bea and Callum.",
        "1 seat stays vacant.",
    ]
    assert told([], 2) == ["Nobody was elected.", "2 seats stay vacant."]


def test_whether_a_question_is_carried() -> None:
    def told(elected: list[str]) -> list[str]:
        votes = [("Yes", "1145"), ("No", "95")]
        return outcome_told(elected, vacant=0, is_question=True, votes=votes)

    assert told(["Yes"]) == ["The question is carried: 1,145 voted yes and 95 voted no."]
    assert told([]) == ["The question is not carried: 1,145 voted yes and 95 voted no."]


def told(rankings: dict[tuple[int, ...], int], *women: int, seats: int = 2) -> list[str]:
    """What a seat reserved for women did, of so many."""
    papers = [ranking for ranking, number in rankings.items() for _paper in range(number)]
    profile = Profile.from_rankings(NAMES, seats, papers)
    minima = Minima((Attribute("women", women, 1),))
    result = count(profile, "scottish", minima=minima, lots=[1, 2, 3, 4])
    return minima_told(result, NAMES, minima)


def test_whom_reserved_seats_kept_out() -> None:
    """Dewi alone is a woman. Once Aisha is elected the seat left is hers, though the count needs no
    further stage to say that nobody else can have it."""
    assert told({(1,): 10, (2,): 8, (3,): 7, (4,): 1}, 4) == [
        "Some seats are reserved. No other seat was left for Bea and Callum."
    ]


def test_whom_the_only_seat_kept_out_when_it_is_reserved() -> None:
    """There are no other seats that could have been taken before."""
    assert told({(1,): 10, (2,): 8, (4,): 9}, 2, 4, seats=1) == [
        "The only seat to fill is reserved for this group: “Women and marginalised genders”.",
        "Whatever the votes, these could not be elected: Aisha and Callum.",
    ]
    assert told({(1,): 10, (2,): 8}, 1, 2, 3, 4, seats=1) == [
        "The only seat to fill is reserved for this group: “Women and marginalised genders”."
    ]


def test_whom_reserved_seats_kept_in() -> None:
    assert told({(1,): 8, (2,): 8, (3,): 5, (4,): 4}, 4)[0] == (
        "Some seats are reserved. To keep enough people for them, the count kept Dewi in where only "
        "the votes would have excluded them."
    )


def test_reserved_seats_that_kept_nobody() -> None:
    assert told({(1,): 10, (4,): 9, (2,): 2}, 1, 2, 3, 4) == [
        "Some seats are reserved. That kept nobody in the count and nobody out of it."
    ]
