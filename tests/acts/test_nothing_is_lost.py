"""Every form: sent after its time, sent twice, opened again afterwards; nothing entered is lost."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from elections.phases import Phase
from tests.acts import doing, further_forms, office_forms, other_rooms, voting
from tests.acts.act import Data, Form
from tests.acts.open_forms import (
    answer_of,
    arrive,
    records,
    refusals_of,
    text_of,
    words_typed,
)
from tests.acts.scene import SETTINGS, Fixed, Scene, Setting, set_the_scene
from tests.acts.test_who_may_do_what import MAY

pytestmark = pytest.mark.django_db

ACTS = {**doing.ACTS, **voting.ACTS, **other_rooms.ACTS}
NO_FORMS = {"take the list of nominations"}
PREPARED = (Phase.PREPARING, Phase.NOTICE, Phase.NOMINATING, Phase.CHECKING)
FIXED = (*PREPARED, Phase.READY, Phase.VOTING)
EARLIER: dict[Setting, tuple[Phase, ...]] = {  # the phases that each scene has gone through
    Phase.PREPARING: (),
    Phase.NOTICE: PREPARED[:1],
    Phase.NOMINATING: PREPARED[:2],
    Phase.CHECKING: PREPARED[:3],
    Phase.READY: PREPARED,
    Phase.DELAYED: PREPARED,
    Phase.NOT_HELD: (*PREPARED, Phase.DELAYED),
    Phase.VOTING: FIXED[:-1],
    Phase.COUNTING: FIXED,
    Phase.PROVISIONAL: (*FIXED, Phase.COUNTING),
    Phase.DECLARED: (*FIXED, Phase.COUNTING, Phase.PROVISIONAL),
    Phase.POSTPONED: PREPARED,
    Phase.WITHDRAWN: PREPARED,
    Phase.ABANDONED: FIXED,
    Fixed.POSTPONED: FIXED[:-1],
    Fixed.WITHDRAWN: FIXED[:-1],
}
PASSED = (200, 409, 422)  # there is a page
IS_LONG = bool(os.environ.get("SOAK"))


def _of_the_table(name: str) -> Iterator[Form]:
    """The act as each of those does it who have phases of their own."""
    by_letter: dict[str, list[Setting]] = {}
    for phase, letters in MAY[name].items():
        for letter in letters:
            by_letter.setdefault(letter, []).append(phase)
    phases = {tuple(found): letter for letter, found in sorted(by_letter.items())}
    return (Form(ACTS[name], letter, found) for found, letter in phases.items())


FORMS: list[tuple[str, Form]] = [
    *((name, form) for name in ACTS if name not in NO_FORMS for form in _of_the_table(name)),
    *office_forms.ABOUT_NO_ELECTION.items(),
    *office_forms.OF_AN_ELECTION.items(),
    *further_forms.ON_THE_WAY.items(),
    *further_forms.OF_AN_ELECTION.items(),
]


def _walk(
    scene: Scene, forms: list[tuple[str, Form]], look: Callable[[Scene, Form], list[str]]
) -> list[str]:
    """What is wrong with each of the forms; each begins with the scene as it was set."""
    wrong = []
    for name, form in forms:
        with transaction.atomic():
            form.act.before(scene)
            wrong += [f"{name}, {form.letter}: {fault}" for fault in look(scene, form)]
            transaction.set_rollback(True)
    return wrong


def _too_late_in(form: Form) -> list[Setting]:
    """The settings in which the form can still be on a screen and does nothing any more."""
    return [
        one for one in SETTINGS if one not in form.phases and set(form.phases) & set(EARLIER[one])
    ]


def _late_forms() -> dict[Setting, list[tuple[str, Form]]]:
    """Each form in the first setting for which it is too late, and with SOAK in every one."""
    found: dict[Setting, list[tuple[str, Form]]] = {}
    for name, form in FORMS:
        for phase in _too_late_in(form)[: None if IS_LONG else 1]:
            found.setdefault(phase, []).append((name, form))
    return found


LATE = _late_forms()


@pytest.mark.parametrize("phase", LATE)
def test_a_form_that_was_open_too_long_says_so_and_shows_what_was_typed(phase: Setting) -> None:
    wrong = _walk(set_the_scene(phase), LATE[phase], _faults_of_a_late_one)
    assert not wrong, "\n".join(wrong)


def _faults_of_a_late_one(scene: Scene, form: Form) -> list[str]:
    data, client = form.act.data(scene), scene.browsers[form.letter]
    page = arrive(client, client.post(form.act.page(scene), data))
    if page.status_code not in PASSED:
        return [f"answers {page.status_code}"]
    faults = [] if refusals_of(page) else [f"does not say why: {answer_of(page)}"]
    return faults + [f"loses “{one}”" for one in words_typed(data) if one not in text_of(page)]


@pytest.mark.parametrize("phase", sorted({form.phases[0] for _name, form in FORMS}))
def test_a_form_sent_twice_does_no_harm_and_opens_again(phase: Setting) -> None:
    first = [(name, form) for name, form in FORMS if form.phases[0] == phase]
    wrong = _walk(set_the_scene(phase), first, _faults_of_a_second_one)
    assert not wrong, "\n".join(wrong)


def _faults_of_a_second_one(scene: Scene, form: Form) -> list[str]:
    client = scene.browsers[form.letter]
    address, data = form.act.page(scene), form.act.data(scene)
    faults = _faults_of_opening(client, address)
    first = _sent(client, scene, form, address, data)
    if not form.act.was_done(scene):
        return [*faults, f"is not done: {answer_of(first)}"]
    done = records()
    page = _sent(client, scene, form, address, data)
    if page.status_code not in PASSED or not answer_of(page):
        faults.append(f"answers {page.status_code} the second time: {answer_of(page)}")
    more = {name for name, number in records().items() if number != done[name]}
    faults += [f"makes another {name}" for name in sorted(more)]
    return faults + _faults_of_opening(client, address)


def _sent(client: Client, scene: Scene, form: Form, address: str, data: Data) -> Any:
    """The page that answers the form, sent with the very same data each time."""
    for value in data.values():
        if isinstance(value, ContentFile):
            value.seek(0)
    attempt = form.act.attempt
    return arrive(client, attempt(client, scene) if attempt else client.post(address, data))


def _faults_of_opening(client: Client, address: str) -> list[str]:
    """A button without a page of its own is no address to go back to."""
    status = arrive(client, client.get(address)).status_code
    return [] if status in (200, 405) else [f"opens with {status}"]


def test_every_form_of_the_site_is_walked() -> None:
    scene = set_the_scene(Phase.NOMINATING)
    walked = set()
    for _name, form in FORMS:
        with transaction.atomic():
            form.act.before(scene)
            walked.add(resolve(form.act.page(scene)).view_name)
            transaction.set_rollback(True)
    assert walked == set(_takes_forms(get_resolver(), ""))


def _takes_forms(resolver: URLResolver, room: str) -> Iterator[str]:
    """The name of each address of the rooms to which something is sent."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _takes_forms(one, f"{one.namespace}:" if one.namespace else room)
        elif "POST" in _methods(one.callback) and not room.startswith("admin"):
            yield f"{room}{one.name}"


def _methods(view: Any) -> set[str]:
    """What the view's own decorators let through; nothing where they name nothing."""
    while view is not None:
        inside = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in inside:
            return set(inside["request_method_list"])
        view = getattr(view, "__wrapped__", None)
    return set()
