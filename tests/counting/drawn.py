"""What a drawn page says: its paragraphs, list items and headings, and its tables cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_BLOCKS = ("p", "li", "h3", "th", "td")


@dataclass
class Cell:
    """The text of a cell, and what stands beside it in an element of its own: a change, or a tag."""

    text: str = ""
    beside: str = ""


@dataclass
class Row:
    """A row of a table: its class, and its cells from the left."""

    kind: str = ""
    cells: list[Cell] = field(default_factory=list)


class Drawn(HTMLParser):
    """A page read once, spaces made single."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self.items: list[str] = []
        self.headings: list[str] = []
        self.tables: dict[str, list[list[Row]]] = {}  # by the class of the layout around them
        self._layout = ""
        self._block: Cell | None = None
        self._depth = 0  # of elements in the block
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class") or ""
        if "stage-table" in kind.split():
            self._layout = "stage-table"
        if tag == "table":
            self.tables.setdefault(self._layout, []).append([])
        elif tag == "tr":
            self.tables[self._layout][-1].append(Row(kind))
        elif tag in _BLOCKS:
            self._block, self._depth = Cell(), 0
        elif self._block is not None:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self._block is None:
            return
        if tag not in _BLOCKS:
            self._depth -= 1
            return
        block = Cell(_single(self._block.text), _single(self._block.beside))
        self._block = None
        if tag in ("th", "td"):
            self.tables[self._layout][-1][-1].cells.append(block)
            return
        found = {"p": self.paragraphs, "li": self.items, "h3": self.headings}[tag]
        found.append(_single(f"{block.text} {block.beside}"))

    def handle_data(self, data: str) -> None:
        if self._block is None:
            return
        if self._depth:
            self._block.beside += data
        else:
            self._block.text += data


def _single(text: str) -> str:
    return " ".join(text.split())
