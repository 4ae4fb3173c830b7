"""Templates of elections: what the set-up form offers, each a plan the office then corrects.

The NCG plans follow Momentum's published election pages of their year; durations are starting
points and every figure can be changed before the notice.
"""

from elections.blueprints.by_election import BY_ELECTION, by_election, in_regions
from elections.blueprints.ncg import NCG, alternated
from elections.blueprints.plan import Blueprint, PlannedContest
from elections.blueprints.votes import VOTES
from elections.models import Rule

__all__ = [
    "BLUEPRINTS",
    "BY_ELECTION",
    "Blueprint",
    "PlannedContest",
    "alternated",
    "by_election",
    "in_regions",
    "placeholders",
]

BLUEPRINTS = {blueprint.key: blueprint for blueprint in (*NCG, BY_ELECTION, *VOTES)}


def placeholders() -> set[str]:
    """What stands in templates where a question is to be written."""
    return {
        str(contest.title)
        for blueprint in BLUEPRINTS.values()
        for contest in blueprint.contests
        if contest.rule == Rule.YES_NO
    }
