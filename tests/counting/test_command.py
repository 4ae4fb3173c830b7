"""The command as a stranger runs it: reports, exit codes, and nothing of Django."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from elections.counting import blt, count
from elections.counting.__main__ import main

from .wards import OWN

FRUIT = str(OWN / "fruit.blt")
LOTS = ["--lots", "4,3,2,1"]
ROOT = Path(__file__).parents[2]


def test_it_runs_by_itself() -> None:
    command = [sys.executable, "-m", "elections.counting", "count", FRUIT, "--rule", "scottish"]
    run = subprocess.run([*command, *LOTS], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout.startswith(b"Fruit\nRule scottish, seats 2,")
    assert run.stderr == b""


def test_it_knows_no_framework() -> None:
    check = (
        "import sys, elections.counting.__main__; print({'django', 'celery'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout == b"set()\n"


def test_it_runs_where_nothing_else_of_the_site_is(tmp_path: Path) -> None:
    """With numpy and the standard library, from a folder that holds the package alone."""
    shutil.copytree(ROOT / "elections" / "counting", tmp_path / "elections" / "counting")
    script = (
        "import sys; before = set(sys.modules); from elections.counting.__main__ import main; "
        f"code = main(['count', {FRUIT!r}, '--rule', 'meek', '--lots', '4,3,2,1']); "
        "found = {name.partition('.')[0] for name in set(sys.modules) - before}; "
        "found -= sys.stdlib_module_names; "
        "print(code, sorted(name for name in found if not name.startswith('_')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={}, capture_output=True, check=True
    )
    assert run.stdout.splitlines()[-1] == b"0 ['elections', 'numpy']"
    assert (tmp_path / "elections" / "counting" / "py.typed").exists()


def test_json_is_to_the_byte_what_a_bundle_holds(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["count", FRUIT, "--rule", "scottish", *LOTS, "--format", "json"]) == 0
    profile = blt.read(Path(FRUIT).read_bytes(), FRUIT)
    result = count(profile, "scottish", lots=[4, 3, 2, 1])
    assert capfdbinary.readouterr().out == result.to_json().encode()


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["count", FRUIT, "--rule", "scottish", *LOTS, "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("number,candidate,stage 1,")


def test_every_option_reaches_the_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    minima = tmp_path / "minima.json"
    minima.write_text('{"attributes": {"stone": {"candidates": [3, 4], "min": 1}}}')
    arguments = [
        "--seats",
        "1",
        "--minima",
        str(minima),
        "--withdrawn",
        "4,2",
        "--option",
        "marks=2",
    ]
    assert main(["count", FRUIT, "--rule", "plurality", *arguments, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["seats"], data["elected"], data["invalid"]) == (1, [3], 2)


def test_faulty_papers_may_be_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "faulty.blt"
    file.write_text("2 1\n3 1 2 0\n1 2 - 1 0\n0\nAnn\nBen\n")
    assert main(["count", str(file), "--rule", "scottish"]) == 2
    assert capsys.readouterr().err == f"{file}, line 3: a rank is skipped\n"
    assert main(["count", str(file), "--rule", "scottish", "--cut-at-fault"]) == 0


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["count", "none.blt", "--rule", "scottish"]) == 2
    assert capsys.readouterr().err == "none.blt: No such file or directory\n"


def test_a_tie_without_a_lot(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["count", FRUIT, "--rule", "scottish"]) == 2
    said = capsys.readouterr().err
    assert said == (
        f"{FRUIT}: stage 3: candidates 3 (Cherry) and 4 (Date) are tied and no lot decides them\n"
    )


@pytest.mark.parametrize("content", [b"\xff", b"{", b"[]"])
def test_a_minima_file_that_is_none(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    minima = tmp_path / "minima.json"
    minima.write_bytes(content)
    assert main(["count", FRUIT, "--rule", "scottish", "--minima", str(minima)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(str(minima))
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["count"],
        ["count", FRUIT],
        ["count", FRUIT, "--rule", "borda"],
        ["count", FRUIT, "--rule", "scottish", "--seats", "two"],
        ["count", FRUIT, "--rule", "scottish", "--lots", "a,b"],
        ["count", FRUIT, "--rule", "scottish", "--option", "marks"],
        ["recount"],
    ],
)
def test_arguments_that_make_no_sense(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_option_given_twice_is_refused_and_not_the_last_one_taken(
    capsys: pytest.CaptureFixture[str],
) -> None:
    twice = ["--option", "marks=2", "--option", "marks=1"]
    assert main(["count", FRUIT, "--rule", "plurality", *twice]) == 2
    assert capsys.readouterr() == ("", '--option gives "marks" twice\n')


def test_what_numbers_and_options_should_look_like(capsys: pytest.CaptureFixture[str]) -> None:
    for option, text, wanted in (
        ("--lots", "a,b", "such as 4,1,3"),
        ("--withdrawn", "", "such as 4,1,3"),
        ("--option", "marks", "such as marks=4"),
    ):
        with pytest.raises(SystemExit):
            main(["count", FRUIT, "--rule", "scottish", option, text])
        said = capsys.readouterr().err
        assert said.startswith(f'argument {option}: "{text}" is not ')
        assert wanted in said
