"""The roll: who may vote, copied from the list at the freeze."""

from elections.roll.freezing import freeze, record_freeze

__all__ = ["freeze", "record_freeze"]
