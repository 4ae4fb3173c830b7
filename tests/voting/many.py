"""A paper with many names, and statements that compress no better than real ones."""

from __future__ import annotations

import re
from pathlib import Path

from elections.models import Candidate, Election
from tests.embedded.guards import no_guards

DOCS = Path(__file__).resolve().parents[2] / "docs"
FIRST = ("Ama", "Bronwen", "Callum", "Deepa", "Eilidh", "Farouk", "Grace", "Hussein", "Iona", "Jo")
LAST = ("Boateng", "Pugh", "Okafor-Whitby", "Raman", "MacInnes", "Haddad", "Mbeki", "Fletcher")
# As people write: no tables, commands or addresses.
WORD = re.compile(r"[(“]?[A-Za-z’'-]+[.,;:?!)”]*")


def add_candidates(election: Election, total: int, *, words: int = 300) -> None:
    """Until Scotland has `total`, each with a statement of `words` words, none said twice."""
    contest = election.contests.get(title="Scotland")
    prose = [
        word
        for page in sorted(DOCS.rglob("*.md"))
        for word in page.read_text().split()
        if WORD.fullmatch(word)
    ]
    assert len(prose) > total * words
    there = contest.candidates.count()
    with no_guards():
        Candidate.objects.bulk_create(
            Candidate(
                contest=contest,
                number=number,
                ballot_name=f"{FIRST[number % 10]} {LAST[number % 8]} {number}",
                statement=" ".join(prose[number * words : (number + 1) * words]),
                slate_label=f"Slate {number % 8 + 1}",
                slate_colour=number % 8 + 1,
            )
            for number in range(there + 1, total + 1)
        )
