"""Fixing by two officers: the first finds the papers ready, another one confirms and fixes them."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from hashlib import sha256

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.utils.translation import gettext as _

from elections.models import (
    Contest,
    Election,
    FixingProposal,
    IdentityDeclaration,
    Nomination,
    whole_contests,
)
from elections.nominating.conditions import require_not_over
from elections.publishing.obstacles import obstacles_to_fixing
from elections.refusal import Refused
from members import audit
from members.models import User


def digest_of_papers(election: Election) -> str:
    """Names what would be fixed: SHA-256, in hexadecimal, of all that stands on the papers.

    That is the sheets with their electorates, the contests with rules, seats and minima, those who
    would stand on them with all that voters read, and when voting opens and closes. The roll is left
    out: it changes with every import until it is frozen.
    """
    contests = whole_contests(election)
    standing = _accepted(election)
    regions = _regions(election)
    sheets = {contest.sheet.number: contest.sheet for contest in contests}
    plan = {
        "title": election.title,
        "opens": election.timetable.voting_opens_at.isoformat(),
        "closes": election.timetable.voting_closes_at.isoformat(),
        "min_batch": election.min_batch,
        "sheets": [
            {
                "number": sheet.number,
                "title": sheet.title,
                "electorate": sheet.electorate,
                "regions": sorted(regions[sheet.pk]),
                "contests": [
                    _plan_of(contest, standing[contest.pk])
                    for contest in contests
                    if contest.sheet_id == sheet.pk
                ],
            }
            for _number, sheet in sorted(sheets.items())
        ],
    }
    return sha256(json.dumps(plan, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _accepted(election: Election) -> dict[int, list[Nomination]]:
    """Those accepted, as they came forward, with `attributes`, what each declared; by contest."""
    declared = IdentityDeclaration.objects.filter(nomination=OuterRef("pk"))
    accepted = Nomination.objects.filter(
        contest__election=election, state=Nomination.State.ACCEPTED
    ).with_photo()
    found: dict[int, list[Nomination]] = defaultdict(list)
    for one in accepted.annotate(attributes=ArraySubquery(declared.values("attribute"))).order_by(
        "submitted_at", "pk"
    ):
        found[one.contest_id].append(one)
    return found


def _regions(election: Election) -> dict[int, list[str]]:
    """The codes of each sheet's regions, by the sheet's key."""
    found: dict[int, list[str]] = defaultdict(list)
    own = election.sheets.filter(regions__isnull=False).order_by()
    for sheet, code in own.values_list("pk", "regions__code"):
        found[sheet].append(code)
    return found


def _plan_of(contest: Contest, standing: list[Nomination]) -> dict[str, object]:
    return {
        "number": contest.number,
        "title": contest.title,
        "description": contest.description,
        "rule": contest.rule,
        "seats": contest.seats,
        "marks": contest.marks,
        "thresholds": [contest.turnout_needed, contest.majority_needed],
        "has_ron": contest.has_ron,
        "college": [contest.section_of_id, contest.weight],
        "minima": {minimum.attribute: minimum.least for minimum in contest.all_minima()},
        "standing": [
            {
                "nomination": one.pk,
                "name": one.ballot_name,
                "statement": one.statement,
                "links": one.links,
                "slate": [one.slate_label, one.slate_colour],
                "photo": one.photo.digest if hasattr(one, "photo") else "",
                "counts_for": sorted(getattr(one, "attributes", ())),
            }
            for one in standing
        ],
    }


def is_void(proposal: FixingProposal, found: str) -> bool:
    """Whether anything that the first officer saw has changed since; `found` is the digest by now."""
    return proposal.seen != found


@transaction.atomic
def propose_papers(
    election: Election, *, actor: User, now: datetime, seen: str | None = None
) -> FixingProposal:
    """The first officer finds the papers ready. A void proposal, or one's own, is replaced.

    `seen` is the `digest_of_papers` that the officer read; an empty one counts as changed. Raises
    Refused with every obstacle, for papers that have changed since they were read, and where
    another officer was first.
    """
    election = Election.objects.held(election.pk)
    if not election.needs_second_officer:
        raise Refused(_("One officer fixes these papers. Nothing needs to be proposed."))
    if election.candidates_fixed_at is not None:
        raise Refused(_("The papers are already fixed."))
    if obstacles := obstacles_to_fixing(election, now):
        raise Refused(" ".join(obstacles))
    found = digest_of_papers(election)
    if seen is not None and seen != found:
        raise Refused(_changed())
    earlier = FixingProposal.objects.filter(election=election).select_related("made_by").first()
    if earlier and earlier.seen == found:
        if earlier.made_by_id == actor.pk:
            return earlier
        raise Refused(
            _("%(officer)s has already found these papers ready. Confirm them: that fixes them.")
            % {"officer": earlier.made_by}
        )
    proposal, _created = FixingProposal.objects.update_or_create(
        election=election, defaults={"made_by": actor, "made_at": now, "seen": found}
    )
    _record(election, actor, {"seen": found})
    return proposal


@transaction.atomic
def take_proposal_back(election: Election, *, actor: User, now: datetime) -> None:
    """The papers are not ready after all; any officer may say so until they are fixed."""
    election = Election.objects.held(election.pk)
    if election.candidates_fixed_at is not None:
        raise Refused(_("The papers are already fixed."))
    if election.withdrawn_at is not None:
        raise Refused(_("The election has been withdrawn."))
    require_not_over(election, now)
    deleted, _by_model = FixingProposal.objects.filter(election=election).delete()
    if not deleted:
        raise Refused(_("No officer has found these papers ready, or it was taken back already."))
    _record(election, actor, {"taken back": True})


def require(election: Election, *, actor: User | None, seen: str | None = None) -> dict[str, str]:
    """Raises Refused unless these papers may be fixed by this officer; gives who proposed them."""
    if not election.needs_second_officer:
        return {}
    proposal = FixingProposal.objects.filter(election=election).select_related("made_by").first()
    if proposal is None:
        raise Refused(_("Two officers fix these papers. A first one must find them ready."))
    if is_void(proposal, digest_of_papers(election)):
        raise Refused(
            _("The papers have changed since %(officer)s found them ready. Look at them again.")
            % {"officer": proposal.made_by}
        )
    if seen is not None and seen != proposal.seen:
        raise Refused(_changed())
    if actor is None or proposal.made_by_id == actor.pk:
        raise Refused(_("You found these papers ready. Another officer must confirm them."))
    return {"proposed by": proposal.made_by.email}


def _changed() -> str:
    return _("The papers have changed while you read them. Read them again.")


def _record(election: Election, actor: User, detail: dict[str, object]) -> None:
    audit.record(
        audit.Action.PAPERS_PROPOSED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        detail=detail,
    )
