"""What asking, upvoting, answering and moderating have in common."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.models import Election
from elections.models.entitlement import is_elector_somewhere
from elections.nominating.conditions import stands
from elections.phases import Phase
from elections.refusal import Refused
from hustings.models import LETTERS_A_WORD, Hustings
from members.models import Member

_FIELDS = (*Hustings.INSTANTS, "question_words", "answer_words")


def found_with_elections() -> dict[str, BaseExpression]:
    """What `access.public_election` finds for this room: `hustings_found`, the fields or None."""
    of_election = Hustings.objects.filter(election=OuterRef("pk"))
    fields = JSONObject(**{name: name for name in _FIELDS})
    return {"hustings_found": Subquery(of_election.values(found=fields))}


def hustings_of(election: Election) -> Hustings | None:
    """Asks nothing where the hustings was found with the election."""
    if not hasattr(election, "hustings_found"):
        found = Hustings.objects.select_related("election__timetable").filter(election=election)
        return found.first()
    fields = election.hustings_found
    if fields is None:
        return None
    instants = {name: datetime.fromisoformat(fields[name]) for name in Hustings.INSTANTS}
    values = {"election_id": election.pk, **fields, **instants}
    names = [field.attname for field in Hustings._meta.concrete_fields]
    hustings = Hustings.from_db(None, names, [values[name] for name in names])
    hustings.election = election
    return hustings


# From the notice to the close.
_UNDER_WAY = {
    Phase.NOTICE,
    Phase.NOMINATING,
    Phase.CHECKING,
    Phase.READY,
    Phase.DELAYED,
    Phase.VOTING,
}


def require_under_way(election: Election, now: datetime) -> None:
    if election.phase(now) not in _UNDER_WAY:
        raise Refused(_("This election is not under way, so nothing is asked or answered."))


def require_not_over(election: Election, now: datetime) -> None:
    """Raises Refused once nobody will read a new question or answer before they vote."""
    if election.phase(now) not in {*_UNDER_WAY, Phase.POSTPONED}:
        raise Refused(_("This election is over. What everybody can read may only be taken down."))


def require_no_candidate(member: Member, election: Election) -> None:
    """Candidates answer: they neither ask nor upvote."""
    if stands(member, election):
        raise Refused(_("You stand in this election. Candidates neither ask nor upvote."))


def require_entitled(member: Member, election: Election) -> None:
    if not is_elector_somewhere(member, election):
        raise Refused(_("Only members who may vote in this election ask and upvote."))


def require_short(text: str, limit: int) -> str:
    """The text as it is kept. Raises Refused where it is empty or too long."""
    text = text.strip()
    words = len(text.split())
    if not words:
        raise Refused(_("Write something."))
    if words > limit:
        raise Refused(
            ngettext(
                "Use at most %(limit)s word: you have %(words)s.",
                "Use at most %(limit)s words: you have %(words)s.",
                limit,
            )
            % {"limit": limit, "words": words}
        )
    if len(text) > limit * LETTERS_A_WORD:
        raise Refused(_("Use at most %(limit)s letters.") % {"limit": limit * LETTERS_A_WORD})
    return text
