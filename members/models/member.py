"""A person on the membership list."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members import mailbox
from members.models.region import Region


class Status(models.TextChoices):
    ACTIVE = "active", _("active")
    GRACE = "grace", _("grace period")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")
    SUSPENDED = "suspended", _("suspended")


class LabourMember(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    BLANK = "", _("not stated")


class Flag(models.TextChoices):
    """What the list left open about a member, for staff to settle."""

    EMAIL_MISSING = "email-missing", _("no email address")
    EMAIL_MALFORMED = "email-malformed", _("email address cannot be delivered to")
    EMAIL_SHARED = "email-shared", _("email address shared with another member")
    REGION_UNKNOWN = "region-unknown", _("no region")


class MemberQuerySet(models.QuerySet["Member"]):
    def of_mailbox(self, email: str) -> MemberQuerySet:
        """The members whose mail goes to this address: none, one, or several who share it."""
        key = mailbox.key(email)
        return self.filter(email_key=key).order_by("id") if key else self.none()

    def needing_attention(self) -> MemberQuerySet:
        """Members who cannot be mailed, or who have no region to vote in."""
        return self.filter(Q(email_key="") | Q(region=None))

    def matching(self, words: str) -> MemberQuerySet:
        """Those whose number is, or whose name or address contains, every one of the words."""
        found = self
        for word in words.replace("\x00", "").split():
            found = found.filter(
                Q(number=word)
                | Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(email__icontains=word)
            )
        return found


class Member(models.Model):
    number = models.CharField(_("membership number"), max_length=64)
    first_name = models.TextField(_("first name"), blank=True)
    last_name = models.TextField(_("last name"), blank=True)
    email = models.TextField(_("email"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    mobile = models.TextField(_("mobile number"), blank=True)
    address_1 = models.TextField(_("address line 1"), blank=True)
    address_2 = models.TextField(_("address line 2"), blank=True)
    address_3 = models.TextField(_("address line 3"), blank=True)
    city = models.TextField(_("town or city"), blank=True)
    postcode = models.TextField(_("postcode"), blank=True)
    country = models.TextField(_("country"), blank=True)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("region"),
        db_index=False,  # member_region_status begins with it
    )
    region_placed_by_hand = models.BooleanField(_("region placed by hand"), default=False)
    status = models.CharField(_("membership status"), max_length=16, choices=Status.choices)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    labour_member = models.CharField(
        _("member of the Labour Party"), max_length=3, choices=LabourMember.choices, blank=True
    )
    public_office = models.TextField(_("public office"), blank=True)
    postal_ballot = models.BooleanField(_("wants a ballot by post"), default=False)
    tags = models.TextField(_("tags"), blank=True)
    # Staff found this record to be the same person as that one, which alone is entitled.
    same_person_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="also_recorded_as"
    )
    flags = ArrayField(
        models.CharField(max_length=16, choices=Flag.choices),
        default=list,
        blank=True,
        verbose_name=_("to settle"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("last_name", "first_name", "number")
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = [
            models.Index(fields=["email_key"], name="member_email_key"),
            models.Index(fields=["region", "status"], name="member_region_status"),
        ]
        constraints = [
            # A constraint, not unique=True: that would add a second index for LIKE, and every index
            # costs an import of the whole list seconds.
            models.UniqueConstraint(fields=["number"], name="member_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="member_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(labour_member__in=LabourMember.values),
                name="member_labour_member_is_known",
            ),
            models.CheckConstraint(
                condition=Q(flags__contained_by=Flag.values), name="member_flags_are_known"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="member_has_a_number"),
            models.CheckConstraint(
                condition=~Q(first_name="", last_name=""), name="member_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def flags_in_words(self) -> list[str]:
        return [str(Flag(flag).label) for flag in self.flags]

    @property
    def address_lines(self) -> list[str]:
        """The postal address as it is written on an envelope."""
        parts = (
            *self.address_1.splitlines(),
            self.address_2,
            self.address_3,
            self.city,
            self.postcode,
            self.country,
        )
        return [line.strip() for line in parts if line.strip()]


class SamePersonDecision(models.Model):
    """Whether two records that look alike are one person, as staff decided."""

    first = models.ForeignKey(Member, models.CASCADE, related_name="+")
    second = models.ForeignKey(Member, models.CASCADE, related_name="+")
    is_same = models.BooleanField()
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("-decided_at",)
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="same_person_decided_once"),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="same_person_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}: {self.is_same}"


class MemberNote(models.Model):
    """What staff wrote down about a member. The member may ask for it."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-written_at",)

    def __str__(self) -> str:
        return f"{self.member_id}: {self.written_at}"
