"""Official and hand-made figures, stage by stage, to five decimals."""

import json
from pathlib import Path
from typing import Any

import pytest

from elections.counting import Result, blt, count
from elections.counting.result import decimal

from .wards import OWN, STAGE_FILES


def counted(file: Path) -> tuple[dict[str, Any], Result, list[str]]:
    """The expected figures, our count, and the names without their party."""
    expected = json.loads(file.read_text())
    ballots = file.with_name(expected["blt"])
    profile = blt.read(ballots.read_bytes(), ballots.name)
    names = [name.partition(" '")[0] for name in profile.candidates]
    result = count(profile, "scottish", lots=expected.get("lots"))
    return expected, result, names


@pytest.mark.parametrize("file", STAGE_FILES, ids=lambda file: file.name)
def test_every_stage_is_as_reported(file: Path) -> None:
    expected, result, names = counted(file)
    stages = [
        {
            "action": " ".join(
                [
                    stage.action.kind,
                    *([names[stage.action.candidate - 1]] if stage.action.candidate else []),
                ]
            ),
            "elected": sorted(names[number - 1] for number in stage.elected),
            "votes": dict(zip(names, map(stage.figure, stage.votes), strict=True)),
            "non_transferable": stage.figure(stage.non_transferable),
        }
        for stage in result.stages
    ]
    for stage in expected["stages"]:
        stage["elected"].sort()
    assert stages == expected["stages"]


@pytest.mark.parametrize("file", STAGE_FILES, ids=lambda file: file.name)
def test_papers_and_quota_are_as_reported(file: Path) -> None:
    expected, result, _ = counted(file)
    assert result.valid == expected["valid_votes"]
    assert result.quota is not None
    assert decimal(result.quota, 5) == f"{expected['quota']}.00000"
    assert result.seats == expected["seats"] == len(result.elected)


def test_the_own_cases_are_there() -> None:
    assert {file.name for file in STAGE_FILES if file.parent == OWN} == {
        "fruit.stages.json",
        "thirds.stages.json",
    }
