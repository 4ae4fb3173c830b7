from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from time_machine import Traveller

from tests.public import cast


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    """Nominations are open; a test moves the clock on."""
    with time_machine.travel(cast.NOMINATIONS, tick=False) as traveller:
        yield traveller
