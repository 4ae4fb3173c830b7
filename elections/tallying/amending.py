"""Amended declarations: numbered, about one contest, with a public reason; the earlier ones stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import register, results, two_officers
from elections.counting import CountingError, Result
from elections.models import (
    ActProposal,
    Candidate,
    CandidateLeft,
    Contest,
    CountRecord,
    Election,
    PublicChange,
    ResultDeclaration,
)
from elections.refusal import Refused
from elections.reserved import broken_by
from elections.results import ContestResult, DecidedContest, Outcome
from elections.tallying.declaring import add_declaration, tell_candidates
from elections.tallying.leaving import count_again, record, tell_who_left
from members import audit
from members.models import User

Kind = ResultDeclaration.Kind


@dataclass(frozen=True)
class Amended:
    """What an officer decides about one contest.

    - CORRECTED: `elected` are elected; or, with `leaver`, whoever a count without them elects;
    - UNSEATED: `leaver` loses the seat and is no candidate any more, so that no later count elects
      them again; the seat stays vacant or, `refilled`, goes to whom a count without them elects
      beside the others;
    - VOID: nobody is elected, and the contest is run again.

    `reason` is public. `left` says why a leaver is no candidate any more, `detail` more of it in
    private. `after` is the number of the declaration that was read: another one since is in the way.
    `despite_minima`: the officer was told that a correction breaks the minima, and declares it.
    """

    kind: ResultDeclaration.Kind
    reason: str
    after: int
    elected: Sequence[int] = ()
    leaver: Candidate | None = None
    left: CandidateLeft.Reason | None = None
    detail: str = ""
    refilled: bool = False
    despite_minima: bool = False

    def on_record(self, contest: Contest) -> dict[str, object]:
        """What the audit keeps of what was asked: by it, the second press is known for one."""
        asked: dict[str, object] = {
            "contest": contest.number,
            "kind": self.kind,
            "number": self.after + 1,
        }
        if self.leaver is not None:
            return asked | {
                "leaver": self.leaver.number,
                "left": self.left,
                "refilled": self.refilled,
            }
        return asked | {"chosen": sorted(self.elected)} if self.elected else asked


class MinimaBroken(Refused):
    """Those whom a correction elects do not conform; it can be declared all the same."""


@transaction.atomic
def amend(contest: Contest, what: Amended, *, actor: User, now: datetime) -> ResultDeclaration:
    """Amend the declared result of a contest; whoever's seat changes is told. Raises Refused, and
    `two_officers.NeedsAnother` where one officer is not enough, but not in a trial.
    """
    election = Election.objects.select_for_update(of=("self",)).get(pk=contest.election_id)
    if election.declared_at is None:
        raise Refused(_("There is no declared result to amend."))
    if not what.reason.strip():
        raise Refused(_("Give the reason: everybody can read it."))
    last = election.declarations.order_by("-number").values_list("number", flat=True)[0]
    if last != what.after:
        raise Refused(
            _("Declaration %(number)s was made meanwhile. Read it first.") % {"number": last}
        )
    standing = results.standing_result(contest)
    before = standing.outcome
    elected = _elected(contest, before, what, actor=actor, now=now)
    if tuple(elected) == before.elected and what.kind != Kind.VOID:
        raise Refused(_("That changes nothing: the same people are elected already."))
    broken = _broken_minima(standing, elected) if what.kind == Kind.CORRECTED else []
    if broken and what.leaver is None and not what.despite_minima:
        raise MinimaBroken(
            " ".join([*broken, _("Choose others, or tick that it is declared all the same.")])
        )
    said = {"reason": what.reason.strip(), two_officers.PRIVATE: what.detail.strip()}
    asked = what.on_record(contest) | said
    second = two_officers.require(election, ActProposal.Act.AMEND, asked, actor=actor)
    declaration = add_declaration(
        election,
        what.kind,
        actor=actor,
        now=now,
        contest=contest,
        elected=elected,
        reason=what.reason.strip(),
    )
    register.follow_amendment(contest, before.elected, now=now)
    PublicChange.objects.create(
        election=election,
        kind=PublicChange.Kind.DECLARATION,
        made_by=actor,
        made_at=now,
        subject=contest.title,
        reason=what.reason.strip(),
    )
    changed = set(elected) ^ set(before.elected)
    tell_candidates(contest, elected, now=now, only=sorted(changed), amended=True)
    if what.leaver is not None and what.leaver.number not in changed:
        tell_who_left(what.leaver.left, now=now)  # of no seat, so that nothing was said of it yet
    audit.record(
        audit.Action.RESULT_AMENDED,
        actor=actor,
        subject=contest.title,
        election=election.pk,
        reason=what.reason.strip(),
        detail=what.on_record(contest)
        | {"elected": list(elected)}
        | second
        | ({"despite minima": broken} if broken else {}),
    )
    return declaration


def _broken_minima(standing: ContestResult | DecidedContest, elected: Sequence[int]) -> list[str]:
    """Which minima of the contest, as they bound its result, these people break; in sentences."""
    return [
        _(
            "Seats reserved for “%(group)s”: %(least)s. Of those elected %(elected)s would count "
            "towards them, and the others would take more than the rest."
        )
        % {"group": one.group, "least": one.least, "elected": one.elected}
        for one in broken_by(standing.minima, standing.seats_bound, elected)
    ]


def _elected(
    contest: Contest, before: Outcome, what: Amended, *, actor: User, now: datetime
) -> list[int]:
    """The numbers of those elected from now on."""
    if what.kind == Kind.VOID:
        if before.is_void:
            raise Refused(_("This contest is void already."))
        return []
    if what.kind == Kind.UNSEATED:
        return _after_unseating(contest, before, what, actor=actor, now=now)
    if what.leaver is not None:
        _leave(before, what, actor=actor, now=now)
        return list(_counted_again(contest, before, what, now=now))
    return _chosen(contest, before, what.elected)


def _chosen(contest: Contest, before: Outcome, numbers: Sequence[int]) -> list[int]:
    """Those whom the officer names: candidates of the contest who can be elected, at most the seats."""
    able = set(contest.candidates.all().electable().values_list("number", flat=True))
    if not set(numbers) <= able:
        raise Refused(_("Choose among the candidates of this contest who have not left."))
    # A question that nobody ticks is not carried; whatever else has no choice was rather forgotten.
    if not numbers and not contest.is_question:
        raise Refused(
            _("Choose at least one. Where nobody is elected, declare the contest void instead.")
        )
    most = 1 if contest.is_question else contest.seats
    if contest.is_question and set(numbers) - {1}:
        raise Refused(_("A question is carried or not: choose “Yes”, or nobody."))
    if len(set(numbers)) > most:
        raise Refused(
            ngettext(
                "There is %(count)s seat, so at most one can be elected.",
                "There are %(count)s seats, so no more can be elected.",
                most,
            )
            % {"count": most}
        )
    # In the order of election as far as they were elected before, then in that of the paper.
    order = list(before.elected)
    return sorted(
        set(numbers), key=lambda one: (order.index(one) if one in order else len(order), one)
    )


def _after_unseating(
    contest: Contest, before: Outcome, what: Amended, *, actor: User, now: datetime
) -> list[int]:
    if what.leaver is None or what.leaver.number not in before.elected:
        raise Refused(_("Choose one of those elected."))
    others = [number for number in before.elected if number != what.leaver.number]
    _leave(before, what, actor=actor, now=now)
    if not what.refilled:
        return others
    found = _counted_again(contest, before, what, now=now, kept=others)
    return [*others, *(number for number in found if number not in others)]


def _leave(before: Outcome, what: Amended, *, actor: User, now: datetime) -> None:
    if what.leaver is None or what.left is None:
        raise Refused(_("Choose who left, and why."))
    earlier = CandidateLeft.objects.filter(candidate=what.leaver).first()
    if earlier is None or what.leaver.number not in before.elected:
        record(what.leaver, reason=what.left, detail=what.detail, actor=actor, now=now)
    # Who was elected again since leaves a second time: what is on record is written once.
    elif earlier.reason != what.left:
        raise Refused(
            _("It is on record since before that %(name)s %(left)s. Choose that reason again.")
            % {"name": what.leaver, "left": earlier.get_reason_display()}
        )


def _counted_again(
    contest: Contest, before: Outcome, what: Amended, *, now: datetime, kept: Sequence[int] = ()
) -> Sequence[int]:
    if not CountRecord.objects.filter(contest=contest).exists():
        raise Refused(_("This contest was decided without a poll: there are no papers to count."))
    # Whoever left and was elected again since is counted as the others are.
    standing = [one for one in before.elected if not what.leaver or one != what.leaver.number]
    try:
        again = count_again(contest, now=now, kept=kept, standing=standing)
    except CountingError:
        raise Refused(
            _(
                "No count can fill this seat and leave the others where they are. "
                "Leave the seat vacant."
            )
        ) from None
    return Result.from_json(again.result).elected
