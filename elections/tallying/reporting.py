"""The scrutineer's report about a provisional result: public, signed, not changed once declared."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import results
from elections.models import Election, ScrutineerReport
from elections.refusal import Refused
from members import audit
from members.models import User


@transaction.atomic
def sign_report(
    election: Election, text: str, *, about: int, actor: User, now: datetime
) -> ScrutineerReport:
    """Sign the report of an election once its result is provisional; it takes the place of another.

    `about` is the number of the provisional declaration that was read. The first about the last of
    them may come after the result is declared, and says so. Raises Refused before the count, for
    another one after the declaration, for a declaration that another one followed, without words,
    and for the very words that are on record about it.
    """
    election = Election.objects.held(election.pk)
    if refusal := why_not_sign(election):
        raise Refused(refusal)
    last = results.last_provisional(election)
    if last != about:
        raise Refused(
            _("Declaration %(number)s was made meanwhile. Read it first.") % {"number": last}
        )
    text = text.strip()
    if not text:
        raise Refused(_("Write the report: everybody can read it."))
    earlier = ScrutineerReport.objects.filter(election=election).first()
    if earlier is not None and (earlier.about, earlier.text) == (about, text):
        raise Refused(_("This report is on record already, in the same words."))
    is_late = election.declared_at is not None
    report, _created = ScrutineerReport.objects.update_or_create(
        election=election,
        defaults={
            "about": about,
            "text": text,
            "signed_at": now,
            "signed_by": actor,
            "after_declaration": is_late,
        },
    )
    audit.record(
        audit.Action.REPORT_SIGNED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        reason=text,
        detail={"declaration": about}
        | ({"replaces": earlier.signed_at.isoformat()} if earlier else {})
        | ({"after the declaration": True} if is_late else {}),
    )
    return report


def why_not_sign(election: Election) -> str:
    """Why no report can be signed; empty where one can."""
    if election.counted_at is None or election.withdrawn_at is not None:
        return _("There is no provisional result to report about.")
    if election.declared_at is not None and results.has_report(election):
        return _("The result is declared: the report is not changed any more.")
    return ""
