"""The second press of an act's button: it finds what the first one did, which is no failure."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from elections.models import Election
from elections.views.office.page import actor
from members.audit import Action
from members.models import AuditEntry

# The acts that are asked about; another one since then, and the first is not the last word.
_TURNS = (
    Action.NOTICE_PUBLISHED,
    Action.TIMETABLE_CHANGED,
    Action.ELECTION_POSTPONED,
    Action.ELECTION_RESUMED,
    Action.ELECTION_WITHDRAWN,
    Action.POLL_ABANDONED,
    Action.PAPERS_FIXED,
    Action.RESULT_PROVISIONAL,
    Action.NOMINATION_ENDED,
    Action.NOMINATIONS_REOPENED,
    Action.CANDIDATE_LEFT,
    Action.RESULT_DECLARED,
    Action.RESULT_AMENDED,
)


def done_before(
    request: HttpRequest,
    election: Election,
    *actions: Action,
    reason: str = "",
    subject: str = "",
    detail: Mapping[str, object] | None = None,
) -> bool:
    """Whether the last act upon the election is this one, by this officer and for this reason.

    Where reasons repeat, `subject` or `detail`, as the audit has them, say upon whom it was. Asked
    once the act was refused; the officer is then told that it is done. What another officer did, or
    the same one for another reason, stays refused.
    """
    last = AuditEntry.objects.of_election(election.pk).filter(action__in=_TURNS).last()
    if last is None or last.action not in actions:
        return False
    if (last.actor, last.reason) != (actor(request), reason.strip()):
        return False
    if subject and last.subject != subject:
        return False
    if any(last.detail.get(name) != value for name, value in (detail or {}).items()):
        return False
    messages.info(request, _("You have done this already. Nothing was done a second time."))
    return True
