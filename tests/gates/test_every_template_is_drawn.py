"""What the visits of all rooms are drawn with is known to the last of them, in whichever process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gates import drawn, kept
from tests.gates.visits import ROOMS


@pytest.mark.parametrize("is_shared", [True, False])
def test_the_last_room_knows_what_all_have_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_shared: bool
) -> None:
    monkeypatch.setattr(kept, "place", lambda: tmp_path / "world.zip" if is_shared else None)
    monkeypatch.setattr(drawn, "_in_this_process", {})
    *others, last = ROOMS
    for room in others:
        assert drawn.of_all_rooms(room, {"base.html", room}) is None
    assert drawn.of_all_rooms(last, {"base.html"}) == {"base.html", *others}


def test_the_templates_are_those_of_pages() -> None:
    every = drawn.every()
    assert {"base.html", "elections/office/_check.html"} <= every
    assert "elections/mail/ballot.html" not in every
    assert {*drawn.NOT_VISITED} <= every, "a template that is gone needs no reason"
