"""The example in the README gives what it says."""

import re
import tomllib
from pathlib import Path
from typing import Any

import elections.counting
from elections.counting import blt, recount

README = Path(elections.counting.__file__).with_name("README.md")
ROOT = Path(__file__).resolve().parents[2]


def test_the_example_gives_what_it_says() -> None:
    example = re.search(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert example is not None
    known: dict[str, Any] = {}
    exec(example[1], known)
    said = re.search(r"result\.elected  # (.*)\n", example[1])
    assert said is not None
    assert repr(known["result"].elected) == said[1]


def test_the_ballot_file_is_read_as_it_says() -> None:
    example = re.search(r"```blt\n(.*?)```", README.read_text(), re.DOTALL)
    assert example is not None
    profile = blt.read(example[1], "README.md")
    assert profile.candidates == ("Ann", "Ben", 'Catherine "Cat" Lee', "Dee")
    assert (profile.seats, profile.withdrawn, profile.title) == (2, (3,), "Wales")
    assert profile.rankings.tolist() == [[0, 0, 0], [1, 4, 2], [2, 0, 0]]
    assert profile.weights.tolist() == [1, 12, 1]


def test_every_file_is_named() -> None:
    readme = README.read_text()
    files = {file.name for file in README.parent.glob("*.py")} - {"__init__.py"}
    assert {file for file in files if f"`{file}`" not in readme} == set()


def test_everything_a_count_in_a_bundle_may_say_is_named() -> None:
    readme = README.read_text()
    assert {key for key in recount.COUNT_KEYS if f"`{key}`" not in readme} == set()


def test_what_it_needs_is_said_wherever_somebody_is_to_count_again() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (numpy,) = [one for one in project["dependencies"] if one.startswith("numpy")]
    oldest = [project["requires-python"].removeprefix(">="), numpy.removeprefix("numpy>=")]
    for page in (README, ROOT / "docs" / "rules" / "README.md"):
        said = re.findall(r"(?:Python|numpy) ([\d.]+)\s+or\s+later", page.read_text())
        assert said == oldest, page
