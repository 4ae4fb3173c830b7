"""The page of a count as people meet it: on a phone, on a desk, in the dark, on paper, as files."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Page

from elections.models import Election
from elections.results import StageView, VoteCell
from members.models import User
from tests.after_close import cast
from tests.embedded.looking import look_at
from tests.embedded.site import Site
from tests.voting.cast import page as path_of

BACKGROUND = "getComputedStyle(document.querySelector('.picture .paper')).fill"
BAND = "getComputedStyle(document.querySelector('.picture .elected')).fill"


@pytest.fixture
def counted(live_site: Site, rosa: User) -> Election:
    return cast.two_seats(rosa)


def test_how_two_were_elected(page: Page, counted: Election) -> None:
    page.goto(path_of(counted, "show-results"))
    look_at(page)
    assert page.get_by_label("To count again").input_value() == (
        f"python -m elections.counting recount {counted.slug}.zip"
    )
    page.goto(cast.result_page(counted))
    look_at(page)
    # What comes first, in the order of the story.
    said = page.inner_text("main")
    assert said.index("Bea Okafor") < said.index("5 of 6 members voted")
    places = [
        said.rindex(words)
        for words in (
            "5 of 6 members voted (83.3%). 2 were elected: Bea Okafor and Aisha Bello.",
            "How many voted",
            "How the votes were counted",
            "The count, stages 1 to",
            "In pictures",
            "Files",
        )
    ]
    assert places == sorted(places)
    # Pictures have a name and a description, and are as large as they were drawn.
    flow = page.get_by_role("img", name="Scotland: how votes moved from stage to stage")
    described = flow.locator("desc").text_content() or ""
    assert described.endswith("The table of the stages has the same figures.")
    page.set_viewport_size({"width": 320, "height": 800})
    box, drawn = flow.bounding_box(), flow.get_attribute("width")
    assert box is not None
    assert round(box["width"]) == round(float(drawn or 0))
    # The lines are drawn anew for a phone, as wide as it is.
    lines = page.get_by_role("img", name="Scotland: each candidate's votes, stage by stage")
    assert lines.count() == 1
    drawn_small = lines.bounding_box()
    assert drawn_small is not None
    assert drawn_small["width"] <= 288
    # The table is not scrolled on a phone, and is still one: each figure says of which stage it is.
    table = page.get_by_role("region", name="The count, stages 1 to").first
    assert table.evaluate("region => region.scrollWidth <= region.clientWidth")
    cell = table.get_by_role("cell").first
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"Stage 1"'
    assert table.get_by_role("rowheader").first.is_visible()
    assert table.get_by_role("columnheader").count() >= 3
    # A stage says in short what happened; its figures are one press away.
    first = page.locator(".stages-told details").first
    figures = first.locator("div")
    assert not figures.is_visible()
    first.locator("summary").click()
    assert figures.is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    drawn_wide = lines.bounding_box()
    assert drawn_wide is not None
    assert drawn_wide["width"] > 600
    # The same picture in the dark, with the elected in the same green.
    light, green = page.evaluate(BACKGROUND), page.evaluate(BAND)
    page.emulate_media(color_scheme="dark")
    look_at(page)
    assert page.evaluate(BACKGROUND) != light
    assert page.evaluate(BAND) == green
    # On paper nothing is cut off.
    page.emulate_media(color_scheme="light", media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    for region in page.locator(".table-scroll").all():
        assert region.evaluate("one => one.scrollWidth <= document.documentElement.clientWidth")
    # And a link to elsewhere says where it leads.
    page.goto("/accessibility/")
    link = page.get_by_role("link", name="AbilityNet")
    assert "https://" in link.evaluate("one => getComputedStyle(one, '::after').content")


def test_on_a_phone_an_empty_cell_is_not_seen_and_keeps_its_column(page: Page) -> None:
    ann, ben = (VoteCell(number, name, "7", "", "") for number, name in ((1, "Ann"), (2, "Ben")))
    stages = [
        StageView(number, "", votes, "1", "9")
        for number, votes in enumerate([[ann, ben], [ann], [ann, ben]], start=1)
    ]
    table = render_to_string("components/_stage_table.html", {"stages": stages})
    style = (settings.BASE_DIR / "static/css/site.css").read_text()
    page.set_viewport_size({"width": 320, "height": 800})
    page.set_content(f"<style>{style}</style>{table}")
    assert page.get_by_role("row", name="Ben").aria_snapshot().splitlines() == [
        '- row "Ben Stage 1 7 Stage 3 7":',
        '  - rowheader "Ben"',
        '  - cell "Stage 1 7"',
        "  - cell",
        '  - cell "Stage 3 7"',
    ]
    first, empty, _last = page.get_by_role("row", name="Ben").get_by_role("cell").all()
    assert first.evaluate("cell => cell.offsetHeight > 10")
    assert empty.evaluate("cell => cell.offsetHeight") == 0


def test_the_files_are_of_the_kind_and_size_that_the_page_says(
    page: Page, counted: Election
) -> None:
    page.goto(cast.result_page(counted))
    for link in page.get_by_role("link", name="Download this picture (SVG)").all():
        answer = page.request.get(link.get_attribute("href") or "")
        assert answer.headers["content-type"] == "image/svg+xml"
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.text().startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    for item in page.locator(".files li").all():
        answer = page.request.get(item.locator("a").get_attribute("href") or "")
        shown = float((item.locator(".quiet").inner_text()).split()[0])
        unit = 1024 if "KB" in item.inner_text() else 1
        assert abs(len(answer.body()) / unit - shown) < 0.1
    assert page.request.get(f"{cast.result_page(counted)}pictures/bars.svg").status == 404
