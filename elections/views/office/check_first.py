"""A page to check before an act that mails people, or that nobody can take back.

A form that is sent is first tried out: the act is done in a transaction that is rolled back. So the
page says whom it mails, how many they are and in what words, as the act itself would have it, and
what the act refuses is refused before anybody confirms. The page carries what was entered. It sends
that again to do it, with the typed confirmation where the act asks for one, or to change it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib.messages.storage import default_storage
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import timezone
from django.utils.functional import Promise

from elections import access, mailing
from elections.forms.deciding import ConfirmForm
from elections.forms.in_words import Entered, entered_in

View = Callable[..., HttpResponseBase]
Confirm = Callable[[QueryDict | None, dict[str, Any]], forms.Form]
CHECKED, BACK, CONFIRM = "checked", "back", "confirm"
_NOT_ENTERED = ("csrfmiddlewaretoken", CHECKED, BACK, CONFIRM)


@dataclass(frozen=True)
class Check:
    """What the page shows. `is_in_place`: the act's own page draws it, where its form would be."""

    entered: Sequence[Entered]
    hidden: Sequence[tuple[str, str]]
    previews: Sequence[mailing.Preview]
    button: str
    confirm: forms.Form | None
    is_in_place: bool
    is_final: bool

    @property
    def number(self) -> int:
        return sum(one.number for one in self.previews)


def names_election(data: QueryDict | None, address: dict[str, Any]) -> forms.Form:
    """The election is named by typing its address or its title."""
    return ConfirmForm(data, election=access.office_election(address["slug"]))


def checks_first(
    button: str | Promise,
    *,
    confirm: Confirm | None = None,
    in_place: bool = False,
    if_mailed: bool = False,
    is_final: bool = True,
) -> Callable[[View], View]:
    """A view whose form is checked before it acts; `if_mailed` only where that mails anybody.

    `button` says what will be done; a form with words of its own for that has them as `act_in_words`.
    `confirm` makes the form in which something is typed to confirm; `is_final` is false of what
    another act undoes.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **address: Any) -> HttpResponseBase:
            sent = request.POST
            if request.method != "POST":
                return view(request, *args, **address)
            if BACK in sent:
                return _shown(request, None, view, *args, **address)
            asks = confirm(sent if CONFIRM in sent else None, address) if confirm else None
            is_checked = asks.is_valid() if asks else CHECKED in sent
            if is_checked:
                return view(request, *args, **address)
            with transaction.atomic():
                last = mailing.last_message(address["slug"])
                response = view(request, *args, **address)
                form: BaseForm | None = getattr(request, "acted_on", None)
                if form is None:  # refused, or done before
                    return response
                found = mailing.previews(address["slug"], after=last, now=timezone.now())
                if if_mailed and not found:
                    return response
                transaction.set_rollback(True)
            # That it is done was said too early.
            request._messages = default_storage(request)  # type: ignore[attr-defined]  # noqa: SLF001
            check = Check(
                entered=entered_in(form),
                hidden=[
                    (name, value)
                    for name, values in sent.lists()
                    if name not in _NOT_ENTERED
                    for value in values
                ],
                previews=found,
                button=str(getattr(form, "act_in_words", "") or button),
                confirm=asks,
                is_in_place=in_place,
                is_final=is_final,
            )
            return _shown(request, check, view, *args, **address)

        return checked

    return decorate


def _shown(
    request: HttpRequest, check: Check | None, view: View, *args: Any, **address: Any
) -> HttpResponseBase:
    """The page again with what was entered, and nothing is done."""
    request.only_shows = True  # type: ignore[attr-defined]
    request.check = check  # type: ignore[attr-defined]
    return view(request, *args, **address)


def only_shows(request: HttpRequest) -> bool:
    return bool(getattr(request, "only_shows", False))


def acted(request: HttpRequest, form: BaseForm) -> None:
    """The view has done what the form says."""
    request.acted_on = form  # type: ignore[attr-defined]


def check_of(request: HttpRequest) -> Check | None:
    found: Check | None = getattr(request, "check", None)
    return found
