"""Where a public page about an election stands: the breadcrumbs above it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from elections.models import Election
from elections.results import ContestResult


def of(election: Election, *further: tuple[str, str]) -> list[dict[str, str]]:
    """All elections, the election, then each of the further steps (words, address). The last is the
    page itself and has no link, whatever its address."""
    steps = [
        (_("Elections"), reverse("elections:list-elections")),
        (election.shown_title, election.get_absolute_url()),
        *further,
    ]
    links = [{"label": words, "url": url} for words, url in steps[:-1]]
    return [*links, {"label": steps[-1][0]}]


def people(election: Election) -> tuple[str, str]:
    return _("Who is standing"), reverse("elections:list-candidates", args=[election.slug])


def results(election: Election) -> tuple[str, str]:
    return _("Results"), reverse("elections:show-results", args=[election.slug])


def count(result: ContestResult) -> tuple[str, str]:
    contest = result.contest
    url = reverse("elections:show-count", args=[contest.election.slug, contest.number])
    return contest.shown_title, url


def board(election: Election) -> tuple[str, str]:
    return _("The public board"), reverse("elections:show-board", args=[election.slug])
