"""What stands on the papers: candidates in their order of record, and the manifest's outline."""

from __future__ import annotations

from django.utils import translation

from elections.models import Candidate, Contest, Election, Nomination, Rule, Sheet
from elections.models.contest import ANSWERS, ANSWERS_IN_WORDS, RON
from elections.models.record import SMALL_CONTEST
from elections.reserved import plan_of, seats_to_fill
from elections.vacancies import in_order_of_record
from members.languages import Language


def sheets(election: Election) -> list[Sheet]:
    """The sheets that voters return, each with a contest or question that is polled."""
    return list(Sheet.objects.filter(election=election).on_paper())


def write_candidates(contest: Contest) -> None:
    """The candidates in their order of record: as they came forward, and yes before no.

    Re-open nominations is the last. The further sections of an electoral college have the candidates
    of its first contest under the same numbers.
    """
    if contest.is_question:
        Candidate.objects.bulk_create(
            Candidate(
                contest=contest,
                number=number,
                ballot_name=answer,
                ballot_name_cy=_in_welsh(answer),
            )
            for number, answer in enumerate(ANSWERS, start=1)
        )
        return
    if contest.candidates.exists():
        return  # a rehearsal's, written when it was made
    head = contest.section_of or contest
    accepted = head.nominations.filter(state=Nomination.State.ACCEPTED)
    candidates = [
        Candidate(
            contest=contest,
            # One nomination makes one candidate, whose pages are those of the first contest.
            nomination=nomination if contest == head else None,
            number=number,
            ballot_name=nomination.ballot_name,
            statement=nomination.statement,
            language=nomination.language,
            links=nomination.links,
            slate_label=nomination.slate_label,
            slate_colour=nomination.slate_colour,
            slate_path=nomination.slate_path,
        )
        for number, nomination in enumerate(in_order_of_record(accepted), start=1)
    ]
    if head.has_ron:
        candidates.append(
            Candidate(
                contest=contest,
                number=len(candidates) + 1,
                ballot_name=RON,
                ballot_name_cy=_in_welsh(RON),
                is_ron=True,
            )
        )
    Candidate.objects.bulk_create(candidates)


def _in_welsh(answer: str) -> str:
    """What a Welsh paper calls an answer, by the catalogue as it is now: fixed with the paper."""
    with translation.override(Language.WELSH):
        words = str(ANSWERS_IN_WORDS[answer])
    return words if words != answer else ""


def _with_words(described: dict[str, object], **optional: str) -> dict[str, object]:
    """With those words that there are: manifests without them are as they always were."""
    return described | {name: words for name, words in optional.items() if words}


def outline(election: Election) -> dict[str, object]:
    """What the manifest says of the election; the box adds keys, seed hash and paper lengths."""
    described: dict[str, object] = {
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
                    for contest in sheet.contests.all()
                    .polled()
                    .order_by("number")
                    .select_related("seat_plan", "section_of__seat_plan")
                    .prefetch_related("candidates", "minima", "sections", "section_of__sections")
                ],
            }
            for sheet in sheets(election)
        ],
    }
    return _with_words(described, title_cy=election.title_cy)


def _outline_of(contest: Contest) -> dict[str, object]:
    candidates = [
        _with_words(
            {"number": candidate.number, "name": candidate.ballot_name},
            name_cy=candidate.ballot_name_cy,
        )
        for candidate in contest.candidates.all()
    ]
    head = contest.section_of or contest
    marks = Rule(head.rule).limit(head.marks) or len(candidates)
    described: dict[str, object] = {
        "contest": contest.number,
        "title": contest.title,
        "rule": head.rule,
        "seats": seats_to_fill(head),
        "marks": min(marks, len(candidates)),
        "minima": plan.minima if (plan := plan_of(head)) else {},
        "candidates": candidates,
    }
    if head.is_question:
        described["thresholds"] = head.thresholds
    if ron := [one.number for one in contest.candidates.all() if one.is_ron]:
        described["ron"] = ron[0]
    if len(head.college()) > 1:
        described["weight"] = contest.weight
        described["college"] = head.number
    return _with_words(
        described,
        title_cy=contest.title_cy,
        description=head.description,
        description_cy=head.description_cy,
    )
