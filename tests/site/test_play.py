"""A whole election, played on the real site by one command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data" / "counting"
VOTERS = 2000 if os.environ.get("SOAK") else 24
# Variables of this session's own services, which a play must not meet.
OURS = ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "MAILDIR", "SITE_URL", "SECRET_KEY", "BALLOT_KEY")


def play(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "manage.py", "play_election", *words, "--embedded"],
        cwd=ROOT,
        env={**environment, "MOMENTUM_VAR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def test_an_election_is_played_from_the_list_to_the_recount(tmp_path: Path) -> None:
    run = play(tmp_path, "--voters", str(VOTERS), "--json")
    assert run.returncode == 0, run.stderr
    outcome = json.loads(run.stdout)
    (contest,) = outcome["contests"]
    assert contest["entitled"] == contest["mailed"] == contest["voted"] == VOTERS
    assert contest["result"]["valid"] == VOTERS
    assert len(contest["result"]["elected"]) == 4
    assert set(outcome["seconds"]) == {"import", "mail", "cast", "count"}


def test_a_ballot_file_that_cannot_be_played_is_refused_in_a_sentence(tmp_path: Path) -> None:
    run = play(tmp_path, "--ballots", str(tmp_path / "missing.blt"))
    assert run.returncode != 0
    assert "cannot be read" in run.stderr


def test_a_ballot_file_is_played_paper_for_paper(tmp_path: Path) -> None:
    thirds = ROOT / "tests" / "counting" / "data" / "thirds.blt"
    run = play(tmp_path, "--ballots", str(thirds), "--json")
    assert run.returncode == 0, run.stderr
    assert_official(json.loads(run.stdout)["contests"][0], thirds)


def test_a_play_without_a_seat_is_refused_in_a_sentence(tmp_path: Path) -> None:
    thirds = ROOT / "tests" / "counting" / "data" / "thirds.blt"
    run = play(tmp_path, "--ballots", str(thirds), "--seats", "0")
    assert run.returncode != 0
    assert "at least one seat" in run.stderr


def assert_official(contest: dict[str, Any], ballots: Path) -> None:
    """Every stage, and who is elected, as the file beside the ballots says."""
    official, result = (
        json.loads(ballots.with_suffix(".stages.json").read_text()),
        contest["result"],
    )
    names = list(official["stages"][0]["votes"])
    assert contest["voted"] == result["valid"] + result["invalid"]
    assert result["valid"] == official["valid_votes"]
    assert result["quota"] == f"{official['quota']}.00000"
    for stage, expected in zip(result["stages"], official["stages"], strict=True):
        assert dict(zip(names, stage["votes"], strict=True)) == expected["votes"]
        assert stage["non_transferable"] == expected["non_transferable"]
        elected = {names[number - 1] for number in stage["elected"]}
        assert elected == set(expected["elected"])


if os.environ.get("SOAK"):
    WARDS = sorted(SHARED.glob("*.blt"))

    @pytest.mark.parametrize("ward", WARDS, ids=lambda path: path.stem)
    def test_real_ballots_give_the_official_figures(ward: Path, tmp_path: Path) -> None:
        run = play(tmp_path, "--ballots", str(ward), "--json")
        assert run.returncode == 0, run.stderr
        assert_official(json.loads(run.stdout)["contests"][0], ward)
