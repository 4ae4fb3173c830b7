"""Every page says who may keep a copy, and how long: those for anybody are kept, and no other is."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from elections.models import CountRecord, Document, Election, Photo
from elections.phases import Phase
from hustings.models import Hustings, Question, Topic
from slates.models import Slate
from tests.acts.scene import DAY, Scene, set_the_scene
from tests.embedded.guards import no_guards, without_the_guard
from tests.languages.cast import in_welsh

pytestmark = pytest.mark.django_db

# Pages that are neither for anybody, nor for members, nor for staff: nobody keeps a copy of them.
_SIGNING_IN = "what somebody enters to sign in"
_VOTING = "a voter's"
_DEMO = "the demo's, never on a public site"
NOT_KEPT = {
    "healthz": "asked to learn how things are now",
    "members:choose-member": "of whoever is signed in",
    "account_login": _SIGNING_IN,
    "account_request_login_code": _SIGNING_IN,
    "account_confirm_login_code": _SIGNING_IN,
    "account_inactive": _SIGNING_IN,
    "account_logout": _SIGNING_IN,
    "account_reauthenticate": _SIGNING_IN,
    "mfa_login_webauthn": _SIGNING_IN,
    "mfa_authenticate": _SIGNING_IN,
    "elections:enter-with-code": _VOTING,
    "elections:show-paper": _VOTING,
    "elections:declare-labour": _VOTING,
    "elections:check-vote": _VOTING,
    "elections:cast-vote": _VOTING,
    "elections:clear-device": _VOTING,
    "look": _DEMO,
    "list-mail": _DEMO,
    "show-mail": _DEMO,
    "show-people": _DEMO,
}
FOR_ONE_READER = {
    "elections:show-election": "its slates in an order that differs from reader to reader",
    "elections:list-candidates": "in an order that differs from reader to reader",
    "hustings:show-topic": "in an order that differs from reader to reader",
    "hustings:show-question": "in an order that differs from reader to reader",
    "slates:show-slate": "in an order that differs from reader to reader",
}


@dataclass(frozen=True)
class Page:
    name: str
    view: Any


def pages() -> dict[str, Page]:
    """Every address of the site by its name; those of the reference data are Django's own."""
    return {page.name: page for page in _walk(get_resolver(), "")}


def _walk(resolver: URLResolver, space: str) -> Iterator[Page]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            if one.app_name != "admin":
                yield from _walk(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield Page(f"{space}{one.name}", one.callback)


FOR_ANYBODY = {name for name, page in pages().items() if hasattr(page.view, "for_anybody")}


def test_every_page_says_for_whom_it_is() -> None:
    unsaid = {
        name
        for name, page in pages().items()
        if not any(hasattr(page.view, mark) for mark in ("for_anybody", "for_members", "for_staff"))
    }
    assert unsaid == set(NOT_KEPT), "say who may keep the page: members.reading, members.access"


@pytest.fixture
def scene() -> Scene:
    """A declared election with everything that has a page; Aisha has a photo and leads a slate."""
    scene = set_the_scene(Phase.DECLARED)
    election, now = scene.election, timezone.now()
    assert scene.nomination is not None
    record = CountRecord.objects.get()
    with no_guards():
        Photo.objects.create(
            nomination=scene.nomination, jpeg=b"a photo", width=1, height=1, digest=DIGEST
        )
        Slate.objects.create(
            election=election,
            slug="together",
            name="Together",
            colour=1,
            registered_at=now,
            state=Slate.State.APPROVED,
            decided_by=scene.rosa,
            decided_at=now,
        )
        hustings = Hustings.objects.create(
            election=election,
            questions_open_at=now - 4 * DAY,
            questions_close_at=now - 3 * DAY,
            answers_open_at=now - 3 * DAY,
            answers_close_at=now - 2 * DAY,
        )
        Question.objects.create(
            hustings=hustings,
            topic=Topic.objects.create(hustings=hustings, number=1, title="Democracy"),
            member=scene.people["bea"],
            text="Why?",
            sent_at=now - 3 * DAY,
            state="approved",
            decided_by=scene.rosa,
            decided_at=now - 3 * DAY,
        )
        record.pk, record.kind = None, CountRecord.Kind.AS_CAST
        record.save(force_insert=True)
    return scene


MARKED = "zq7-marked"
DIGEST = sha256(b"a photo").hexdigest()


def address(name: str, scene: Scene) -> str:
    """Of one page that is for anybody: KeyError where nothing is known to show there."""
    slug = scene.election.slug
    document = Document.objects.filter(election=scene.election).values_list("pk", flat=True).first()
    number = scene.contest.number
    question = Question.objects.values_list("pk", flat=True).get()
    given: dict[str, tuple[Any, ...]] = {
        **dict.fromkeys(("home", "accessibility", "privacy"), ()),
        **dict.fromkeys(
            (
                "elections:list-elections",
                "elections:how-counted",
                "elections:vote-protected",
                "elections:show-holders",
                "elections:calendar",
                "elections:api-index",
                "elections:api-elections",
            ),
            (),
        ),
        **dict.fromkeys(
            (
                "elections:show-election",
                "elections:show-notice",
                "elections:list-candidates",
                "elections:show-results",
                "elections:download-bundle",
                "elections:download-manifest",
                "elections:show-board",
                "elections:calendar-of-election",
                "elections:api-election",
                "elections:api-candidates",
                "elections:api-results",
                "elections:api-checkpoints",
                "hustings:show-hustings",
            ),
            (slug,),
        ),
        "elections:show-document": (slug, document),
        "elections:show-candidate": (slug, number, 1),
        "elections:show-nomination": (scene.share_token,),
        "elections:show-photo": (DIGEST,),
        "elections:show-count": (slug, number),
        "elections:show-other-count": (slug, number, "as-cast-1"),
        "elections:download-count": (slug, number, "csv"),
        "elections:show-board-page": (slug, "AB"),
        "elections:download-picture": (slug, number, "flow"),
        "elections:api-schema": ("election",),
        "help": (),
        "guide": ("roles/member",),
        "hustings:show-topic": (slug, 1),
        "hustings:show-question": (slug, question),
        "slates:show-slate": (slug, "together"),
    }
    return reverse(name, args=given[name])


def visit(browser: Client, path: str, query: Any = None, **headers: str) -> tuple[Any, bytes]:
    """The answer and its body, read to the end."""
    answer: Any = browser.get(path, query, headers=headers)
    body = b"".join(answer)
    return answer, body


@pytest.fixture
def within_the_hour() -> Iterator[None]:
    """Whose turn it is to stand first is drawn anew each hour."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.mark.usefixtures("within_the_hour")
def test_what_is_for_anybody_is_kept_by_strangers_and_asks_for_nothing_twice(scene: Scene) -> None:
    for name in sorted(FOR_ANYBODY):
        answer, _body = visit(Client(), address(name, scene))
        assert answer.status_code == 200, name
        kept = answer["Cache-Control"]
        assert ("private" if name in FOR_ONE_READER else "public") in kept.split(", "), name
        assert "max-age=" in kept, name
        assert not answer.cookies, name
        if answer.streaming:
            continue
        again = Client().get(address(name, scene), headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b""), name
        assert again["Cache-Control"] == kept, name
        assert "Content-Security-Policy" in again, name


def test_a_cache_keeps_no_page_that_puts_the_language_into_a_cookie(scene: Scene) -> None:
    in_welsh(scene.election)
    reader = Client()
    chosen = reader.get("/?lang=cy")
    assert chosen.cookies["language"].value == "cy"
    assert {"private", "public"} & set(chosen["Cache-Control"].split(", ")) == {"private"}
    again = reader.get("/?lang=cy")
    assert not again.cookies
    assert "public" in again["Cache-Control"].split(", ")


def test_nobody_keeps_what_names_its_reader(scene: Scene) -> None:
    named = []
    for name in sorted(FOR_ANYBODY):
        answer, body = visit(scene.browsers["M"], address(name, scene))
        assert answer.status_code == 200, name
        if "no-store" in answer["Cache-Control"]:
            assert "ETag" not in answer, name
            named.append(name)
        else:  # it is the same for everybody: nobody's name or cookie was looked at
            assert b"Bea" not in body, name
            assert "Cookie" not in answer.get("Vary", ""), name
    assert {"home", "elections:show-election", "elections:list-candidates"} <= set(named)
    assert not {name for name in named if "api" in name or "calendar" in name or "board" in name}


def test_a_page_that_names_its_reader_is_told_apart_by_the_cookie(scene: Scene) -> None:
    for name in sorted(FOR_ANYBODY):
        member, _body = visit(scene.browsers["M"], address(name, scene))
        stranger, _body = visit(Client(), address(name, scene))
        differs = "no-store" in member["Cache-Control"]
        assert differs == ("Cookie" in stranger.get("Vary", "")), name


def test_the_pages_of_members_staff_and_voters_are_kept_by_nobody(scene: Scene) -> None:
    slug = scene.election.slug
    for letter, path in (
        ("M", "/home/"),
        ("M", f"/vote/{slug}/"),
        ("X", f"/vote/{slug}/"),
        ("X", "/sign-in/"),
        ("X", "/healthz"),
        ("O", f"/office/elections/{slug}/"),
    ):
        assert "no-store" in scene.browsers[letter].get(path)["Cache-Control"], path


def test_a_rehearsal_is_kept_by_nobody(scene: Scene) -> None:
    slug = scene.election.slug
    without_the_guard(Election.objects.filter(pk=scene.election.pk), rehearsal_of=scene.election.pk)
    for path in ("", "results/", "board/", "manifest.json", "results/bundle.zip"):
        url = f"/elections/{slug}/{path}"
        answer, _body = visit(scene.browsers["O"], url)
        assert "no-store" in answer["Cache-Control"], url
        assert Client().get(url).status_code == 404
        assert "Cache-Control" not in Client().get(url)


def test_public_pages_are_compressed_though_they_name_their_reader(scene: Scene) -> None:
    for name in sorted(FOR_ANYBODY):
        path = address(name, scene)
        _plain, plain = visit(Client(), path)
        for query in ({}, {"lang": "cy"}):
            answer, body = visit(scene.browsers["M"], path, query, **{"Accept-Encoding": "gzip"})
            is_text = answer["Content-Type"].startswith(("text/", "application/json"))
            if is_text and len(plain) > 2000:
                assert answer["Content-Encoding"] == "gzip", name
                assert len(body) < len(plain), name


def what_is_compressed_repeats_nothing(browser: Client, path: str) -> None:
    for query in (
        {"marked": MARKED, "q": MARKED},
        {"begins": MARKED},
        {"page": MARKED, "lang": "cy"},
        {"lang": MARKED},
        {"lang": [MARKED, "cy"]},
    ):
        answer, body = visit(browser, path, query, **{"Accept-Encoding": "gzip"})
        if answer.get("Content-Encoding") == "gzip":
            assert MARKED.encode() not in gzip.decompress(body), (path, query)


def test_what_is_compressed_repeats_nothing_of_the_request(scene: Scene) -> None:
    in_welsh(scene.election)
    for name in sorted(FOR_ANYBODY):
        what_is_compressed_repeats_nothing(scene.browsers["M"], address(name, scene))
    plain, _body = visit(scene.browsers["M"], "/", {"marked": MARKED})
    assert MARKED in plain.content.decode(), "some page repeats it, else this looks at nothing"


def test_what_is_not_public_is_never_compressed(scene: Scene) -> None:
    for letter, path in (
        ("M", "/home/"),
        ("M", f"/vote/{scene.election.slug}/"),
        ("O", f"/office/elections/{scene.election.slug}/"),
        ("O", "/office/members/?q=bea"),
    ):
        answer = scene.browsers[letter].get(path, headers={"Accept-Encoding": "gzip"})
        assert len(answer.content) > 2000
        assert "Content-Encoding" not in answer, path


def test_no_page_for_anybody_writes_anything(scene: Scene) -> None:
    for name in sorted(FOR_ANYBODY):
        path = address(name, scene)
        with CaptureQueriesContext(connection) as asked:
            visit(Client(), path)
        for statement in asked.captured_queries:
            assert statement["sql"].lstrip().upper().startswith("SELECT"), (name, statement)


def test_the_empty_paper_is_compressed_and_what_a_voter_entered_on_it_is_not() -> None:
    scene = set_the_scene(Phase.VOTING)
    path, accepts = f"/vote/{scene.election.slug}/", {"Accept-Encoding": "gzip"}
    empty = scene.browsers["M"].get(path, headers=accepts)
    assert b"Aisha" in gzip.decompress(empty.content)
    assert "no-store" in empty["Cache-Control"]
    in_welsh(scene.election)
    what_is_compressed_repeats_nothing(scene.browsers["M"], path)
    for sent in (path, f"{path}check/"):
        entered = scene.browsers["M"].post(sent, headers=accepts)
        assert b"</html>" in entered.content, sent
