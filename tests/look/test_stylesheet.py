"""The stylesheet has no rule for what no page has."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("elections", "hustings", "members", "momentum_site", "slates", "templates")
# Code that writes markup, and views and figures that name the state of a line or of a field.
WRITING = (
    "static/js",
    "elections/results/pictures/svg.py",
    "elections/results/counted.py",
    "elections/views/public.py",
    "members/listing/showing.py",
    "momentum_site/guides.py",
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"\{[^{}]*\}")
_CLASS = re.compile(r"\.([a-z][\w-]*)")
_CLASSES = re.compile(r'\b(?:class|kind)="((?:\{[%{].*?[%}]\}|[^"])*)"', re.DOTALL)
_BODY = re.compile(r"\{% block body_class %\}([\w-]+)")
_QUOTED = re.compile(r""""([^"\n]*)"|'([^'\n]*)'""")


def styled() -> set[str]:
    """Every class that a selector names."""
    rules = _COMMENT.sub("", (ROOT / "static/css/site.css").read_text())
    return set(_CLASS.findall(_BLOCK.sub(" ", rules)))


def given() -> set[str]:
    """Every class that a template has, or hands on as a `kind`, and every word in quotation marks of
    the code that is known to give classes. Of one that ends with what is not known yet, what stands
    before it. Whether the parts of a selector ever stand together, this does not see."""
    said = []
    for app in APPS:
        for file in (ROOT / app).rglob("*.html"):
            text = file.read_text()
            said += [*_CLASSES.findall(text), *_BODY.findall(text)]
    for writing in WRITING:
        there = ROOT / writing
        for file in [there] if there.is_file() else there.rglob("*.js"):
            said += ["".join(one) for one in _QUOTED.findall(file.read_text())]
    return {word for one in said for word in re.findall(r"[\w-]+", one)}


def test_every_class_of_the_stylesheet_is_one_that_something_has() -> None:
    known = given()
    beginnings = tuple(one for one in known if one in {"slate-", "width-"})
    unused = {one for one in styled() if one not in known and not one.startswith(beginnings)}
    assert not unused
