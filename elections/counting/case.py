"""Everything a rule may look at, checked once before it starts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from elections.counting import blt
from elections.counting.errors import InputError
from elections.counting.minima import Conformance, Minima
from elections.counting.papers import Profile
from elections.counting.result import canonical_json

__all__ = ["Case"]

MOST_RON = 200  # each is a candidate of its own on every paper


@dataclass(frozen=True)
class Case:
    """One contest to be counted: ``profile`` with the seats and withdrawals of this count.

    ``lots`` is an order of candidate numbers or None; ``options`` belong to the rule; ``ron`` is the
    number of the candidate "re-open nominations", if there is one. Raises `InputError`; `MinimaImpossible` if no set of winners conforms.
    """

    profile: Profile
    minima: Minima
    lots: tuple[int, ...] | None = None
    options: Mapping[str, int] = field(default_factory=dict)
    ron: int | None = None

    def __post_init__(self) -> None:
        if self.ron is not None and self.ron != len(self.profile.candidates):
            raise InputError("re-open nominations must be the last of the candidates")
        if self.ron is not None and self.seats > MOST_RON:
            raise InputError(f"re-open nominations can stand for at most {MOST_RON} seats")
        if self.ron in self.profile.withdrawn:
            raise InputError("re-open nominations cannot withdraw")
        for attribute in self.minima.attributes:
            for number in attribute.candidates:
                if not 1 <= number <= len(self.profile.candidates):
                    raise InputError(
                        f'attribute "{attribute.name}" names candidate {number}, who does not exist'
                    )
                if number == self.ron:
                    raise InputError(f'attribute "{attribute.name}" names re-open nominations')
        self.conformance.require_possible(self.standing)

    @property
    def seats(self) -> int:
        """The seats to be filled."""
        return self.profile.seats

    @cached_property
    def standing(self) -> tuple[int, ...]:
        """Numbers of the candidates who have not withdrawn."""
        withdrawn = set(self.profile.withdrawn)
        return tuple(n for n in range(1, len(self.profile.candidates) + 1) if n not in withdrawn)

    @cached_property
    def names_somebody(self) -> npt.NDArray[np.bool_]:
        """For each ranking of the profile, whether it names a candidate who stands."""
        if not self.profile.withdrawn:
            return np.asarray(self.profile.rankings[:, 0], np.bool_)
        stands = np.zeros(len(self.profile.candidates) + 1, np.bool_)
        stands[list(self.standing)] = True
        named: npt.NDArray[np.bool_] = np.count_nonzero(stands[self.profile.rankings], axis=1) > 0
        return named

    @cached_property
    def conformance(self) -> Conformance:
        """The minima as a test. Where fewer stand than there are seats, all of them can win.

        Re-open nominations can win any number of seats.
        """
        if self.ron is not None:
            return Conformance(self.minima, self.seats, self.ron)
        return Conformance(self.minima, min(self.seats, len(self.standing)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the ballot file as written with an empty title, and of the minima."""
        hashed = hashlib.sha256()
        for part in blt.parts(replace(self.profile, title="")):
            hashed.update(part)
        hashed.update(canonical_json(self.minima.as_json()).encode())
        return hashed.hexdigest()
