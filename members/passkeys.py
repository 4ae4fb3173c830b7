"""Passkeys as a browser sends them: what cannot be read is a wrong answer, and no fault of the site."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms
from django.forms import BooleanField
from django.utils.translation import gettext_lazy as _

# What the libraries raise over a credential that is not in the shape of one.
_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class AddForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    passwordless = BooleanField(
        label=_("Sign in with this passkey alone"),
        required=False,
        help_text=_(
            "You then need no code from your mailbox. The passkey asks for your finger, face or PIN."
        ),
    )

    def clean(self) -> Any:
        try:
            return super().clean()
        except _UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None


class _Presented:
    """A passkey that somebody shows, to come in or to confirm who they are."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None


class SignInForm(_Presented, forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ConfirmForm(_Presented, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass
