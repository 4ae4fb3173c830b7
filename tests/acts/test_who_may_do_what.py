"""The table in docs/who-may-do-what.md, walked: every act, by everybody, in every phase."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import transaction

from elections.phases import Phase
from tests.acts import doing, further_forms, office_forms, other_rooms, voting
from tests.acts.act import Act
from tests.acts.scene import SETTINGS, Fixed, Scene, Setting, set_the_scene

_FORMS = {**office_forms.OF_AN_ELECTION, **further_forms.OF_AN_ELECTION}
ACTS = {
    **doing.ACTS,
    **voting.ACTS,
    **other_rooms.ACTS,
    **{name: form.act for name, form in _FORMS.items()},
}
TABLE = Path(__file__).resolve().parents[2] / "docs" / "who-may-do-what.md"
_ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)


def _setting(cell: str) -> Setting:
    return Fixed(cell) if cell in set(Fixed) else Phase(cell)


def _table() -> dict[str, dict[Setting, set[str]]]:
    """Act → phase → letters of those who may."""
    rows = [[cell.strip() for cell in row.split("|")] for row in _ROW.findall(TABLE.read_text())]
    found: dict[str, dict[Setting, set[str]]] = {}
    phases: list[Setting] = []
    for first, *cells in rows:
        if first == "act":
            phases = [_setting(cell) for cell in cells]
        elif first.startswith("act,"):
            break
        elif phases and not set(first) <= {"-"}:
            allowed = [set() if cell == "·" else set(cell.split()) for cell in cells]
            found.setdefault(first, {}).update(zip(phases, allowed, strict=True))
    return found


MAY = _table()


def test_the_table_names_every_act_and_every_phase() -> None:
    assert set(MAY) == set(ACTS)
    for act, by_phase in MAY.items():
        assert set(by_phase) == set(SETTINGS), act


@pytest.mark.django_db
@pytest.mark.parametrize("phase", SETTINGS)
def test_everybody_may_do_what_the_table_says_and_nothing_else(phase: Setting) -> None:
    scene = set_the_scene(phase)
    wrong: list[tuple[str, list[str], str]] = []
    for name, act in ACTS.items():
        may = MAY[name][phase]
        done = _done_by(act, scene)
        if did := [one for one in scene.browsers if one in done and one not in may]:
            wrong.append((name, did, "did it"))
        if could_not := [one for one in may if one not in done]:
            wrong.append((name, could_not, "could not"))
    assert not wrong


def _done_by(act: Act, scene: Scene) -> set[str]:
    """For whom the act happens when they try it, each in the scene as it was; so it is afterwards."""
    found = set()
    with transaction.atomic():
        act.before(scene)
        for letter, browser in scene.browsers.items():
            with transaction.atomic():
                act.try_it(browser, scene)
                if act.was_done(scene):
                    found.add(letter)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return found


def _table_of_no_election() -> dict[str, set[str]]:
    """Act → letters of those who may, whatever the phase of any election."""
    rows = [[cell.strip() for cell in row.split("|")] for row in _ROW.findall(TABLE.read_text())]
    begins = next(number for number, row in enumerate(rows) if row[0].startswith("act,"))
    return {act: set(letters.split()) for act, letters in rows[begins + 2 :]}


@pytest.mark.django_db
def test_what_is_about_no_election_is_done_by_those_of_the_table_alone() -> None:
    may = _table_of_no_election()
    assert set(may) == set(office_forms.ABOUT_NO_ELECTION)
    scene = set_the_scene(Phase.NOTICE)
    done = {
        name: _done_by(form.act, scene) for name, form in office_forms.ABOUT_NO_ELECTION.items()
    }
    assert done == may
