"""The templates of the site, and those with which the visits of the rooms have been drawn.

The rooms are looked at one after another, in several processes: each leaves what it drew, and the
last one of a run has everything.
"""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

from tests.embedded.session import SESSIONS
from tests.gates import kept
from tests.gates.visits import ROOMS

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

# Templates of no page of the site's addresses, each folder and file with its reason.
NO_PAGES = {
    "elections/mail/": "mail, which tests/mailing reads",
    "account/email/": "mail, which tests/members reads",
    "account/messages/": "words of messages, which pages show",
    "allauth/": "parts and frames of account pages, of which allauth chooses",
}
NOT_VISITED: dict[str, str] = {
    "mfa/webauthn/reauthenticate.html": "asks for a passkey that a device has made",
    "demo/show_mail.html": "shows a file that a running demo has written; tests/mailing reads one",
    **dict.fromkeys(
        ("400.html", "500.html", "pages/csrf_failure.html", "pages/database_away.html"),
        "no address leads there: test_pages_without_an_address.py looks at it",
    ),
}

_in_this_process: dict[str, set[str]] = {}


def every() -> set[str]:
    """The names of the site's templates of pages and their parts."""
    names = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    return {name for name in names if not name.startswith(tuple(NO_PAGES))}


def of_all_rooms(room: str, drawn: set[str]) -> set[str] | None:
    """Add what the room has drawn; what all have drawn, once each of them has been looked at."""
    path = _place()
    if path is None:
        _in_this_process[room] = drawn
        return _whole(_in_this_process)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        rooms = {name: set(names) for name, names in json.loads(file.read() or "{}").items()}
        rooms[room] = drawn
        file.truncate(0)
        file.write(json.dumps({name: sorted(names) for name, names in rooms.items()}))
    return _whole(rooms)


def _whole(rooms: dict[str, set[str]]) -> set[str] | None:
    return set().union(*rooms.values()) if rooms.keys() >= ROOMS.keys() else None


def _place() -> Path | None:
    """Beside the world that the processes of this run share, and forgotten with it."""
    world = kept.place()
    SESSIONS.mkdir(parents=True, exist_ok=True)
    return world.with_suffix(".drawn") if world else None
