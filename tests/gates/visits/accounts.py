"""Signing in and out, and the second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from members.models import User
from momentum_site.demo import guide
from tests.gates.visits.finding import member
from tests.gates.visits.visit import MOVED, visit
from tests.gates.world import World


def _asks_for_a_code(world: World, client: Client) -> None:
    client.post(reverse("account_login"), {"email": member(world).email})


def _is_asked_for_the_second_factor(world: World, client: Client) -> None:
    """An officer has entered the code of the mail, and not yet that of the app."""
    client.post(reverse("account_login"), {"email": guide.OFFICER})
    stages = client.session["account_login"]["state"]["stages"]
    code = stages["login_by_code"]["data"]["code"]
    client.post(reverse("account_confirm_login_code"), {"code": code})


def _confirms(world: World, client: Client) -> None:
    """Who they are: they showed the second factor again a moment ago."""
    session = client.session
    for one in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        one["reauthenticated"] = True
    session.save()


def _has_no_app(world: World, client: Client) -> None:
    Authenticator.objects.filter(user__email=guide.OFFICER).delete()


def _passkey(world: World, client: Client) -> None:
    _confirms(world, client)
    user = User.objects.get(email=guide.OFFICER)
    Authenticator.objects.create(
        pk=9000, user=user, type="webauthn", data={"name": "Key on my ring", "credential": {}}
    )


def _codes(world: World, client: Client) -> None:
    _confirms(world, client)
    RecoveryCodes.activate(User.objects.get(email=guide.OFFICER))


_OFFICER: dict[str, Any] = {"who": guide.OFFICER}

VISITS = [
    visit("account_login"),
    visit("account_login", sends={"email": ""}),
    visit("account_login", sends={"email": "nobody@example.org"}, status=MOVED),
    visit("account_request_login_code"),
    visit("account_confirm_login_code", status=MOVED),
    visit("account_confirm_login_code", before=_asks_for_a_code),
    visit("account_confirm_login_code", before=_asks_for_a_code, sends={"code": "wrong"}),
    visit("account_inactive"),
    visit("mfa_login_webauthn", status=MOVED),
    visit("mfa_authenticate", status=MOVED),
    visit("mfa_authenticate", before=_is_asked_for_the_second_factor),
    visit("account_logout", who=member),
    visit("mfa_index", **_OFFICER),
    visit("mfa_index", **_OFFICER, before=_has_no_app),
    visit("mfa_index", **_OFFICER, before=_passkey),
    visit("mfa_reauthenticate", **_OFFICER),
    visit("mfa_reauthenticate_webauthn", **_OFFICER, status=MOVED),
    visit("account_reauthenticate", **_OFFICER, status=MOVED),
    visit("mfa_activate_totp", **_OFFICER, before=_has_no_app),
    visit("mfa_activate_totp", **_OFFICER, before=_has_no_app, sends={"code": "1"}),
    visit("mfa_deactivate_totp", **_OFFICER, before=_confirms),
    visit("mfa_list_webauthn", **_OFFICER),
    visit("mfa_list_webauthn", **_OFFICER, before=_passkey),
    visit("mfa_add_webauthn", **_OFFICER, before=_confirms),
    visit("mfa_edit_webauthn", 9000, **_OFFICER, before=_passkey),
    visit("mfa_remove_webauthn", 9000, **_OFFICER, before=_passkey),
    visit("mfa_view_recovery_codes", **_OFFICER, before=_codes),
    visit("mfa_generate_recovery_codes", **_OFFICER, before=_confirms),
    visit("mfa_download_recovery_codes", **_OFFICER, before=_codes),
]
