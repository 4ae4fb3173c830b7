"""The site's own processes, as tests get them: `live_site`, `workers`, `page`."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Page

from elections.models import Heartbeat
from momentum_site.embedded.supervisor import Supervisor
from tests.embedded.site import Site


def test_worker_tally_worker_and_beat_are_alive(workers: Supervisor) -> None:
    give_up = time.monotonic() + 60
    while (alive := set(Heartbeat.objects.values_list("name", flat=True))) < {
        "worker",
        "tally",
        "beat",
    }:
        assert time.monotonic() < give_up, alive
        workers.check()
        time.sleep(0.2)


def test_the_tally_key_is_with_the_tally_worker_alone(workers: Supervisor, live_site: Site) -> None:
    everyone = {**workers.children, **live_site.supervisor.children}
    knows = set()
    for name, child in everyone.items():
        assert child.process is not None
        if b"TALLY_KEY=" in Path(f"/proc/{child.process.pid}/environ").read_bytes():
            knows.add(name)
    assert knows == {"tally"}


def test_the_live_site_works_on_after_its_database_was_replaced(live_site: Site) -> None:
    """The test before this one may have replaced it; each of many requests meets some thread."""
    for _ in range(20):
        assert httpx.get(f"{live_site.url}/", timeout=20).status_code == 200


def test_a_browser_opens_the_live_site(page: Page, live_site: Site) -> None:
    page.goto("/")
    assert urlsplit(page.url).netloc == urlsplit(live_site.url).netloc
    assert page.title()
