"""Putting slates on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from elections.models import Election, Nomination
from elections.refusal import Refused
from members import audit
from members.models import User
from slates import joining
from slates.models import COLOURS, Slate


def free_colours(election: Election, *, besides: Slate | None = None) -> list[int]:
    """The colours of the palette that no other slate of the election has."""
    others = Slate.objects.filter(election=election)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    taken = set(others.values_list("colour", flat=True))
    return [colour for colour in COLOURS if colour not in taken]


def register(
    election: Election,
    *,
    name: str,
    programme: str,
    colour: int,
    website: str = "",
    state: Slate.State = Slate.State.APPROVED,
    actor: User | None = None,
    now: datetime,
) -> Slate:
    """Enter a slate, which candidates may choose once it is approved."""
    _require_papers_open(election)
    with _refused_when_taken(), transaction.atomic():
        slate = Slate.objects.create(
            election=election,
            slug=_free_slug(election, name),
            name=name,
            programme=programme,
            colour=colour,
            website=website,
            registered_at=now,
            state=state,
        )
        _record(slate, actor)
    return slate


def correct(
    slate: Slate,
    *,
    name: str,
    programme: str,
    colour: int,
    website: str,
    actor: User,
    now: datetime,
) -> None:
    """An officer corrects a slate; its candidates' labels follow. The address stays."""
    _require_papers_open(slate.election)
    with _refused_when_taken(), transaction.atomic():
        Slate.objects.select_for_update(of=("self",)).get(pk=slate.pk)  # as joining does
        slate.name, slate.programme, slate.colour, slate.website = name, programme, colour, website
        slate.save(update_fields=["name", "programme", "colour", "website"])
        for nomination in Nomination.objects.standing().filter(
            pk__in=slate.candidates.values("nomination")
        ):
            joining.label(nomination, slate, now=now)
        _record(slate, actor)


def _require_papers_open(election: Election) -> None:
    if election.papers_fixed_at is not None:
        raise Refused(_("The ballot papers are fixed, so slates can no longer change."))


def _free_slug(election: Election, name: str) -> str:
    stem = slugify(name)[:60] or "slate"
    taken = set(
        Slate.objects.filter(election=election, slug__startswith=stem).values_list(
            "slug", flat=True
        )
    )
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)


@contextmanager
def _refused_when_taken() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise Refused(_("Another slate of this election has that name or that colour.")) from error


def _record(slate: Slate, actor: User | None) -> None:
    audit.record(
        audit.Action.SLATE_REGISTERED,
        actor=actor,
        subject=slate.name,
        election=slate.election_id,
        detail={"colour": slate.colour, "website": slate.website},
    )
