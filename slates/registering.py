"""A member registers a slate and looks after what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from elections import phases
from elections.models import Contest, Election
from elections.nominating.conditions import require_no_office
from elections.refusal import Refused
from members import audit
from members.languages import Language
from members.models import Member
from slates.acting import acted_for, slates_with_agent
from slates.conditions import (
    acts_already,
    held_for_agent,
    record,
    refused_when_taken,
    require_entitled,
    require_no_other_slate,
    require_papers_open,
    require_under_way,
)
from slates.models import COLOURS, Agent, Slate


def free_colours(election: Election, *, besides: Slate | None = None) -> list[int]:
    """The colours of the palette that no other slate of the election holds."""
    others = Slate.objects.filter(election=election)
    return free_among(others.exclude(pk=besides.pk) if besides is not None else others)


def free_among(slates: Iterable[Slate]) -> list[int]:
    """The colours of the palette that none of the slates holds."""
    taken = {one.colour for one in slates if not one.is_refused}
    return [colour for colour in COLOURS if colour not in taken]


def require_registration_open(
    election: Election,
    *,
    now: datetime,
    contests: Iterable[Contest] | None = None,
    taken: int | None = None,
) -> None:
    """Raises Refused where nobody may register a slate now.

    `contests` and the number of colours `taken` are asked for where they are not given.
    """
    require_under_way(election, now)
    contests = election.contests.all() if contests is None else contests
    if not any(not contest.is_question for contest in contests):
        raise Refused(_("Nobody stands in this election: it asks questions."))
    if election.candidates_fixed_at is not None or phases.nominations_closed(
        election.timetable, now
    ):
        raise Refused(_("Nominations have closed, so no further slate can be registered."))
    free = len(free_colours(election)) if taken is None else len(COLOURS) - taken
    if not free:
        raise Refused(_("All eight colours are taken, so no further slate can be registered."))


def require_may_register(
    election: Election, member: Member, slates: Sequence[Slate], *, now: datetime
) -> None:
    """Raises Refused where `register` would, whatever the member goes on to enter.

    `slates` are all of the election, as `slates_with_agent` finds them for the member.
    """
    taken = sum(not one.is_refused for one in slates)
    require_registration_open(election, now=now, taken=taken)
    require_no_office(member)
    require_entitled(election, member)
    own = acted_for(slates)
    if own is not None and not own.is_refused:
        raise acts_already(member)


def register(
    election: Election,
    member: Member,
    *,
    name: str,
    programme: str,
    colour: int,
    website: str = "",
    language: str = Language.ENGLISH,
    now: datetime,
) -> Slate:
    """A member registers a slate and is its first agent; an officer decides on it."""
    with refused_when_taken(), transaction.atomic():
        # Held so that of two submissions at once the second finds the first.
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        require_papers_open(election)
        require_may_register(election, member, slates_with_agent(election, member), now=now)
        slate = Slate.objects.create(
            election=election,
            slug=_free_slug(election, name),
            name=name,
            programme=programme,
            language=language,
            colour=colour,
            website=website,
            registered_by=member,
            registered_at=now,
        )
        Agent.objects.create(slate=slate, member=member, added_at=now)
        record(audit.Action.SLATE_REGISTERED, slate, by=member, colour=colour, website=website)
    return slate


def change(
    slate: Slate,
    member: Member,
    *,
    name: str,
    programme: str,
    colour: int,
    website: str,
    language: str | None = None,
    now: datetime,
) -> Slate:
    """An agent changes what the slate says; one that was refused is sent to the office again.

    Once it is approved its name and its colour are the officer's to change: they stand beside
    candidates by then.
    """
    with refused_when_taken(), transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        held = held_for_agent(slate, member, now)
        if held.is_approved and (held.name, held.colour) != (name, colour):
            raise Refused(
                _(
                    "The slate is approved, so its name and colour no longer change. Write to the "
                    "returning officer."
                )
            )
        sent_again = held.is_refused
        if sent_again:
            require_no_other_slate(held.election, member, besides=held.pk)
            held.state, held.decided_by, held.decided_at = Slate.State.PENDING, None, None
            held.decided_words = held.reason = ""
        words = (name, programme, language or held.language, colour, website)
        if words == held.words and not sent_again:
            return held  # nothing changes: perhaps the button was pressed twice
        held.name, held.programme, held.language, held.colour, held.website = words
        held.save()
        action = audit.Action.SLATE_REGISTERED if sent_again else audit.Action.SLATE_CHANGED
        record(action, held, by=member, colour=colour, website=website)
    return held


def _free_slug(election: Election, name: str) -> str:
    stem = slugify(name)[:60] or "slate"
    taken = set(
        Slate.objects.filter(election=election, slug__startswith=stem).values_list(
            "slug", flat=True
        )
    )
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)
