"""A picture of docs/ ages with the words and with the stylesheet, and not otherwise."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.docs.pictures import digest_of

STYLES = (Path(__file__).resolve().parents[2] / "static" / "css" / "site.css").read_text()
BODY = '<main><h1>Vote</h1><p class="lead">You can vote now.</p><button class="button">Go</button></main>'


def _digest(page: Page, body: str = BODY, styles: str = STYLES) -> str:
    page.set_content(f"<!DOCTYPE html><style>{styles}</style>{body}")
    return digest_of(page)


def test_other_words_and_another_stylesheet_age_it_and_what_is_around_it_does_not(
    browser: Browser,
) -> None:
    page = browser.new_page()
    known = _digest(page)
    assert _digest(page) == known
    assert _digest(page, BODY.replace("now", "soon")) != known
    assert _digest(page, styles=STYLES + ".button { background-color: purple }") != known
    assert _digest(page, styles=STYLES + ".lead { font-size: 3rem }") != known
    assert _digest(page, styles=STYLES + ".nowhere { color: purple }") == known
    assert _digest(page, f"<header>Other words</header>{BODY}") == known
    page.close()
