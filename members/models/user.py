"""A mailbox that signs in, and the offices it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from members import mailbox
from members.languages import Language
from members.models.member import Member

if TYPE_CHECKING:
    from members.models.member import MemberQuerySet


class UserManager(BaseUserManager["User"]):
    def with_offices(self) -> models.QuerySet[User]:
        """Each with `offices`, the offices held now, found by the same statement."""
        held = StaffRole.objects.filter(user=OuterRef("pk")).order_by("role").values("role")
        return self.annotate(offices=ArraySubquery(held))

    def of_mailbox(self, email: str) -> User:
        """The user of this address, made now if it never signed in before."""
        user, _created = self.get_or_create(email=mailbox.key(email))
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Whoever reads a mailbox. Members are found by its address, never joined to it by a key."""

    email = models.EmailField(_("email"), max_length=254, unique=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Of pages and mail; empty for whoever has chosen none.
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, blank=True, default=""
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ("email",)
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(password__startswith="!"),  # noqa: S106  the mark of "none"
                name="user_has_no_password",
            ),
            models.CheckConstraint(
                condition=Q(language__in=("", *Language.values)), name="user_language_is_known"
            ),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._state.adding and not self.password:
            self.set_unusable_password()

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        super().clean()
        self.email = mailbox.key(self.email) or self.email.lower()

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this; the offices say what a person may do."""
        return self.staff_roles.exists()

    def members(self) -> MemberQuerySet:
        return Member.objects.of_mailbox(self.email)


class Role(models.TextChoices):
    OFFICER = "officer", _("returning officer")
    ADMINISTRATOR = "administrator", _("administrator")
    SCRUTINEER = "scrutineer", _("scrutineer")


class StaffRole(models.Model):
    user = models.ForeignKey(
        User, models.CASCADE, related_name="staff_roles", verbose_name=_("sign-in")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("user__email", "role")
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="staff_role_once_per_user"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="staff_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
