"""Why something was not done, in a sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Callable


class Refused(Exception):
    """A use case said no. `str()` is a clear, translated sentence that says what to do."""


def why_not(require: Callable[..., object], *args: object, **kwargs: object) -> str:
    """What `require` refuses with these arguments; empty where it does not."""
    try:
        require(*args, **kwargs)
    except Refused as refused:
        return str(refused)
    return ""
