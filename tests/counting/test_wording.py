"""The sentences of a count in another language: every word of them can be another."""

from __future__ import annotations

import random
import re

from elections.counting import Profile, Result, count, report
from elections.counting.wording import Wording

from .cases import random_election, random_election_with_ron, random_question

_PLACE = re.compile(r"(%\(\w+\)[sd])")


class Shouted(Wording):
    """Makes capitals of every message, and leaves its named places as they are."""

    def gettext(self, message: str) -> str:
        parts = _PLACE.split(message)
        return "".join(part if _PLACE.fullmatch(part) else part.upper() for part in parts)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(super().ngettext(singular, plural, number))

    def attribute(self, name: str) -> str:
        return f"<{name.upper()}>"


def told(result: Result, names: list[str], words: Wording) -> list[str]:
    sentences = [report.stage_sentence(one, names, result.ron, words) for one in result.stages]
    sentences += [report.tie_sentence(tie, names, words) for tie in result.ties]
    return sentences + [report.threshold_sentence(one, words) for one in result.thresholds]


def counted() -> list[Result]:
    found = []
    for seed in range(150):
        rule = ("scottish", "meek", "ers97", "plurality", "approval")[seed % 5]
        draw = random_election_with_ron if seed % 3 == 0 else random_election
        found.append(draw(seed).count(rule))
        election, options = random_question(seed)
        found.append(count(election.profile(), "yes-no", lots=election.lots, options=options))
    # Papers of several values, which move in batches.
    draws = random.Random(3)
    papers = [tuple(draws.sample(range(2, 9), draws.randint(1, 7))) for _paper in range(200)]
    rankings = [(1, *paper) if place % 2 else paper for place, paper in enumerate(papers)]
    profile = Profile.from_rankings([str(number) for number in range(1, 9)], 3, rankings)
    found.append(count(profile, "ers97", lots=list(range(1, 9))))
    return found


def test_nothing_is_said_that_is_not_a_message() -> None:
    seen = set()
    for result in counted():
        names = [f"{number}" for number in range(1, len(result.stages[0].votes) + 1)]
        english = told(result, names, Wording())
        for plain, shouted in zip(english, told(result, names, Shouted()), strict=True):
            assert not re.search("[a-z]", shouted), shouted
            assert shouted.replace("<", '"').replace(">", '"') == plain.upper()
            seen |= set(re.findall("[A-Z]{4,}", shouted))
    # So that nothing above is compared with nothing
    assert {
        "GUARDED",
        "RECEIVES",
        "QUOTA",
        "FEWEST",
        "VACANT",
        "BATCHES",
        "KEEPS",
        "MAJORITY",
    } <= seen


def test_the_report_of_the_engine_alone_is_english() -> None:
    election = random_election(1)
    result = election.count()
    names = [str(number) for number in range(1, election.candidates + 1)]
    assert "The votes are counted." in report.text(result, names)
