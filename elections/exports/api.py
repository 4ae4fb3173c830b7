"""What is public of elections, as JSON documents for programs: `docs/api.md` says how to read them.

Every name that manifest.json, count.json or another file of the bundle has is used as it is there. A
document tells what the page at its `page` tells, and nothing more: no rehearsal, no draft, no time at
which somebody came forward.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from elections import results
from elections.exports import board, record
from elections.models import Candidate, Contest, Election, Nomination, Rule
from elections.models.contest import ContestQuerySet
from elections.models.nomination import photo_url

VERSION = 1
NAMES = ("index", "elections", "election", "candidates", "results", "checkpoints", "error")

Document = dict[str, Any]


def url(name: str, *args: object) -> str:
    """The full address of a page of the site."""
    return settings.SITE_URL + reverse(name, args=args)


def document(name: str, **content: Any) -> Document:
    """A document of one of NAMES, with the version of its shape and the address of its schema."""
    return {"version": VERSION, "schema": url("elections:api-schema", name), **content}


def index() -> Document:
    return document("index", elections=url("elections:api-elections"))


def error(words: str) -> Document:
    return document("error", error=words)


def of_election(name: str, election: Election, **content: Any) -> Document:
    return document(name, election=str(election.pk), slug=election.slug, **content)


# --- Elections -----------------------------------------------------------------------------------


def summary(election: Election, now: datetime) -> Document:
    times = election.timetable
    return {
        "election": str(election.pk),
        "slug": election.slug,
        "title": election.title,
        "title_cy": _in_welsh(election, election.title_cy),
        "body": election.body,
        "phase": election.phase(now).value,
        "voting_opens_at": _instant(times.voting_opens_at),
        "voting_closes_at": _instant(times.voting_closes_at),
        "url": url("elections:api-election", election.slug),
        "page": settings.SITE_URL + election.get_absolute_url(),
    }


def elections(found: Iterable[Election], now: datetime, **place: Any) -> Document:
    """Elections of one page of the list, with its `place` among the pages."""
    return document("elections", elections=[summary(one, now) for one in found], **place)


def election(one: Election, now: datetime) -> Document:
    contests = one.contests.all().counted_alone().order_by("number")
    has_papers = one.papers_fixed_at is not None
    links = {
        "candidates": url("elections:api-candidates", one.slug),
        "results": url("elections:api-results", one.slug) if one.counted_at else None,
        "checkpoints": url("elections:api-checkpoints", one.slug) if has_papers else None,
        "manifest": url("elections:download-manifest", one.slug) if has_papers else None,
        "bundle": url("elections:download-bundle", one.slug)
        if has_papers and one.counted_at
        else None,
        "calendar": url("elections:calendar-of-election", one.slug),
    }
    return document(
        "election",
        **summary(one, now),
        summary=one.summary,
        summary_cy=_in_welsh(one, one.summary_cy),
        supporters_needed=one.supporters_needed,
        timetable=[
            {"name": name, "words": words, "at": _instant(at)}
            for name, words, at in one.timetable.told()
        ],
        contests=[_contest(one, contest) for contest in _with_minima(contests)],
        changes=[
            {
                "kind": change.kind,
                "at": _instant(change.made_at),
                "subject": change.subject,
                "reason": change.reason,
                "before": change.before,
                "after": change.after,
            }
            for change in one.changes.all()
        ],
        links=links,
    )


def _with_minima(contests: ContestQuerySet) -> ContestQuerySet:
    return contests.select_related("sheet").prefetch_related("minima", "sections__sheet")


def _in_welsh(election: Election, words: str) -> str:
    """What an officer entered beside the English: a draft until Welsh is switched on."""
    return words if election.offers_welsh else ""


def _contest(election: Election, contest: Contest) -> Document:
    return {
        "contest": contest.number,
        "title": contest.title,
        "title_cy": _in_welsh(election, contest.title_cy),
        "description": contest.description,
        "description_cy": _in_welsh(election, contest.description_cy),
        "rule": contest.rule,
        "seats": contest.seats,
        "marks": Rule(contest.rule).limit(contest.marks),
        "has_ron": contest.has_ron,
        "thresholds": contest.thresholds,
        "minima": {one.attribute: one.least for one in contest.minima.all()},
        "sheets": [
            {"sheet": one.sheet.number, "title": one.sheet.title, "weight": one.weight}
            for one in contest.college()
        ],
    }


def _instant(at: datetime) -> str:
    return at.isoformat()


# --- Candidates ----------------------------------------------------------------------------------


def candidates(election: Election) -> Document:
    """Who stands, contest by contest: by number once that is fixed, before by name alone, which does
    not tell who came first."""
    contests = election.contests.all().for_people().order_by("number")
    are_fixed = election.candidates_fixed_at is not None
    people = _fixed(election) if are_fixed else _nominated(election)
    return of_election(
        "candidates",
        election,
        page=url("elections:list-candidates", election.slug),
        are_fixed=are_fixed,
        contests=[
            {
                "contest": contest.number,
                "title": contest.title,
                "candidates": [one for of, one in people if of == contest.pk],
            }
            for contest in contests
        ],
    )


def _fixed(election: Election) -> list[tuple[int, Document]]:
    found = Candidate.objects.people().filter(contest__election=election).as_shown()
    return [
        (
            one.contest_id,
            _person(
                one,
                number=one.number,
                statement=one.statement_shown,
                left=one.left.reason if hasattr(one, "left") else None,
                page=url("elections:show-candidate", election.slug, one.contest.number, one.number),
            ),
        )
        for one in found.select_related("contest").order_by("contest", "number")
    ]


def _nominated(election: Election) -> list[tuple[int, Document]]:
    standing = Nomination.objects.standing().filter(contest__election=election).with_photo()
    return [
        (
            one.contest_id,
            _person(
                one,
                number=None,
                statement=one.statement,
                left=None,
                page=settings.SITE_URL + one.get_absolute_url(),
            ),
        )
        for one in standing.order_by("contest", "ballot_name", "share_token")
    ]


def _person(
    one: Candidate | Nomination,
    *,
    number: int | None,
    statement: str,
    left: str | None,
    page: str,
) -> Document:
    slate = {
        "label": one.slate_label,
        "colour": one.slate_colour,
        "page": settings.SITE_URL + one.slate_path if one.slate_path else None,
    }
    photo = photo_url(one.photo_digest)
    return {
        "number": number,
        "name": one.ballot_name,
        "statement": statement,
        "language": one.language,
        "slate": slate if one.slate_label else None,
        "links": list(one.links),
        "photo": settings.SITE_URL + photo if photo else None,
        "left": left,
        "page": page,
    }


# --- Results and the board -----------------------------------------------------------------------


def result(election: Election) -> Document:
    """Of a counted election: `count` and `result` are as they are in the bundle."""
    found, decided = results.whole_results(election)
    return of_election(
        "results",
        election,
        page=url("elections:show-results", election.slug),
        counted_at=_instant(election.counted_at) if election.counted_at else None,
        declared_at=_instant(election.declared_at) if election.declared_at else None,
        contests=[
            {
                "contest": one.contest.number,
                "title": one.contest.title,
                "seats": one.contest.seats,
                "candidates": one.names,
                "elected": list(one.outcome.elected),
                "vacant": one.vacant,
                "is_small": one.record.is_small,
                "count": one.given,
                "result": json.loads(one.published),
                "minima": json.loads(one.record.minima) if one.record.minima else {},
            }
            for one in found
        ],
        without_a_poll=[
            {**told, "elected": list(one.outcome.elected), "vacant": one.vacant}
            for one, told in zip(decided, record.without_a_poll(decided), strict=True)
        ],
        declarations=record.declarations(election, [*found, *decided]),
        turnout=record.sheet_numbers(election),
    )


def checkpoints(election: Election) -> list[dict[str, int | str]]:
    return board.checkpoints(election)


def page_of_checkpoints(
    election: Election, found: Iterable[dict[str, int | str]], **place: Any
) -> Document:
    return of_election(
        "checkpoints",
        election,
        page=url("elections:show-board", election.slug),
        checkpoints=list(found),
        **place,
    )
