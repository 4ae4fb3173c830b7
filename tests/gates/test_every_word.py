"""Every page of the site in a language that marks each message: no word of the site is without a mark.

Pages for members are asked for in Welsh, whose place the marks take, and those of the office in
English. Each form is also sent with nothing entered. Mail is read as pages are. What people wrote is
no word of the site. Nor may a page in Welsh ask more of the database than any page may.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.apps import apps
from django.db.models import Q
from django.utils.html import escape

from elections.mailing.writing import Batch
from elections.models import Message
from members.languages import Language
from members.models import User
from momentum_site.demo import guide
from tests.gates import addresses
from tests.gates.excepted import IN_ENGLISH, is_looked_at, is_of_staff, statements_below
from tests.gates.forms import Sent, sent_empty
from tests.gates.visits import ROOMS, Visit
from tests.gates.visits.visit import Answer, make
from tests.gates.world import World, at
from tests.languages.pseudo import Data, pseudo_language, unmarked_texts, written_fields


class Read:
    """The pages of a room, and each text without a mark with where it was met first."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.data = {language: _written(language) for language in Language}
        self.routes = {one.name: one.route for one in addresses.every()}
        self.sent: Sent = set()
        self.unmarked: dict[str, str] = {}
        self.costly: list[str] = []

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
            if answer.statements >= statements_below(answer):
                self.costly.append(f"{visit} {answer.path}: {answer.statements} statements")
        return answer


@pytest.mark.parametrize("room", ROOMS)
def test_every_word(world: World, room: str) -> None:
    world.offer_welsh()
    pages = Read(world)
    for visit in ROOMS[room]:
        answer = pages.read(visit)
        for form in sent_empty(answer, pages.sent):
            pages.read(form)
    assert not pages.costly, "\n".join(pages.costly)
    assert not pages.unmarked, "\n".join(f"{at}: {text}" for text, at in pages.unmarked.items())


def test_every_mail(world: World) -> None:
    """One message of each kind that the world has sent, to readers who chose Welsh."""
    world.offer_welsh()
    # A code is written anew for each ballot mail, and where there was a vote its key is destroyed.
    with_code = Q(kind__in=(Message.Kind.BALLOT, Message.Kind.REMINDER))
    writable = Message.objects.filter(~with_code | Q(election__title=guide.VOTING))
    found = list(writable.order_by("kind", "pk").distinct("kind"))
    readers = {message.to for message in found}
    User.objects.bulk_create(
        [User(email=one, language=Language.WELSH) for one in readers], ignore_conflicts=True
    )
    User.objects.filter(email__in=readers).update(language=Language.WELSH)
    wrong: dict[str, list[str]] = {}
    with at(world.now), pseudo_language(data=_written(Language.WELSH)) as data:
        batch = Batch([message.pk for message in found])
        for message in batch.messages:
            mail = batch.write(message)
            html = str(mail.alternatives[0][0])
            assert '<html lang="cy">' in html, message.kind
            plain = f"<p>{escape(mail.subject)}</p><p>{escape(mail.body)}</p>"
            if unmarked := unmarked_texts(html + plain, data):
                wrong[message.kind] = unmarked
    assert len(found) > len(Message.Kind.values) / 2
    assert wrong == {}


def _entered(answer: Answer) -> list[str]:
    """What the address names, what was sent with a form, and the title of a guide in English."""
    sends, context = answer.visit.sends, answer.response.context or {}
    named = [*answer.visit.args, *([] if sends is None or callable(sends) else sends.values())]
    title = [f"{context['guide'].title} –"] if "guide" in context else []
    return [*title, *map(str, named)]


def _written(language: Language) -> Data:
    """What people wrote, in every row of the world; the office reads what was stored in English."""
    # As the audit writes values, and what allauth calls a passkey's name: both for the office alone.
    english = ["True", "False", "None", "Name"] if language == Language.ENGLISH else []
    data = Data(english, with_messages=language == Language.ENGLISH)
    for model in apps.get_models():
        names = [field.attname for field in written_fields(model)]
        for row in model._base_manager.values_list(*names):
            data.add(row)
    return data
