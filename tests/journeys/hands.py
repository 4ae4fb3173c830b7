"""Two ways of going through the site: with the keyboard alone, and in a browser without scripts."""

from __future__ import annotations

import re
from typing import Protocol

import pytest
from playwright.sync_api import Page

# What has the focus: its name, whether the ring round it is to be seen, and whether it is in view
# with nothing sticky on top of it.
_FOCUSED = """() => {
  const it = document.activeElement;
  const box = it.getBoundingClientRect();
  const style = getComputedStyle(it);
  const on_top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const labels = Array.from(it.labels || []).map((one) => one.textContent).join(" ");
  return {
    name: (it.getAttribute("aria-label") || labels || it.textContent || it.title || "").trim(),
    stop: it.tabIndex >= 0,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    clear: Boolean(on_top) && (it.contains(on_top) || on_top.contains(it)),
  };
}"""


class Hands(Protocol):
    page: Page

    def press(self, words: str) -> None:
        """A button or a link that leads to another page."""

    def jump(self, words: str) -> None:
        """A link to another part of the page."""

    def write(self, words: str, text: str) -> None:
        """Into the field with this label."""

    def choose(self, words: str) -> None:
        """Tick a box, or choose one of several."""


def _one_line(words: str) -> str:
    return " ".join(words.split())


class Keyboard:
    """Tab, Shift, Enter, Space and the arrows: every stop has a ring to be seen, and is in view."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self) -> str:
        """The name of what the next Tab reaches."""
        self.page.keyboard.press("Tab")
        return self.focused()

    def focused(self) -> str:
        found = self.page.evaluate(_FOCUSED)
        name = _one_line(found["name"])
        if not found["stop"]:
            return ""  # the page itself, or a summary of errors that was given the focus
        assert found["ring"], f"no ring round {name!r} on {self.page.url}"
        assert found["clear"], f"{name!r} is out of view or covered on {self.page.url}"
        return name

    def to(self, words: str) -> None:
        stops = [self.focused() if self.page.evaluate("document.hasFocus()") else ""]
        for _press in range(150):
            if words in stops[-1]:
                return
            stops.append(self.tab())
        pytest.fail(f"The keyboard does not reach {words!r} on {self.page.url}: {stops}")

    def press(self, words: str) -> None:
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def jump(self, words: str) -> None:
        self.to(words)
        self.page.keyboard.press("Enter")

    def write(self, words: str, text: str) -> None:
        self.to(words)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def choose(self, words: str) -> None:
        self.to(words)
        self.page.keyboard.press("Space")


class WithoutScripts:
    """In a context in which JavaScript is switched off."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, words: str) -> None:
        name = re.compile(re.escape(words))
        found = self.page.get_by_role("button", name=name)
        with self.page.expect_navigation():
            found.or_(self.page.get_by_role("link", name=name)).first.click()

    def jump(self, words: str) -> None:
        self.page.get_by_role("link", name=words).click()

    def write(self, words: str, text: str) -> None:
        self.page.get_by_label(re.compile(re.escape(words))).first.fill(text)

    def choose(self, words: str) -> None:
        self.page.get_by_label(re.compile(re.escape(words))).first.check()
