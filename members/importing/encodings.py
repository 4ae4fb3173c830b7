"""Which encoding a text file is in. Nobody who exports a list says so, and many do not know."""

from __future__ import annotations

import codecs
from collections import Counter
from pathlib import Path

LENIENT = "members-cp1252-where-not-utf8"
_BLOCK = 1 << 20
_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_SINGLE_BYTE = ["cp1252", "mac-roman", "cp850"]


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Lists that were joined hold some rows of Windows' own encoding among UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error(LENIENT, _as_cp1252)


def of(path: Path) -> str:
    """The name of the encoding, as Python knows it."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if unmarked := _utf16_without_mark(start):
        return unmarked
    good, bad = _count_utf8(path)
    if good >= bad:
        return "utf-8"
    return _likeliest(path)


def _utf16_without_mark(start: bytes) -> str:
    """Text in Latin letters has a zero in every other byte."""
    if len(start) < 8:
        return ""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) // 2 * 0.6 and even < len(start) // 2 * 0.1:
        return "utf-16-le"
    if even > len(start) // 2 * 0.6 and odd < len(start) // 2 * 0.1:
        return "utf-16-be"
    return ""


def _count_utf8(path: Path) -> tuple[int, int]:
    """How many characters beyond ASCII are right UTF-8, and how many bytes cannot be."""
    good = bad = 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if block.isascii():
                continue
            text = decoder.decode(block)
            wrong = text.count("\ufffd")
            bad += wrong
            good += sum(1 for letter in text if letter > "\x7f") - wrong
    return good, bad


def _likeliest(path: Path) -> str:
    """The single-byte encoding in which the unusual bytes make the most sense as names."""
    seen: Counter[bytes] = Counter()
    with path.open("rb") as file:
        block = file.read(8 * _BLOCK)
    for at, byte in enumerate(block):
        if byte > 0x7F:
            seen[block[max(at - 1, 0) : at + 2]] += 1
        if len(seen) > 500:
            break
    scores = {
        name: sum(_sense(near, name) * count for near, count in seen.items())
        for name in _SINGLE_BYTE
    }
    return max(_SINGLE_BYTE, key=scores.__getitem__)  # the first of equals: Windows is likeliest


def _sense(near: bytes, encoding: str) -> int:
    """Whether a byte between its neighbours reads like part of a name: 2, 1 or -2."""
    text = near.decode(encoding, errors="replace")
    before, letter = (text[0], text[1]) if len(text) > 1 else ("", text)
    if letter in "’‘“”–£€" or (letter == "\u00a0" and not before.isalpha()):
        return 1
    if not letter.isalpha() or letter in "ªºƒΩπµ":
        return -2
    if before.isalpha():
        return 2 if letter.islower() or before.isupper() else -2
    return 2 if letter.isupper() else 1
