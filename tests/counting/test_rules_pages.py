"""The pages for members about each rule: their examples are counted as they are printed."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from elections.counting import RULES
from elections.counting.__main__ import main

PAGES = Path(__file__).resolve().parents[2] / "docs" / "rules"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = "python -m elections.counting "


def test_every_rule_has_a_page() -> None:
    assert RULES.keys() <= {page.stem for page in PAGES.glob("*.md")}


def test_the_first_page_leads_to_every_other() -> None:
    named = set(re.findall(r"\(([\w-]+\.md)\)", (PAGES / "README.md").read_text()))
    assert named == {page.name for page in PAGES.glob("*.md")} - {"README.md"}


@pytest.mark.parametrize("page", sorted(PAGES.glob("[a-z]*.md")), ids=lambda page: page.stem)
def test_what_is_printed_is_what_is_counted(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    counted = 0
    for kind, body in _BLOCK.findall(page.read_text()):
        if kind == "blt":
            Path("example.blt").write_text(body)
        elif kind == "json":
            Path("example.json").write_text(body)
        elif kind == "sh":
            assert body.startswith(_COMMAND)
            assert main(shlex.split(body.removeprefix(_COMMAND))) == 0
        elif kind == "text":
            assert capsys.readouterr().out == body
            counted += 1
        else:
            assert kind == "python"
            found = doctest.DocTestParser().get_doctest(body, {}, page.name, str(page), 0)
            assert doctest.DocTestRunner().run(found).failed == 0
            counted += 1
    assert counted
