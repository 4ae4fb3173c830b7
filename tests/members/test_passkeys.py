"""What is no passkey is refused, by every page that takes one. The ceremony of a real one is tried
in the browser."""

from __future__ import annotations

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from members.roles import Role
from tests.members.people import add_staff
from tests.office.cast import enter

pytestmark = pytest.mark.django_db
UNREADABLE = (
    "no JSON",
    "{}",
    "[1]",
    '"x"',
    "7",
    '{"id": "!"}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "!"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA",'
    ' "authenticatorData": "AA", "signature": "AA", "userHandle": "A", "attestationObject": "AA"}}',
)


def test_whoever_signs_in_with_it_is_asked_again() -> None:
    client = Client()
    client.get(reverse("mfa_login_webauthn"))
    for credential in UNREADABLE:
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)
        assert answer.status_code == 200
        assert not answer.wsgi_request.user.is_authenticated


def test_whoever_confirms_with_it_is_asked_again() -> None:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    Authenticator.objects.create(
        user=rosa, type="webauthn", data={"name": "Key on my ring", "credential": {}}
    )
    client = enter(rosa)
    for credential in UNREADABLE:
        answer = client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": credential})
        assert answer.status_code == 302
        assert answer["Location"] == reverse("account_login")


def test_nothing_is_added() -> None:
    client = enter(add_staff("rosa@example.org", Role.OFFICER))
    session = client.session
    for one in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        one["reauthenticated"] = True
    session.save()
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    for credential in UNREADABLE:
        given = {"credential": credential, "name": "Mine"}
        answer = client.post(reverse("mfa_add_webauthn"), given)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not Authenticator.objects.filter(type="webauthn").exists()
