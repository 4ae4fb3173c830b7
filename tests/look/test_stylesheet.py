"""The stylesheet has no rule for what no page has."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("elections", "hustings", "members", "momentum_site", "slates", "templates", "static/js")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"\{[^{}]*\}")
_CLASS = re.compile(r"\.([a-z][\w-]*)")
_CLASSES = re.compile(r'class="((?:\{[%{].*?[%}]\}|[^"])*)"', re.DOTALL)
_QUOTED = re.compile(r""""([^"\n]*)"|'([^'\n]*)'""")


def styled() -> set[str]:
    """Every class that a selector names."""
    rules = _COMMENT.sub("", (ROOT / "static/css/site.css").read_text())
    return set(_CLASS.findall(_BLOCK.sub(" ", rules)))


def given() -> set[str]:
    """Every class that a template has, and every word in quotation marks of whatever code makes pages.
    Of one that ends with a number not known yet, what stands before the number."""
    found: set[str] = set()
    for app in APPS:
        for file in (ROOT / app).rglob("*"):
            if file.suffix in {".html", ".py", ".js"}:
                text = file.read_text()
                said = [*_CLASSES.findall(text), *("".join(one) for one in _QUOTED.findall(text))]
                found.update(word for one in said for word in re.findall(r"[\w-]+", one))
    return found


def test_every_class_of_the_stylesheet_is_one_that_something_has() -> None:
    known = given()
    beginnings = tuple(one for one in known if one in {"slate-", "width-"})
    unused = {one for one in styled() if one not in known and not one.startswith(beginnings)}
    assert not unused
