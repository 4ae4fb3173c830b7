"""Reading the files of a public bundle. Pure."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from typing import Any


class Unreadable(Exception):
    """The bundle, or what goes with it, is not there or not what it should be."""


def entry(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        raise Unreadable(f"the bundle has no {name}") from None


def read_json(name: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} is not JSON") from error


def read_object(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    value = read_json(name, entry(archive, name))
    if not isinstance(value, dict):
        raise Unreadable(f"{name} is not an object")
    return value


def whole(value: Mapping[str, Any], what: str, name: str, default: int | None = None) -> int:
    """The number called ``what`` of the object in the file called ``name``."""
    found = value.get(what, default)
    if type(found) is not int or found < 0:
        raise Unreadable(f"{name}: “{what}” is not a whole number from 0")
    return found
