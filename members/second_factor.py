"""The second factor of staff: its secrets are stored encrypted, and setting one up proves it.

Whoever reads the database alone, a backup for instance, cannot make an officer's codes.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

    from members.models import User


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Encrypts what allauth stores of an authenticator app and of recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "That did not work. Try again with the code that your app shows now, or with your passkey."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()


def _keys() -> MultiFernet:
    """Made of SECRET_KEY; an earlier one in SECRET_KEY_FALLBACKS still decrypts."""
    return MultiFernet(
        Fernet(urlsafe_b64encode(hashlib.sha256(f"members/second-factor/{key}".encode()).digest()))
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def second_factor_set_up(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Setting up a second factor proves it: the session counts as opened with it from here on.

    allauth asks for the existing second factor before another may be added, so a session without
    one cannot get past this.
    """
    if authenticator.type in {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )
