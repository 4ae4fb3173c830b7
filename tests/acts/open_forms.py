"""What the answer to a form says to the person who sent it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.test import Client

_SAID = re.compile(
    r'<div class="(?P<kind>error-summary|notice[^"]*)".*?>(?P<words>.*?)</div>', re.DOTALL
)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ROOMS = ("elections", "hustings", "members", "slates")


def arrive(client: Client, response: Any) -> Any:
    """The page where the browser ends: a redirect is followed."""
    while response.status_code in (301, 302):
        response = client.get(response["Location"])
    return response


def text_of(page: Any) -> str:
    """What stands on the page, fields included, with single spaces."""
    return " ".join(html.unescape(page.content.decode()).split())


def refusals_of(page: Any) -> list[str]:
    """The sentences that say what could not be done: notices, or a heading that is a sentence."""
    shown = page.content.decode()
    said = [_plain(one["words"]) for one in _SAID.finditer(shown) if "success" not in one["kind"]]
    return [words for words in [*said, *_headings(shown)] if words.endswith((".", ";"))]


def answer_of(page: Any) -> str:
    """What the page says first: what was done or not, else its heading."""
    shown = page.content.decode()
    said = [_plain(one["words"]) for one in _SAID.finditer(shown)]
    return next(iter([*said, *_headings(shown)]), "")


def _headings(shown: str) -> list[str]:
    return [_plain(found) for found in _TITLE.findall(shown)]


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def words_typed(data: Mapping[str, Any]) -> list[str]:
    """What somebody wrote in a form, as opposed to what they chose: it has more than one word."""
    return [value for value in data.values() if isinstance(value, str) and " " in value]


def records() -> dict[str, int]:
    """How many rows there are of everything, mail and audit included."""
    models = (one for app in _ROOMS for one in apps.get_app_config(app).get_models())
    return {model.__name__: model._default_manager.count() for model in models}
