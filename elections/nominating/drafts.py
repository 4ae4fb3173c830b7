"""What a member has entered to stand, kept until they put themself forward or delete it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections.models import Contest, NominationDraft
from elections.models.entitlement import is_elector
from elections.nominating.conditions import require_no_office, require_public
from elections.photos import EncodedPhoto, stored
from elections.refusal import Refused
from members.models import Member

KEPT = ("ballot_name", "statement", "language", "links")  # declarations are never among it
LONGEST_DRAFT = 20_000  # letters of one field: a statement that is still to be shortened


def draft_of(contest: Contest, member: Member) -> NominationDraft | None:
    return NominationDraft.objects.filter(contest=contest, member=member).first()


def photo_of(draft: NominationDraft | None) -> EncodedPhoto | None:
    return stored(bytes(draft.photo)) if draft is not None and draft.photo else None


@transaction.atomic
def keep_draft(
    contest: Contest,
    member: Member,
    *,
    entered: Mapping[str, object],
    photo: EncodedPhoto | None,
    now: datetime,
) -> NominationDraft:
    """Keep what was entered, complete or not, in place of what was kept before.

    `entered` holds `KEPT` as it was typed. Also once the window has closed, until the papers are
    fixed, so that nothing is lost of a form that was open meanwhile. Raises Refused where the member
    could never have stood.
    """
    if not contest.is_for_people:
        raise Refused(_("Nobody stands in a question."))
    election = contest.election
    require_public(election)
    opens_at = election.timetable.self_nomination_opens_at
    if opens_at is None or now < opens_at or election.papers_fixed_at or election.no_poll_at:
        raise Refused(_("Nominations for this contest are not open now."))
    require_no_office(member)
    if not is_elector(member, contest.sheet):
        raise Refused(
            _("Only electors of %(contest)s can stand there, and you are not one.")
            % {"contest": contest.title_here}
        )
    kept = {name: _clean(entered.get(name, "")) for name in KEPT}
    draft, _is_new = NominationDraft.objects.update_or_create(
        contest=contest,
        member=member,
        defaults={
            "entered": kept,
            "photo": photo.jpeg if photo and election.has_photos else None,
            "saved_at": now,
        },
    )
    return draft


def _clean(value: object) -> object:
    """Text that the database can hold, of a length that a person can have typed."""
    if isinstance(value, list | tuple):
        return [_clean(str(one)) for one in value][:20]
    text = str(value).replace("\x00", "").replace("\r\n", "\n")
    if len(text) > LONGEST_DRAFT:
        raise Refused(
            _("This is too long to be kept: shorten it to %(limit)s letters.")
            % {"limit": LONGEST_DRAFT}
        )
    return text


def delete_draft(contest: Contest, member: Member) -> bool:
    """The member takes it away; False when there was none any more."""
    deleted, _by_model = NominationDraft.objects.filter(contest=contest, member=member).delete()
    return bool(deleted)
