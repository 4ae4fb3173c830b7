"""What still stands between an election and its papers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from elections import roll
from elections.ballots import keys
from elections.documents import obstacles_in_documents
from elections.models import (
    Election,
    Electorate,
    Nomination,
    RollSheet,
    Sheet,
    whole_contests,
)
from elections.models.college import in_two_sections
from elections.models.entitlement import numbers_of_electors
from elections.publishing.plans import outlooks, sheets_polled

MOST_NAMED = 20  # membership numbers in one sentence


def obstacles_to_fixing(election: Election, now: datetime) -> list[str]:
    """What still stands between this election and its papers, one sentence each."""
    if election.withdrawn_at is not None:
        return [_("The election has been withdrawn.")]
    if election.postponed_at is not None:
        return [_("The election is postponed. Let it go on first.")]
    if election.published_at is None:
        return [_("Publish the notice first.")]
    obstacles = []
    if now >= election.timetable.voting_closes_at:
        return [_("The closing instant has passed: this poll was not held. Set up a new election.")]
    for sentence, instant in (
        (_("Self-nomination has not closed yet."), election.timetable.self_nomination_closes_at),
        (_("Supporting nominations have not closed yet."), election.timetable.supporting_closes_at),
        (
            _("Nominations for vacancies have not closed yet."),
            election.timetable.reopening_closes_at,
        ),
        (_("Members can still join in time to vote."), _early_freeze(election)),
    ):
        if instant is not None and now < instant:
            obstacles.append(sentence)
    obstacles += _obstacles_of_nominations(election, now)
    obstacles += _obstacles_of_records(election)
    obstacles += obstacles_in_documents(election)
    polled = sheets_polled(election, outlooks(election))
    obstacles += _obstacles_of_voters(election, polled)
    if polled and not keys.sealing_key_is_ready(election.pk):
        obstacles.append(
            _("The tally worker has not made the sealing key yet. It does so by itself.")
        )
    return obstacles


def _obstacles_of_records(election: Election) -> Iterator[str]:
    """Likely same-person records are decided, and one person is on the roll, and stands, with one."""
    if alike := len(roll.undecided_pairs(election)):
        yield (
            _("Pairs of entitled records that look like one person, not decided yet: %(count)s.")
            % {"count": alike}
        )
    if election.has_roll and (entries := roll.found_to_be_anothers(election)):
        numbers = [entry.member.number for entry in entries[:MOST_NAMED]]
        yield (
            _(
                "Records on the roll that are found to be the same person as another: %(count)s. "
                "Take them off the roll. Membership numbers: %(numbers)s."
            )
            % {"count": len(entries), "numbers": ", ".join(numbers)}
        )
    accepted = Nomination.objects.filter(
        contest__election=election, state=Nomination.State.ACCEPTED
    ).on_anothers_record()
    for nomination in accepted.select_related("member__same_person_as").order_by("pk"):
        yield (
            _(
                "%(name)s stands with record %(number)s, which is found to be the same person as "
                "record %(other)s. Keep the record that stands, or end the nomination."
            )
            % {
                "name": nomination.ballot_name,
                "number": nomination.member.number,
                "other": nomination.member.same_person_as.number,  # type: ignore[union-attr]
            }
        )


def _obstacles_of_voters(election: Election, polled: Collection[int]) -> Iterator[str]:
    """Who would get the papers: nobody two sections of one electoral college (elections.md, "one
    college section per voter"), and of each list at least somebody: nobody could return its paper.
    """
    if twice := in_two_sections(election):
        yield (
            _(
                "Members who belong to two sections of one electoral college: %(count)s. Take each of "
                "them off a list or, once the roll is frozen, give each the paper of one section there."
            )
            % {"count": twice}
        )
    lists = {
        contest.sheet.number: contest.sheet
        for contest in whole_contests(election)
        if contest.sheet.electorate == Electorate.LIST and contest.sheet.number in polled
    }
    voters = _voters_of(election, list(lists.values())) if lists else {}
    for _number, sheet in sorted(lists.items()):
        if not voters.get(sheet.pk):
            yield (
                _(
                    "Nobody on the list “%(list)s” may vote. Correct the list or, once it is frozen, "
                    "the roll."
                )
                % {"list": sheet.title}
            )


def _early_freeze(election: Election) -> datetime | None:
    """The freeze where it comes before the opening; later, members join while others vote."""
    timetable = election.timetable
    return timetable.freeze_at if timetable.freeze_at < timetable.voting_opens_at else None


def _voters_of(election: Election, sheets: Collection[Sheet]) -> dict[int, int]:
    """How many would get the paper of each sheet."""
    if not election.has_roll:
        for sheet in sheets:
            sheet.election = election
        return numbers_of_electors(sheets)
    papers = RollSheet.objects.filter(sheet__in=sheets).order_by()
    return dict(papers.values_list("sheet").annotate(Count("pk")))


def _obstacles_of_nominations(election: Election, now: datetime) -> Iterator[str]:
    nominations = Nomination.objects.all()
    appealable = nominations.still_appealable(election.timetable, at=now)
    found = Nomination.objects.filter(contest__election=election).aggregate(
        undecided=Count("pk", filter=Q(pk__in=nominations.undecided().values("pk"))),
        appealed=Count("pk", filter=Q(pk__in=nominations.appealed().values("pk"))),
        appealable=Count("pk", filter=Q(pk__in=appealable.values("pk"))),
    )
    if undecided := found["undecided"]:
        yield _("Nominations not decided yet: %(count)s.") % {"count": undecided}
    if appealed := found["appealed"]:
        yield _("Appeals not decided yet: %(count)s.") % {"count": appealed}
    if open_to_appeal := found["appealable"]:
        yield _(
            "Refusals that can still be appealed until the time for appeals is over: %(count)s."
        ) % {"count": open_to_appeal}
