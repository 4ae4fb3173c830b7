"""Each gate finds what it is there for: a page made wrong in one way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser

from momentum_site.demo import guide
from tests.gates.looking import OURS, faults_of
from tests.gates.showing import Showing, showing
from tests.gates.visits.finding import slug
from tests.gates.visits.visit import Answer, Visit, make, visit
from tests.gates.world import World

SOUND = "<h1>Vote</h1><p>You can vote now.</p>"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"

# What stands in the page besides, and what the gates say about it.
WRONG = {
    '<div><a href="/x/">Alone</a></div>': "too small to press: a “Alone”",
    '<button class="button small" type="button">x</button><style>button{}</style>': "inline style",
    "<script>document.title = 'x';</script>": "Content Security Policy",
    '<p onclick="x()">Press</p>': "inline script",
    '<img src="/static/img/favicon.svg">': "a picture without words",
    '<img src="https://example.org/x.png" alt="x">': "Content Security Policy",
    '<script src="/static/js/nowhere.js"></script>': "no such file",
    "<h1>Again</h1>": "2 first headings",
    '<form method="post" action="/x/"><label>Name <input name="x"></label></form>': (
        "a form without a button"
    ),
    "<pre>" + "x" * 400 + "</pre>": "axe scrollable-region-focusable",
    '<svg width="900" height="9" class="button start" aria-hidden="true"></svg>': "",
    '<div class="site-header"><p class="quiet">Hard to see on red</p></div>': "axe color-contrast",
    '<input name="unlabelled">': "axe label",
}


@pytest.fixture
def shown(browser: Browser, world: World) -> Iterator[Showing]:
    with showing(browser, world) as found:
        yield found


def page(body: str, policy: str = POLICY) -> Answer:
    html = (
        '<!DOCTYPE html><html lang="en-gb"><head><meta charset="utf-8"><title>Vote</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/static/css/site.css"></head><body><main>{body}</main></body></html>'
    )
    response = HttpResponse(html, headers={"Content-Security-Policy": policy})
    return Answer(Visit("/"), "/", response, 0, Client())


def test_what_is_wrong_is_found_and_what_is_sound_passes(shown: Showing) -> None:
    assert faults_of(shown, page(SOUND)) == []
    for body, words in WRONG.items():
        found = faults_of(shown, page(SOUND + body))
        assert any(words in one for one in found) if words else not found, (body, found)


def test_each_part_is_looked_at_once_in_its_place_and_on_a_phone_too(shown: Showing) -> None:
    hard_to_see = '<div class="site-header"><p class="quiet">Hard to see on red</p></div>'
    seen: set[str] = set()
    found = faults_of(shown, page(SOUND + hard_to_see), seen=seen)
    for where in ("at 320: axe", "at 1280: light: axe"):
        assert any(one.startswith(f"{where} color-contrast") for one in found), where
    assert faults_of(shown, page(SOUND + hard_to_see), seen=seen) == []
    elsewhere = page(f"{SOUND}<section>{hard_to_see}</section>")
    assert faults_of(shown, elsewhere, seen=seen)


def test_a_request_to_another_host_is_found_where_no_policy_stops_it(shown: Showing) -> None:
    answer = page(SOUND + '<img src="https://example.org/x.png" alt="x">', policy="")
    found = faults_of(shown, answer)
    assert "a request to another host: https://example.org/x.png" in found


def test_what_is_too_wide_and_what_hides_its_focus_is_found(shown: Showing) -> None:
    """No class of the stylesheet can do it: the page is changed once it is open."""
    shown.show(
        page(SOUND + '<p class="alone"><button class="button" type="button">Go</button></p>')
    )
    shown.page.evaluate(OURS)
    assert shown.page.evaluate("gates.focus()") == []
    shown.page.evaluate(
        "document.querySelector('button').style.cssText = 'outline: none; box-shadow: none'"
    )
    assert "the focus is not seen" in shown.page.evaluate("gates.focus()")[0]
    shown.page.evaluate(
        """() => {
          document.querySelector('button').style.cssText = '';
          const lid = document.createElement('div');
          lid.style.cssText = 'position: fixed; inset: 0; background: white';
          document.body.append(lid);
        }"""
    )
    assert "covered while it has the focus" in shown.page.evaluate("gates.focus()")[0]
    shown.page.evaluate("document.querySelector('h1').style.width = '3000px'")
    assert "too wide: " in shown.page.evaluate("gates.wide()")[0]


def test_what_a_page_fetches_comes_from_the_same_world(shown: Showing, world: World) -> None:
    shown.show(make(world, visit("elections:list-candidates", slug(guide.VOTING))))
    photo = shown.page.locator("img.portrait").first
    photo.scroll_into_view_if_needed()
    photo.evaluate("image => image.decode()")
    assert photo.evaluate("image => image.naturalWidth") > 0
    assert shown.wrong == []


def test_what_a_visit_changes_does_not_stay(world: World) -> None:
    """The same form is answered the same way again."""
    voting = visit("account_login", sends={"email": "nobody@example.org"}, status=302)
    first, second = make(world, voting), make(world, voting)
    assert first.statements == second.statements
    assert first.response.status_code == second.response.status_code
