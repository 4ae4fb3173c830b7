"""Those who stand, as pages show them: from the nomination, or once papers are fixed from the paper."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from elections import results
from elections.links import ShownLink, shown
from elections.models import Candidate, Contest, Election, Nomination, Photo
from elections.models.nomination import photo_url

T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """Somebody who stands, from the nomination or, once papers are fixed, from the paper."""

    name: str
    statement: str
    slate_label: str
    slate_colour: int | None
    slate_url: str
    url: str
    links: tuple[ShownLink, ...] = ()
    photo_url: str = ""
    left: str = ""  # why somebody is no candidate any more, to follow the name
    language: str = ""  # of the statement
    fate: str = ""  # and what the result makes of that, as `results.left` knows it

    @classmethod
    def nominated(cls, one: Nomination) -> Person:
        return cls(
            one.ballot_name,
            one.statement,
            one.slate_label,
            one.slate_colour,
            one.slate_path,
            one.get_absolute_url(),
            shown(one.links),
            one.photo_url,
            language=one.language,
        )

    @classmethod
    def on_paper(
        cls, one: Candidate, election: Election, left: results.Left | None = None
    ) -> Person:
        """`left` is what became of whoever left."""
        url = reverse(
            "elections:show-candidate", args=[election.slug, one.contest.number, one.number]
        )
        return cls(
            one.ballot_name,
            one.statement_shown,
            one.slate_label,
            one.slate_colour,
            one.slate_path,
            url,
            shown(one.links),
            photo_url(one.photo_digest),
            language=one.language,
            left=left.reason if left else "",
            fate=left.fate if left else "",
        )


def on_the_paper(nomination: Nomination) -> Candidate | None:
    """The candidate that came of a nomination, once the papers are fixed."""
    candidates = Candidate.objects.as_shown().select_related("contest__seat_plan")
    return candidates.filter(nomination=nomination).first()


def person_of(nomination: Nomination, candidate: Candidate | None) -> Person:
    """Somebody who stands, as they are shown now."""
    if candidate is None:
        return Person.nominated(nomination)
    candidate.contest.election = nomination.contest.election
    left = results.left_of([candidate]).get(candidate.pk)
    return Person.on_paper(candidate, nomination.contest.election, left)


def in_random_order(request: HttpRequest, people: Iterable[T], *, of: object) -> list[T]:
    """Shuffled for this visitor: the same within an hour, another for other browsers.

    Nothing is stored of the visitor for it, and nobody gets a session by reading.
    """
    visitor = request.headers.get("User-Agent", "")
    session = request.session.session_key or ""
    hour = timezone.now().strftime("%Y%m%d%H")
    seed = salted_hmac("elections.order", f"{of}|{hour}|{session}|{visitor}").digest()
    shuffled = list(people)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order of reading, not a lot
    return shuffled


def people_of(
    request: HttpRequest, contests: Sequence[Contest], election: Election
) -> dict[int, list[Person]]:
    """Who stands in each contest of an election: those nominated until the papers are fixed, then
    the candidates. A few statements for all contests, which come with their seat plans."""
    people: dict[int, list[Person]] = {contest.pk: [] for contest in contests}
    if election.candidates_fixed_at is not None:
        prefetch_related_objects(contests, Prefetch("candidates", Candidate.objects.as_shown()))
        left = results.left_in(contests)
        for contest in contests:
            people[contest.pk] = [
                Person.on_paper(one, election, left.get(one.pk))
                for one in contest.candidates.all()
                if not one.is_ron
            ]
    else:
        standing = Nomination.objects.standing().filter(contest__in=people).with_photo()
        for nomination in standing:
            people[nomination.contest_id].append(Person.nominated(nomination))
    return {
        contest: in_random_order(request, those, of=f"contest {contest}")
        for contest, those in people.items()
    }


def with_photos(contests: Iterable[Contest]) -> set[int]:
    """The contests (by their keys) in which one who stands has a photo: there those without one have
    an empty frame of its size."""
    standing = Nomination.objects.standing().filter(contest__in=[one.pk for one in contests])
    photos = Photo.objects.filter(nomination__in=standing)
    return set(photos.values_list("nomination__contest_id", flat=True))


def shows_photos(contest: Contest) -> bool:
    return bool(with_photos([contest]))
