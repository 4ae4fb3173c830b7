"""A page to check before an act that mails people, or that nobody can take back.

A form that is sent is first tried out: the act is done in a transaction that is rolled back. So the
page says whom it mails, how many they are and in what words, as the act itself would have it, and
what the act refuses is refused before anybody confirms. The page carries what was entered. It sends
that again to do it, with the typed confirmation where the act asks for one, or to change it. A seal
goes with it, of what was entered and when it was shown: something else, or what was shown more than
an hour ago, is not done, but has to be looked at. How many emails an act sends may change within the
hour; the seal says nothing of that.

Where two officers do an act, the first one's press proposes it, and the page shows the other what was
proposed. What can no longer be done as it was proposed is shown, too, to be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.core import signing
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from elections import access, mailing, trial, two_officers
from elections.forms.deciding import ConfirmForm
from elections.forms.in_words import Entered, entered_in
from elections.models import ActProposal
from elections.refusal import Refused
from elections.two_officers import NeedsAnother
from members.access import may_enter, signed_in_user
from members.roles import Role

View = Callable[..., HttpResponseBase]
Confirm = Callable[[QueryDict | None, dict[str, Any]], forms.Form]
CHECKED, BACK, CONFIRM, TAKE_BACK = "checked", "back", "confirm", "take-back"
_NOT_ENTERED = ("csrfmiddlewaretoken", CHECKED, BACK, CONFIRM, TAKE_BACK)
# From look to press. Longer than reading takes, so that what an act would find is much as it was shown.
LOOKED_AT_FOR = timedelta(hours=1)
_SIGNER = signing.TimestampSigner(salt=__name__)


class Look(Enum):
    """How what was sent to be done compares with what this person looked at here."""

    NONE = auto()  # it was sent from the form, to be looked at
    OTHER = auto()
    OLD = auto()  # the same, too long ago
    SAME = auto()


@dataclass(frozen=True)
class Stuck:
    """What was proposed on this page, and `why_not`: what the act refuses of it by now."""

    proposal: ActProposal
    entered: Sequence[Entered]
    why_not: Sequence[str]


@dataclass(frozen=True)
class Check:
    """What the page shows. `is_in_place`: the act's own page draws it, where its form would be."""

    entered: Sequence[Entered]
    hidden: Sequence[tuple[str, str]]
    seal: str  # of what is looked at, to be sent with it
    is_another: bool  # what was sent to be done is not what was looked at
    is_old: bool  # it is, but that was too long ago
    previews: Sequence[mailing.Preview]
    button: str
    confirm: forms.Form | None
    is_in_place: bool
    is_final: bool
    needs_another: bool  # the election says that two officers do it
    proposal: ActProposal | None  # by which another officer does exactly this
    is_own: bool  # the proposal is that of the officer who looks
    displaced: ActProposal | None  # something else, which proposing this would replace

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
    by_two: ActProposal.Act | None = None,
) -> Callable[[View], View]:
    """A view whose form is checked before it acts; `if_mailed` only where that mails anybody.

    `button` says what will be done; a form with words of its own for that has them as `act_in_words`.
    `confirm` makes the form in which something is typed to confirm; `is_final` is false of what
    another act undoes; `by_two` is the act where the election may say that two officers do it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **address: Any) -> HttpResponseBase:
            here = _proposal_here(request, address["slug"]) if by_two else None
            if by_two and TAKE_BACK in request.POST:
                return _taken_back(request, address["slug"])
            proposed = _as_proposed(request, here)
            sent = request.POST
            if request.method != "POST":
                return view(request, *args, **address)
            if BACK in sent:
                return _shown(request, None, view, *args, **address)
            look = _look(request)
            typed = sent if CONFIRM in sent and look is Look.SAME else None
            asks = confirm(typed, address) if confirm else None
            if asks.is_valid() if asks else look is Look.SAME:
                response = view(request, *args, **address)
                needed: NeedsAnother | None = getattr(request, "needs_another", None)
                return _proposed(request, needed, address["slug"]) if needed else response
            with trial.begun() as tried:
                last = mailing.last_message(address["slug"])
                response = view(request, *args, **address)
                form: BaseForm | None = getattr(request, "acted_on", None)
                if form is not None:
                    found = mailing.previews(
                        address["slug"], after=last, left_out=tried.left_out, now=timezone.now()
                    )
            if form is None:  # refused, or done before
                return _stuck(request, proposed, view, *args, **address) if proposed else response
            _unsaid(request)
            if if_mailed and not found:  # nobody is told, so there is nothing to check
                return view(request, *args, **address)
            proposal = _proposal_of(by_two, tried.asked, address["slug"])
            check = Check(
                entered=entered_in(form),
                hidden=_entered(sent),
                seal=_SIGNER.sign(_looked_at(request)),
                is_another=look is Look.OTHER,
                is_old=look is Look.OLD,
                previews=found,
                button=str(getattr(form, "act_in_words", "") or button),
                confirm=asks,
                is_in_place=in_place,
                is_final=is_final,
                needs_another=bool(by_two) and _needs_two(address["slug"]),
                proposal=proposal,
                is_own=proposal is not None and proposal.made_by == signed_in_user(request),
                displaced=here if proposal is None else None,
            )
            return _shown(request, check, view, *args, **address)

        return checked

    return decorate


def _entered(sent: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in sent.lists()
        if name not in _NOT_ENTERED
        for value in values
    ]


def _look(request: HttpRequest) -> Look:
    sent = request.POST.get(CHECKED)
    if sent is None:
        return Look.NONE
    try:
        if _SIGNER.unsign(sent) != _looked_at(request):
            return Look.OTHER
        _SIGNER.unsign(sent, max_age=LOOKED_AT_FOR)
    except signing.SignatureExpired:
        return Look.OLD
    except signing.BadSignature:
        return Look.OTHER
    return Look.SAME


def _looked_at(request: HttpRequest) -> str:
    """What ties the last press to what this person looked at here; the page shows it with its instant."""
    officer = signed_in_user(request)
    assert officer is not None  # the guards let nobody in who is not
    entered = urlencode(sorted(_entered(request.POST)))
    looked_at = "\n".join((str(officer.pk), request.path, entered))
    return sha256(looked_at.encode()).hexdigest()


def _needs_two(slug: str) -> bool:
    return access.office_election(slug).needs_second_officer


def _proposal_here(request: HttpRequest, slug: str) -> ActProposal | None:
    """What an officer proposed on this very page, for officers."""
    if not may_enter(request, Role.OFFICER):
        return None
    return two_officers.proposal_on(access.office_election(slug), request.path)


def _as_proposed(request: HttpRequest, here: ActProposal | None) -> ActProposal | None:
    """Whoever opens the page reads what was proposed as the first officer read it."""
    if request.method == "POST" or here is None:
        return None
    request.method, request.POST = "POST", QueryDict(here.entered)
    return here


def _proposal_of(
    act: ActProposal.Act | None, asked: Mapping[str, object] | None, slug: str
) -> ActProposal | None:
    """What was proposed, if it is what the trial asked for: only that is done by confirming."""
    if act is None or asked is None:
        return None
    return two_officers.proposal_of(access.office_election(slug), act, asked)


def _proposed(request: HttpRequest, needed: NeedsAnother, slug: str) -> HttpResponseBase:
    officer = signed_in_user(request)
    assert officer is not None  # the guards let nobody in who is not
    two_officers.propose(
        access.office_election(slug),
        needed,
        entered=urlencode(_entered(request.POST)),
        page=request.path,
        actor=officer,
        now=timezone.now(),
    )
    messages.success(
        request, _("On record. Nothing is done until another returning officer confirms it here.")
    )
    return redirect(request.path)


def _taken_back(request: HttpRequest, slug: str) -> HttpResponseBase:
    officer = signed_in_user(request)
    assert officer is not None
    try:
        two_officers.take_back(access.office_election(slug), request.path, actor=officer)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Taken back: this is not done."))
    return redirect(request.path)


def _unsaid(request: HttpRequest) -> None:
    """Forget what the trial said to the reader: that it is done was said too early."""
    request._messages = default_storage(request)  # type: ignore[attr-defined]  # noqa: SLF001


def _stuck(
    request: HttpRequest, proposal: ActProposal, view: View, *args: Any, **address: Any
) -> HttpResponseBase:
    """Instead of the form: why this cannot be done as it was proposed, and who takes that back."""
    form: BaseForm | None = getattr(request, "refused_of", None)
    _unsaid(request)
    request.stuck = Stuck(  # type: ignore[attr-defined]
        proposal,
        entered=entered_in(form) if form else [],
        why_not=[str(one) for errors in form.errors.values() for one in errors] if form else [],
    )
    # Nothing was sent: what is wrong with the form is nobody's mistake now.
    request.method, request.POST = "GET", QueryDict()
    return view(request, *args, **address)


def _shown(
    request: HttpRequest, check: Check | None, view: View, *args: Any, **address: Any
) -> HttpResponseBase:
    """The page again with what was entered, and nothing is done."""
    request.only_shows = True  # type: ignore[attr-defined]
    request.check = check  # type: ignore[attr-defined]
    return view(request, *args, **address)


def only_shows(request: HttpRequest) -> bool:
    return bool(getattr(request, "only_shows", False))


def needs_another(request: HttpRequest, needed: NeedsAnother) -> None:
    """The act was asked for by one officer, and takes two."""
    request.needs_another = needed  # type: ignore[attr-defined]


def acted(request: HttpRequest, form: BaseForm) -> None:
    """The view has done what the form says."""
    request.acted_on = form  # type: ignore[attr-defined]


def refused(request: HttpRequest, form: BaseForm) -> None:
    """The view shows this form with what is wrong in it."""
    request.refused_of = form  # type: ignore[attr-defined]


def stuck_of(request: HttpRequest) -> Stuck | None:
    found: Stuck | None = getattr(request, "stuck", None)
    return found


def check_of(request: HttpRequest) -> Check | None:
    found: Check | None = getattr(request, "check", None)
    return found
