"""Named groups of candidates who stand together."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elections.models import Election, Nomination
from members.languages import Language
from members.models import Member

COLOURS = {
    1: _("Navy"),
    2: _("Purple"),
    3: _("Dark green"),
    4: _("Rust"),
    5: _("Blue"),
    6: _("Amber"),
    7: _("Turquoise"),
    8: _("Yellow"),
}


class SlateQuerySet(models.QuerySet["Slate"]):
    def approved(self) -> SlateQuerySet:
        """Those everybody may read about, and candidates may stand with."""
        return self.filter(state=Slate.State.APPROVED)

    def undecided(self) -> SlateQuerySet:
        return self.filter(state=Slate.State.PENDING)

    def not_refused(self) -> SlateQuerySet:
        """Those that hold their name and their colour."""
        return self.exclude(state=Slate.State.REFUSED)

    def of_agent(self, member: Member) -> SlateQuerySet:
        """Those the member acts for."""
        return self.filter(agents__member=member)


class Slate(models.Model):
    """A group of candidates in one election, with a programme and one of eight colours.

    A member registers it and is its first agent. Everybody reads about it once an officer has
    approved it. One that was refused holds neither its name nor its colour.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Not decided yet")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    election = models.ForeignKey(Election, models.CASCADE, related_name="+")
    slug = models.SlugField(_("address"), max_length=70)
    name = models.CharField(_("name"), max_length=60)
    programme = models.TextField(_("programme"), blank=True)
    language = models.CharField(
        _("language of the programme"),
        max_length=5,
        choices=Language.choices,
        default=Language.ENGLISH,
    )
    colour = models.PositiveSmallIntegerField(
        _("colour"),
        choices=[*COLOURS.items()],
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    website = models.URLField(_("website"), blank=True)
    registered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_words = models.CharField(max_length=64, blank=True)  # the digest of what was decided on
    reason = models.TextField(_("reason"), blank=True)

    objects = SlateQuerySet.as_manager()

    class Meta:
        ordering = ("election", "registered_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("election", "slug"), name="slate_address_once"),
            models.UniqueConstraint(
                fields=("election", "colour"),
                condition=~Q(state="refused"),
                name="slate_colour_once",
            ),
            models.UniqueConstraint(
                "election", Lower("name"), condition=~Q(state="refused"), name="slate_name_once"
            ),
            models.CheckConstraint(
                name="slate_colour_of_the_palette", condition=Q(colour__gte=1, colour__lte=8)
            ),
            models.CheckConstraint(
                name="slate_refused_with_a_reason", condition=~Q(state="refused") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("slates:show-slate", args=[self.election.slug, self.slug])

    @property
    def is_approved(self) -> bool:
        return self.state == Slate.State.APPROVED

    @property
    def is_refused(self) -> bool:
        return self.state == Slate.State.REFUSED

    @property
    def words(self) -> tuple[str, str, str, int, str]:
        """Name, programme, its language, colour and website: what its agents enter."""
        return self.name, self.programme, self.language, self.colour, self.website

    @property
    def words_digest(self) -> str:
        """Names what everybody would read: SHA-256, in hexadecimal."""
        words = [self.name, str(self.colour), self.programme, self.website]
        if self.language != Language.ENGLISH:  # slates were decided on before there was another
            words.append(self.language)
        return sha256("\0".join(words).encode()).hexdigest()

    @property
    def is_changed_since(self) -> bool:
        """What everybody reads is no longer what the officer approved."""
        return self.is_approved and self.decided_words not in ("", self.words_digest)


class Agent(models.Model):
    """A member who acts for a slate. One always remains."""

    slate = models.ForeignKey(Slate, models.CASCADE, related_name="agents")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("slate", "member"), name="slate_agent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} for {self.slate_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def accepted(self) -> InvitationQuerySet:
        """Those by which a candidate stands with a slate, unless the nomination has ended."""
        return self.filter(state=Invitation.State.ACCEPTED)

    def to_answer(self) -> InvitationQuerySet:
        return self.filter(state=Invitation.State.OPEN)

    def shown_to_candidate(self) -> InvitationQuerySet:
        """All but those the slate has taken back."""
        return self.exclude(state=Invitation.State.TAKEN_BACK)

    def of_standing(self) -> InvitationQuerySet:
        """Those of candidates who stand: not refused, not withdrawn, not ended by an officer."""
        return self.filter(nomination__in=Nomination.objects.standing())


class Invitation(models.Model):
    """A slate asks a candidate to stand with it; the candidate consents or not.

    Until the papers are fixed the candidate may change their mind either way, and the slate may
    take the invitation back, which ends what came of it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Not answered yet")
        ACCEPTED = "accepted", _("Stands with the slate")
        DECLINED = "declined", _("Does not stand with the slate")
        TAKEN_BACK = "taken-back", _("Taken back by the slate")

    slate = models.ForeignKey(Slate, models.PROTECT, related_name="invitations")
    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answered_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("slate", "id")
        constraints = [
            models.UniqueConstraint(fields=("slate", "nomination"), name="slate_invites_once"),
            models.UniqueConstraint(
                fields=("nomination",),
                condition=Q(state="accepted"),
                name="candidate_with_one_slate",
            ),
            models.CheckConstraint(
                name="invitation_answered_at_an_instant",
                condition=Q(state="open") | Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id} by {self.slate}: {self.state}"
