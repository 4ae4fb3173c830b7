"""Whatever file the command is given, it counts it or says in one line what is wrong with it."""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.counting import blt
from elections.counting.__main__ import main

from .cases import Election, elections
from .wards import OWN

PAPERS = "3 2\n4 1 2 0\n2 3 0\n1 0\n0\n"
NAMES = '"Ann"\n"Ben"\n"Cat"\n"Title"\n'
WHOLE = PAPERS + NAMES
SOAK = os.environ.get("SOAK") == "1"


def command(file: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    err = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["count", str(file), "--rule", "scottish", *arguments])
        out.flush()
    return code, out.buffer.getvalue().decode(), err.getvalue()


@pytest.fixture
def count_file(tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    def run(content: str | bytes, *arguments: str) -> tuple[int, str, str]:
        file = tmp_path / "votes.blt"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        code, out, err = command(file, *arguments)
        return code, out, err.replace(str(file), "votes.blt")

    return run


def with_papers(papers: str, head: str = "3 2") -> str:
    return f"{head}\n{papers}\n0\n{NAMES}"


def with_name(name: str) -> str:
    return PAPERS + NAMES.replace('"Ann"', name)


NO_NUMBERS = "must hold two numbers: of candidates and of seats"
NO_START = "must begin with the number of papers"
NO_TEXT = "is not text in UTF-8"
REFUSED: dict[str, tuple[str | bytes, int, str]] = {
    # Not ballot files at all
    "empty": ("", 1, "the file ends before the numbers of candidates and seats"),
    "byte-order mark alone": (b"\xef\xbb\xbf", 1, "the file ends before the numbers"),
    "blank lines": (" \n\t\n", 2, "the file ends before the numbers"),
    "NUL bytes": (b"\0" * 4096, 1, NO_NUMBERS),
    "gzip": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", 1, NO_TEXT),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 1, NO_TEXT),
    "zip": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", 1, NO_NUMBERS),
    "PDF": (b"%PDF-1.4\n1 0 obj\n", 1, NO_NUMBERS),
    "spreadsheet": ("voter,first,second\n1,2,3\n", 1, NO_NUMBERS),
    "web page": ("<!DOCTYPE html>\n<p>3 2</p>\n", 1, NO_NUMBERS),
    # Encodings
    "UTF-16": (WHOLE.encode("utf-16"), 1, NO_TEXT),
    "UTF-16 without mark": (WHOLE.encode("utf-16-le"), 2, NO_START),
    "UTF-16 of the other end": (WHOLE.encode("utf-16-be"), 2, NO_START),
    "UTF-32": (WHOLE.encode("utf-32"), 1, NO_TEXT),
    "Latin-1 name": (with_name('"Zoë"').encode("latin-1"), 6, NO_TEXT),
    "Latin-1 comment": ("# für\n".encode("latin-1") + WHOLE.encode(), 1, NO_TEXT),
    "half a character": (with_name('"Zoë"').encode().replace("ë".encode(), b"\xc3"), 6, NO_TEXT),
    "a surrogate": (with_name('"A\ud800"').encode(errors="surrogatepass"), 6, NO_TEXT),
    "Arabic digits in the header": (with_papers("1 1 0", "٣ ٢"), 1, NO_NUMBERS),
    "Arabic digits of who withdrew": (with_papers("-٣\n1 1 0"), 2, NO_START),
    "fullwidth digits": (with_papers("1 ２ 0"), 2, '"２" is not the number of a candidate'),
    # The header
    "one number": (with_papers("1 1 0", "3"), 1, NO_NUMBERS),
    "three numbers": (with_papers("1 1 0", "3 2 1"), 1, NO_NUMBERS),
    "half a seat": (with_papers("1 1 0", "3 1.5"), 1, NO_NUMBERS),
    "powers of ten": (with_papers("1 1 0", "1e1 2"), 1, NO_NUMBERS),
    "negative candidates": (with_papers("1 1 0", "-3 2"), 1, NO_NUMBERS),
    "negative seats": (with_papers("1 1 0", "3 -2"), 1, NO_NUMBERS),
    "no candidates": ("0 2\n0\n", 1, "the number of candidates must be 1 to 9999"),
    "no seats": (with_papers("1 1 0", "3 0"), 1, "the number of seats must be at least 1"),
    "10,000 candidates": ("10000 2\n0\n", 1, "the number of candidates must be 1 to 9999"),
    "a header of 5000 digits": (with_papers("1 1 0", "9" * 5000 + " 2"), 1, NO_NUMBERS),
    "no header": ("\n".join(WHOLE.splitlines()[1:]), 1, NO_NUMBERS),
    # Who has withdrawn
    "nobody withdrew": (with_papers("-0\n1 1 0"), 2, "there is no candidate 0 to withdraw"),
    "a stranger withdrew": (with_papers("-4\n1 1 0"), 2, "there is no candidate 4 to withdraw"),
    "withdrawn and papers in a line": (with_papers("-1 1 2 0"), 2, NO_START),
    "withdrawn after papers": (with_papers("1 1 0\n-2"), 3, NO_START),
    "5000 digits withdrew": (with_papers("-" + "1" * 5000), 2, NO_START),
    # How many papers
    "none": (with_papers("0 1 0"), 2, "the number of papers must be at least 1"),
    "none, in three digits": (with_papers("000 1 0"), 2, "the number of papers must be at least 1"),
    "fewer than none": (with_papers("1 2 0\n-4 1 0"), 3, NO_START),
    "half a paper": (with_papers("0.5 1 0"), 2, NO_START),
    "a sign": (with_papers("+4 1 0"), 2, NO_START),
    "a programmer's number": (with_papers("1_0 1 0"), 2, NO_START),
    "another one's": (with_papers("0x1 1 0"), 2, NO_START),
    "5000 digits": (with_papers("9" * 5000 + " 1 0"), 2, NO_START),
    "a word": (with_papers("four 1 0"), 2, NO_START),
    "an identifier alone": (with_papers("1 2 0\n(A17)"), 3, NO_START),
    "an identifier left open": (with_papers("(A17 1 2 0"), 2, NO_START),
    "identifiers in each other": (with_papers("((A) 17) 1 2 0"), 2, NO_START),
    "a million brackets": (with_papers("(" * 10**6 + " 1 2 0"), 2, NO_START),
    # Preferences
    "candidate 0": (with_papers("1 2 0 1 0"), 2, "there is no candidate 0"),
    "a stranger": (with_papers("1 1 0\n1 4 0"), 3, "there is no candidate 4"),
    "a negative one": (with_papers("1 -1 0"), 2, '"-1" is not the number of a candidate'),
    "a fraction": (with_papers("1 1.0 0"), 2, '"1.0" is not the number of a candidate'),
    "a name": (with_papers("1 Ann 0"), 2, '"Ann" is not the number of a candidate'),
    "a NUL": (with_papers("1 1\0 0"), 2, r'"1\x00" is not the number of a candidate'),
    "colours": (with_papers("1 \x1b[31m2 0"), 2, r'"\x1b[31m2" is not the number of a candidate'),
    "digits without end": (with_papers(f"1 {'1' * 5000} 0"), 2, f'"{"1" * 60}…" is not the number'),
    "letters without end": (with_papers(f"1 {'x' * 10**6} 0"), 2, f'"{"x" * 60}…" is not the'),
    "twice": (with_papers("1 1 2 1 0"), 2, "candidate 1 is ranked twice"),
    "a million times": (with_papers("1 1 0\n1" + " 1" * 10**6 + " 0"), 3, "1 is ranked twice"),
    "equal": (with_papers("1 1 0\n1 1=2 0"), 3, "candidates 1 and 2 share a rank"),
    "equal without end": (with_papers(f"1 {'=1' * 500} 0"), 2, '"" is not the number of a candid'),
    "1500 equal": (with_papers(f"1 {'=1' * 1500} 0".replace(" =", " ")), 2, "1, … share a rank"),
    "equal to nobody": (with_papers("1 1= 0"), 2, '"" is not the number of a candidate'),
    "a sign of equality": (with_papers("1 = 0"), 2, '"" is not the number of a candidate'),
    "skipped": (with_papers("1 1 0\n1 - 2 0"), 3, "a rank is skipped"),
    "skipped with two dashes": (with_papers("1 -- 2 0"), 2, '"--" is not the number'),
    # Ends
    "a line without its 0": (with_papers("1 1 0\n1 1 2"), 3, "does not end with 0"),
    "00 after a paper": (with_papers("4 1 2 00"), 2, "does not end with 0"),
    "00 after an odd paper": (with_papers("(A) 4 1 2 00"), 2, "does not end with 0"),
    "two papers in a line": (with_papers("1 1 2 0 1 2 0"), 2, "there is no candidate 0"),
    "a paper in two lines": (with_papers("1 1\n2 0"), 2, "does not end with 0"),
    "no 0 after the papers": (PAPERS.removesuffix("0\n") + NAMES, 5, NO_START),
    "two 0 after the papers": (PAPERS.replace("\n0\n", "\n0 0\n"), 5, "must be at least 1"),
    "00 after the papers": (PAPERS.replace("\n0\n", "\n00\n"), 5, "must be at least 1"),
    "cut off in the papers": (
        "3 2\n4 1 2 0\n",
        2,
        "the file ends before the 0 after the last paper",
    ),
    "cut off in a paper": ("3 2\n4 1 2 0\n2 3", 3, "does not end with 0"),
    "cut off before the papers": ("3 2\n", 1, "the file ends before the papers"),
    "cut off before the names": (PAPERS, 5, "the file ends before the name of candidate 1"),
    # Names and title
    "too few names": (PAPERS + "Ann\nBen\n", 7, "the file ends before the name of candidate 3"),
    "too many names": (PAPERS + '"Dan"\n' + NAMES, 10, "there is more after the title"),
    "text after the title": (WHOLE + "\n# a note\n1 1 0\n", 12, "there is more after the title"),
    "two files in one": (WHOLE + WHOLE, 10, "there is more after the title"),
    "a quotation mark left open": (with_name('"Ann'), 6, "the quotation mark is not closed"),
    "text after a quoted name": (with_name('"Ann" Lee'), 6, "the quotation mark is not closed"),
}


@pytest.mark.parametrize(("content", "line", "fault"), REFUSED.values(), ids=REFUSED)
def test_a_malformed_file_is_refused_in_one_line(
    content: str | bytes, line: int, fault: str, count_file: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, err = count_file(content)
    assert (code, out) == (2, "")
    assert err.startswith(f"votes.blt, line {line}: ")
    assert fault in err
    assert err.endswith("\n")
    assert err[:-1].isprintable()
    assert len(err) < 150


READ: dict[str, tuple[str, str]] = {
    "more seats than candidates": (with_papers("1 1 0", "3 999999999"), "Ann, Ben and Cat."),
    "everybody withdrew": (with_papers("-1 -2 -3\n1 1 0"), "Elected: nobody."),
    "more withdrew than leaves the seats": (with_papers("-1 -2\n1 1 0"), "Elected: Cat."),
    "somebody withdrew twice": (with_papers("-1\n-1\n1 1 2 0\n1 3 0"), "Elected: Ben and Cat."),
    "a googol of papers": (
        with_papers(f"{'9' * 100} 1 0\n{'8' * 99} 2 0"),
        "Elected: Ann and Ben.",
    ),
    "leading zeros": (with_papers("004 01 002 0"), "valid papers 4,"),
    "an identifier anywhere": (with_papers("4 (A) 1 (0) 2 0 (B)"), "valid papers 4,"),
    "an identifier of a million letters": (with_papers(f"({'a' * 10**6}) 4 1 2 0"), "papers 4,"),
    "a line of ten million spaces": (with_papers(f"4 1{' ' * 10**7}2 0"), "valid papers 4,"),
    "spaces of other scripts": (with_papers("4\u3000 1\u00a02 0"), "valid papers 4,"),
    "stray characters in the header": (
        with_papers("4 1 2 0", "\ufeff#3 2".replace("#", "[")),
        "4,",
    ),
    "a blank paper": (with_papers("1 0\n4 1 2 0"), "valid papers 4, other papers 1"),
    "a name that steers the terminal": (with_name('"A\x1b[31mB"'), r"A\x1b[31mB"),
    "a name with a line of another script": (with_name('"A\u2028B"'), r"A\u2028B"),
    "a name with a NUL": (with_name('"A\0B"'), r"A\x00B"),
    "a name without letters": (with_name('""'), "Elected: Candidate 1 and Cat."),
    "a name of 100,000 letters": (with_name(f'"{"A" * 100_000}"'), "A and Cat."),
    "a name of quotation marks": (with_name('"' * 9), 'Elected: """"""" and Cat.'),
    "a name that looks like papers": (with_name("1 1 0"), "Elected: 1 1 0 and Cat."),
    "two of one name": (with_name("Cat"), "Elected: Cat and Cat."),
}


@pytest.mark.parametrize(("content", "told"), READ.values(), ids=READ)
def test_an_odd_file_is_read(
    content: str, told: str, count_file: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, err = count_file(content, "--lots", "1,2,3")
    assert (code, err) == (0, "")
    assert told in out
    assert all(line.isprintable() for line in out.split("\n"))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert command(tmp_path) == (2, "", f"{tmp_path}: Is a directory\n")


ODD_NAME = "two\nlines \x1b[2J\u2028\udcff"
ODD_NAME_TOLD = r"two\nlines \x1b[2J\u2028\udcff"


def test_a_file_of_any_name_is_refused_in_one_line(tmp_path: Path) -> None:
    odd = tmp_path / ODD_NAME
    told = f"{tmp_path}/{ODD_NAME_TOLD}"
    assert command(odd) == (2, "", f"{told}: No such file or directory\n")
    odd.write_text(with_papers("1 4 0"))
    assert command(odd) == (2, "", f"{told}, line 2: there is no candidate 4\n")
    odd.write_text("{")
    fruit = OWN / "fruit.blt"
    code, _, err = command(fruit, "--minima", str(odd))
    assert (code, err.startswith(f"{told}, line 1: "), err.count("\n")) == (2, True, 1)


@pytest.mark.parametrize("option", ["--lots", "--option", "--seats", "--surprise"])
def test_an_option_of_any_kind_is_refused_in_one_line(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["count", "fruit.blt", "--rule", "scottish", option, ODD_NAME])
    said = capsys.readouterr().err
    assert said.endswith("\n")
    assert said[:-1].isprintable()


def test_a_name_cannot_steer_the_terminal_in_csv(
    count_file: Callable[..., tuple[int, str, str]],
) -> None:
    _, out, _ = count_file(with_name('"A\x1b[31mB"'), "--format", "csv", "--lots", "1,2,3")
    assert r",A\x1b[31mB," in out


def test_a_lot_is_asked_for_in_one_line(count_file: Callable[..., tuple[int, str, str]]) -> None:
    names = f'"A\u2028\x1b"\n"{"B" * 5000}"\n"C"\n'
    code, _, err = count_file(f"3 1\n1 1 0\n1 2 0\n2 3 0\n0\n{names}")
    assert code == 2
    told = rf"1 (A\u2028\x1b) and 2 ({'B' * 60}…) are tied and no lot decides them"
    assert err == f"votes.blt: stage 2: candidates {told}\n"


def test_re_open_nominations_stand_for_no_more_seats_than_can_be_counted(
    count_file: Callable[..., tuple[int, str, str]],
) -> None:
    code, _, err = count_file(with_papers("1 1 0", "3 999999999"), "--ron", "3")
    told = "votes.blt: re-open nominations can stand for at most 200 seats\n"
    assert (code, err) == (2, told)


def minima_of(name: str = "w", number: str = "1") -> str:
    return f'"{name}": {{"candidates": [1], "min": {number}}}'


MINIMA = {
    "brackets without end": "[" * 100_000,
    "5000 digits": minima_of(number="9" * 5000),
    "a group in two lines": minima_of(r"w\n\u2028"),
    "half a character": minima_of(r"\ud800"),
    "infinity": minima_of(number="1e999"),
    "more than the seats": minima_of(number="9" * 50),
    "a group given twice": f"{minima_of()}, {minima_of(number='0')}",
    "a bound given twice": minima_of(number='1, "min": 0'),
}


@pytest.mark.parametrize("text", MINIMA.values(), ids=MINIMA)
def test_a_malformed_minima_file_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    minima = tmp_path / "minima.json"
    minima.write_text(f'{{"attributes": {{{text}}}}}')
    code, out, err = command(OWN / "fruit.blt", "--minima", str(minima), "--lots", "4,3,2,1")
    assert (code, out) == (2, "")
    assert err.endswith("\n")
    assert err[:-1].isprintable()


def test_minima_given_twice_are_refused_whichever_of_them_is_the_last(tmp_path: Path) -> None:
    minima = tmp_path / "minima.json"
    minima.write_text(f'{{"attributes": {{{minima_of()}}}, "attributes": {{}}}}')
    told = f'{minima}: "attributes" is there twice\n'
    assert command(OWN / "fruit.blt", "--minima", str(minima)) == (2, "", told)


def test_there_may_be_more_groups_than_an_array_has_dimensions(tmp_path: Path) -> None:
    minima = tmp_path / "minima.json"
    groups = ", ".join(minima_of(str(number)) for number in range(80))
    minima.write_text(f'{{"attributes": {{{groups}}}}}')
    code, out, _ = command(OWN / "fruit.blt", "--minima", str(minima), "--lots", "4,3,2,1")
    assert code == 0
    assert "Elected: Apple" in out


def test_a_minima_file_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    minima = tmp_path / "minima.json"
    minima.write_text('\ufeff{"attributes": {"w": {"candidates": [3], "min": 1}}}')
    code, out, _ = command(OWN / "fruit.blt", "--minima", str(minima), "--lots", "4,3,2,1")
    assert code == 0
    assert "Elected:" in out


@contextlib.contextmanager
def _file(content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "votes.blt"
        file.write_bytes(content)
        yield file


def _is_counted_or_refused_in_a_line(content: bytes) -> None:
    with _file(content) as file:
        code, out, err = command(file)
    if code == 0:
        assert out.endswith("\n")
        assert not err
        assert blt.read(blt.write(blt.read(content, "")), "") == blt.read(content, "")
        return
    assert (code, out) == (2, "")
    refused = re.fullmatch(rf"{re.escape(str(file))}(?:, line (\d+))?: (.*)\n", err)
    assert refused, err
    assert refused[2].isprintable()
    if refused[1] is None:  # read well, and only a lot was wanting
        assert "no lot decides" in refused[2]
    else:
        lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        assert 1 <= int(refused[1]) <= lines


@settings(max_examples=10_000 if SOAK else 150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_counted_or_refused_in_one_line(content: bytes) -> None:
    _is_counted_or_refused_in_a_line(content)


# What a clumsy editor, a broken disk or a spreadsheet put into a file
STRAYS = [b"", b" ", b"\n", b"\r", b"\t", b"\0", b"0", b"00", b"1", b"7", b"300", b"-", b"=", b"("]
STRAYS += [
    b")",
    b"#",
    b'"',
    b".",
    b"x",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"9" * 101,
    b"\xe2\x80\xa8",
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    election: Election = draw(elections)
    content = blt.write(election.profile()).encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + draw(st.sampled_from([0, 1, 40])))))
        how = draw(st.sampled_from(["replaced", "repeated", "cut off"]))
        stray = draw(st.sampled_from(STRAYS)) if how == "replaced" else content[start:end] * 2
        content = content[:start] + stray + (b"" if how == "cut off" else content[end:])
    return content


@settings(max_examples=20_000 if SOAK else 300, deadline=None)
@given(damaged())
def test_any_damaged_file_is_counted_or_refused_in_one_line(content: bytes) -> None:
    _is_counted_or_refused_in_a_line(content)
