"""What became of a list, in numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

ADDED = gettext_noop("added")
UPDATED = gettext_noop("updated")
UNCHANGED = gettext_noop("unchanged")
REPEATED = gettext_noop("repeated row")
NUMBER_USED = gettext_noop("refused: membership number already used in this file")


@dataclass
class Report:
    """``rows`` counts the lines of the list; their outcomes add up to it."""

    rows: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    flags_of_added: dict[str, int] = field(default_factory=dict)
    regions_of_added: dict[str, int] = field(default_factory=dict)
    absent: int = 0  # members who are not in the list; nothing happens to them
    unread: dict[str, int] = field(default_factory=dict)  # values left out, by field
    read_as: str = ""
    columns: dict[str, list[str]] = field(default_factory=dict)  # headers by field
    columns_not_read: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def in_numbers(self) -> dict[str, Any]:
        """The part that two programs agree on."""
        return {
            "rows": self.rows,
            "outcomes": self.outcomes,
            "flags_of_added": self.flags_of_added,
            "regions_of_added": self.regions_of_added,
        }

    @property
    def changes(self) -> int:
        return self.outcomes.get(ADDED, 0) + self.outcomes.get(UPDATED, 0)
