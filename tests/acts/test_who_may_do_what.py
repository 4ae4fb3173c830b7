"""The table in docs/who-may-do-what.md, walked: every act, by everybody, in every phase."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import transaction

from elections.phases import Phase
from tests.acts import doing, other_rooms
from tests.acts.scene import set_the_scene

ACTS = {**doing.ACTS, **other_rooms.ACTS}
TABLE = Path(__file__).resolve().parents[2] / "docs" / "who-may-do-what.md"
_ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)


def _table() -> dict[str, dict[Phase, set[str]]]:
    """Act → phase → letters of those who may."""
    rows = [[cell.strip() for cell in row.split("|")] for row in _ROW.findall(TABLE.read_text())]
    found: dict[str, dict[Phase, set[str]]] = {}
    phases: list[Phase] = []
    for first, *cells in rows:
        if first == "act":
            phases = [Phase(cell) for cell in cells]
        elif phases and not set(first) <= {"-"}:
            allowed = [set() if cell == "·" else set(cell.split()) for cell in cells]
            found.setdefault(first, {}).update(zip(phases, allowed, strict=True))
    return found


MAY = _table()


def test_the_table_names_every_act_and_every_phase() -> None:
    assert set(MAY) == set(ACTS)
    for act, by_phase in MAY.items():
        assert set(by_phase) == set(Phase), act


@pytest.mark.django_db
@pytest.mark.parametrize("phase", Phase)
def test_everybody_may_do_what_the_table_says_and_nothing_else(phase: Phase) -> None:
    scene = set_the_scene(phase)
    wrong = []
    for name, act in ACTS.items():
        for letter, browser in scene.browsers.items():
            with transaction.atomic():
                act.before(scene)
                act.try_it(browser, scene)
                if act.was_done(scene) != (letter in MAY[name][phase]):
                    wrong.append((name, letter, "did it" if act.was_done(scene) else "could not"))
                transaction.set_rollback(True)
    assert not wrong
