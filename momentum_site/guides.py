"""The pages of docs/ as pages of the site.

Written once, in Markdown, they are read in the repository and here. A link to another page of docs/
leads to that page, an address of the site in `code` becomes a link, and what only the repository has
stays as words. Decisions (docs/adr/) are for those who have the repository.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath
from posixpath import normpath

from django.conf import settings
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from PIL import Image

DOCS = settings.BASE_DIR / "docs"
FOLDERS = ("", "roles", "rules")
PICTURES = "pictures"  # also what the static files of that folder begin with
TO_TICK = "[ ] "
# Of an address that is the same for everybody: a placeholder is written in capitals.
_ADDRESS = re.compile(r"/(?:[a-z-]+/)*")


@dataclass(frozen=True)
class Heading:
    id: str
    words: str


@dataclass(frozen=True)
class Guide:
    """``name`` is its address below /help/; ``contents`` are its second headings."""

    name: str
    title: str
    body: SafeString
    contents: Sequence[Heading]


@cache
def names() -> dict[str, Path]:
    """The file of every page, by name: "", "running", "roles/member", "rules", "rules/ties"."""
    files = [file for folder in FOLDERS for file in sorted((DOCS / folder).glob("*.md"))]
    return {_name_of(file.relative_to(DOCS).as_posix()): file for file in files}


def guide(name: str) -> Guide | None:
    """The page, drawn when it is first asked for; None if there is none of that name."""
    # What is no page is not remembered: anybody can ask for any number of them.
    return _guide(name) if name in names() else None


@cache
def _guide(name: str) -> Guide:
    file = names()[name]
    return _drawn(name, file.read_text(), file.parent)


def address(name: str, fragment: str = "") -> str:
    path = reverse("guide", args=[name]) if name else reverse("help")
    return f"{path}#{fragment}" if fragment else path


def slug(words: str) -> str:
    """The anchor of a heading, as the repository's own pages make it."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def _name_of(path: str) -> str:
    name = path.removesuffix(".md")
    return "" if name == "README" else name.removesuffix("/README")


def _drawn(name: str, text: str, folder: Path) -> Guide:
    markdown = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    tokens = markdown.parse(text)
    headings = _name_headings(tokens)
    title = headings[0][1].words
    tokens = tokens[3:]  # the first heading, which the page draws itself
    for token in tokens:
        for child in token.children or []:
            _lead_on(child, folder)
        _mark_to_tick(token)
    _name_tables(tokens, title)
    body = markdown.renderer.render(tokens, markdown.options, {})
    contents = [heading for level, heading in headings if level == "h2"]
    return Guide(name, title, mark_safe(body), contents)  # noqa: S308  our own text; HTML in it is off


def _name_headings(tokens: Sequence[Token]) -> list[tuple[str, Heading]]:
    """Give every heading its anchor."""
    found: list[tuple[str, Heading]] = []
    taken: dict[str, int] = {}
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        words = "".join(child.content for child in inline.children or [])
        anchor = slug(words)
        times = taken[anchor] = taken.get(anchor, -1) + 1
        heading = Heading(f"{anchor}-{times}" if times else anchor, words)
        opening.attrSet("id", heading.id)
        found.append((opening.tag, heading))
    return found


def _name_tables(tokens: Sequence[Token], title: str) -> None:
    """A table is called by the heading above it; a second one there has a number besides."""
    words, number = title, 0
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            words, number = "".join(child.content for child in inline.children or []), 0
        elif opening.type == "table_open":
            number += 1
            opening.meta["caption"] = words if number == 1 else f"{words} ({number})"


def _lead_on(token: Token, folder: Path) -> None:
    """Have a link or a picture lead to where the site has it."""
    if token.type == "image":
        file = (folder / str(token.attrs["src"])).resolve()
        token.attrs["src"] = static(f"{PICTURES}/{file.name}")
        token.attrs["loading"] = "lazy"
        if file.suffix == ".png":  # so that nothing moves when it arrives
            with Image.open(file) as picture:
                token.attrs["width"], token.attrs["height"] = picture.size
    elif token.type == "link_open":
        token.attrs["href"] = _href(str(token.attrs["href"]), folder)


def _href(href: str, folder: Path) -> str:
    """Where the site has what a page links to; nothing where only the repository has it."""
    if href.startswith(("https://", "mailto:", "#")):
        return href
    path, _, fragment = href.partition("#")
    below = PurePosixPath(normpath(folder / path))
    if not below.is_relative_to(DOCS):
        return ""
    name = _name_of(below.relative_to(DOCS).as_posix())
    return address(name, fragment) if name in names() else ""


def _mark_to_tick(token: Token) -> None:
    """What begins with an empty box in the repository has one here, to be ticked on paper."""
    if token.type == "inline" and token.content.startswith(TO_TICK) and token.children:
        first = token.children[0]
        first.content = first.content.removeprefix(TO_TICK)
        token.children.insert(0, Token("to_tick", "", 0))


class _Renderer(RendererHTML):
    """Markdown's HTML with what the site's pages have besides."""

    def to_tick(self, *_: object) -> str:
        return '<span class="to-tick" aria-hidden="true">☐</span>'

    def link_open(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        href = tokens[place].attrs["href"]
        return format_html('<a href="{}">', href) if href else "<span>"

    def link_close(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        opening = next(token for token in tokens[place::-1] if token.type == "link_open")
        return "</a>" if opening.attrs["href"] else "</span>"

    def code_inline(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        words = tokens[place].content
        code = format_html("<code>{}</code>", words)
        is_in_link = sum(
            token.nesting for token in tokens[:place] if token.type.startswith("link_")
        )
        if is_in_link or not _is_page(words):
            return code
        return format_html('<a href="{}">{}</a>', words, code)

    def fence(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        return _block(tokens[place].content)

    def code_block(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        return _block(tokens[place].content)

    def table_open(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        return format_html(
            '<div class="table-scroll" tabindex="0" role="region" aria-label="{0}">'
            '<table><caption class="visually-hidden">{0}</caption>',
            tokens[place].meta["caption"],
        )

    def table_close(self, *_: object) -> str:
        return "</table></div>"

    def th_open(self, *_: object) -> str:
        return '<th scope="col">'


def _block(code: str) -> str:
    """Wide ones scroll by themselves, with the keyboard too."""
    return f'<pre tabindex="0"><code>{escape(code)}</code></pre>'


def _is_page(words: str) -> bool:
    if not _ADDRESS.fullmatch(words):
        return False
    try:
        resolve(words)
    except Resolver404:
        return False
    return True
