"""The rules on offer, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from elections.counting import approval, ers97, meek, plurality, scottish, yesno
from elections.counting.case import Case
from elections.counting.result import Result

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True)
class Rule:
    """How to count, the options that may be given, and which rankings are those of valid papers."""

    count: Callable[[Case], Result]
    options: frozenset[str]
    valid: Callable[[Case], npt.NDArray[np.bool_]]


RULES: Mapping[str, Rule] = {
    name: Rule(module.count, module.OPTIONS, module.valid)
    for name, module in {
        "scottish": scottish,
        "meek": meek,
        "ers97": ers97,
        "plurality": plurality,
        "approval": approval,
        "yes-no": yesno,
    }.items()
}
