"""What elections hold about a member: rolls, nominations, mail, seats; never anything of a choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import (
    Candidate,
    ListedElector,
    Message,
    Nomination,
    NominationDraft,
    NominationEnd,
    RollEntry,
    RollExclusion,
    RollSheet,
    Seat,
    SupportingNomination,
)
from members.held import Contribution, Record, audit_lines
from members.models import Member, Status


def _roll(member: Member) -> Iterator[Record]:
    """Whether a sheet was returned, and nothing of what stood on it: nobody knows that."""
    entries = RollEntry.objects.filter(member=member).select_related("election", "region")
    for entry in entries.prefetch_related("sheets__sheet"):
        returned = [one for one in entry.sheets.all() if one.status != RollSheet.Status.OPEN]
        yield {
            _("election"): entry.election.title_here,
            _("membership status then"): dict(Status.choices).get(entry.status, entry.status),
            _("region then"): str(entry.region or ""),
            _("address for the ballot email"): entry.email,
            _("membership of the Labour Party"): entry.get_labour_display(),
            _("may return"): [one.sheet.title_here for one in entry.sheets.all()],
            _("returned"): [one.sheet.title_here for one in returned],
        }


def _listed(member: Member) -> Iterator[Record]:
    for listed in ListedElector.objects.filter(member=member).select_related("sheet__election"):
        yield {_("election"): listed.sheet.election.title_here, _("list"): listed.sheet.title_here}


def _excluded(member: Member) -> Iterator[Record]:
    for exclusion in RollExclusion.objects.filter(member=member).select_related("election"):
        yield {
            _("election"): exclusion.election.title_here,
            _("taken off the roll"): exclusion.made_at,
            _("reason"): exclusion.reason,
        }


def _own(member: Member) -> list[Nomination]:
    found = Nomination.objects.filter(member=member).with_support()
    return list(
        found.select_related("contest__election", "appeal", "end").prefetch_related("declarations")
    )


def _nominations(member: Member) -> Iterator[Record]:
    """How many members nominated them, never which."""
    for nomination in _own(member):
        yield {
            _("election"): nomination.contest.election.title_here,
            _("contest"): nomination.contest.title_here,
            _("name on the ballot paper"): nomination.ballot_name,
            _("statement"): nomination.statement,
            _("language of the statement"): nomination.get_language_display(),
            _("links"): nomination.links,
            _("slate"): nomination.slate_label,
            _("put forward"): nomination.submitted_at,
            _("state"): nomination.get_state_display(),
            _("decided"): nomination.decided_at,
            _("reason"): nomination.reason,
            _("ended by the returning officer"): str(_end_of(nomination) or ""),
            _("detail, not public"): getattr(_end_of(nomination), "detail", ""),
            _("proof approved"): nomination.proof_approved_at,
            _("members who nominated you"): nomination.support,  # type: ignore[attr-defined]
            _("declared for reserved seats"): [
                str(one.get_attribute_display()) for one in nomination.declarations.all()
            ],
        }


def _end_of(nomination: Nomination) -> NominationEnd | None:
    return getattr(nomination, "end", None)


def _photos(member: Member) -> Mapping[str, bytes]:
    photos = {
        f"photo-{nomination.pk}.jpg": bytes(nomination.photo.jpeg)
        for nomination in Nomination.objects.filter(
            member=member, photo__isnull=False
        ).select_related("photo")
    }
    drafts = NominationDraft.objects.filter(member=member, photo__isnull=False)
    return photos | {f"photo-draft-{one.pk}.jpg": bytes(one.photo or b"") for one in drafts}


def _appeals(member: Member) -> Iterator[Record]:
    for nomination in _own(member):
        if not hasattr(nomination, "appeal"):
            continue
        appeal = nomination.appeal
        yield {
            _("election"): nomination.contest.election.title_here,
            _("contest"): nomination.contest.title_here,
            _("made"): appeal.made_at,
            _("appeal"): appeal.text,
            _("outcome"): appeal.get_outcome_display() if appeal.outcome else "",
            _("reason"): appeal.reason,
        }


def _candidacies(member: Member) -> Iterator[Record]:
    candidates = Candidate.objects.filter(nomination__member=member)
    for one in candidates.select_related("contest__election", "left").prefetch_related("struck"):
        left = getattr(one, "left", None)
        yield {
            _("election"): one.contest.election.title_here,
            _("contest"): one.contest.title_here,
            _("number on the paper"): one.number,
            _("name"): one.ballot_name,
            _("statement"): one.statement,
            _("words struck out"): [passage.passage for passage in one.struck.all()],
            _("left the election"): left.get_reason_display() if left else "",
            _("detail, not public"): left.detail if left else "",
        }


def _drafts(member: Member) -> Iterator[Record]:
    drafts = NominationDraft.objects.filter(member=member).select_related("contest__election")
    for draft in drafts:
        yield {
            _("election"): draft.contest.election.title_here,
            _("contest"): draft.contest.title_here,
            _("saved"): draft.saved_at,
            **{str(name): value for name, value in draft.entered.items()},
        }


def _given(member: Member) -> Iterator[Record]:
    given = SupportingNomination.objects.filter(member=member)
    for one in given.select_related("nomination__contest__election"):
        yield {
            _("election"): one.nomination.contest.election.title_here,
            _("contest"): one.nomination.contest.title_here,
            _("you nominated"): one.nomination.ballot_name,
            _("given"): one.given_at,
        }


def _mail(member: Member) -> Iterator[Record]:
    messages = Message.objects.filter(Q(member=member) | Q(entry__member=member))
    for message in messages.select_related("election").order_by("id"):
        yield {
            _("election"): message.election.title_here,
            _("message"): message.get_kind_display(),
            _("to"): message.to,
            _("written"): message.queued_at,
            _("sent"): message.sent_at,
            _("state"): message.get_state_display(),
        }


def _seats(member: Member) -> Iterator[Record]:
    for seat in Seat.objects.filter(holder=member):
        yield {
            _("body"): seat.get_body_display(),
            _("seat"): seat.constituency,
            _("counted as"): list(seat.attributes),
            _("from"): seat.starts_on,
            _("term ends"): seat.term_ends_on,
            _("ended"): seat.ended_on,
            _("why"): seat.get_end_reason_display() if seat.end_reason else "",
        }


def _audit(member: Member) -> Iterator[Record]:
    return audit_lines(f"nomination {nomination.pk}" for nomination in _own(member))


CONTRIBUTIONS = (
    Contribution(
        gettext_lazy("Rolls you are on"), ("elections.RollEntry", "elections.RollSheet"), _roll
    ),
    Contribution(
        gettext_lazy("Lists of electors you are on"), ("elections.ListedElector",), _listed
    ),
    Contribution(gettext_lazy("Rolls you were taken off"), ("elections.RollExclusion",), _excluded),
    Contribution(
        gettext_lazy("Your nominations"),
        (
            "elections.Nomination",
            "elections.NominationEnd",
            "elections.IdentityDeclaration",
            "elections.Photo",
        ),
        _nominations,
        _photos,
    ),
    Contribution(gettext_lazy("Your appeals"), ("elections.Appeal",), _appeals),
    Contribution(
        gettext_lazy("You on ballot papers"),
        ("elections.Candidate", "elections.CandidateLeft", "elections.StruckPassage"),
        _candidacies,
    ),
    Contribution(
        gettext_lazy("What you entered and did not send"), ("elections.NominationDraft",), _drafts
    ),
    Contribution(gettext_lazy("People you nominated"), ("elections.SupportingNomination",), _given),
    Contribution(gettext_lazy("Email sent to you"), ("elections.Message",), _mail),
    Contribution(gettext_lazy("Seats you hold or held"), ("elections.Seat",), _seats),
    Contribution(gettext_lazy("What was done to your nominations"), (), _audit),
)

_STAFF = "Says who of the staff acted in their office; the act itself is in the audit."
LEFT_OUT = {
    "elections.Election": _STAFF,
    "elections.PublicChange": _STAFF,
    "elections.Document": _STAFF,
    "elections.FixingProposal": _STAFF,
    "elections.ActProposal": _STAFF,
    "elections.ResultDeclaration": _STAFF,
    "elections.ScrutineerReport": _STAFF,
}
