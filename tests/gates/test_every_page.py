"""Every page of the site, in every state that a visit names: the gates that none may fail.

Each form is also sent with nothing entered, so that its mistakes are looked at. The rooms are apart,
so that several processes share them.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from momentum_site.templatetags.drawn import drawn as drawn_before
from tests.gates.drawn import NOT_VISITED, every, of_all_rooms
from tests.gates.excepted import excepted, is_looked_at, statements_below
from tests.gates.forms import Sent, sent_empty
from tests.gates.looking import faults_of
from tests.gates.markup import Markup
from tests.gates.showing import Showing, showing
from tests.gates.visits import ROOMS
from tests.gates.visits.visit import Answer, make
from tests.gates.world import World

IS_LONG = bool(os.environ.get("SOAK"))
LANGUAGES = [code for code, _name in settings.LANGUAGES] if IS_LONG else [settings.LANGUAGE_CODE]


class Looked:
    """What has been looked at in a room.

    A page of a template that was seen before, made of nothing but kinds of parts that were seen
    before, is looked at no more; the contrast of a part in its place, and how it is on a phone, is
    looked at once. `make soak` has time for everything.
    """

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.parts: set[str] = set()
        self.drawn: set[str] = set()
        self.sent: Sent = set()
        self.wrong: list[str] = []

    def is_new(self, *parts: str) -> bool:
        new = not self.seen.issuperset(parts)
        self.seen.update(parts)
        return new or IS_LONG


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_every_page(browser: Browser, world: World, room: str, language: str) -> None:
    looked = Looked()
    world.offer_welsh(language)
    drawn_before.cache_clear()  # what is kept of pages is drawn by the visits of this room, too
    with showing(browser, world) as shown:
        for visit in ROOMS[room]:
            answer = make(world, replace(visit, language=language))
            _judge(looked, shown, answer)
            for sent in sent_empty(answer, looked.sent):
                _judge(looked, shown, make(world, sent))
    assert not looked.wrong, "\n".join(looked.wrong)
    drawn = of_all_rooms(room, looked.drawn)
    if drawn is not None:
        missing = every() - drawn - NOT_VISITED.keys()
        assert not missing, f"No visit is answered with {sorted(missing)}: add one, or the reason."
        assert not drawn & NOT_VISITED.keys(), "what is drawn needs no reason"


def _judge(looked: Looked, shown: Showing, answer: Answer) -> None:
    wrong = []
    if answer.response.status_code != answer.visit.status and answer.visit.status:
        wrong.append(f"is answered {answer.response.status_code}, not {answer.visit.status}")
    if answer.response.status_code >= 500:
        wrong.append(f"fails with {answer.response.status_code}")
    looked.drawn |= answer.templates
    if answer.visit.shows and answer.visit.shows not in answer.templates:
        wrong.append(f"is not drawn with {answer.visit.shows}")
    if answer.is_page:
        below = statements_below(answer)
        if answer.statements >= below:
            wrong.append(f"{answer.statements} statements to the database, not below {below}")
        if is_looked_at(answer):
            wrong += _look(looked, shown, answer)
    looked.wrong += [
        f"{answer.visit} {answer.path}: {one}" for one in wrong if not excepted(answer, one)
    ]


def _look(looked: Looked, shown: Showing, answer: Answer) -> list[str]:
    if not looked.is_new(*answer.templates, *Markup(answer.html).kinds):
        return []
    seen = None if IS_LONG else looked.parts
    return faults_of(shown, answer, seen=seen, everywhere=IS_LONG)
