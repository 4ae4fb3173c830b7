"""What stands on the papers: candidates in their order of record, and the manifest's outline."""

from __future__ import annotations

from elections.models import Candidate, Contest, Election, Nomination, Rule, Sheet
from elections.models.contest import ANSWERS
from elections.models.record import SMALL_CONTEST


def sheets(election: Election) -> list[Sheet]:
    return list(Sheet.objects.filter(election=election).on_paper())


def write_candidates(contest: Contest) -> None:
    """The candidates in their order of record: as they came forward, and yes before no."""
    if contest.is_question:
        Candidate.objects.bulk_create(
            Candidate(contest=contest, number=number, ballot_name=answer)
            for number, answer in enumerate(ANSWERS, start=1)
        )
        return
    if contest.candidates.exists():
        return  # a rehearsal's, written when it was made
    accepted = contest.nominations.filter(state=Nomination.State.ACCEPTED)
    in_order = accepted.order_by("submitted_at", "pk")
    Candidate.objects.bulk_create(
        Candidate(
            contest=contest,
            nomination=nomination,
            number=number,
            ballot_name=nomination.ballot_name,
            statement=nomination.statement,
            links=nomination.links,
            slate_label=nomination.slate_label,
            slate_colour=nomination.slate_colour,
            slate_path=nomination.slate_path,
        )
        for number, nomination in enumerate(in_order, start=1)
    )


def outline(election: Election) -> dict[str, object]:
    """What the manifest says of the election; the box adds keys, seed hash and paper lengths."""
    return {
        "title": election.title,
        "custody": election.custody,
        "min_batch": election.min_batch,
        "small_contest": SMALL_CONTEST,
        "sheets": [
            {
                "sheet": sheet.number,
                "title": sheet.title,
                "contests": [
                    _outline_of(contest)
                    for contest in sheet.contests.order_by("number").prefetch_related(
                        "candidates", "minima"
                    )
                ],
            }
            for sheet in sheets(election)
        ],
    }


def _outline_of(contest: Contest) -> dict[str, object]:
    candidates = [
        {"number": candidate.number, "name": candidate.ballot_name}
        for candidate in contest.candidates.all()
    ]
    marks = {Rule.PLURALITY: contest.marks, Rule.YES_NO: 1}.get(Rule(contest.rule), len(candidates))
    return {
        "contest": contest.number,
        "title": contest.title,
        "rule": contest.rule,
        "seats": contest.seats,
        "marks": min(marks, len(candidates)),
        "minima": {minimum.attribute: minimum.least for minimum in contest.minima.all()},
        "candidates": candidates,
    }
