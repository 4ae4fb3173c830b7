"""What elections hold about a member: rolls, nominations, mail, seats; never anything of a choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import (
    Appeal,
    Attribute,
    Candidate,
    CandidateLeft,
    IdentityDeclaration,
    ListedElector,
    Message,
    Nomination,
    NominationDraft,
    NominationEnd,
    RollEntry,
    RollExclusion,
    RollSheet,
    Seat,
    StruckPassage,
    SupportingNomination,
)
from members.held import Contribution, Part, Record, audit_line
from members.models import AuditEntry, Member

Rows = TypeVar("Rows", bound=QuerySet[Any])


def _titled(rows: Rows, path: str) -> Rows:
    """Each with the title of its election, to which the path leads."""
    return rows.annotate(of_election=F(f"{path}__title"))


def _rolls(member: Member) -> QuerySet[RollEntry]:
    """Whether a sheet was returned, and nothing of what stood on it: nobody knows that."""
    sheets = RollSheet.objects.filter(entry=OuterRef("pk")).order_by("sheet__number")
    titles = sheets.values("sheet__title")
    entries = _titled(RollEntry.objects.filter(member=member), "election")
    return entries.annotate(
        region_name=F("region__name"),
        may_return=ArraySubquery(titles),
        returned=ArraySubquery(titles.exclude(status=RollSheet.Status.OPEN)),
    )


def _roll(entry: Any) -> Record:
    return {
        _("election"): entry.of_election,
        _("membership status then"): entry.status,
        _("region then"): entry.region_name or "",
        _("address for the ballot email"): entry.email,
        _("membership of the Labour Party"): entry.get_labour_display(),
        _("may return"): entry.may_return,
        _("returned"): entry.returned,
    }


def _lists(member: Member) -> QuerySet[ListedElector]:
    listed = _titled(ListedElector.objects.filter(member=member), "sheet__election")
    return listed.annotate(of_sheet=F("sheet__title"))


def _list(listed: Any) -> Record:
    return {_("election"): listed.of_election, _("list"): listed.of_sheet}


def _exclusions(member: Member) -> QuerySet[RollExclusion]:
    return _titled(RollExclusion.objects.filter(member=member), "election")


def _exclusion(exclusion: Any) -> Record:
    return {
        _("election"): exclusion.of_election,
        _("taken off the roll"): exclusion.made_at,
        _("reason"): exclusion.reason,
    }


def _nominations(member: Member) -> QuerySet[Nomination]:
    declared = IdentityDeclaration.objects.filter(nomination=OuterRef("pk")).order_by("pk")
    own = _titled(Nomination.objects.filter(member=member).with_support(), "contest__election")
    return own.annotate(
        of_contest=F("contest__title"),
        end_reason=F("end__reason"),
        end_detail=F("end__detail"),
        declared=ArraySubquery(declared.values("attribute")),
    )


def _nomination(nomination: Any) -> Record:
    """How many members nominated them, never which."""
    return {
        _("election"): nomination.of_election,
        _("contest"): nomination.of_contest,
        _("name on the ballot paper"): nomination.ballot_name,
        _("statement"): nomination.statement,
        _("language of the statement"): nomination.get_language_display(),
        _("links"): nomination.links,
        _("slate"): nomination.slate_label,
        _("put forward"): nomination.submitted_at,
        _("state"): nomination.get_state_display(),
        _("decided"): nomination.decided_at,
        _("reason"): nomination.reason,
        _("ended by the returning officer"): _end_of(nomination),
        _("detail, not public"): nomination.end_detail or "",
        _("proof approved"): nomination.proof_approved_at,
        _("members who nominated you"): nomination.support,
        _("declared for reserved seats"): [
            str(Attribute(attribute).label) for attribute in nomination.declared
        ],
    }


def _end_of(nomination: Any) -> str:
    if nomination.end_reason is None:
        return ""
    return str(NominationEnd(nomination=nomination, reason=nomination.end_reason))


def _photos(member: Member) -> Mapping[str, bytes]:
    photos = {
        f"photo-{nomination.pk}.jpg": bytes(nomination.photo.jpeg)
        for nomination in Nomination.objects.filter(
            member=member, photo__isnull=False
        ).select_related("photo")
    }
    drafts = NominationDraft.objects.filter(member=member, photo__isnull=False)
    return photos | {f"photo-draft-{one.pk}.jpg": bytes(one.photo or b"") for one in drafts}


def _appeals(member: Member) -> QuerySet[Appeal]:
    own = Appeal.objects.filter(nomination__member=member)
    appeals = _titled(own, "nomination__contest__election")
    return appeals.annotate(of_contest=F("nomination__contest__title")).order_by(
        "nomination__contest", "nomination__submitted_at", "nomination"
    )


def _appeal(appeal: Any) -> Record:
    return {
        _("election"): appeal.of_election,
        _("contest"): appeal.of_contest,
        _("made"): appeal.made_at,
        _("appeal"): appeal.text,
        _("outcome"): appeal.get_outcome_display() if appeal.outcome else "",
        _("reason"): appeal.reason,
    }


def _candidacies(member: Member) -> QuerySet[Candidate]:
    struck = StruckPassage.objects.filter(candidate=OuterRef("pk")).order_by("struck_at")
    candidates = _titled(Candidate.objects.filter(nomination__member=member), "contest__election")
    return candidates.annotate(
        of_contest=F("contest__title"),
        left_reason=F("left__reason"),
        left_detail=F("left__detail"),
        passages=ArraySubquery(struck.values("passage")),
    )


def _candidacy(one: Any) -> Record:
    reason = one.left_reason
    return {
        _("election"): one.of_election,
        _("contest"): one.of_contest,
        _("number on the paper"): one.number,
        _("name"): one.ballot_name,
        _("statement"): one.statement,
        _("words struck out"): one.passages,
        _("left the election"): str(CandidateLeft.Reason(reason).label) if reason else "",
        _("detail, not public"): one.left_detail or "",
    }


def _drafts(member: Member) -> QuerySet[NominationDraft]:
    drafts = _titled(NominationDraft.objects.filter(member=member), "contest__election")
    return drafts.annotate(of_contest=F("contest__title"))


def _draft(draft: Any) -> Record:
    return {
        _("election"): draft.of_election,
        _("contest"): draft.of_contest,
        _("saved"): draft.saved_at,
        **{str(name): value for name, value in draft.entered.items()},
    }


def _given(member: Member) -> QuerySet[SupportingNomination]:
    given = SupportingNomination.objects.filter(member=member)
    return _titled(given, "nomination__contest__election").annotate(
        of_contest=F("nomination__contest__title"), of_candidate=F("nomination__ballot_name")
    )


def _supported(one: Any) -> Record:
    return {
        _("election"): one.of_election,
        _("contest"): one.of_contest,
        _("you nominated"): one.of_candidate,
        _("given"): one.given_at,
    }


def _mail(member: Member) -> QuerySet[Message]:
    """Each way by its own index: there are as many messages as members in every election."""
    as_member = Message.objects.filter(member=member).values("pk")
    as_voter = Message.objects.filter(entry__member=member).values("pk")
    messages = Message.objects.filter(pk__in=as_member.union(as_voter))
    return _titled(messages, "election").order_by("id")


def _message(message: Any) -> Record:
    return {
        _("election"): message.of_election,
        _("message"): message.get_kind_display(),
        _("to"): message.to,
        _("written"): message.queued_at,
        _("sent"): message.sent_at,
        _("state"): message.get_state_display(),
    }


def _seat(seat: Seat) -> Record:
    return {
        _("body"): seat.get_body_display(),
        _("seat"): seat.constituency,
        _("counted as"): list(seat.attributes),
        _("from"): seat.starts_on,
        _("term ends"): seat.term_ends_on,
        _("ended"): seat.ended_on,
        _("why"): seat.get_end_reason_display() if seat.end_reason else "",
    }


def _audit(member: Member) -> QuerySet[AuditEntry]:
    own = Nomination.objects.filter(member=member).order_by()
    subject = Concat(Value("nomination "), Cast("pk", TextField()), output_field=TextField())
    return AuditEntry.objects.filter(subject__in=own.values(subject=subject))


CONTRIBUTIONS = (
    Contribution(
        gettext_lazy("Rolls you are on"),
        ("elections.RollEntry", "elections.RollSheet"),
        (Part(_rolls, _roll),),
    ),
    Contribution(
        gettext_lazy("Lists of electors you are on"),
        ("elections.ListedElector",),
        (Part(_lists, _list),),
    ),
    Contribution(
        gettext_lazy("Rolls you were taken off"),
        ("elections.RollExclusion",),
        (Part(_exclusions, _exclusion),),
    ),
    Contribution(
        gettext_lazy("Your nominations"),
        (
            "elections.Nomination",
            "elections.NominationEnd",
            "elections.IdentityDeclaration",
            "elections.Photo",
        ),
        (Part(_nominations, _nomination),),
        _photos,
    ),
    Contribution(gettext_lazy("Your appeals"), ("elections.Appeal",), (Part(_appeals, _appeal),)),
    Contribution(
        gettext_lazy("You on ballot papers"),
        ("elections.Candidate", "elections.CandidateLeft", "elections.StruckPassage"),
        (Part(_candidacies, _candidacy),),
    ),
    Contribution(
        gettext_lazy("What you entered and did not send"),
        ("elections.NominationDraft",),
        (Part(_drafts, _draft),),
    ),
    Contribution(
        gettext_lazy("People you nominated"),
        ("elections.SupportingNomination",),
        (Part(_given, _supported),),
    ),
    Contribution(
        gettext_lazy("Email sent to you"), ("elections.Message",), (Part(_mail, _message),)
    ),
    Contribution(
        gettext_lazy("Seats you hold or held"),
        ("elections.Seat",),
        (Part(lambda member: Seat.objects.filter(holder=member), _seat),),
    ),
    Contribution(
        gettext_lazy("What was done to your nominations"), (), (Part(_audit, audit_line),)
    ),
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
