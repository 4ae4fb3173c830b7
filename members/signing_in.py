"""Signing in by a code sent to a mailbox that is on the membership list, or that staff read.

Nobody signs up. The page does not tell whether an address is known, and the mail, which would take
long, is written and sent after the page was answered, in a thread of its own. The first request for
a known address writes one row more than one for an unknown address.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from members import mailbox
from members.languages import Language, chosen, here, remember, remember_for
from members.models import Member, User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

log = logging.getLogger("momentum.signing_in")
_senders = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sign-in-mail")


def user_of(email: str) -> User | None:
    """The user a code may be sent to: a member's mailbox, or one of staff. Made when first needed."""
    key = mailbox.key(email)
    user = User.objects.filter(email=key).first()
    if user is not None and user.staff_roles.exists():
        return user if user.is_active else None
    if not Member.objects.of_mailbox(key).exists():
        return None
    user = user or User.objects.of_mailbox(key)
    return user if user.is_active else None


def _may_ask_for_code(address: str) -> bool:
    """Few codes for one address from one place; more from everywhere, so that nobody can use up
    another person's codes from elsewhere, nor fill their mailbox.
    """
    place = get_adapter().get_client_ip(context.request)
    return all(
        ratelimit.consume(context.request, action=action, key=key)
        for action, key in (
            ("request_login_code", f"{address} {place}"),
            ("code_to_address", address),
        )
    )


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for an address; takes every well-formed one alike."""

    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("The address Momentum has for you as a member."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"])
        key = mailbox.key(address) or address.lower()
        if not _may_ask_for_code(key):
            raise forms.ValidationError(
                _("Too many codes were asked for. Wait ten minutes, then try again."),
                code="too_many_codes",
            )
        self._user = user_of(key)
        # The code goes to the address on the list, never to a look-alike that was typed.
        return self._user.email if self._user else key


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's switches, set for a membership list."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That is not the code we sent. Check the newest mail."),
        "too_many_login_attempts": _(
            "Too many wrong codes. Ask for a new one, and use the newest mail."
        ),
        "account_inactive": _("Signing in with this address has been stopped."),
    }

    def post_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse:
        """From here on in the language that is remembered with the person; else in the one in which they
        have just signed in, wherever the link was that chose it: they have read these pages in it."""
        response: HttpResponse = super().post_login(request, user, **given)
        if user.language:
            remember(response, Language(user.language))
        elif (language := chosen(request)) != Language.ENGLISH:
            remember_for(user, language)
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write and send the mail when the page has been answered already."""
        given = {name: value for name, value in context.items() if name != "request"}
        if getattr(settings, "SIGN_IN_MAIL_IN_BACKGROUND", True):
            _senders.submit(_send, template_prefix, email, given, here())
        else:
            _send(template_prefix, email, given, here())


def _send(template_prefix: str, email: str, given: dict[str, Any], language: Language) -> None:
    page = {
        **given,
        "email": email,
        "site_url": settings.SITE_URL,
        "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
    }
    try:
        with translation.override(language):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", page).split())
            text = render_to_string(f"{template_prefix}_message.txt", page).strip() + "\n"
            html = render_to_string(f"{template_prefix}_message.html", page)
        message = EmailMultiAlternatives(subject, text, to=[email])
        message.attach_alternative(html, "text/html")
        message.send()
    except Exception:
        # Nobody waits for an answer; the person asks for another code, and the log says why.
        log.exception("A sign-in mail could not be sent")
