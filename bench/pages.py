"""How long the server works on every page that members read, beside an empty view and bare bytes.

`python bench/pages.py [TIMES] [MEMBERS]` (30 and 50,000) brings its own PostgreSQL: a contest
of 60 candidates and two of 5, with photos, statements of 250 words, slates and answers, in an election
whose nominations are open, one in which people vote and one that is declared; nine more were announced.
Whoever votes has the contest of 60 on the paper.

In the process: from the request to the rendered answer, by Django's test client. Through gunicorn: from
the request to the last byte on loopback. `bare` is an empty view behind the same middleware, and
`of its size` an answer of as many bytes from memory; the factor is the page's median to the latter.
`to think` is the process's own time on the processor, which other programs of the machine do not
lengthen: of that the target is 40 ms, and where a page is above it the exit status is 1.
"""

from __future__ import annotations

import http.client
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 30
MEMBERS = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
TARGET = 40  # milliseconds


def main() -> None:
    from bench.embedded import site

    os.environ["MOMENTUM_DEMO"] = "1"  # collects the static files in the folder that goes
    with site(counts=True, durable=False):
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.pages_settings"
        measure()


@dataclass(frozen=True)
class Page:
    """A page and who reads it: `cookies` are those of a browser that is signed in, or none."""

    name: str
    path: str
    cookies: str


@dataclass(frozen=True)
class Times:
    """In milliseconds."""

    median: float
    worst: float  # one of twenty is slower
    thinking: float

    @classmethod
    def of(cls, seconds: list[tuple[float, float]]) -> Times:
        walls = sorted(1e3 * wall for wall, _own in seconds)
        return cls(
            statistics.median(walls),
            walls[min(len(walls) - 1, int(0.95 * len(walls)))],
            statistics.median(1e3 * own for _wall, own in seconds),
        )


def measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from bench.pages_world import build

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    world = build(MEMBERS)
    pages = list(_pages(world))
    print(f"{MEMBERS:,} members, made in {time.perf_counter() - begun:.0f} s; {TIMES} times each")
    with _gunicorn() as fetch:
        header = (
            "median",
            "95 %",
            "to think",
            "queries",
            "KB",
            "of its size",
            "factor",
            "gunicorn",
        )
        print(f"{'':28}" + "".join(f"{one:>12}" for one in header))
        slow = [page.name for page in pages if _measure_one(page, fetch).thinking > TARGET]
    if slow:
        sys.exit(
            f"{len(slow)} of {len(pages)} pages think more than {TARGET} ms: {', '.join(slow)}"
        )
    print(f"None of {len(pages)} pages thinks more than {TARGET} ms")


def _pages(world: Any) -> Iterator[Page]:
    from django.test import Client

    from bench.pages_world import CONTESTS

    def cookies(user: Any) -> str:
        client = Client()
        client.force_login(user)
        return "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())

    voter, candidate = cookies(world.voter), cookies(world.candidate)
    open_, voting, counted = (
        f"/elections/{one.slug}/" for one in (world.nominating, world.voting, world.counted)
    )
    contest = world.counted.contests.get(title=CONTESTS[0]).number
    nomination = world.nominating.contests.get(title=CONTESTS[0]).nominations.first()
    from hustings.models import Question

    question = Question.objects.filter(hustings=world.voting.pk).first()
    yield Page("bare", "/bare/", "")
    strangers = {
        "home": "/",
        "elections": "/elections/",
        "seats": "/seats/",
        "election, nominating": open_,
        "election, voting": voting,
        "election, declared": counted,
        "notice": f"{voting}notice/",
        "candidates, nominating": f"{open_}candidates/",
        "candidates, voting": f"{voting}candidates/",
        "candidates, declared": f"{counted}candidates/",
        "candidate": f"{voting}candidates/{contest}/1/",
        "nomination": nomination.get_absolute_url(),
        "slate": f"{voting}slates/slate-0/",
        "hustings": f"{voting}questions/",
        "topic": f"{voting}questions/topics/1/",
        "question, all answers": f"{voting}questions/{question.pk}/" if question else "/",
        "results": f"{counted}results/",
        "count": f"{counted}results/{contest}/",
        "board": f"{voting}board/",
    }
    for name, path in strangers.items():
        yield Page(name, path, "")
    for name, path in strangers.items():
        yield Page(f"{name} *", path, voter)
    for name, path, who in (
        ("member's home *", "/home/", voter),
        ("ballot paper *", f"/vote/{world.voting.slug}/", voter),
        ("on the roll *", f"{voting}on-the-roll/", voter),
        ("link again *", f"/vote-email/{world.voting.slug}/", voter),
        ("what is held *", "/home/held-about-you/", candidate),
        ("own nomination *", f"{open_}nomination/", candidate),
        ("change nomination *", f"{open_}nomination/change/", candidate),
        ("withdraw *", f"{open_}nomination/withdraw/", candidate),
        ("stand *", f"{open_}stand/", voter),
        ("form to stand *", f"{open_}stand/{contest}/", voter),
        ("register a slate *", f"{open_}register-slate/", voter),
        ("nominate *", f"{nomination.get_absolute_url()}nominate/", voter),
        ("ask *", f"{voting}questions/ask/", voter),
    ):
        yield Page(name, path, who)
    api = "/api/v1/elections/"
    for name, path in (
        ("JSON: elections", api),
        ("JSON: one", f"{api}{world.counted.slug}/"),
        ("JSON: candidates", f"{api}{world.counted.slug}/candidates/"),
        ("JSON: results", f"{api}{world.counted.slug}/results/"),
        ("JSON: checkpoints", f"{api}{world.counted.slug}/checkpoints/"),
        ("calendar of one", f"{voting}calendar.ics"),
        ("calendar of 12", "/elections/calendar.ics"),
    ):
        yield Page(name, path, "")


def _measure_one(page: Page, fetch: Callable[[Page], int]) -> Times:
    """Prints the page's line, and gives its times in the process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    size = _get(page)
    with CaptureQueriesContext(connection) as asked:
        _get(page)
        queries = len(asked)
    times = Times.of([_timed(lambda: _get(page)) for _ in range(TIMES)])
    like = Page("", f"/bare/{size}/", page.cookies)
    bare = Times.of([_timed(lambda: _get(like)) for _ in range(TIMES)])
    fetch(page)
    served = Times.of([_timed(lambda: fetch(page)) for _ in range(TIMES)])
    cells = (
        *(f"{one:.1f}" for one in (times.median, times.worst, times.thinking)),
        str(queries),
        f"{size / 1024:.0f}",
        f"{bare.median:.2f}",
        f"{times.median / bare.median:.1f}",
        f"{served.median:.1f}",
    )
    print(f"{page.name:28}" + "".join(f"{one:>12}" for one in cells), flush=True)
    return times


@cache
def _browser() -> Any:
    """One for all: a new one sets up the whole middleware, which a server does once."""
    from django.test import Client

    return Client()


def _get(page: Page) -> int:
    """The size of the answer, which is rendered in this process."""
    answer = _browser().get(page.path, headers={"Cookie": page.cookies} if page.cookies else {})
    if answer.status_code != 200:
        sys.exit(f"{page.path} answers {answer.status_code}")
    return len(answer.content)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    begun, own = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - begun, time.process_time() - own


class _gunicorn:  # noqa: N801  read as `with _gunicorn() as fetch`
    """The site behind gunicorn on loopback, for as long as the block lasts."""

    def __enter__(self) -> Callable[[Page], int]:
        from momentum_site.embedded import ports, programs
        from momentum_site.embedded.supervisor import Supervisor

        port = ports.free()
        self._supervisor = Supervisor(Path(os.environ["MOMENTUM_VAR"]) / "log" / "web")
        self._supervisor.__enter__()
        programs.add_web(self._supervisor, port, processes=1)
        self._supervisor.start()
        host = urlsplit(f"http://127.0.0.1:{port}").netloc

        def fetch(page: Page) -> int:
            connection = http.client.HTTPConnection(host, timeout=60)
            connection.request("GET", page.path, headers={"Cookie": page.cookies})
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            if answer.status != 200:
                sys.exit(f"gunicorn answers {page.path} with {answer.status}")
            return len(body)

        return fetch

    def __exit__(self, *about: object) -> None:
        self._supervisor.__exit__(None, None, None)


if __name__ == "__main__":
    main()
