"""The manifest says what was fixed, and its digest stands for all of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from elections.ballots import canonical, manifest
from elections.ballots.errors import FormatError
from elections.ballots.manifest import Manifest
from tests.ballots.polls import OUTLINE

ELECTION = UUID(int=7)


def built(outline: dict[str, Any] | None = None) -> Manifest:
    return manifest.build(
        OUTLINE if outline is None else outline,
        election=ELECTION,
        sealing=b"s" * 32,
        board=b"b" * 32,
        issuing={1: b"first", 2: b"second"},
        seed_hash=b"h" * 32,
    )


def test_the_digest_is_that_of_the_canonical_bytes() -> None:
    one = built()
    assert one.digest == sha256(one.text).digest()
    assert canonical.dumps(json.loads(one.text)) == one.text
    assert manifest.read(one.text) == one


def test_it_holds_keys_lengths_and_everything_the_outline_said() -> None:
    one = built()
    assert (one.election, one.sealing, one.board) == (ELECTION, b"s" * 32, b"b" * 32)
    assert (one.min_batch, one.seed_hash) == (3, b"h" * 32)
    assert (one.sheet(1).issuing, one.sheet(1).length) == (b"first", 512)
    assert one.sheet(1).contests[0].marks == 5
    assert one.sheet(1).contests[1].marks == 1
    assert one.contest(3).candidates == {1, 2, 3}
    assert "Zoë" in one.text.decode()
    assert json.loads(one.text)["custody"] == "automatic"


def test_names_are_put_into_normal_form_c() -> None:
    outline = deepcopy(OUTLINE)
    outline["title"] = "Zoe\u0308"
    assert "Zoë" in json.loads(built(outline).text)["title"]


def test_the_outline_is_left_as_it_was() -> None:
    outline = deepcopy(OUTLINE)
    built(outline)
    assert outline == OUTLINE


def test_a_sheet_or_contest_that_is_not_there_is_named() -> None:
    with pytest.raises(FormatError, match="no sheet 9"):
        built().sheet(9)
    with pytest.raises(FormatError, match="no contest 9"):
        built().contest(9)


def _contest(outline: dict[str, Any]) -> dict[str, Any]:
    contest: dict[str, Any] = outline["sheets"][0]["contests"][0]
    return contest


@pytest.mark.parametrize(
    "spoil",
    [
        lambda o: o.update(sheets=[]),
        lambda o: o.update(sheets="London"),
        lambda o: o.pop("sheets"),
        lambda o: o.update(min_batch=0),
        lambda o: o.update(min_batch="10"),
        lambda o: o.update(turnout=0.5),
        lambda o: o["sheets"][0].update(sheet=2),
        lambda o: o["sheets"][0].update(sheet=3),
        lambda o: o["sheets"][0].update(sheet=True),
        lambda o: o["sheets"][0].update(contests=[]),
        lambda o: _contest(o).update(contest=3),
        lambda o: _contest(o).update(marks=0),
        lambda o: _contest(o).update(candidates=[]),
        lambda o: _contest(o).update(candidates=[{"number": 1}, {"number": 1}]),
        lambda o: _contest(o).update(candidates=[1, 2]),
        lambda o: _contest(o).pop("contest"),
    ],
)
def test_an_outline_that_is_no_poll_is_refused(spoil: Callable[[dict[str, Any]], object]) -> None:
    outline = deepcopy(OUTLINE)
    spoil(outline)
    with pytest.raises(FormatError):
        built(outline)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: m.update(v=2),
        lambda m: m.update(election=str(ELECTION).upper().replace("0", "A")),
        lambda m: m.update(election="election"),
        lambda m: m.update(election=7),
        lambda m: m.update(keys=[]),
        lambda m: m["keys"].update(board="B" * 64),
        lambda m: m["keys"].update(board="bb"),
        lambda m: m["keys"].update(board=1),
        lambda m: m["keys"].update(board="not hexadecimal"),
        lambda m: m["sheets"][0].update(length=1024),
    ],
)
def test_a_manifest_that_was_changed_into_none_is_refused(
    spoil: Callable[[dict[str, Any]], object],
) -> None:
    value = json.loads(built().text)
    spoil(value)
    with pytest.raises(FormatError):
        manifest.read(canonical.dumps(value))


@pytest.mark.parametrize("text", [b"[]", b"{}", b"", b'{"v":1}', b'{ "v":1}'])
def test_other_json_is_no_manifest(text: bytes) -> None:
    with pytest.raises(FormatError):
        manifest.read(text)
