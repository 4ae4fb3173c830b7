"""Self-nominations, what belongs to them, and supporting nominations."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import IntEnum
from hashlib import sha256

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elections import phases
from elections.models.contest import Attribute, Contest, minima_found
from members.languages import Language
from members.models import Member

MOST_LETTERS = 4000  # of a statement: every voter's page carries every one of them


def new_share_token() -> str:
    return secrets.token_urlsafe(9)


def photo_url(digest: str) -> str:
    """The address of a public photo, which never changes what it shows; empty without a photo."""
    return reverse("elections:show-photo", args=[digest]) if digest else ""


def _person(path: str) -> Coalesce:
    """The one record of the person whose record a path leads to, as staff told records apart."""
    return Coalesce(F(f"{path}__same_person_as"), F(path))


def _of_person(member: Member) -> Q:
    """Rows of a member: of this record, or of others found to be their own."""
    return Q(member=member) | Q(member__same_person_as=member)


def _can_be_appealed(at: datetime) -> Q:
    """Of a refusal: nobody appealed yet, and they still can."""
    closes = "contest__election__timetable__appeals_close_at"
    is_in_time = ~Q(**{f"{closes}__lte": at}) | Q(decided_at__gte=F(closes))
    return Q(appeal__isnull=True) & is_in_time


class Place(IntEnum):
    """Of a member's nominations in an election that which is meant comes first."""

    STANDS = 0
    CAN_BE_APPEALED = 1
    APPEALED = 2  # and not decided
    OVER = 3


class NominationQuerySet(models.QuerySet["Nomination"]):
    def of_person(self, member: Member) -> NominationQuerySet:
        """With which a member came forward: with this record, or others found to be their own."""
        return self.filter(_of_person(member))

    def standing(self) -> NominationQuerySet:
        """Those neither refused nor withdrawn nor ended."""
        return self.filter(state__in=(Nomination.State.SUBMITTED, Nomination.State.ACCEPTED))

    def undecided(self) -> NominationQuerySet:
        return self.filter(state=Nomination.State.SUBMITTED)

    def with_photo(self) -> NominationQuerySet:
        """With what is known of each photo but for the picture itself."""
        return self.select_related("photo").defer("photo__jpeg")

    def appealed(self) -> NominationQuerySet:
        """Refused, and the appeal against that is not decided yet."""
        return self.filter(appeal__outcome="")

    def still_appealable(self, timetable: phases.Timetable, *, at: datetime) -> NominationQuerySet:
        """Refused, not appealed, and the instant for appeals is still to come."""
        closes = timetable.appeals_close_at
        if closes is None or at >= closes:
            return self.none()
        return self.filter(
            state=Nomination.State.REFUSED, decided_at__lt=closes, appeal__isnull=True
        )

    def not_refused_for_good(self, *, at: datetime) -> NominationQuerySet:
        """Refused, and an appeal against that is undecided or can still be made."""
        may_change = Q(appeal__outcome="") | _can_be_appealed(at)
        return self.filter(may_change, state=Nomination.State.REFUSED)

    def meant_first(self, *, at: datetime) -> NominationQuerySet:
        """Which of a member's nominations in an election is meant: the one that stands; else, until
        the papers are fixed, a refused one that can be appealed for, else one whose appeal is
        undecided; else any. Of equals the last. Each has its `place`."""
        is_unfixed = Q(
            contest__election__papers_fixed_at__isnull=True,
            contest__election__no_poll_at__isnull=True,
        )
        was_refused = Q(state=Nomination.State.REFUSED) & is_unfixed
        place = Case(
            When(
                state__in=(Nomination.State.SUBMITTED, Nomination.State.ACCEPTED),
                then=Value(Place.STANDS.value),
            ),
            When(was_refused & _can_be_appealed(at), then=Value(Place.CAN_BE_APPEALED.value)),
            When(was_refused & Q(appeal__outcome=""), then=Value(Place.APPEALED.value)),
            default=Value(Place.OVER.value),
        )
        return self.annotate(place=place).order_by("place", "-submitted_at", "-pk")

    def with_support(self) -> NominationQuerySet:
        """Adds `support`: how many people nominated each, whatever records they have.

        The candidate's own further records are no support.
        """
        others = Q(supporting__isnull=False) & ~Q(_by=F("_candidate"))
        return self.alias(_by=_person("supporting__member"), _candidate=_person("member")).annotate(
            support=Count("_by", distinct=True, filter=others)
        )

    def as_its_candidate_sees_it(self) -> NominationQuerySet:
        """With all that the candidate's own pages show: the photo, the picture too, support, why it
        ended, what was declared, and `minima_found` of its contest. Two statements."""
        found = self.with_support().select_related("photo", "end")
        return found.annotate(minima_found=minima_found("contest")).prefetch_related("declarations")

    def with_photos_beside(self) -> NominationQuerySet:
        """Adds `has_photos_beside`: whether somebody who stands in its contest has a photo."""
        others = Nomination.objects.standing().filter(contest=OuterRef("contest"))
        return self.annotate(has_photos_beside=Exists(others.filter(photo__isnull=False)))

    def on_anothers_record(self) -> NominationQuerySet:
        """Those of a record that was found to be somebody else's."""
        return self.filter(member__same_person_as__isnull=False)


class Nomination(models.Model):
    """A member puts themself forward for a contest."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Not decided yet")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ENDED = "ended", _("Ended by the returning officer")

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="nominations")
    member = models.ForeignKey(Member, models.PROTECT, related_name="nominations")
    ballot_name = models.CharField(_("name on the ballot paper"), max_length=80)
    statement = models.TextField(_("statement"), blank=True)
    language = models.CharField(
        _("language of the statement"),
        max_length=5,
        choices=Language.choices,
        default=Language.ENGLISH,
    )
    share_token = models.CharField(
        max_length=16, unique=True, default=new_share_token, editable=False
    )
    links = ArrayField(models.URLField(max_length=200), default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    slate_label = models.CharField(max_length=60, blank=True)
    slate_colour = models.PositiveSmallIntegerField(null=True)
    slate_path = models.CharField(max_length=200, blank=True)
    proof_approved_at = models.DateTimeField(null=True)
    proof_approved = models.CharField(max_length=64, blank=True)  # the digest of what was approved

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ("contest", "submitted_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("contest", "member"),
                condition=~Q(state__in=("withdrawn", "ended")),
                name="nomination_once_for_each_contest",
            ),
            models.CheckConstraint(
                name="nomination_refused_with_a_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_name}, {self.contest}"

    def get_absolute_url(self) -> str:
        return reverse("elections:show-nomination", args=[self.share_token])

    def count_support(self) -> int:
        """How many people nominate the candidate now; asks nothing of one found `with_support`."""
        if hasattr(self, "support"):
            return int(self.support)
        found = Nomination.objects.filter(pk=self.pk).with_support().get()
        return int(found.support)  # type: ignore[attr-defined]

    @property
    def photo_digest(self) -> str:
        """Names the photo; empty without one. Ask for many `with_photo`."""
        photo = getattr(self, "photo", None)
        return photo.digest if photo else ""

    @property
    def photo_url(self) -> str:
        return photo_url(self.photo_digest)

    @property
    def words_digest(self) -> str:
        """Names all that would stand on the paper: a SHA-256 in hexadecimal."""
        words = [self.ballot_name, self.statement, self.slate_label, self.photo_digest, *self.links]
        if self.language != Language.ENGLISH:  # proofs were approved before there was another
            words.append(self.language)
        return sha256("\0".join(words).encode()).hexdigest()

    @property
    def is_standing(self) -> bool:
        return self.state in (Nomination.State.SUBMITTED, Nomination.State.ACCEPTED)

    @property
    def withdrawal_closes_at(self) -> datetime | None:
        """Until when the candidate can withdraw by themself; None: until the papers are fixed.

        For who came when nominations were open again not before they close: nobody can come forward
        in a contest that they could not leave. A deadline that has passed for all others stays so,
        else the vacancies that are to be filled would grow meanwhile.
        """
        timetable = self.contest.election.timetable
        closes, again = timetable.withdrawal_closes_at, timetable.reopening_closes_at
        if closes is None or again is None or again <= closes:
            return closes
        opening = getattr(self.contest, "reopened", None)
        came_then = opening is not None and self.submitted_at >= opening.reopened_at
        return again if came_then else closes

    @property
    def has_approved_proof(self) -> bool:
        """The candidate approved what would stand on the paper as it is now."""
        return self.proof_approved != "" and self.proof_approved == self.words_digest


class NominationDraft(models.Model):
    """What a member has entered to stand and not yet submitted: theirs alone to see.

    `entered` holds the form's fields as they were typed, declarations left out: those are asked
    again, so that nothing of the kind is kept of somebody who never stood.
    """

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="nomination_drafts")
    entered = models.JSONField(default=dict)
    photo = models.BinaryField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("contest", "member"), name="draft_once_for_each_contest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} by {self.member_id}"


class Photo(models.Model):
    """A candidate's photo as this site encoded it anew: a JPEG without any metadata."""

    nomination = models.OneToOneField(
        Nomination, models.CASCADE, primary_key=True, related_name="photo"
    )
    jpeg = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # of the bytes; part of the photo's address

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.width} × {self.height}"


class AppealQuerySet(models.QuerySet["Appeal"]):
    def undecided(self) -> AppealQuerySet:
        return self.filter(outcome="")


class Appeal(models.Model):
    """A candidate's appeal against a refusal, decided by another officer than the one who refused."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Upheld: the nomination is accepted")
        DISMISSED = "dismissed", _("Dismissed: the refusal stands")

    nomination = models.OneToOneField(
        Nomination, models.CASCADE, primary_key=True, related_name="appeal"
    )
    text = models.TextField(_("why the refusal is wrong"))
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appeal_decided_with_a_reason", condition=Q(outcome="") | ~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.outcome or 'undecided'}"


class FlaggedWord(models.Model):
    """A word that makes an officer look at a statement; nothing is refused for it."""

    word = models.CharField(_("word"), max_length=60, unique=True)

    class Meta:
        ordering = ("word",)
        verbose_name = _("flagged word")
        verbose_name_plural = _("flagged words")

    def __str__(self) -> str:
        return self.word


class IdentityDeclaration(models.Model):
    """Special category data: what a candidate declared, for the minima of the contest and no other.

    Stored apart from the nomination and read by returning officers and the count only. The
    candidate's consent to publication in the minima file is what makes it count.
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="declarations")
    attribute = models.CharField(max_length=10, choices=Attribute.choices)
    consented_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("nomination", "attribute"), name="identity_declared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.attribute}"


class SupportingNominationQuerySet(models.QuerySet["SupportingNomination"]):
    def of_person(self, member: Member) -> SupportingNominationQuerySet:
        """What a member gave, with this record or with others found to be their own."""
        return self.filter(_of_person(member))


class SupportingNomination(models.Model):
    """A member of the electorate nominates somebody who stands: once, and up to the contest's limit.

    `slot` counts a member's nominations in one contest from 1, so that the unique constraint holds
    the limit whatever runs at the same time.
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="supporting")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="supporting_nominations")
    slot = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    objects = SupportingNominationQuerySet.as_manager()

    class Meta:
        ordering = ("given_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("nomination", "member"), name="supporting_once_for_each_candidate"
            ),
            models.UniqueConstraint(
                fields=("contest", "member", "slot"), name="supporting_up_to_the_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id} by {self.member_id}"
