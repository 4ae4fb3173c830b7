"""A real browser, and a page in it that fails the test when the page itself misbehaves."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from tests.embedded.session import SESSIONS
from tests.embedded.site import Site

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
ARGUMENTS = [
    "--no-sandbox",  # containers; it opens our own pages only
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _run(*argv: str) -> None:
    subprocess.run(argv, check=False, stdin=subprocess.DEVNULL, capture_output=True)


def find_browser() -> str | None:
    """The browser to drive; None means the one that playwright has downloaded."""
    if chosen := os.environ.get("CHROME"):
        return chosen
    if found := _on_path():
        return found
    SESSIONS.mkdir(parents=True, exist_ok=True)
    with (SESSIONS / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one process installs it, others wait for it
        return _on_path() or _installed()


def _installed() -> str | None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        _run("apt-get", "update")
        _run("apt-get", "install", "-y", "--no-install-recommends", "chromium")
        if found := _on_path():
            return found
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        program = find_browser()
        if program is None and not Path(playwright.chromium.executable_path).exists():
            pytest.fail("No browser: install chromium, or name one in CHROME.")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
        # Beside the loop this thread has a further connection, out of reach once the loop is gone.
        connections.close_all()


@pytest.fixture
def page(browser: Browser, live_site: Site) -> Iterator[Page]:
    """A page of a browser nobody has used, at the live site.

    A script that throws, what the content security policy refuses, and a request to any other host
    fail the test.
    """
    wrong: list[str] = []
    host = urlsplit(live_site.url).netloc
    context = browser.new_context(base_url=live_site.url, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on(
        "console",
        lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.on(
        "request",
        lambda asked: (
            None
            if urlsplit(asked.url).netloc == host or asked.url.startswith(("data:", "blob:"))
            else wrong.append(f"request to {asked.url}")
        ),
    )
    yield page
    context.close()
    assert not wrong, wrong
