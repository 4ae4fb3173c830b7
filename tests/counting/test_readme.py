"""The example in the README gives what it says."""

import re
from pathlib import Path
from typing import Any

import elections.counting

README = Path(elections.counting.__file__).with_name("README.md")


def test_the_example_gives_what_it_says() -> None:
    example = re.search(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert example is not None
    known: dict[str, Any] = {}
    exec(example[1], known)
    said = re.search(r"result\.elected  # (.*)\n", example[1])
    assert said is not None
    assert repr(known["result"].elected) == said[1]


def test_every_file_is_named() -> None:
    readme = README.read_text()
    files = {file.name for file in README.parent.glob("*.py")} - {"__init__.py", "errors.py"}
    assert {file for file in files if f"`{file}`" not in readme} == set()
