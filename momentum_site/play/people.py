"""The people of a play, each with a browser: an officer, candidates, supporters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from elections.london import LONDON
from momentum_site.demo.people import current_code
from momentum_site.play.browser import Browser, Refusal
from momentum_site.play.post import Post


def sign_in(site: str, post: Post, address: str) -> Browser:
    """A browser signed in by the code that was mailed to the address."""
    browser = Browser(site)
    browser.open("/sign-in/").submit(browser.form("email"), {"email": address})
    browser.submit(browser.form("code"), {"code": post.sign_in_code(address)})
    return browser


class Officer:
    """The returning officer, who sets the election up and sees it through by the office's forms."""

    def __init__(self, site: str, post: Post, address: str) -> None:
        self.browser = sign_in(site, post, address)
        self.browser.submit(self.browser.form("code"), {"code": current_code(address)})
        self.slug = ""

    def close(self) -> None:
        self.browser.connection.close()

    def create(self, title: str, *, opens_at: datetime) -> None:
        page = self.browser.open("/office/elections/new/")
        page.submit(
            page.form("template", "title"),
            {
                "template": "nec-nine",
                "title": title,
                **_instant("voting_opens_at", opens_at),
            },
        )
        self.slug = page.url.rstrip("/").rpartition("/")[2]

    def condition(self, *, supporters: int, min_batch: int = 10) -> None:
        page = self.browser.open(self._path("edit/"))
        page.submit(
            page.form("supporters_needed"),
            {
                "supporters_needed": str(supporters),
                "declared_by": "automatic",
                "min_batch": str(min_batch),
            },
        )

    def contest(self, title: str, *, seats: int, supports: int) -> None:
        page = self.browser.open(self._path("contests/1/"))
        page.submit(
            page.form("seats"),
            {"title": title, "seats": str(seats), "supports_per_member": str(supports)},
        )

    def timetable(self, instants: Mapping[str, datetime | None], *, reason: str = "") -> None:
        page = self.browser.open(self._path("timetable/"))
        form = page.form("voting_opens_at_date")
        entered: dict[str, str | list[str]] = {}
        for name, instant in instants.items():
            entered |= _instant(name, instant)
        if "reason" in form.names:
            entered["reason"] = reason
        page.submit(form, entered)
        self._go_on()
        if page.url.endswith("/timetable/"):
            raise Refusal(f"The timetable was refused: {page.complaint()}")

    def publish_notice(self) -> None:
        page = self.browser.open(self._path("notice/"))
        page.submit(page.form("confirm"), {"confirm": self.slug})
        if page.url.endswith("/notice/"):
            raise Refusal(f"The notice was refused: {page.complaint()}")

    def accept_everybody(self, count: int) -> None:
        for number in self._nominations(count):
            page = self.browser.open(self._path(f"nominations/{number}/"))
            page.submit(page.form("decision"), {"decision": "accept"})
            self._go_on()

    def fix_papers(self) -> None:
        page = self.browser.open(self._path("papers/"))
        page.submit(page.form("confirm"), {"confirm": self.slug})
        if page.url.endswith("/papers/"):
            raise Refusal(f"Fixing the papers was refused: {page.complaint()}")

    def _go_on(self) -> None:
        """Press the button of the page to check, where there is one."""
        if 'name="checked"' in self.browser.text:
            self.browser.submit(self.browser.form("checked"))

    def _nominations(self, count: int) -> list[str]:
        page = self.browser.open(self._path("nominations/"))
        numbers = sorted(set(re.findall(r"/nominations/(\d+)/", page.text)), key=int)
        if len(numbers) != count:
            raise Refusal(f"{len(numbers)} nominations are listed, not {count}.")
        return numbers

    def _path(self, part: str) -> str:
        return f"/office/elections/{self.slug}/{part}"


def stand(browser: Browser, slug: str, name: str) -> str:
    """Put somebody forward for the election's one contest; returns the link they share."""
    page = browser.open(f"/elections/{slug}/stand/1/")
    page.submit(
        page.form("ballot_name"),
        {"ballot_name": name, "statement": f"{name} stands in a played election.", "step": "check"},
    )
    page.submit(page.form("ballot_name", "step"), {"step": "submit"})
    page.open(f"/elections/{slug}/nomination/")
    found = re.search(r"/n/[\w-]+/", page.text)
    if found is None:
        raise Refusal(f"{page.url} shows no link to share: {page.complaint()}")
    return found[0]


def support(browser: Browser, link: str) -> None:
    page = browser.open(f"{link}nominate/")
    page.submit(page.form("csrfmiddlewaretoken", action="/nominate/"))


def _instant(name: str, at: datetime | None) -> dict[str, str | list[str]]:
    if at is None:
        return {f"{name}_date": "", f"{name}_time": ""}
    local = at.astimezone(LONDON)
    return {f"{name}_date": f"{local:%Y-%m-%d}", f"{name}_time": f"{local:%H:%M:%S}"}


def whole_second(at: datetime) -> datetime:
    """The next whole second: what the office's forms can say."""
    return at.replace(microsecond=0) + timedelta(seconds=1)
