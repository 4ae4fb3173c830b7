"""Standing for a contest, supporting somebody who stands, and deciding who may stand."""

from elections.nominating.deciding import accept, refuse
from elections.nominating.slates import set_slate
from elections.nominating.standing import (
    MAX_WORDS,
    change,
    put_forward,
    require_may_stand,
    withdraw,
)
from elections.nominating.supporting import require_may_support, support

__all__ = [
    "MAX_WORDS",
    "accept",
    "change",
    "put_forward",
    "refuse",
    "require_may_stand",
    "require_may_support",
    "set_slate",
    "support",
    "withdraw",
]
