"""The roll: who may vote, copied from the list at the freeze, and corrected until the close."""

from elections.roll.correcting import (
    NotChanged,
    correct_address,
    may_correct,
    put_on,
    replace_code,
    take_off,
)
from elections.roll.explaining import Place, conditions_in_words, place_of
from elections.roll.freezing import (
    freeze_as_it_stands,
    freeze_before_change,
    freeze_due,
    keep_only,
    write_roll,
)
from elections.roll.listing import Listed, change_list
from elections.roll.one_person import (
    entries_of_anothers,
    found_to_be_anothers,
    numbers_of_undecided_pairs,
    places_of,
    undecided_pairs,
)

__all__ = [
    "Listed",
    "NotChanged",
    "Place",
    "change_list",
    "conditions_in_words",
    "correct_address",
    "entries_of_anothers",
    "found_to_be_anothers",
    "freeze_as_it_stands",
    "freeze_before_change",
    "freeze_due",
    "keep_only",
    "may_correct",
    "numbers_of_undecided_pairs",
    "place_of",
    "places_of",
    "put_on",
    "replace_code",
    "take_off",
    "undecided_pairs",
    "write_roll",
]
