"""Members nominate those who stand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.models import Nomination, SupportingNomination
from elections.models.entitlement import is_elector
from elections.nominating import reopened
from elections.nominating.conditions import require_no_office, require_public
from elections.refusal import Refused
from members import audit
from members.models import Member


def require_may_support(nomination: Nomination, member: Member, *, now: datetime) -> None:
    """Raises Refused where `support` would."""
    contest = nomination.contest
    require_public(contest.election)
    if not contest.election.needs_supporters:
        raise Refused(_("No supporting nominations are needed in this election."))
    if not reopened.supporting_is_open(nomination, now):
        raise Refused(_("Supporting nominations are not open now."))
    if not nomination.is_standing:
        raise Refused(_("This person is no longer standing."))
    if member.pk in (nomination.member_id, nomination.member.same_person_as_id):
        raise Refused(_("You cannot nominate yourself as a supporter."))
    require_no_office(member)
    if not is_elector(member, contest.sheet):
        raise Refused(
            _("Only electors of %(contest)s may nominate here, and you are not one.")
            % {"contest": contest.title_here}
        )
    given = SupportingNomination.objects.filter(contest=contest).of_person(member)
    nominated = given.values_list("nomination", flat=True)
    if nomination.pk in nominated:
        raise Refused(_("You have already nominated this person."))
    limit = reopened.nominations_each(nomination, now)
    if len(nominated) >= limit:
        raise Refused(
            ngettext(
                "You have given your one nomination in this contest.",
                "You have given all %(limit)s of your nominations in this contest.",
                limit,
            )
            % {"limit": limit}
        )


@transaction.atomic
def support(nomination: Nomination, member: Member, *, now: datetime) -> SupportingNomination:
    """A member of the electorate nominates somebody who stands.

    Raises Refused outside the window or the electorate, for oneself, a second time, or beyond the
    number of candidates a member may nominate in the contest.
    """
    # Held so that two nominations at once count their slots one after the other, and so that
    # nobody is nominated who has just withdrawn.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    nomination = (
        Nomination.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contest__election__timetable", "contest__sheet")
        .get(pk=nomination.pk)
    )
    require_may_support(nomination, member, now=now)
    contest = nomination.contest
    given = SupportingNomination.objects.filter(contest=contest, member=member)
    used = set(given.values_list("slot", flat=True))
    limit = reopened.nominations_each(nomination, now)
    slot = next(n for n in range(1, limit + 1) if n not in used)
    supporting = SupportingNomination.objects.create(
        nomination=nomination, contest=contest, member=member, slot=slot, given_at=now
    )
    audit.record(
        audit.Action.SUPPORTING_NOMINATION,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=contest.election_id,
    )
    return supporting


def require_may_withdraw_support(nomination: Nomination, member: Member, *, now: datetime) -> None:
    """Raises Refused where `withdraw_support` would.

    Acceptance counted who supported then, so that nothing of it is taken back afterwards. Nothing
    rests on the support of a nomination that was refused: an appeal is upheld whatever there is.
    """
    require_public(nomination.contest.election)
    if not reopened.supporting_is_open(nomination, now):
        raise Refused(_("Supporting nominations have closed, so yours stands."))
    if not nomination.supporting.of_person(member).exists():
        raise Refused(_("You have not nominated this person, or have taken it back already."))
    if nomination.state not in (Nomination.State.SUBMITTED, Nomination.State.REFUSED):
        raise Refused(_("This nomination is accepted, so your support for it stands."))


@transaction.atomic
def withdraw_support(nomination: Nomination, member: Member, *, now: datetime) -> None:
    """A member takes their supporting nomination back, and may give it to somebody else.

    Raises Refused once the window has closed or an officer has accepted the nomination.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    nomination = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("contest__election__timetable", "contest__sheet")
        .get(pk=nomination.pk)
    )
    require_may_withdraw_support(nomination, member, now=now)
    nomination.supporting.of_person(member).delete()
    audit.record(
        audit.Action.SUPPORT_WITHDRAWN,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=nomination.contest.election_id,
    )
