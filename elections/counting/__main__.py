"""Count a ballot file, or recount a published bundle, without Django, database or settings."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from elections.counting import RULES, Minima, blt, count, report
from elections.counting.errors import CountingError, InputError, visible
from elections.counting.recount import recount

__all__ = ["main"]

BAD_INPUT = 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{visible(message)}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code. Reports go to stdout, faults to stderr."""
    asked = _parser().parse_args(arguments)
    try:
        return _count(asked) if asked.command == "count" else _recount(asked)
    except CountingError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m elections.counting", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    counting = commands.add_parser("count", help="count a ballot file (BLT)")
    counting.add_argument("file", type=Path)
    counting.add_argument("--rule", choices=RULES, required=True)
    counting.add_argument("--seats", type=int, help="instead of the number in the file")
    counting.add_argument("--minima", type=Path, metavar="FILE", help="reserved seats, as JSON")
    counting.add_argument("--withdrawn", type=_numbers, default=(), metavar="3,7")
    counting.add_argument(
        "--kept", type=_numbers, default=(), metavar="2,5", help="elected before, and stay elected"
    )
    counting.add_argument(
        "--lots", type=_numbers, metavar="4,1,3,2", help="ties fall on whoever comes first"
    )
    counting.add_argument(
        "--option",
        type=_option,
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="of the rule, such as marks=4 or turnout=30",
    )
    counting.add_argument(
        "--ron", type=int, metavar="7", help="the last candidate is re-open nominations"
    )
    counting.add_argument(
        "--cut-at-fault",
        action="store_true",
        help="keep the preferences before an equal, skipped or repeated rank",
    )
    counting.add_argument("--format", choices=["text", "json", "csv"], default="text")
    recounting = commands.add_parser("recount", help="recount a published bundle")
    recounting.add_argument("bundle", type=Path, help="zip file or folder")
    return parser


def _numbers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not numbers of candidates with commas between them, such as 4,1,3'
        ) from None


def _option(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    try:
        return name, int(number)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a name and a number, such as marks=4'
        ) from None


def _count(asked: argparse.Namespace) -> int:
    profile = blt.read(_bytes(asked.file), str(asked.file), cut_at_fault=asked.cut_at_fault)
    minima = _minima(asked.minima)
    options = _options(asked.option)
    try:
        result = count(
            profile,
            asked.rule,
            seats=asked.seats,
            minima=minima,
            withdrawn=asked.withdrawn,
            lots=asked.lots,
            options=options,
            ron=asked.ron,
            kept=asked.kept,
        )
    except CountingError as error:
        raise InputError(f"{asked.file}: {error}") from None
    # JSON goes out without a line break, so that its bytes are those of a published result.
    write = {
        "text": lambda: report.text(
            result, profile.candidates, profile.title, {*profile.withdrawn, *asked.withdrawn}
        ),
        "csv": lambda: report.to_csv(result, profile.candidates),
        "json": result.to_json,
    }
    sys.stdout.buffer.write(write[asked.format]().encode())
    return 0


def _options(given: Sequence[tuple[str, int]]) -> dict[str, int]:
    options: dict[str, int] = {}
    for name, number in given:
        if name in options:
            raise InputError(f'--option gives "{name}" twice')
        options[name] = number
    return options


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}") from None


def _minima(file: Path | None) -> Minima | None:
    if file is None:
        return None
    try:
        return Minima.from_text(_bytes(file).decode("utf-8-sig"), str(file))
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not text in UTF-8") from None


def _recount(asked: argparse.Namespace) -> int:
    contests = []
    for contest in recount(asked.bundle):
        sys.stdout.write(f"{contest}\n")
        contests.append(contest)
    return 1 if any(contest.same is False for contest in contests) else 0


if __name__ == "__main__":
    sys.exit(main())
