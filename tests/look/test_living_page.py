"""The living page draws every component; what it draws obeys the content security policy."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from momentum_site import views_look
from momentum_site.stages import stage_parts, stage_rows

pytestmark = pytest.mark.django_db  # the header asks whether Welsh is on offer

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = ROOT / "templates" / "components"


def page() -> str:
    return views_look.look(RequestFactory().get("/look/")).content.decode()


def test_nothing_on_the_page_needs_an_exception_from_the_policy() -> None:
    drawn = page()
    assert "style=" not in drawn
    assert "<style" not in drawn
    assert not re.search(r"\son\w+=", drawn)
    assert not re.search(r"<script(?![^>]*\ssrc=)", drawn)
    assert not re.search(r"""(?:src|<link[^>]*href)=["'](?:https?:)?//""", drawn)


def test_every_id_is_given_once() -> None:
    ids = re.findall(r'\sid="([^"]+)"', page())
    assert sorted(ids) == sorted(set(ids))


def test_stages_turn_into_a_row_for_each_candidate() -> None:
    stages = [
        SimpleNamespace(votes=[SimpleNamespace(number=1, name="Ama", votes="5", status="elected")]),
        SimpleNamespace(
            votes=[
                SimpleNamespace(number=1, name="Ama", votes="4", status=""),
                SimpleNamespace(number=2, name="Bronwen", votes="3", status="excluded"),
            ]
        ),
        # What was declared since is drawn at the last stage
        SimpleNamespace(
            votes=[SimpleNamespace(number=2, name="Bronwen", votes="0", status="elected")]
        ),
    ]
    ama, bronwen = stage_rows(stages)
    assert (ama.name, ama.status, len(ama.cells)) == ("Ama", "elected", 3)
    assert (bronwen.name, bronwen.status, bronwen.cells[0]) == ("Bronwen", "elected", None)


def test_two_candidates_of_one_name_have_a_row_each() -> None:
    votes = [
        SimpleNamespace(number=1, name="Sam Lee", votes="40", status="elected"),
        SimpleNamespace(number=2, name="Sam Lee", votes="3", status=""),
    ]
    rows = stage_rows([SimpleNamespace(votes=votes)])
    assert [(row.name, row.status, row.cells) for row in rows] == [
        ("Sam Lee", "elected", [votes[0]]),
        ("Sam Lee", "", [votes[1]]),
    ]


def test_whoever_is_out_of_the_count_has_no_row_in_later_parts() -> None:
    def stage(number: int, ama: str, bronwen: str, status: str) -> SimpleNamespace:
        votes = [
            SimpleNamespace(number=1, name="Ama", votes=ama, status="elected"),
            SimpleNamespace(number=2, name="Bronwen", votes=bronwen, status=status),
        ]
        return SimpleNamespace(number=number, votes=votes)

    stages = [
        stage(1, "5", "3.00", ""),
        *(stage(n, "0.0", "0.00", "excluded") for n in range(2, 9)),
    ]
    first, second = stage_parts(stages)
    assert [(part.first, part.last, part.is_shortened) for part in (first, second)] == [
        (1, 4, False),
        (5, 8, True),
    ]
    assert [row.name for row in first.rows] == ["Ama", "Bronwen"]
    assert [row.name for row in second.rows] == ["Ama"]
    # A part in which something is left of the votes has the row.
    stages[5].votes[1].votes = "0.01"
    assert [row.name for row in stage_parts(stages)[1].rows] == ["Ama", "Bronwen"]


def test_every_component_is_on_the_page() -> None:
    shown = "".join(path.read_text() for path in COMPONENTS.glob("*.html"))
    for frame in ("base.html", "layouts/office.html"):
        shown += (ROOT / "templates" / frame).read_text()
    used_in_python = {
        *("_error_summary.html", "_field.html", "_form.html"),
        *("_language.html", "_wide_table.html", "_candidate_about.html"),
    }
    for path in COMPONENTS.glob("_*.html"):
        assert path.name in used_in_python or f"components/{path.name}" in shown, path.name
