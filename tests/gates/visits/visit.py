"""A visit: somebody opens an address of the site, or sends a form to it, and is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from members.languages import COOKIE, Language
from members.models import Member
from tests.gates.world import World, at

Who = str | Callable[[World], Member | None]
Given = str | int | Callable[[World], Any]
PAGE, MOVED, MISTAKES, REFUSED, GONE, TOO_LATE = 200, 302, 422, 403, 404, 409
_OURS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")  # of what rolls the visit back


@dataclass(frozen=True)
class Visit:
    """`name` is the address's name with `args`, or a path that begins with a slash.

    `who` is an address that signs in, or finds the member; "" is a stranger. `sends` is what is
    posted. `before` brings about in the world what the visit needs. `shows` is a template that the
    page is drawn with, where the address could answer with another page as well.
    """

    name: str
    args: tuple[Given, ...] = ()
    who: Who = ""
    status: int = PAGE
    sends: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] | None = None
    before: Callable[[World, Client], object] | None = None
    query: str = ""
    shows: str = ""
    language: str = Language.ENGLISH  # what the browser remembers

    def __str__(self) -> str:
        sent = "" if self.sends is None else " with a form sent"
        after = f" after {self.before.__name__}" if self.before else ""
        return f"{self.name}{self.query} by {getattr(self.who, '__name__', self.who) or 'anybody'}{after}{sent}"

    def path(self, world: World) -> str:
        if self.name.startswith("/"):
            return f"{self.name}{self.query}"
        args = [one(world) if callable(one) else one for one in self.args]
        return reverse(self.name, args=args) + self.query


@dataclass(frozen=True)
class Answer:
    """What the site answered, and with how many statements to the database."""

    visit: Visit
    path: str
    response: Any
    statements: int
    client: Client = field(repr=False)

    @property
    def is_page(self) -> bool:
        kind = str(self.response.headers.get("Content-Type", ""))
        is_html = kind.startswith("text/html") and not self.response.streaming
        return is_html and self.response.status_code not in (301, 302)

    @property
    def templates(self) -> set[str]:
        """The names of those with which it was drawn."""
        drawn = getattr(self.response, "templates", None) or ()
        return {str(one.name) for one in drawn if one.name}

    @property
    def html(self) -> str:
        text: str = self.response.content.decode()
        return text


def visit(name: str, *args: Given, **more: Any) -> Visit:
    return Visit(name, args, **more)


def make(world: World, wanted: Visit) -> Answer:
    """Go there, and leave the world as it was."""
    with at(world.now), translation.override(wanted.language):
        who = wanted.who(world) if callable(wanted.who) else wanted.who
        assert who is not None, f"nobody of the world is meant in {wanted}"
        client = world.browser_of(who)
        with transaction.atomic():
            answer = _answered(world, wanted, client)
            transaction.set_rollback(True)
    return answer


def _answered(world: World, wanted: Visit, client: Client) -> Answer:
    client = _apart(client)
    if wanted.language != Language.ENGLISH:
        client.cookies[COOKIE] = wanted.language
    if wanted.before is not None:
        wanted.before(world, client)
    path = wanted.path(world)
    sends = wanted.sends(world) if callable(wanted.sends) else wanted.sends
    client.raise_request_exception = False
    with CaptureQueriesContext(connection) as asked:
        response: Any = client.get(path) if sends is None else client.post(path, sends)
        _read(response)
    own = [one for one in asked.captured_queries if not one["sql"].startswith(_OURS)]
    return Answer(wanted, path, response, len(own), client)


def _read(response: Any) -> None:
    """A file that is made while it is sent is made while the world is as the visit needs it."""
    if response.streaming:
        b"".join(response)
    # Closing the response itself would close the connection, and with it the world's transaction.
    for close in response._resource_closers:
        close()


def _apart(client: Client) -> Client:
    """A browser of its own with the same cookies: what the visit leaves in it is for no other."""
    other = Client()
    other.cookies.load(client.cookies.output(header="", sep=";"))
    return other
