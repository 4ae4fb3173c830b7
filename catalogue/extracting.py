"""Every message of the site: of templates, of Python, and what libraries leave without Welsh."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("elections", "hustings", "members", "momentum_site", "slates")
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_COMMENT = "Translators:"

# Words of allauth's that pages of ours show; it has no Welsh. The rest of them we replaced.
OF_ALLAUTH = ("Code", "Email")
# What Django says of fields, as far as its own catalogue has no Welsh for it.
_OF_DJANGO = re.compile(r"^(forms|core/validators|contrib/postgres)")


@dataclass(frozen=True)
class Found:
    """`id` is one string, or singular and plural; `file` is where it stands, from the root."""

    file: str
    id: str | tuple[str, ...]
    context: str | None
    comments: tuple[str, ...]


def messages() -> Iterator[Found]:
    """Every message, file by file in the order of their names, as often as it stands there."""
    for path in sorted(templates()):
        # It leaves calls of Python between blanked text, whose indents would be read as blocks.
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        yield from _in_python("\n".join(line.strip() for line in lines) + "\n", path)
    for path in sorted(modules()):
        yield from _in_python(path.read_text(), path)
    for words in OF_ALLAUTH:
        yield Found("allauth", words, None, ())
    yield from _missing_in_django()


def catalogue() -> Catalog:
    """All messages without translations."""
    made = Catalog(charset="utf-8")
    for one in messages():
        made.add(one.id, locations=[(one.file, 0)], context=one.context, user_comments=one.comments)
    return made


def templates() -> Iterable[Path]:
    found = (ROOT / "templates").rglob("*")
    return [path for path in found if path.suffix in (".html", ".txt")]


def modules() -> Iterator[Path]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def _in_python(source: str, path: Path) -> Iterator[Found]:
    file = path.relative_to(ROOT).as_posix()
    found = extract(
        "python",
        io.BytesIO(source.encode()),
        keywords=_KEYWORDS,
        comment_tags=(_COMMENT,),
        options={"encoding": "utf-8"},
        strip_comment_tags=True,
    )
    for _line, words, comments, context in found:
        yield Found(file, words, context, tuple(comments))


def _missing_in_django() -> Iterator[Found]:
    folder = Path(django.__file__).parent / "conf" / "locale"
    english, welsh = (_read(folder / locale / "LC_MESSAGES/django.po") for locale in ("en", "cy"))
    for message in english:
        of_fields = any(_OF_DJANGO.match(file) for file, _line in message.locations)
        theirs = welsh.get(message.id, message.context)
        if message.id and of_fields and not (theirs and _is_translated(theirs.string)):
            ids = tuple(message.id) if isinstance(message.id, list | tuple) else message.id
            yield Found("django", ids, message.context, ())


def _is_translated(words: object) -> bool:
    return all(words) if isinstance(words, tuple) else bool(words)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)
