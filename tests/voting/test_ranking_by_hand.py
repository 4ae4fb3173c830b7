"""Ranking with a mouse and with a finger: pressing, dragging, undoing, always in step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from elections.models import Election, RollEntry
from members.models import User
from tests.embedded.guards import without_the_guard
from tests.embedded.site import Site
from tests.voting.cast import entry_of, link_of, open_election
from tests.voting.many import add_candidates


@pytest.fixture
def open_now(live_site: Site, rosa: User) -> Election:
    """Eight stand in Scotland, in the same order on every run."""
    election = open_election(rosa)
    add_candidates(election, 8, words=20)
    without_the_guard(RollEntry.objects.filter(election=election), nonce=bytes(32))
    return election


@pytest.fixture
def phone(browser: Browser, live_site: Site) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_site.url,
        viewport={"width": 360, "height": 640},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def names(page: Page) -> list[str]:
    """On the paper from top to bottom."""
    found: list[str] = page.locator("[data-candidate]").evaluate_all(
        "all => all.map((it) => it.dataset.name)"
    )
    return found


def numbers(page: Page) -> dict[str, str]:
    """What the fields would send."""
    filled: dict[str, str] = page.locator("[data-candidate]").evaluate_all(
        "all => Object.fromEntries(all.map((it) => [it.dataset.name, it.querySelector('input').value])"
        ".filter(([name, value]) => value))"
    )
    return filled


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-ranked-contest] [role=status]")).to_contain_text(words)


def ranked(*in_order: str) -> dict[str, str]:
    return {name: str(place) for place, name in enumerate(in_order, start=1)}


def drag_with_mouse(page: Page, name: str, *, onto: str) -> None:
    """From the handle to just past the middle of another candidate's row."""
    page.locator(f"[data-name='{name}'] .grip").scroll_into_view_if_needed()
    page.locator(f"[data-name='{name}'] .grip").hover()
    page.mouse.down()
    box = page.locator(f"[data-name='{onto}']").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=6)


def test_with_a_mouse(page: Page, open_now: Election) -> None:
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto(link_of(entry_of(open_now, "Callum")))
    on_paper = names(page)
    first, second, third, fourth = on_paper[:4]
    grips = page.locator(".grip:visible")
    for name in (third, first, second):
        page.locator(f"[data-name='{name}'] .rank-button").click()
    assert numbers(page) == ranked(third, first, second)
    assert names(page) == on_paper, "nothing moves by itself"
    expect(grips).to_have_count(0)

    page.get_by_role("button", name="Put in my order").click()
    assert names(page)[:4] == [third, first, second, fourth]
    expect(grips).to_have_count(3)
    drag_with_mouse(page, third, onto=second)
    page.mouse.move(20, page.viewport_size["height"] - 200)  # type: ignore[index]
    page.mouse.up()
    says(page, f"{third} is now your preference 3. 3 ranked, 5 not ranked.")
    assert numbers(page) == ranked(first, second, third)
    assert names(page)[:4] == [first, second, third, fourth], "those not ranked keep their places"

    drag_with_mouse(page, third, onto=first)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert numbers(page) == ranked(first, second, third), "Escape lets go of nothing changed"

    page.locator(f"[data-name='{first}'] .rank-button").click()
    says(page, f"{first} is taken off your ranking; those below move up one. 2 ranked")
    assert numbers(page) == ranked(second, third)
    page.get_by_role("button", name="Clear my ranking").click()
    assert numbers(page) == {}
    undo = page.get_by_role("button", name="Undo")
    for expected in (
        ranked(second, third),
        ranked(first, second, third),
        ranked(third, first, second),
        ranked(third, first),
        ranked(third),
        {},
    ):
        expect(undo).to_have_attribute("aria-disabled", "false")
        undo.click()
        assert numbers(page) == expected
    expect(undo).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    says(page, "There is nothing to undo.")


def _touch(page: Page, at: tuple[float, float], *, by: int) -> None:
    """A finger put down, moved up or down in steps, and lifted."""
    devtools = page.context.new_cdp_session(page)
    x, y = at

    def send(kind: str, *points: dict[str, float]) -> None:
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    for step in range(1, 11):
        send("touchMove", {"x": x, "y": y + by * step / 10})
    send("touchEnd")


def _middle(page: Page, selector: str) -> tuple[float, float]:
    page.locator(selector).evaluate("it => it.scrollIntoView({ block: 'center' })")
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_with_a_finger(phone: Page, open_now: Election) -> None:
    phone.goto(link_of(entry_of(open_now, "Callum")))
    first, second, third = names(phone)[:3]
    for name in (first, second, third):
        phone.locator(f"[data-name='{name}'] .rank-button").tap()
    phone.locator(f"[data-name='{third}']").get_by_role("button", name="up").tap()
    assert numbers(phone) == ranked(first, third, second)
    phone.get_by_role("button", name="Put in my order").tap()

    scrolled = "window.scrollY"
    at = _middle(phone, f"[data-name='{first}'] .grip")
    before = phone.evaluate(scrolled)
    row = phone.locator(f"[data-name='{first}']").evaluate("it => it.offsetHeight")
    _touch(phone, at, by=row)
    says(phone, f"{first} is now your preference 2.")
    assert phone.evaluate(scrolled) == before, "the handle moves the candidate, not the page"
    assert numbers(phone) == ranked(third, first, second)

    at = _middle(phone, f"[data-name='{first}'] .rank-button")
    before = phone.evaluate(scrolled)
    _touch(phone, at, by=-200)
    phone.wait_for_timeout(300)
    assert phone.evaluate(scrolled) > before + 100
    assert numbers(phone) == ranked(third, first, second), "anywhere else a finger scrolls"


def test_at_the_edge_of_the_window_the_page_scrolls_along(phone: Page, open_now: Election) -> None:
    phone.goto(link_of(entry_of(open_now, "Callum")))
    on_paper = names(phone)
    for name in on_paper:
        phone.locator(f"[data-name='{name}'] .rank-button").tap()
    phone.get_by_role("button", name="Put in my order").tap()
    x, y = _middle(phone, f"[data-name='{on_paper[0]}'] .grip")
    phone.mouse.move(x, y)
    phone.mouse.down()
    phone.mouse.move(x, 630, steps=4)
    expect(phone.locator(f"[data-name='{on_paper[0]}'] .rank")).to_have_text("8")
    phone.mouse.up()
    assert numbers(phone) == ranked(*on_paper[1:], on_paper[0])
