"""The catalogue in Welsh: what is translated is kept, what is new comes in empty, what is gone goes."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from catalogue.extracting import ROOT

PO = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
_WIDTH = 100
_HEADER = """\
# The Welsh of Momentum's elections: a DRAFT. An administrator switches it on for one election, once
# a reader has approved it. Words and rules for translators are in docs/welsh.md; `make catalogue`
# brings in what is new and takes out what is gone.
msgid ""
msgstr ""
"Project-Id-Version: Momentum elections (draft)\\n"
"Language: cy\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;\\n"
"""  # the plural forms are those of Django's own Welsh catalogue
_WRITTEN_HEADER = re.compile(r'\A(#[^\n]*\n)*msgid ""\nmsgstr ""\n("[^\n]*\n)*')


def read(text: str) -> Catalog:
    """The catalogue in the text of a .po file, obsolete messages included."""
    return read_po(io.BytesIO(text.encode()), locale="cy")


def merged(stored: str, found: Catalog) -> str:
    """The text of the .po file for the messages `found`, with the translations of the `stored` one.

    Nothing is guessed: a message whose English changed comes in empty. The days and months that are
    still empty are those of the CLDR.
    """
    translated = read(stored or _HEADER)
    made = read(_HEADER)
    for message in found:
        if not message.id:
            continue
        made.add(
            message.id,
            locations=message.locations,
            context=message.context,
            user_comments=message.user_comments,
        )
        earlier = translated.get(message.id, message.context)
        kept = made.get(message.id, message.context)
        assert kept is not None
        if earlier is not None and not earlier.fuzzy and _same_shape(earlier.id, message.id):
            kept.string = earlier.string
        if not kept.string and message.id in _CLDR and message.context is None:
            kept.string = _CLDR[str(message.id)]
        if isinstance(message.id, tuple) and not kept.string:
            kept.string = ("",) * made.num_plurals
    written = io.BytesIO()
    write_po(written, made, width=_WIDTH, sort_by_file=True, include_lineno=False)
    return _HEADER + _WRITTEN_HEADER.sub("", written.getvalue().decode())


def compiled(text: str) -> bytes:
    """The .mo file of a .po file."""
    made = read(text)
    made.creation_date = made.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # not of the hour
    written = io.BytesIO()
    write_mo(written, made)
    return written.getvalue()


def write(found: Catalog, po: Path = PO) -> None:
    """Bring the .po file and the .mo file beside it up to date."""
    stored = po.read_text() if po.exists() else ""
    text = merged(stored, found)
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(text)
    po.with_suffix(".mo").write_bytes(compiled(text))


def _same_shape(one: object, other: object) -> bool:
    return isinstance(one, str) == isinstance(other, str)


def _cldr() -> dict[str, str]:
    """English day and month names to Welsh ones, as they stand within a sentence."""
    english, welsh = Locale("en"), Locale("cy")
    days = zip(
        english.days["format"]["wide"].values(), welsh.days["format"]["wide"].values(), strict=True
    )
    months = zip(
        english.months["format"]["wide"].values(),
        welsh.months["format"]["wide"].values(),
        strict=True,
    )
    return {name: word[0].lower() + word[1:] for name, word in days} | dict(months)


_CLDR = _cldr()
