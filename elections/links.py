"""A candidate's links: pages of the web that anybody can open, and how they are shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

MOST_LETTERS = 200
_is_address = URLValidator(schemes=["https"])


def public_link(value: str) -> None:
    """An address that begins with https:// and shows whose page it is. Raises ValidationError."""
    if len(value) > MOST_LETTERS:
        raise ValidationError(
            _("The link has more than %(limit)s letters. Choose a shorter one."),
            params={"limit": MOST_LETTERS},
        )
    unsound = ValidationError(_("Enter a full address of a page, beginning with https://"))
    if any(unicodedata.category(one) in {"Cc", "Cf"} for one in value):
        raise unsound
    try:
        _is_address(value)
        parts = urlsplit(value)
        # What stands before an @ looks like the host and is not; a port or a number is no site that
        # people know.
        place = (parts.hostname or "").rpartition(".")
        if (
            parts.username is not None
            or parts.port not in (None, 443)
            or not place[0]
            or not place[2].replace("-", "").isalnum()
            or place[2].isdigit()
        ):
            raise unsound
    except (ValidationError, ValueError) as error:
        raise unsound from error


@dataclass(frozen=True)
class ShownLink:
    url: str

    @property
    def host(self) -> str:
        """What is shown of the link: its host, in letters that no other alphabet can imitate."""
        host = urlsplit(self.url).hostname or ""
        try:
            return host.encode("idna").decode("ascii").removeprefix("www.")
        except UnicodeError:
            return host.removeprefix("www.")


def shown(links: Iterable[str]) -> tuple[ShownLink, ...]:
    return tuple(ShownLink(link) for link in links)
