"""Typed readers of environment variables that fail loudly, naming the variable and what it takes.

An empty variable is one that is not set.
"""

from __future__ import annotations

import base64
import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set {name}: it has no default.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    raw = os.environ.get(name)
    if not raw:
        return default
    if raw.lower() in _TRUE:
        return True
    if raw.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def number(name: str, default: int) -> int:
    raw = os.environ.get(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, empty items dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def key(name: str) -> bytes | None:
    """Thirty-two random bytes as base64, or None where this process is not given the key."""
    raw = os.environ.get(name)
    if not raw:
        return None
    try:
        value = base64.b64decode(raw, validate=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be base64 of 32 bytes.") from error
    if len(value) != 32:
        raise ImproperlyConfigured(f"{name} must be base64 of 32 bytes, not of {len(value)}.")
    return value


def database(name: str = "DATABASE_URL") -> dict[str, object]:
    """A Django DATABASES entry from ``postgres://user:password@host:port/name``."""
    url = urlsplit(text(name))
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} must look like postgres://user:password@host:port/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
    }


def smtp(name: str = "SMTP_URL") -> dict[str, object]:
    """Host, port, user, password and TLS from ``smtp://`` (plain), ``smtp+tls://`` or ``smtps://``."""
    url = urlsplit(text(name))
    if url.scheme not in {"smtp", "smtp+tls", "smtps"} or not url.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp+tls://user:password@host:587.")
    return {
        "host": url.hostname,
        "port": url.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[url.scheme],
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "starttls": url.scheme == "smtp+tls",
        "ssl": url.scheme == "smtps",
    }
