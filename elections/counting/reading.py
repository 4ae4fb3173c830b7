"""Reading JSON that anybody may have written, wherever the engine reads some."""

import json
from typing import Any

from elections.counting.errors import CountingError, shown

__all__ = ["read_json"]


def read_json(text: str, name: str, error: type[CountingError]) -> Any:
    """What the JSON text of the file ``name`` holds. Raises ``error``, naming the file.

    A key given twice is refused: programs differ in which of the two they take.
    """
    try:
        return json.loads(text, object_pairs_hook=_once_each)
    except json.JSONDecodeError as fault:
        raise error(f"{name}, line {fault.lineno}: {fault.msg}") from None
    except _GivenTwice as fault:
        raise error(f'{name}: "{shown(str(fault))}" is there twice') from None
    except (ValueError, RecursionError):  # a number of thousands of digits, a thousand brackets
        raise error(f"{name}: is too large or too deep to be read") from None


class _GivenTwice(Exception):
    """The key of an object that has it already."""


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _GivenTwice(key)
        found[key] = value
    return found
