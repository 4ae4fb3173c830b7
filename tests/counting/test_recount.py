"""A published bundle is recounted, as a zip file and as a folder."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from elections.counting import Attribute, Minima, Profile, blt, count
from elections.counting.__main__ import main
from elections.counting.result import canonical_json

MARKS = [[1, 2]] * 5 + [[2, 3]] * 4 + [[3]] * 3 + [[]]
PROFILE = Profile.from_rankings(["Ann", "Ben", "Cat"], 2, MARKS, "Two seats")
MINIMA = Minima((Attribute("women", (3,), 1),))


def publish(folder: Path) -> Path:
    """Three contests: STV under minima, plurality with marks, and one too small to publish."""
    first, second, tenth = (folder / "contests" / number for number in ["1", "2", "10"])
    write(first, PROFILE, {"rule": "scottish", "seats": 2, "lots": [3, 2, 1]}, MINIMA)
    write(
        second,
        PROFILE,
        {"rule": "plurality", "seats": 1, "withdrawn": [3], "options": {"marks": 2}},
    )
    write(tenth, PROFILE, {"rule": "scottish", "seats": 2})
    (tenth / "papers.blt").unlink()
    return folder


def write(
    contest: Path, profile: Profile, how: dict[str, Any], minima: Minima | None = None
) -> None:
    contest.mkdir(parents=True)
    result = count(profile, minima=minima, **how)
    (contest / "papers.blt").write_text(blt.write(profile))
    (contest / "count.json").write_text(canonical_json(how))
    (contest / "result.json").write_bytes(result.to_json().encode())
    if minima is not None:
        (contest / "minima.json").write_text(canonical_json(minima.as_json()))


def zipped(folder: Path) -> Path:
    file = folder.parent / "bundle.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return file


EXPECTED = (
    "contest 1: same result (13 papers)\n"
    "contest 2: same result (13 papers)\n"
    "contest 10: rankings are not published, its figures agree with each other\n"
)


def test_a_true_bundle_recounts_equal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = publish(tmp_path / "bundle")
    assert main(["recount", str(bundle)]) == 0
    assert capsys.readouterr().out == EXPECTED
    assert main(["recount", str(zipped(bundle))]) == 0
    assert capsys.readouterr().out == EXPECTED


def test_one_byte_more_is_different(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = publish(tmp_path / "bundle")
    with (bundle / "contests/2/result.json").open("a") as result:
        result.write("\n")
    assert main(["recount", str(bundle)]) == 1
    assert "contest 2: DIFFERENT from result.json (13 papers)" in capsys.readouterr().out


def test_other_papers_are_different(tmp_path: Path) -> None:
    bundle = publish(tmp_path / "bundle")
    papers = bundle / "contests/1/papers.blt"
    papers.write_text(papers.read_text().replace("5 1 2 0", "5 2 1 0"))
    assert main(["recount", str(zipped(bundle))]) == 1


def test_papers_that_would_need_a_lot_are_different(tmp_path: Path) -> None:
    bundle = publish(tmp_path / "bundle")
    contest = bundle / "contests/1"
    (contest / "count.json").write_text('{"rule": "scottish", "seats": 1}')
    (contest / "papers.blt").write_text("3 1\n1 1 0\n1 2 0\n1 3 0\n0\nAnn\nBen\nCat\n")
    (contest / "minima.json").unlink()
    assert main(["recount", str(bundle)]) == 1


@pytest.mark.parametrize(
    ("file", "content", "fault"),
    [
        ("result.json", None, "contests/1/result.json: is missing"),
        ("count.json", None, "contests/1/count.json: is missing"),
        ("count.json", b"{\nx", "contests/1/count.json, line 2: "),
        ("count.json", b"\xff", "contests/1/count.json: is not text in UTF-8"),
        ("count.json", b"[]", 'contests/1/count.json: must have "rule"'),
        ("count.json", b'{"rule": "scottish", "sets": 2}', "no keys but"),
        ("count.json", b'{"rule": "borda"}', 'contests/1: there is no rule "borda"'),
        ("count.json", b'{"rule": 3}', "not of the kind"),
        ("count.json", b'{"rule": "scottish", "seats": "2"}', "not of the kind"),
        ("count.json", b'{"rule": "scottish", "seats": true}', "not of the kind"),
        ("count.json", b'{"rule": "scottish", "withdrawn": 2}', "not of the kind"),
        ("count.json", b'{"rule": "scottish", "lots": ["a"]}', "not of the kind"),
        ("count.json", b'{"rule": "scottish", "options": {"a": "b"}}', "not of the kind"),
        ("count.json", b'{"rule": "scottish", "seats": %s}' % (b"9" * 5000), "count.json: is too"),
        ("count.json", b'{"rule": "meek", "lots": [%s]}' % (b"9" * 4000), "not of the kind"),
        ("count.json", b"[" * 100_000, "contests/1/count.json: is too large or too deep"),
        ("count.json", b'{"rule": "meek", "rule": "ers97"}', 'count.json: "rule" is there twice'),
        ("papers.blt", b"3 2\n1 9 0\n", "contests/1/papers.blt, line 2: there is no candidate 9"),
        ("minima.json", b"{}", "contests/1/minima.json: minima must be an object"),
    ],
)
def test_a_broken_bundle_is_refused_naming_the_file(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    content: bytes | None,
    fault: str,
) -> None:
    bundle = publish(tmp_path / "bundle")
    broken = bundle / "contests/1" / file
    if content is None:
        broken.unlink()
    else:
        broken.write_bytes(content)
    for form in (bundle, zipped(bundle)):
        assert main(["recount", str(form)]) == 2
        said = capsys.readouterr().err
        assert fault in said
        assert str(form) in said
        assert said.count("\n") == 1


def test_what_is_no_bundle_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.zip"
    text.write_text("no zip")
    (tmp_path / "odd/contests/first").mkdir(parents=True)
    for bundle, fault in [
        (text, "is not a zip file, or damaged"),
        (tmp_path / "none.zip", "No such file or directory"),
        (tmp_path, "holds no contests"),
        (tmp_path / "odd", "contests/first is not the number of a contest"),
    ]:
        assert main(["recount", str(bundle)]) == 2
        assert capsys.readouterr().err == f"{bundle}: {fault}\n"


@pytest.mark.parametrize("number", ["9" * 5000, "1234567890", "١", "1\x1b[2J"])
def test_a_folder_that_is_no_contest_is_refused_in_one_line(
    number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = zipped(publish(tmp_path / "bundle"))
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(f"contests/{number}/count.json", "{}")
    assert main(["recount", str(bundle)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{bundle}: contests/")
    assert said.endswith(" is not the number of a contest\n")
    assert said[:-1].isprintable()
    assert len(said) < 300


def test_a_count_of_any_name_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = publish(tmp_path / "bundle")
    other = bundle / "contests/1/counts/\x1b[2J\ncontest 2: same"
    write(other, PROFILE, {"rule": "plurality", "seats": 1, "lots": [3, 2, 1]})
    assert main(["recount", str(bundle)]) == 0
    told = r"contest 1, count \x1b[2J\ncontest 2: same: same result (13 papers)"
    assert capsys.readouterr().out.split("\n")[1] == told
    (other / "result.json").unlink()
    assert main(["recount", str(bundle)]) == 2
    said = capsys.readouterr().err
    assert said.endswith(r"counts/\x1b[2J\ncontest 2: same/result.json: is missing" + "\n")


def test_the_declared_count_is_read_as_the_site_writes_it(tmp_path: Path) -> None:
    how = {"rule": "scottish", "seats": 2, "withdrawn": [], "lots": None, "options": {}}
    write(tmp_path / "contests/7", PROFILE, how)
    assert json.loads((tmp_path / "contests/7/count.json").read_text()) == how
    assert main(["recount", str(tmp_path)]) == 0
