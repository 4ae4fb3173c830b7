"""Unsafe production settings are refused, each with what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

# What a statement that fails would otherwise leave in the server's log: its text, and in it papers.
_QUIET = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
}


@register(Tags.security, deploy=True)
def production_settings(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """What a public site must not have."""
    found: list[CheckMessage] = []
    if settings.DEMO:
        found.append(
            Error(
                "MOMENTUM_DEMO is on: anybody could read the mail and sign in as staff.",
                hint="Unset MOMENTUM_DEMO.",
                id="momentum.E001",
            )
        )
    if settings.BALLOT_KEY is None:
        found.append(
            Error(
                "BALLOT_KEY is missing: no paper could be cast.",
                hint="Give every process but beat the base64 of the same 32 random bytes.",
                id="momentum.E002",
            )
        )
    if not settings.SITE_URL.startswith("https://"):
        found.append(
            Error(
                "SITE_URL is not https: links in mails would carry voting codes in the clear.",
                hint="Serve the site over TLS and set SITE_URL to its https address.",
                id="momentum.E003",
            )
        )
    if not settings.SOURCE_URL:
        found.append(
            checks.Warning(
                "SOURCE_URL is missing: readers have to ask for the program that counts.",
                hint="Set it to where the source of what runs here can be had (AGPL, section 13).",
                id="momentum.W006",
            )
        )
    return found


@register(Tags.database)
def quiet_database_log(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The database server must not write statements into its log: they hold papers."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)",
                [[*_QUIET]],
            )
            held = dict(cursor.fetchall())
        wrong = {name: value for name, value in _QUIET.items() if held.get(name) != value}
        if wrong and not settings.DEBUG:
            wanted = ", ".join(f"{name} = {value}" for name, value in sorted(wrong.items()))
            found.append(
                Error(
                    "The database server may log statements, and with them sealed papers.",
                    hint=f"ALTER ROLE … SET, or in postgresql.conf: {wanted}.",
                    id="momentum.E004",
                )
            )
    return found


@register(Tags.database, deploy=True)
def role_is_no_superuser(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """What gets hold of the site's connection must not get hold of the server besides."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone() == (True,):
                found.append(
                    Error(
                        "The site's role is a superuser: it could read files and start programs.",
                        hint="Make role and database with deploy/database.sql.",
                        id="momentum.E005",
                    )
                )
    return found
