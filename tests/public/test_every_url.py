"""Every address of the site, whoever added it: forged forms are refused, and so are strangers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RoutePattern

from tests.public import cast

pytestmark = pytest.mark.django_db
SAMPLES = {"kind": "blt", "number": "1", "digest": "0" * 64}
NOBODYS = "00000000-0000-0000-0000-000000000000"


def addresses() -> list[tuple[str, URLPattern]]:
    """Every address with sample values in it, and its pattern."""
    return list(_walk(get_resolver(), "/", ""))


def _walk(resolver: URLResolver, path: str, route: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        below = path + _sample(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, below, route)
        else:
            yield below, one


def _sample(pattern: Any) -> str:
    """The pattern's piece of a path with something in the place of each parameter."""
    if isinstance(pattern, RoutePattern):
        piece = str(pattern)
        for name, converter in pattern.converters.items():
            value = SAMPLES.get(name, "sample")
            if isinstance(converter, IntConverter):
                value = "1"
            elif isinstance(converter, UUIDConverter):
                value = NOBODYS
            kind = next(part for part in piece.split("<")[1:] if part.split(">")[0].endswith(name))
            piece = piece.replace(f"<{kind.split('>')[0]}>", value)
        return piece
    return _sample_of_regex(str(pattern.regex.pattern))


def _sample_of_regex(regex: str) -> str:
    if regex.startswith("^office/files/"):
        return "office/files/audit.csv"
    if not regex.startswith("^elections/"):
        return ""  # the admin's catch-all
    return "elections/sample/results/1/count.blt"


def ids(found: list[tuple[str, URLPattern]]) -> list[str]:
    return [path for path, _pattern in found]


EVERY = addresses()
OFFICE = [(path, pattern) for path, pattern in EVERY if path.startswith("/office/")]


def test_the_walk_finds_every_room() -> None:
    found = ids(EVERY)
    for known in (
        "/",
        "/home/",
        "/elections/sample/stand/1/",
        "/n/sample/nominate/",
        "/vote/sample/cast/",
        "/office/elections/sample/papers/",
        "/office/elections/sample/slates/sample/",
        "/elections/sample/your-slate/invite/",
        "/sign-in/",
    ):
        assert known in found
    assert len(OFFICE) > 20


def test_whatever_is_not_reading_is_refused_without_its_token() -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ids(EVERY):
        for change in (client.post, client.put, client.patch, client.delete):
            response = change(path)
            if _is_for_programs(path):
                assert response.status_code == 405, path
                continue
            assert response.status_code == 403, path
            assert b"What you sent was not accepted" in response.content, path


def test_so_it_is_for_whoever_is_signed_in() -> None:
    client = cast.sign_in(Client(enforce_csrf_checks=True), cast.aisha())
    for path in ids(EVERY):
        assert client.post(path).status_code == (405 if _is_for_programs(path) else 403), path


def _is_for_programs(path: str) -> bool:
    """Documents, which no browser's form sends anything to: they can only be read."""
    return path.startswith("/api/")


def test_the_office_asks_strangers_to_sign_in(client: Client) -> None:
    for path in ids(OFFICE):
        for response in (client.get(path), client.post(path)):
            assert response.status_code == 302, path
            assert response["Location"].startswith("/sign-in/?next=/office/"), path


def test_the_office_refuses_members(client: Client) -> None:
    cast.sign_in(client, cast.aisha())
    for path in ids(OFFICE):
        for change in (client.get, client.post, client.put, client.delete):
            assert change(path).status_code == 403, path


def test_every_page_of_the_office_says_who_may_enter() -> None:
    for path, pattern in OFFICE:
        assert getattr(pattern.callback, "for_staff", None), path


def test_the_reference_data_are_not_for_members(client: Client) -> None:
    cast.sign_in(client, cast.aisha())
    for path in ids(EVERY):
        if path.startswith("/admin/") and path not in ("/admin/login/", "/admin/logout/"):
            assert client.get(path).status_code in {302, 403, 404}, path
