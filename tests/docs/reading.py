"""What the pages of docs/ hold, read as the site reads them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])
ROOMS = ("momentum_site", "members", "elections", "slates", "hustings")
_TRANSLATE = re.compile(r"""(?:translate |_\()"([^"]+)\"""")
_BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    """Every token of the page, those within lines too, in order."""
    found = MarkdownIt("commonmark").enable("table").parse(page.read_text())
    return tuple(one for token in found for one in (token, *(token.children or [])))


def inline_code(page: Path) -> list[str]:
    return [token.content for token in tokens(page) if token.type == "code_inline"]


def code(page: Path) -> str:
    """Every block of code."""
    kinds = {"fence", "code_block"}
    return "\n".join(token.content for token in tokens(page) if token.type in kinds)


def stressed(page: Path) -> Iterator[str]:
    """Words in single asterisks: words that stand on a page of the site."""
    words: list[str] | None = None
    for token in tokens(page):
        if token.type == "em_open":
            words = []
        elif token.type == "em_close" and words is not None:
            yield "".join(words)
            words = None
        elif words is not None and token.type in {"text", "softbreak"}:
            words.append(token.content or " ")


def links(page: Path) -> list[str]:
    kinds = {"link_open": "href", "image": "src"}
    return [str(one.attrs[kinds[one.type]]) for one in tokens(page) if one.type in kinds]


def prose(page: Path) -> str:
    """The page's words as somebody reads them aloud: a sentence for each heading, item and cell."""
    parts = []
    for token in tokens(page):
        if token.type == "inline":
            words = "".join(
                " " if one.type == "softbreak" else one.content for one in token.children or []
            )
            parts.append(words if words.endswith((".", "!", "?")) else f"{words}.")
    return "\n".join(parts)


@cache
def words_of_the_site() -> set[str]:
    """Everything that a page can say, whole."""
    found: set[str] = set()
    for file in (ROOT / "templates").rglob("*.html"):
        text = file.read_text()
        found.update(_TRANSLATE.findall(text))
        found.update(" ".join(block.split()) for block in _BLOCK.findall(text))
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            found.update(
                node.value
                for node in ast.walk(ast.parse(file.read_text()))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )
    return found
