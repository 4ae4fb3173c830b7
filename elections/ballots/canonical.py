"""Canonical JSON: RFC 8785 with integers only and NFC strings. Pure.

Two programs that hold the same values write the same bytes, so a digest of the bytes names the
values. Floats are refused because RFC 8785 writes them by ECMAScript's rules, which few languages
share; strings that are not in Unicode's NFC are refused because two spellings of one name would
have two digests.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from elections.ballots.errors import FormatError

# RFC 8785 section 3.2.2.3: numbers are IEEE 754 doubles, exact up to here.
LARGEST = 2**53 - 1


def dumps(value: Any) -> bytes:
    """The canonical UTF-8 bytes of dicts, lists, strings, integers, booleans and None.

    FormatError for anything else, for integers beyond ±(2**53 - 1) and for strings outside NFC.
    """
    return _text(value).encode()


def loads(data: bytes) -> Any:
    """The value of canonical bytes; FormatError unless writing it again gives the same bytes."""
    try:
        value = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise FormatError("This is not JSON.") from error
    if dumps(value) != data:
        raise FormatError("This JSON is not canonical (RFC 8785).")
    return value


def nfc(value: Any) -> Any:
    """The same value with every string in NFC, as `dumps` wants it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {nfc(key): nfc(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [nfc(item) for item in value]
    return value


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise FormatError(f"The integer {value} is beyond what canonical JSON holds.")
        return str(int(value))
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_text, value))}]"
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise FormatError("A key of a JSON object must be a string.")
        # Section 3.2.3: keys are sorted by UTF-16 code units, which is not by code points.
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_string(key)}:{_text(item)}" for key, item in pairs) + "}"
    raise FormatError(f"Canonical JSON does not hold a {type(value).__name__}.")


def _string(value: str) -> str:
    if not unicodedata.is_normalized("NFC", value):
        raise FormatError("A string of canonical JSON must be in Unicode's normal form C.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise FormatError("A string of canonical JSON must not hold half a surrogate pair.")
    # json escapes exactly what section 3.2.2.2 asks for: \b \t \n \f \r \" \\ and \u00xx.
    return json.dumps(value, ensure_ascii=False)
