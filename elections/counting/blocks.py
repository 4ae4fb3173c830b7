"""Lines of papers in a ballot file, read by the block with numpy.

A block is read if all of it is as the writer of ballot files writes it. If anything at all is odd,
what it means or which line is at fault is for a reader of single lines to say.
"""

import re

import numpy as np
import numpy.typing as npt

from elections.counting.papers import Rankings, Weights, number_type

__all__ = ["MOST_PLACES", "plain", "regular"]

MOST_PLACES = 10**8  # of the rows of a block, as wide as the longest ranking
_LONGEST_NUMBER = 9
_BITS = 64
_COMMENT = re.compile(rb"#[^\n]*")
_IDENTIFIER = re.compile(rb"\([^()\n]*\)")
_EMPTY_LINE = re.compile(rb"^ *\n", re.MULTILINE)


def plain(block: bytes) -> bytes | None:
    """The block without comments, identifiers, tabs and empty lines; None if there are other letters."""
    if not block.isascii():
        return None
    block = _COMMENT.sub(b"", block).replace(b"\t", b" ")
    return _IDENTIFIER.sub(b" ", _EMPTY_LINE.sub(b"", block))


def regular(text: npt.NDArray[np.uint8], candidates: int) -> tuple[Rankings, Weights] | None:
    """Rows and weights of lines ``weight candidate … 0``; None if any byte is out of the ordinary.

    ``text`` is whole lines of bytes. Every line must have at least a weight and the 0 at its end,
    nothing but digits and spaces, and no candidate unknown or ranked twice.
    """
    digits = text - np.uint8(ord("0"))
    is_digit = digits < 10
    is_line_end = text == ord("\n")
    lines = np.count_nonzero(is_line_end)
    if np.count_nonzero(is_digit) + np.count_nonzero(text == ord(" ")) + lines < len(text):
        return None
    is_start = is_digit.copy()
    is_start[1:] &= ~is_digit[:-1]
    starts = np.flatnonzero(is_start)
    if not len(starts):
        return None
    numbers = _numbers(digits, is_digit, is_start, starts)
    if numbers is None:
        return None
    zeros = np.flatnonzero(numbers == 0)
    if len(zeros) != lines or not _end_lines(zeros, starts, is_digit, is_line_end):
        return None
    # Where in `numbers` each line begins
    begin = np.r_[0, zeros[:-1] + 1]
    lengths = zeros - begin + 1
    if lengths.min() < 2 or lines * int(lengths.max()) > MOST_PLACES:
        return None
    weights = numbers[begin].astype(np.int64)
    numbers[begin] = 0
    if int(numbers.max()) > candidates:
        return None
    # The weight's place now holds a 0 like the end of the line, so a line of different candidates
    # has one different number less than numbers.
    if (_different(numbers, begin, candidates) != lengths - 1).any():
        return None
    rows = np.zeros((lines, int(lengths.max())), number_type(range(candidates)))
    # Lengths as small as they come: this looks at every place of every row.
    rows[np.arange(rows.shape[1], dtype=np.uint16) < lengths.astype(np.uint16)[:, None]] = numbers
    return rows[:, 1:], weights


def _end_lines(
    zeros: npt.NDArray[np.intp],
    starts: npt.NDArray[np.intp],
    is_digit: npt.NDArray[np.bool_],
    is_line_end: npt.NDArray[np.bool_],
) -> bool:
    """Whether these zeros, as many as there are lines, end a line each.

    A line ends with its only 0: the number before the line end, and the next is on the next line.
    """
    if zeros[-1] != len(starts) - 1:
        return False
    after = starts[zeros] + 1
    if is_line_end[after].all():
        return True
    if is_digit[after].any():  # 00 ends no line
        return False
    # Spaces between a 0 and its line end, perhaps
    line_ends = np.flatnonzero(is_line_end)
    return bool((after <= line_ends).all() and (starts[zeros[:-1] + 1] > line_ends[:-1]).all())


def _numbers(
    digits: npt.NDArray[np.uint8],
    is_digit: npt.NDArray[np.bool_],
    is_start: npt.NDArray[np.bool_],
    starts: npt.NDArray[np.intp],
) -> npt.NDArray[np.integer] | None:
    """The numbers that begin at ``starts``; None if any is too long.

    The text ends with a line end, so there is a byte after every digit.
    """
    has_second = is_digit[1:]
    if not (is_start[:-2] & has_second[:-1] & has_second[1:]).any():
        # None has three digits: all are found together, byte by byte of the text.
        values = digits.copy()
        second = has_second.view(np.uint8)
        values[:-1] *= np.uint8(9) * second + np.uint8(1)
        values[:-1] += digits[1:] * second
        return values[starts]
    numbers = digits[starts].astype(np.int64)
    longer = np.flatnonzero(is_digit[starts + 1])
    place = 1
    while len(longer):
        if place == _LONGEST_NUMBER:
            return None
        at = starts[longer] + place
        numbers[longer] = numbers[longer] * 10 + digits[at]
        longer = longer[is_digit[at + 1]]
        place += 1
    return numbers


def _different(
    numbers: npt.NDArray[np.integer], begin: npt.NDArray[np.intp], candidates: int
) -> npt.NDArray[np.int64]:
    """How many different numbers (0 to ``candidates``) each line holds, by a bit for each."""
    found = np.zeros(len(begin), np.int64)
    for start in range(0, candidates + 1, _BITS):
        bits = np.zeros(candidates + 1, np.uint64)
        block = bits[start : start + _BITS]
        block[:] = np.uint64(1) << np.arange(len(block), dtype=np.uint64)
        found += np.bitwise_count(np.bitwise_or.reduceat(bits.take(numbers), begin))
    return found
