"""Settings that must not reach a public site are refused with what to do."""

from __future__ import annotations

import importlib
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from pytest_django import Settings

from momentum_site import env
from momentum_site.checks import production_settings, quiet_database_log, role_is_no_superuser


def test_a_demo_without_tls_or_key_is_no_public_site(settings: Settings) -> None:
    settings.DEMO, settings.BALLOT_KEY, settings.SITE_URL = True, None, "http://example.org"
    settings.SOURCE_URL = ""
    assert [one.id for one in production_settings(None)] == [
        "momentum.E001",
        "momentum.E002",
        "momentum.E003",
        "momentum.W006",
    ]
    settings.DEMO, settings.BALLOT_KEY = False, bytes(32)
    settings.SITE_URL = "https://elections.example.org"
    settings.SOURCE_URL = "https://code.example.org/elections"
    assert not production_settings(None)


def test_a_server_that_logs_statements_is_refused(db: None, settings: Settings) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_min_error_statement = 'error'")
    found = quiet_database_log(None, databases=["default"])
    assert [one.id for one in found] == ["momentum.E004"]
    assert "log_min_error_statement = panic" in (found[0].hint or "")


def test_a_role_that_owns_the_server_is_refused(db: None) -> None:
    """The tests' own role is one; another one that could be anybody is not."""
    assert [one.id for one in role_is_no_superuser(None, databases=["default"])] == [
        "momentum.E005"
    ]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE of_the_site")
        cursor.execute("SET LOCAL ROLE of_the_site")
        assert not role_is_no_superuser(None, databases=["default"])
        cursor.execute("RESET ROLE")


def test_the_web_refuses_the_key_that_opens_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLY_KEY", "AAAA")
    sys.modules.pop("momentum_site.wsgi", None)
    with pytest.raises(ImproperlyConfigured, match="tally worker alone"):
        importlib.import_module("momentum_site.wsgi")


@pytest.mark.parametrize(
    ("reader", "value", "words"),
    [
        (env.flag, "maybe", "must be 1 or 0"),
        (env.key, "short", "must be base64"),
        (env.key, "AAAA", "not of 3"),
        (env.database, "mysql://x/y", "must look like postgres://"),
        (env.smtp, "http://x", "must look like smtp"),
    ],
)
def test_a_setting_that_cannot_be_read_says_so(
    reader: object, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SETTING", value)
    with pytest.raises(ImproperlyConfigured, match=words) as refused:
        reader("A_SETTING")  # type: ignore[operator]
    assert "A_SETTING" in str(refused.value)


def test_settings_are_read_as_they_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SETTING", "smtps://who:p%40ss@mail.example.org")
    assert env.smtp("A_SETTING") == {
        "host": "mail.example.org",
        "port": 465,
        "user": "who",
        "password": "p@ss",
        "starttls": False,
        "ssl": True,
    }
    monkeypatch.setenv("A_SETTING", " a, b ,,")
    assert env.words("A_SETTING") == ["a", "b"]
    monkeypatch.setenv("A_SETTING", "x")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        env.number("A_SETTING", 1)


@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_variable_is_one_that_is_not_set(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv("A_SETTING", value)
    assert env.number("A_SETTING", 7) == 7
    assert env.flag("A_SETTING", default=True)
    assert env.key("A_SETTING") is None
    assert env.words("A_SETTING", "a") == ["a"]
    with pytest.raises(ImproperlyConfigured, match="Set A_SETTING"):
        env.text("A_SETTING")
