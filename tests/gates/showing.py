"""A browser that is shown answers: no server runs, each request is answered by the site in this process.

So a page that a form led to can be looked at like any other, and what it needs from the database is
counted while it is made.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.gates.visits.visit import Answer
from tests.gates.world import World, at

HOST = "localhost"  # which browsers trust without a certificate
SITE = f"http://{HOST}"
_STATIC = "/static/"
_NOT_SENT = {"content-length", "set-cookie"}


class Showing:
    """A page of a browser. `wrong` is what the pages themselves did wrong since it was last taken."""

    def __init__(self, page: Page, world: World) -> None:
        self.page, self.world = page, world
        self.answer: Answer | None = None
        self.wrong: list[str] = []
        # Where the connection to the world's database is known: the browser asks from elsewhere.
        self._context = copy_context()
        page.route("**/*", self._answer)
        page.on("pageerror", lambda error: self.wrong.append(f"a script fails: {error}"))
        page.on("console", lambda said: self._heard(said.type, said.text))

    def show(self, answer: Answer) -> None:
        """Open the page that was answered, with the headers it came with."""
        self.answer, self.wrong = answer, []
        arrived = self.page.goto(SITE + answer.path)
        assert arrived is not None
        assert arrived.status == answer.response.status_code

    def _heard(self, kind: str, text: str) -> None:
        """The browser reports the answer's own status, where it is an error, as one of the page."""
        is_of_status = text.startswith("Failed to load resource") and self.answer is not None
        if kind in {"error", "warning"} and not is_of_status:
            self.wrong.append(f"the browser says: {text}")

    def _answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.hostname != HOST:
            self.wrong.append(f"a request to another host: {route.request.url}")
            route.abort()
        elif asked.path.startswith(_STATIC):
            self._send_file(route, asked.path.removeprefix(_STATIC))
        elif route.request.is_navigation_request():
            self._send_page(route)
        else:
            self._ask_the_site(route, f"{asked.path}?{asked.query}")

    def _send_page(self, route: Route) -> None:
        assert self.answer is not None
        response = self.answer.response
        route.fulfill(
            status=response.status_code,
            headers=_headers(dict(response.headers)),
            body=response.content,
        )

    def _send_file(self, route: Route, name: str) -> None:
        found = finders.find(name)
        if found is None:
            self.wrong.append(f"no such file: {name}")
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)

    def _ask_the_site(self, route: Route, path: str) -> None:
        assert self.answer is not None
        with at(self.world.now):
            response = self._context.copy().run(self.answer.client.get, path)
        if response.status_code >= 400:
            self.wrong.append(f"{path} is answered {response.status_code}")
        route.fulfill(
            status=response.status_code,
            headers=_headers(dict(response.headers)),
            body=response.content,
        )


def _headers(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in _NOT_SENT}


@contextmanager
def showing(browser: Browser, world: World, *, scripts: bool = True) -> Iterator[Showing]:
    """A browser that nobody has used, with or without scripts."""
    context = browser.new_context(
        locale="en-GB",
        reduced_motion="reduce",
        viewport={"width": 1280, "height": 800},
        java_script_enabled=scripts,
    )
    context.set_default_timeout(15_000)
    yield Showing(context.new_page(), world)
    context.close()
