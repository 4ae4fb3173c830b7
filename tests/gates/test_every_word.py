"""Every page of the site in a language that marks each message: no word of the site is without a mark.

Pages for members are asked for in Welsh, whose place the marks take, and those of the office in
English. Each form is also sent with nothing entered. What people wrote is no word of the site.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.apps import apps

from members.languages import Language
from tests.gates import addresses
from tests.gates.excepted import IN_ENGLISH, is_looked_at, is_of_staff
from tests.gates.forms import Sent, sent_empty
from tests.gates.visits import ROOMS, Visit
from tests.gates.visits.visit import Answer, make
from tests.gates.world import World
from tests.languages.pseudo import Data, pseudo_language, unmarked_texts, written_fields


class Read:
    """The pages of a room, and each text without a mark with where it was met first."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.data = {language: _written(language) for language in Language}
        self.routes = {one.name: one.route for one in addresses.every()}
        self.sent: Sent = set()
        self.unmarked: dict[str, str] = {}

    def read(self, visit: Visit) -> Answer:
        route = self.routes.get(visit.name, visit.name)
        language = Language.ENGLISH if is_of_staff(route) else Language.WELSH
        with pseudo_language(language, self.data[language]) as data:
            answer = make(self.world, replace(visit, language=language))
        if answer.response.status_code >= 500:
            self.unmarked["fails"] = str(visit)
        elif is_looked_at(answer) and not answer.path.startswith(IN_ENGLISH):
            data.add(_entered(answer))
            for text in unmarked_texts(answer.html, data):
                self.unmarked.setdefault(text, f"{visit} {answer.path}")
        return answer


@pytest.mark.parametrize("room", ROOMS)
def test_every_word(world: World, room: str) -> None:
    world.offer_welsh()
    pages = Read(world)
    for visit in ROOMS[room]:
        answer = pages.read(visit)
        for form in sent_empty(answer, pages.sent):
            pages.read(form)
    assert not pages.unmarked, "\n".join(f"{at}: {text}" for text, at in pages.unmarked.items())


def _entered(answer: Answer) -> list[str]:
    """What the address names, what was sent with a form, and the title of a guide in English."""
    sends, context = answer.visit.sends, answer.response.context or {}
    named = [*answer.visit.args, *([] if sends is None or callable(sends) else sends.values())]
    title = [f"{context['guide'].title} –"] if "guide" in context else []
    return [*title, *map(str, named)]


def _written(language: Language) -> Data:
    """What people wrote, in every row of the world; the office reads what was stored in English."""
    of_the_record = ["True", "False", "None"]  # as the audit writes values
    data = Data(of_the_record, with_messages=language == Language.ENGLISH)
    for model in apps.get_models():
        names = [field.attname for field in written_fields(model)]
        for row in model._base_manager.values_list(*names):
            data.add(row)
    return data
