"""One thing that waits for a person, and the page behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from elections.models import Election


@dataclass(frozen=True)
class Need:
    """Something that waits for a person: a number, what it counts, and the list behind it."""

    number: int
    label: str
    url: str
    by: datetime | None = None
    late: bool = False


def page_of(name: str, election: Election) -> str:
    return reverse(f"elections:{name}", args=[election.slug])
