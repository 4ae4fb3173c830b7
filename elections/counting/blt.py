"""Ballot files (BLT): read and written.

::

    4 2            candidates, seats
    -3             candidate 3 has withdrawn
    12 1 4 2 0     twelve papers ranking 1, then 4, then 2
    (A17) 1 2 0    an identifier is read over
    0              no more papers
    "Ann"          a name for each candidate, then the title
    ...

Regular lines are read by the block (see `blocks`). A block in which anything at all is odd is read
again line by line, which either makes sense of it or names the line and its fault.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from elections.counting import blocks
from elections.counting.errors import BallotFileError, InputError, listed, shown
from elections.counting.papers import (
    MOST_CANDIDATES,
    Profile,
    Rankings,
    Weights,
    exact_array,
    number_type,
    runs,
)

__all__ = ["parts", "read", "write"]

_BLOCK = 1 << 20
_SMALLEST_BLOCK = 1 << 12
_ROWS_A_PART = 1 << 16
_LONGEST_NUMBER = 100
_MOST_PLACES = 10**9  # of all rows, as wide as the longest ranking
_DIRECT = 1000  # weights up to it are written from a table of all numbers
_END_LINE = b"\n0\n"
_HEADER_NUMBER = re.compile(r"(?<![\d.-])\d{1,9}(?![\d.])", re.ASCII)
_WITHDRAWN = re.compile(r"-\d{1,9}", re.ASCII)
_IDENTIFIER = re.compile(r"\([^()]*\)")
_QUOTED_THEN_COMMENT = re.compile(r'"(.*)"\s+#.*')


def read(text: str | bytes, name: str, *, cut_at_fault: bool = False) -> Profile:
    """Read a ballot file called ``name``.

    ``cut_at_fault`` keeps the preferences before an equal, skipped or repeated rank instead of
    refusing the file. Raises `BallotFileError`, naming the line.
    """
    data = text.encode() if isinstance(text, str) else text
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not data.endswith(b"\n"):
        data += b"\n"
    reader = _Reader(data, name, cut_at_fault)
    del text, data  # the reader lets go of them once it has the papers
    return reader.profile()


@dataclass
class _Reader:
    """A file being read: ``at`` is the byte where the next line begins, ``line`` the last read.

    ``block`` is how many bytes are read at once: less where something odd is near. ``longest`` is the
    length of the longest ranking.
    """

    data: bytes
    name: str
    cut_at_fault: bool
    at: int = 0
    line: int = 0
    candidates: int = 0
    papers_ended: bool = False
    block: int = _BLOCK
    longest: int = 0
    rows: list[Rankings] = field(default_factory=list)
    weights: list[Weights] = field(default_factory=list)

    def profile(self) -> Profile:
        seats = self.header()
        withdrawn = self.withdrawn()
        while not self.papers_ended:
            if self.fast_block():
                self.block = min(self.block * 4, _BLOCK)
            elif self.block > _SMALLEST_BLOCK:
                self.block //= 16
            else:
                self.slow_block()
            # One paper that ranks thousands would make a million others as wide.
            if self.line * self.longest > _MOST_PLACES:
                raise self.fault("there are too many papers for a ranking so long")
        names, title = self.names(), self.title()
        self.data = b""
        rows, weights = self.joined()
        return Profile.from_rows(names, seats, rows, weights, title=title, withdrawn=withdrawn)

    def fault(self, fault: str) -> BallotFileError:
        return BallotFileError(self.name, max(self.line, 1), fault)

    def next_line(self) -> str | None:
        """The next line, stripped; None at the end of the file."""
        if self.at >= len(self.data):
            return None
        end = self.data.index(b"\n", self.at)
        raw, self.at, self.line = self.data[self.at : end], end + 1, self.line + 1
        try:
            return raw.decode().strip()
        except UnicodeDecodeError:
            raise self.fault("is not text in UTF-8") from None

    def filled_line(self) -> str | None:
        """The next line that is neither blank nor a comment; None at the end of the file."""
        while (line := self.next_line()) is not None:
            if line and not line.startswith("#"):
                return line
        return None

    def needed_line(self, wanted: str) -> str:
        line = self.filled_line()
        if line is None:
            raise self.fault(f"the file ends before {wanted}")
        return line

    def header(self) -> int:
        line = _uncommented(self.needed_line("the numbers of candidates and seats"))
        numbers = [int(number) for number in _HEADER_NUMBER.findall(line)]
        if len(numbers) != 2:
            raise self.fault("must hold two numbers: of candidates and of seats")
        self.candidates, seats = numbers
        if not 1 <= self.candidates <= MOST_CANDIDATES:
            raise self.fault(f"the number of candidates must be 1 to {MOST_CANDIDATES}")
        if seats < 1:
            raise self.fault("the number of seats must be at least 1")
        return seats

    def withdrawn(self) -> list[int]:
        """Read the lines of ``-n`` between header and papers."""
        numbers: list[int] = []
        while True:
            start = self.at, self.line
            tokens = _uncommented(self.needed_line("the papers")).split()
            if not all(map(_WITHDRAWN.fullmatch, tokens)):
                self.at, self.line = start
                return numbers
            for token in tokens:
                if not 1 <= -int(token) <= self.candidates:
                    raise self.fault(f"there is no candidate {token[1:]} to withdraw")
                numbers.append(-int(token))

    def fast_block(self) -> bool:
        """Read a block of papers at once; False if anything in it is odd."""
        end = self.data.find(b"\n", self.at + self.block) + 1 or len(self.data)
        last = self.data.find(_END_LINE, self.at - 1, end)
        if last >= 0:
            end = last + 1
        block = np.frombuffer(self.data, np.uint8, end - self.at, self.at)
        found = blocks.regular(block, self.candidates)
        if found is None and (plain := blocks.plain(block.tobytes())) is not None:
            found = blocks.regular(np.frombuffer(plain, np.uint8), self.candidates)
        if found is None:
            return False
        self.line += self.data.count(b"\n", self.at, end)
        self.at = end
        self.add(*found)
        return True

    def slow_block(self) -> None:
        """Read a block of papers line by line, not beyond the end of the papers."""
        stop = self.at + self.block
        papers: list[tuple[int, list[int]]] = []
        longest = 0
        while self.at < stop and not self.papers_ended:
            if len(papers) * longest > blocks.MOST_PLACES:
                break
            line = _uncommented(self.needed_line("the 0 after the last paper"))
            if line == "0":
                self.papers_ended = True
            else:
                papers.append(self.paper(line))
                longest = max(longest, len(papers[-1][1]))
        rows = np.zeros((len(papers), longest), number_type(range(self.candidates)))
        for row, (_, marks) in zip(rows, papers, strict=True):
            row[: len(marks)] = marks
        self.add(rows, exact_array([weight for weight, _ in papers]))

    def add(self, rows: Rankings, weights: Weights) -> None:
        self.rows.append(rows)
        self.weights.append(weights)
        self.longest = max(self.longest, rows.shape[1])

    def paper(self, line: str) -> tuple[int, list[int]]:
        """One line of papers as their number and the ranking they bear."""
        tokens = _IDENTIFIER.sub(" ", line).split()
        if not tokens or not _is_number(tokens[0]):
            raise self.fault("must begin with the number of papers")
        if int(tokens[0]) == 0:
            raise self.fault("the number of papers must be at least 1")
        if len(tokens) < 2 or tokens[-1] != "0":
            raise self.fault("does not end with 0")
        return int(tokens[0]), self.marks(tokens[1:-1])

    def marks(self, tokens: Sequence[str]) -> list[int]:
        marks: list[int] = []
        fault = ""
        for rank in tokens:
            numbers = [] if rank == "-" else [self.candidate(part) for part in rank.split("=")]
            if not numbers:
                fault = fault or "a rank is skipped"
            elif len(numbers) > 1:
                fault = fault or f"candidates {shown(listed(rank.split('=')))} share a rank"
            elif numbers[0] in marks:
                fault = fault or f"candidate {numbers[0]} is ranked twice"
            if not fault:
                marks += numbers
        if fault and not self.cut_at_fault:
            raise self.fault(fault)
        return marks

    def candidate(self, token: str) -> int:
        if not _is_number(token):
            raise self.fault(f'"{shown(token)}" is not the number of a candidate')
        if not 1 <= int(token) <= self.candidates:
            raise self.fault(f"there is no candidate {shown(token)}")
        return int(token)

    def unquoted(self, line: str) -> str:
        """A name or title, with or without quotation marks around it."""
        if not line.startswith('"'):
            return line
        if len(line) > 1 and line.endswith('"'):
            return line[1:-1]
        commented = _QUOTED_THEN_COMMENT.fullmatch(line)
        if commented is None:
            raise self.fault("the quotation mark is not closed")
        return commented[1]

    def names(self) -> list[str]:
        return [
            self.unquoted(self.needed_line(f"the name of candidate {number}"))
            for number in range(1, self.candidates + 1)
        ]

    def title(self) -> str:
        title = self.unquoted(self.filled_line() or "")
        if self.filled_line() is not None:
            raise self.fault("there is more after the title")
        return title

    def joined(self) -> tuple[Rankings, Weights]:
        shape = sum(map(len, self.rows)), self.longest
        joined = np.zeros(shape, number_type(range(self.candidates)))
        start = 0
        while self.rows:
            rows = self.rows.pop(0)
            joined[start : start + len(rows), : rows.shape[1]] = rows
            start += len(rows)
        weights: Weights = np.concatenate([np.zeros(0, np.int64), *self.weights])
        if sum(int(part.sum()) for part in self.weights) > np.iinfo(np.int64).max:
            weights = weights.astype(object)
        return joined, weights


def _uncommented(line: str) -> str:
    return line.partition("#")[0].strip()


def _is_number(token: str) -> bool:
    return token.isascii() and token.isdigit() and len(token) <= _LONGEST_NUMBER


def write(profile: Profile) -> str:
    """The profile as a ballot file; `read` makes an equal profile of it."""
    return b"".join(parts(profile)).decode()


def parts(profile: Profile) -> Iterator[bytes]:
    """The bytes of the ballot file, in pieces."""
    head = [f"{len(profile.candidates)} {profile.seats}"]
    head += [f"-{number}" for number in profile.withdrawn]
    yield ("\n".join(head) + "\n").encode()
    yield from _papers(profile)
    tail = ["0", *(f'"{name}"' for name in profile.candidates), f'"{profile.title}"']
    try:
        yield ("\n".join(tail) + "\n").encode()
    except UnicodeEncodeError:
        raise InputError("a name or title cannot be written in UTF-8") from None


def _papers(profile: Profile) -> Iterator[bytes]:
    """Lines of papers, put together from a table of the words that occur, padded to one width."""
    most = int(profile.weights.max(initial=0))
    is_direct = most <= _DIRECT
    different = np.arange(most + 1) if is_direct else runs(np.sort(profile.weights))[0]
    words = [b" 0\n", *(b" %d" % n for n in range(1, len(profile.candidates) + 1))]
    first = len(words)
    words += [b"%d" % weight for weight in different.tolist()]
    width = 4 if max(map(len, words)) <= 4 else -(-max(map(len, words)) // 8) * 8
    # Each word of up to eight bytes is one number, which is looked up faster than its bytes.
    table = np.array(words, f"S{width}").view(f"u{min(width, 8)}").reshape(len(words), -1)
    place = np.uint16 if len(words) <= np.iinfo(np.uint16).max else np.uint32
    for start in range(0, len(profile.weights), _ROWS_A_PART):
        rankings = profile.rankings[start : start + _ROWS_A_PART]
        weights = profile.weights[start : start + _ROWS_A_PART]
        page = np.zeros((len(weights), rankings.shape[1] + 2), place)
        which = weights if is_direct else np.searchsorted(different, weights)
        page[:, 0] = first + which
        page[:, 1:-1] = rankings
        used = page > 0
        used[:, -1] = True
        yield table.take(page[used], axis=0).tobytes().translate(None, b"\0")
