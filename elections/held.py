"""What elections hold about a member: rolls, nominations, mail, seats; never anything of a choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.bilingual import in_language_here
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
from elections.models.contest import sheet_title_here
from members.held import Contribution, Part, Record, audit_line
from members.models import AuditEntry, Member, Status

Rows = TypeVar("Rows", bound=QuerySet[Any])


def titled(rows: Rows, **paths: str) -> Rows:
    """Each with the titles, in both languages, of the election, contest or list to which a path leads:
    `title_here` says them."""
    english = {f"{name}_title": F(f"{path}__title") for name, path in paths.items()}
    welsh = {f"{name}_title_cy": F(f"{path}__title_cy") for name, path in paths.items()}
    return rows.annotate(**english, **welsh)


def title_here(row: Any, name: str) -> str:
    return in_language_here(getattr(row, f"{name}_title"), getattr(row, f"{name}_title_cy"))


def _rolls(member: Member) -> QuerySet[RollEntry]:
    """Whether a sheet was returned, and nothing of what stood on it: nobody knows that."""
    sheets = RollSheet.objects.filter(entry=OuterRef("pk")).order_by("sheet__number")
    titles = sheets.values(
        title=JSONObject(title=F("sheet__title"), electorate="sheet__electorate")
    )
    entries = titled(RollEntry.objects.filter(member=member), election="election")
    return entries.annotate(
        region_name=F("region__name"),
        may_return=ArraySubquery(titles),
        returned=ArraySubquery(titles.exclude(status=RollSheet.Status.OPEN)),
    )


def _roll(entry: Any) -> Record:
    return {
        _("election"): title_here(entry, "election"),
        _("membership status then"): dict(Status.choices).get(entry.status, entry.status),
        _("region then"): entry.region_name or "",
        _("address for the ballot email"): entry.email,
        _("membership of the Labour Party"): entry.get_labour_display(),
        _("may return"): [sheet_title_here(**each) for each in entry.may_return],
        _("returned"): [sheet_title_here(**each) for each in entry.returned],
    }


def _lists(member: Member) -> QuerySet[ListedElector]:
    listed = titled(ListedElector.objects.filter(member=member), election="sheet__election")
    return listed.annotate(of_sheet=F("sheet__title"), of_electorate=F("sheet__electorate"))


def _list(listed: Any) -> Record:
    return {
        _("election"): title_here(listed, "election"),
        _("list"): sheet_title_here(listed.of_sheet, listed.of_electorate),
    }


def _exclusions(member: Member) -> QuerySet[RollExclusion]:
    return titled(RollExclusion.objects.filter(member=member), election="election")


def _exclusion(exclusion: Any) -> Record:
    return {
        _("election"): title_here(exclusion, "election"),
        _("taken off the roll"): exclusion.made_at,
        _("reason"): exclusion.reason,
    }


def _nominations(member: Member) -> QuerySet[Nomination]:
    declared = IdentityDeclaration.objects.filter(nomination=OuterRef("pk")).order_by("pk")
    own = titled(
        Nomination.objects.filter(member=member).with_support(),
        election="contest__election",
        contest="contest",
    )
    return own.annotate(
        end_reason=F("end__reason"),
        end_detail=F("end__detail"),
        declared=ArraySubquery(declared.values("attribute")),
    )


def _nomination(nomination: Any) -> Record:
    """How many members nominated them, never which."""
    return {
        _("election"): title_here(nomination, "election"),
        _("contest"): title_here(nomination, "contest"),
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
    appeals = titled(own, election="nomination__contest__election", contest="nomination__contest")
    return appeals.order_by("nomination__contest", "nomination__submitted_at", "nomination")


def _appeal(appeal: Any) -> Record:
    return {
        _("election"): title_here(appeal, "election"),
        _("contest"): title_here(appeal, "contest"),
        _("made"): appeal.made_at,
        _("appeal"): appeal.text,
        _("outcome"): appeal.get_outcome_display() if appeal.outcome else "",
        _("reason"): appeal.reason,
    }


def _candidacies(member: Member) -> QuerySet[Candidate]:
    struck = StruckPassage.objects.filter(candidate=OuterRef("pk")).order_by("struck_at")
    candidates = titled(
        Candidate.objects.filter(nomination__member=member),
        election="contest__election",
        contest="contest",
    )
    return candidates.annotate(
        left_reason=F("left__reason"),
        left_detail=F("left__detail"),
        passages=ArraySubquery(struck.values("passage")),
    )


def _candidacy(one: Any) -> Record:
    reason = one.left_reason
    return {
        _("election"): title_here(one, "election"),
        _("contest"): title_here(one, "contest"),
        _("number on the paper"): one.number,
        _("name"): one.ballot_name,
        _("statement"): one.statement,
        _("words struck out"): one.passages,
        _("left the election"): str(CandidateLeft.Reason(reason).label) if reason else "",
        _("detail, not public"): one.left_detail or "",
    }


def _drafts(member: Member) -> QuerySet[NominationDraft]:
    return titled(
        NominationDraft.objects.filter(member=member),
        election="contest__election",
        contest="contest",
    )


def _draft(draft: Any) -> Record:
    return {
        _("election"): title_here(draft, "election"),
        _("contest"): title_here(draft, "contest"),
        _("saved"): draft.saved_at,
        **{str(name): value for name, value in draft.entered.items()},
    }


def _given(member: Member) -> QuerySet[SupportingNomination]:
    given = SupportingNomination.objects.filter(member=member)
    return titled(
        given, election="nomination__contest__election", contest="nomination__contest"
    ).annotate(of_candidate=F("nomination__ballot_name"))


def _supported(one: Any) -> Record:
    return {
        _("election"): title_here(one, "election"),
        _("contest"): title_here(one, "contest"),
        _("you nominated"): one.of_candidate,
        _("given"): one.given_at,
    }


def _mail(member: Member) -> QuerySet[Message]:
    """Each way by its own index: there are as many messages as members in every election."""
    as_member = Message.objects.filter(member=member).values("pk")
    as_voter = Message.objects.filter(entry__member=member).values("pk")
    messages = Message.objects.filter(pk__in=as_member.union(as_voter))
    return titled(messages, election="election").order_by("id")


def _message(message: Any) -> Record:
    return {
        _("election"): title_here(message, "election"),
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
