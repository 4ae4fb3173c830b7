"""No test speaks the language that the one before it was answered in."""

from __future__ import annotations

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> None:
    """A request leaves its language with the thread, as in a server; there the next one sets its own."""
    translation.deactivate()
