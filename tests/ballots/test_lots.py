"""The lot: committed beforehand, drawn from the closed box, drawn again by anybody."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from elections.ballots import board, formats, lots
from elections.ballots.errors import PollStillOpen
from tests.ballots.polls import COORDINATORS, LONDON, Poll

SEED, FINAL = bytes(range(32)), [b"1" * 32, b"2" * 32]


def test_the_order_is_that_of_the_documented_hashes() -> None:
    def drawn(number: int) -> bytes:
        candidate = b"\x00\x01" + b"\x00\x02" + number.to_bytes(2, "big")
        return sha256(SEED + b"1" * 32 + b"2" * 32 + candidate).digest()

    assert formats.lot_order(SEED, FINAL, 1, 2, range(1, 9)) == sorted(range(1, 9), key=drawn)


def test_the_page_for_members_draws_the_same_lot() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "rules" / "ties.md").read_text()
    script = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert script is not None
    known: dict[str, Any] = {}
    exec(script[1], known)
    numbers = (3, 258, range(1, 300))
    assert known["lot_order"](SEED, FINAL, *numbers) == formats.lot_order(SEED, FINAL, *numbers)


def test_another_last_paper_and_another_contest_draw_another_lot() -> None:
    candidates = range(1, 30)
    order = formats.lot_order(SEED, FINAL, 1, 1, candidates)
    assert formats.lot_order(SEED, FINAL[::-1], 1, 1, candidates) != order
    assert formats.lot_order(SEED, FINAL, 1, 2, candidates) != order
    assert sorted(order) == list(candidates)


def test_the_lot_is_drawn_from_the_closed_box_only(poll: Poll) -> None:
    poll.cast(4)
    with pytest.raises(PollStillOpen):
        lots.lot_order(poll.election, LONDON, COORDINATORS, [1, 2, 3])
    poll.finish()
    seed = lots.revealed_seed(poll.election)
    assert sha256(seed).digest() == poll.manifest.seed_hash
    order = formats.lot_order(seed, board.final_checkpoints(poll.election), 1, 1, [1, 2, 3])
    assert lots.lot_order(poll.election, LONDON, COORDINATORS, [1, 2, 3]) == order
