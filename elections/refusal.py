"""Why something was not done, in a sentence for the person who asked."""

from __future__ import annotations


class Refused(Exception):
    """A use case said no. `str()` is a clear, translated sentence that says what to do."""
