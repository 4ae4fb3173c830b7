"""Voters in parallel: each opens the mail's link and the paper, checks the vote, and casts it."""

from __future__ import annotations

import http.client
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from momentum_site.play.browser import Browser, Refusal

CLIENTS = 6
_RECORDED = "Your vote is recorded"
_NOT_VOTED = "You have not voted yet"


@dataclass
class Tally:
    """How the casting goes, while it goes."""

    cast: int = 0
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0  # seconds, from the link to the receipt


@dataclass(frozen=True)
class Errand:
    """One voter: the link of the mail, and candidate numbers in order of preference."""

    link: str
    ranking: tuple[int, ...]


def vote(browser: Browser, errand: Errand) -> None:
    """From the link to the receipt; raises Refusal where the site answers otherwise."""
    page = browser.open(errand.link)
    ranks: dict[str, str | list[str]] = {
        f"r-1-{number}": str(rank) for rank, number in enumerate(errand.ranking, start=1)
    }
    page.submit(page.form(action="/check/"), ranks)
    if _NOT_VOTED not in page.text:
        raise Refusal(f"{page.url} does not say that nobody has voted yet")
    page.submit(page.form(action="/cast/"))
    if _RECORDED not in page.text:
        raise Refusal(f"{page.url} gives no receipt: {page.complaint()}")


def cast_all(site: str, errands: Mapping[str, Errand], watch: Callable[[Tally], None]) -> Tally:
    """Cast every errand by parallel clients; `watch` is called a few times a second meanwhile."""
    waiting: queue.SimpleQueue[Errand] = queue.SimpleQueue()
    for errand in errands.values():
        waiting.put(errand)
    tally, lock = Tally(), threading.Lock()
    clients = [
        threading.Thread(target=_client, args=(site, waiting, tally, lock), daemon=True)
        for _client_number in range(min(CLIENTS, len(errands) or 1))
    ]
    for client in clients:
        client.start()
    while any(client.is_alive() for client in clients):
        watch(tally)
        time.sleep(0.2)
    return tally


def _client(
    site: str, waiting: queue.SimpleQueue[Errand], tally: Tally, lock: threading.Lock
) -> None:
    parts = urlsplit(site)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    while True:
        try:
            errand = waiting.get_nowait()
        except queue.Empty:
            return
        began = time.monotonic()
        try:
            vote(Browser(site, connection), errand)
        except (Refusal, OSError, http.client.HTTPException) as fault:
            connection.close()
            with lock:
                tally.faults.append(str(fault) or type(fault).__name__)
            continue
        with lock:
            tally.cast += 1
            tally.slowest = max(tally.slowest, time.monotonic() - began)
