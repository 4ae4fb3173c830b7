"""The public record of a poll, as the files of its bundle."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from elections.ballots import board, lots
from tests.ballots.polls import OUTLINE, Poll

Files = dict[str, bytes]


def counts(poll: Poll) -> Files:
    """What each contest's count was given, and what came of it, as the site writes it."""
    found = {}
    papers = {one["sheet"]: one["total"] for one in board.checkpoints(poll.election)}
    for sheet in json.loads(poll.manifest.text)["sheets"]:
        for contest in sheet["contests"]:
            numbers = [one["number"] for one in contest["candidates"]]
            order = lots.lot_order(poll.election, sheet["sheet"], contest["contest"], numbers)
            given = {"rule": contest["rule"], "seats": contest["seats"], "lots": order}
            result = {"valid": papers[sheet["sheet"]], "invalid": 0}
            folder = f"contests/{contest['contest']}"
            found[f"{folder}/count.json"] = json.dumps(given).encode()
            found[f"{folder}/result.json"] = json.dumps(result).encode()
            if result["valid"] >= OUTLINE["small_contest"]:
                found[f"{folder}/papers.blt"] = b""
            if "minima" in contest:
                minima = {name: {"min": least} for name, least in contest["minima"].items()}
                found[f"{folder}/minima.json"] = json.dumps({"attributes": minima}).encode()
    return found


def checkpoints_of(files: Files) -> list[dict[str, Any]]:
    checkpoints: list[dict[str, Any]] = json.loads(files["checkpoints.json"])
    return checkpoints


def leave_out(*beginnings: str) -> Callable[[Files], None]:
    def leave_out(files: Files) -> None:
        for name in [name for name in files if name.startswith(beginnings)]:
            del files[name]

    return leave_out
