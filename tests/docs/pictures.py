"""The pictures of docs/: which there are, how they are taken, and how it is seen that one has aged.

A picture ages when its page says something else or looks otherwise, not when a pixel moves:
`digests.json` holds, for each, a digest of what the page's main part says, of what kind each thing is,
and of how the stylesheet has each kind drawn.
"""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "pictures"
DIGESTS = Path(__file__).with_name("digests.json")
LARGEST = 60 * 1024  # bytes
COLOURS = 64  # enough for words and buttons, and a third of the size
PHONE, DESK = 360, 900


@dataclass(frozen=True)
class Picture:
    """``state`` says whose page it is and when; ``height`` is how much is seen from its top."""

    name: str
    state: str
    width: int
    height: int

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.png"


PICTURES = {
    picture.name: picture
    for picture in (
        Picture("ballot-paper", "Callum has ranked two of three", PHONE, 1120),
        Picture("check-your-vote", "Callum checks the order", PHONE, 900),
        Picture("vote-recorded", "Callum has cast the vote", PHONE, 900),
        Picture("member-home", "Callum can vote, stand and nominate", PHONE, 900),
        Picture("own-nomination", "Aisha has one of two nominations", PHONE, 1000),
        Picture("own-slate", "Dewi's slate: one stands, one has not answered", PHONE, 900),
        Picture("office-front", "Rosa has something to decide", DESK, 760),
        Picture("office-papers", "Rosa is about to fix the papers", DESK, 1000),
        Picture("public-board", "the papers are counted", PHONE, 1000),
        Picture("result", "the result is provisional", PHONE, 1100),
    )
}

# What differs from run to run is made the same: instants, spans, secrets, this machine's address, and
# what the demo alone shows.
_SETTLE = r"""() => {
  const days = ["Tuesday 30 June 2026", "Wednesday 1 July 2026", "Tuesday 7 July 2026",
                "Tuesday 14 July 2026", "Friday 17 July 2026", "Tuesday 21 July 2026"];
  const met = [];
  const dayOf = found => {
    if (!met.includes(found)) met.push(found);
    return days[Math.min(met.indexOf(found), days.length - 1)];
  };
  const weekday = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
  const month = "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
  const changes = [
    [new RegExp(`(?:${weekday} )?\\d{1,2} ${month} \\d{4}`, "g"), dayOf],
    [/(?:12 midnight at the start of the day|12 noon|\d{1,2}(?::\d\d)? [ap]m) \((?:BST|GMT)\)/g, "12 noon (BST)"],
    [/\bin (?:\d+ (?:minute|hour|day|month|year)s?|less than a minute)\b/g, "in 3 days"],
    [/\b(?:\d+ (?:minute|hour|day|month|year)s?|less than a minute) ago\b/g, "2 hours ago"],
    [/https?:\/\/127\.0\.0\.1:\d+/g, "https://elections.example.org"],
    [/\/n\/[\w-]+\//g, "/n/k7qf-2mwx/"],
    [/\b[0-9a-f]{64}\b/g, "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"],
    [/\b[A-Z2-7]{52}\b/g, "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43UOV3HO6DZPIYDCMRTGQ2T"],
  ];
  const settled = words => changes.reduce((all, [from, to]) => all.replace(from, to), words);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = settled(walker.currentNode.data);
    if (words !== walker.currentNode.data) walker.currentNode.data = words;
  }
  document.querySelectorAll("input:not([type=hidden])[value]").forEach(one => { one.value = settled(one.value); });
  document.querySelectorAll(".tracker span").forEach((one, place) => {
    one.textContent = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43UOV3HO6DZPIYDCMRTGQ2T".slice(4 * place, 4 * place + 4);
  });
  document.querySelectorAll('a[href^="/demo/"]').forEach(one => (one.closest("li") || one).remove());
  document.activeElement.blur();
}"""


# How each kind of element in the main part is drawn, but for its place and size, which fonts decide.
_LOOKS = """() => {
  const NAMES = ["display", "color", "backgroundColor", "backgroundImage", "borderTop", "borderRight",
    "borderBottom", "borderLeft", "borderRadius", "boxShadow", "padding", "gap", "fontFamily", "fontSize",
    "fontWeight", "lineHeight", "textAlign", "textDecorationLine", "listStyleType"];
  return [...new Set([...document.querySelectorAll("main, main *")].map((one) => {
    const style = getComputedStyle(one);
    return [one.localName, ...one.classList, ...NAMES.map((name) => style[name])].join("|");
  }))];
}"""


def take(page: Page, name: str) -> str:
    """Take the picture of the page that is open, if pictures are asked for.

    Returns what is wrong: that the picture of docs/ has aged, is missing or too large; else "".
    """
    picture = PICTURES[name]
    page.wait_for_load_state()
    page.emulate_media(reduced_motion="reduce")
    page.mouse.move(0, 0)  # over nothing that would look otherwise for it
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.evaluate(_SETTLE)
    page.evaluate("window.scrollTo(0, 0)")
    shot = _small(page.screenshot(animations="disabled"))
    digest = digest_of(page)
    # In the checkout only when asked for: a test that ran leaves nothing changed behind.
    if os.environ.get("PICTURES"):
        picture.file.write_bytes(shot)
        known = {name: value for name, value in digests().items() if name in PICTURES}
        DIGESTS.write_text(json.dumps(known | {name: digest}, indent=1, sort_keys=True) + "\n")
    if not picture.file.exists():
        return f"{name}: there is no picture; run `make pictures`"
    if picture.file.stat().st_size > LARGEST:
        return f"{name}: {picture.file.stat().st_size} bytes are too many"
    if digests().get(name) != digest:
        return f"{name}: the page has changed since; run `make pictures` and look at it"
    return ""


def digests() -> dict[str, str]:
    found: dict[str, str] = json.loads(DIGESTS.read_text()) if DIGESTS.exists() else {}
    return found


def digest_of(page: Page) -> str:
    """Of the roles, names, words and looks in the main part, in whatever order they come."""
    lines = page.locator("main").aria_snapshot().splitlines()
    said = sorted(line.strip() for line in lines if "/url:" not in line)
    looks = sorted(page.evaluate(_LOOKS))
    return sha256("\n".join([*said, *looks]).encode()).hexdigest()


def _small(shot: bytes) -> bytes:
    file = io.BytesIO()
    with Image.open(io.BytesIO(shot)) as picture:
        flat = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(file, "PNG", optimize=True)
    return file.getvalue()
