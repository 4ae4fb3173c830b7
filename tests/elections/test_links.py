"""A candidate's link is an address that anybody can open, and shows whose page it is."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from elections.links import ShownLink, public_link


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://example.org", "example.org"),
        ("https://www.example.org/me?x=1#y", "example.org"),
        ("https://sub.example.co.uk:443/", "sub.example.co.uk"),
        ("https://ехample.org/", "xn--xample-9ye.org"),
    ],
)
def test_a_page_is_shown_by_its_host(link: str, host: str) -> None:
    public_link(link)
    assert ShownLink(link).host.startswith("xn--") == host.startswith("xn--")
    if not host.startswith("xn--"):
        assert ShownLink(link).host == host


@pytest.mark.parametrize(
    "link",
    [
        "http://example.org",
        "example.org",
        "javascript:alert(1)",
        "data:text/html,hello",
        "https://",
        "https://localhost",
        "https://192.168.0.1/",
        "https://[::1]/",
        "https://example.org@evil.example.com/",
        "https://me:secret@example.org",
        "https://example.org:8443/",
        "https://example.org:x/",
        "https://exam ple.org",
        "https://example.org/\u202egro",
        "https://example.org/\x00",
        "//example.org",
    ],
)
def test_anything_else_is_refused(link: str) -> None:
    with pytest.raises(ValidationError, match="beginning with https://"):
        public_link(link)


def test_a_very_long_one_is_refused() -> None:
    with pytest.raises(ValidationError, match="more than 200 letters"):
        public_link("https://example.org/" + "x" * 200)
