"""The pages of allauth that are in use; the names are allauth's. Passwords, signing up and
managing addresses are not among them: the membership list says who has which address."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.views.generic import RedirectView

from members.access import staff_without_second_factor as staff

urlpatterns = [
    path("sign-in/", account.request_login_code, name="account_login"),
    path("sign-in/", account.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/stopped/", account.account_inactive, name="account_inactive"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second-factor/", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-out/", account.logout, name="account_logout"),
    path("security/", staff(second_factor.index), name="mfa_index"),
    path("security/confirm/", staff(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path(
        "security/confirm/passkey/",
        staff(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "security/confirm/again/",
        RedirectView.as_view(pattern_name="mfa_reauthenticate", query_string=True),
        name="account_reauthenticate",
    ),
    path("security/app/add/", staff(totp.activate_totp), name="mfa_activate_totp"),
    path("security/app/remove/", staff(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("security/passkeys/", staff(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("security/passkeys/add/", staff(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "security/passkeys/<int:pk>/rename/",
        staff(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/remove/",
        staff(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "security/recovery-codes/",
        staff(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "security/recovery-codes/new/",
        staff(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "security/recovery-codes/download/",
        staff(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
