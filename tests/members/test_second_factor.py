"""Secrets of the second factor are useless to whoever reads the database alone."""

from __future__ import annotations

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from members.roles import Role
from members.second_factor import Adapter
from tests.members.people import add_staff, set_up_app

pytestmark = pytest.mark.django_db


def stored() -> str:
    return str(Authenticator.objects.get().data["secret"])


def test_they_are_stored_encrypted() -> None:
    secret = set_up_app(add_staff("ro@example.org", Role.OFFICER))
    assert secret not in stored()
    assert Adapter().decrypt(stored()) == secret


def test_a_wrong_code_is_refused_with_what_to_do() -> None:
    officer = add_staff("ro@example.org", Role.OFFICER)
    set_up_app(officer)
    client = Client()
    client.force_login(officer)
    refused = client.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    said = refused.content.decode()
    assert "Try again with the code that your app shows now" in said
    assert 'value="000000"' in said


def test_a_new_secret_key_reads_what_the_earlier_one_wrote(settings: Settings) -> None:
    secret = set_up_app(add_staff("ro@example.org", Role.OFFICER))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert Adapter().decrypt(stored()) == secret


def test_those_of_before_are_encrypted_by_the_migration() -> None:
    migration = import_module("members.migrations.0006_second_factor_encrypted")
    secret = set_up_app(add_staff("ro@example.org", Role.OFFICER))
    migration.decrypt(apps, None)
    assert stored() == secret
    migration.encrypt(apps, None)
    assert Adapter().decrypt(stored()) == secret
