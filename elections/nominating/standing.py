"""A member puts themself forward, and mends their nomination."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import (
    Attribute,
    Contest,
    IdentityDeclaration,
    Message,
    Nomination,
    Photo,
)
from elections.nominating import reopened
from elections.nominating.conditions import (
    Bar,
    Known,
    disqualified_in_words,
    hold_unfixed,
    known,
    require_no_office,
    require_public,
)
from elections.nominating.drafts import delete_draft
from elections.nominating.ending import require_may_withdraw
from elections.nominating.limits import require_asked, require_within_limits
from elections.photos import EncodedPhoto
from elections.refusal import Refused, why_not
from members import audit
from members.languages import Language
from members.models import Member


def require_may_stand(contest: Contest, member: Member, *, now: datetime) -> None:
    """Raises Refused where `put_forward` would, whatever the member goes on to enter."""
    if contest.is_question:
        raise Refused(_("Nobody stands in a question."))
    if not contest.is_for_people:
        raise Refused(_("Stand in the contest itself: this is a section of its electorate."))
    require_public(contest.election)
    if not reopened.standing_is_open(contest, now):
        raise Refused(_("Nominations for this contest are not open now."))
    found = known(contest, member)
    _require_no_bar(contest, member, found)
    if found.refused_with is not None and found.refused_with != member.number:
        raise Refused(
            _(
                "The returning officer refused your nomination with record %(number)s in this "
                "contest. If that is wrong, write to the returning officer."
            )
            % {"number": found.refused_with}
        )
    if found.refused_with is not None:
        raise Refused(
            _(
                "The returning officer refused your nomination in this contest. Your nomination's "
                "page says whether you can appeal."
            )
        )


def _require_no_bar(contest: Contest, member: Member, found: Known) -> None:
    match found.bar:
        case Bar.OFFICE:
            require_no_office(member)
        case Bar.NO_ELECTOR:
            raise Refused(
                _("Only electors of %(contest)s can stand there, and you are not one.")
                % {"contest": contest.title_here}
            )
        case Bar.DISQUALIFIED:
            raise Refused(disqualified_in_words())
        case Bar.STANDS_ALREADY:
            raise Refused(stands_already(member, found.stands_with or ""))


def stands_already(member: Member, number: str) -> str:
    """Of somebody who stands in the election: with this record, or with another of this number."""
    if number == member.number:
        return _("You are already standing in this election. Withdraw from that contest first.")
    return _(
        "You are already standing in this election, with record %(number)s, which is found to be "
        "yours too. Write to the returning officer."
    ) % {"number": number}


@transaction.atomic
def put_forward(
    contest: Contest,
    member: Member,
    *,
    ballot_name: str,
    statement: str,
    language: str = Language.ENGLISH,
    links: Sequence[str] = (),
    photo: EncodedPhoto | None = None,
    attributes: Collection[str] = (),
    now: datetime,
) -> Nomination:
    """A member puts themself forward; a draft that was kept for it is gone then.

    `attributes` are those declared with the agreement that goes with each. Raises Refused outside
    the window, the electorate or the limits of the election.
    """
    # Held so that of two submissions at once the second finds the first.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    require_may_stand(contest, member, now=now)
    require_within_limits(
        contest.election, ballot_name=ballot_name, statement=statement, links=links, photo=photo
    )
    require_asked(contest, attributes)
    reopened.require_fills_vacancy(contest, attributes, now)
    nomination = Nomination.objects.create(
        contest=contest,
        member=member,
        ballot_name=ballot_name,
        statement=statement,
        language=language,
        links=list(links),
        submitted_at=now,
    )
    if photo is not None:
        _show(nomination, photo)
    _declare(nomination, attributes, now)
    delete_draft(contest, member)
    outbox.queue_to_member(
        Message.Kind.NOMINATION_RECEIVED,
        election=contest.election,
        member=member,
        nomination=nomination,
        details={
            "for_vacancy": reopened.came_for_vacancy(nomination, now),
            "may_withdraw": not why_not(require_may_withdraw, nomination, now=now),
        },
        now=now,
    )
    audit.record(
        audit.Action.NOMINATION_SUBMITTED,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=contest.election_id,
    )
    return nomination


def _declare(nomination: Nomination, attributes: Collection[str], now: datetime) -> None:
    IdentityDeclaration.objects.bulk_create(
        IdentityDeclaration(
            nomination=nomination, attribute=Attribute(attribute).value, consented_at=now
        )
        for attribute in sorted(set(attributes))
    )


def _show(nomination: Nomination, photo: EncodedPhoto) -> None:
    Photo.objects.update_or_create(
        nomination=nomination,
        defaults={
            "jpeg": photo.jpeg,
            "width": photo.width,
            "height": photo.height,
            "digest": photo.digest,
        },
    )


@transaction.atomic
def change(
    nomination: Nomination,
    member: Member,
    *,
    ballot_name: str,
    statement: str,
    language: str | None = None,
    links: Sequence[str] | None = None,
    photo: EncodedPhoto | None = None,
    without_photo: bool = False,
    attributes: Collection[str] | None = None,
    now: datetime,
) -> None:
    """The candidate mends their own nomination while the window is open and it is undecided.

    `language`, `links` and `attributes` replace what was there; None leaves it. `photo` replaces the one shown,
    and `without_photo` takes it away.
    """
    election = nomination.contest.election
    require_public(election)
    hold_unfixed(
        election.pk, _("The ballot papers are fixed, so your statement can no longer change.")
    )
    if not reopened.change_is_open(nomination, now):
        raise Refused(_("Nominations have closed, so your statement can no longer change."))
    mine = Nomination.objects.filter(
        pk=nomination.pk, member=member, state=Nomination.State.SUBMITTED
    )
    held = mine.select_for_update(of=("self",)).first()
    if held is None:
        raise Refused(
            _("This nomination can no longer change: it has been decided, withdrawn or ended.")
        )
    links = held.links if links is None else links
    language = language or held.language
    require_within_limits(
        election, ballot_name=ballot_name, statement=statement, links=links, photo=photo
    )
    if attributes is not None:
        require_asked(nomination.contest, attributes)
        reopened.require_fills_vacancy(nomination.contest, attributes, now)
    if (
        (held.ballot_name, held.statement, held.language, held.links)
        == (ballot_name, statement, language, list(links))
        and _shows_already(held, photo, without_photo=without_photo)
        and _declares_already(held, attributes)
    ):
        delete_draft(nomination.contest, member)
        return  # nothing changes: perhaps the button was pressed twice
    mine.update(ballot_name=ballot_name, statement=statement, language=language, links=list(links))
    if photo is not None:
        _show(held, photo)
    elif without_photo:
        Photo.objects.filter(nomination=held).delete()
    if attributes is not None:
        # What is still declared keeps the instant of its consent.
        held.declarations.exclude(attribute__in=attributes).delete()
        kept = set(held.declarations.values_list("attribute", flat=True))
        _declare(held, set(attributes) - kept, now)
    delete_draft(nomination.contest, member)
    audit.record(
        audit.Action.NOMINATION_CHANGED,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=election.pk,
    )


def _shows_already(
    nomination: Nomination, photo: EncodedPhoto | None, *, without_photo: bool
) -> bool:
    shown = getattr(nomination, "photo", None)
    if photo is not None:
        return shown is not None and bool(shown.digest == photo.digest)
    return shown is None or not without_photo


def _declares_already(nomination: Nomination, attributes: Collection[str] | None) -> bool:
    declared = nomination.declarations.values_list("attribute", flat=True)
    return attributes is None or set(attributes) == set(declared)
