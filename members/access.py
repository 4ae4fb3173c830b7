"""Who may come in: the only way a view learns who is looking, and as whom.

A refusal is the same everywhere: whoever is not signed in is asked to; whoever has no office gets
403 from every office page, whether or not it exists; staff come in with a second factor only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from members import roles
from members.models import Member, User
from members.roles import Role

View = Callable[..., HttpResponseBase]

ACTING_SESSION_KEY = "acting_member"
_SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
_READING = {"GET", "HEAD", "OPTIONS"}


def signed_in_user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


# --- Members -------------------------------------------------------------------------------------


def acting_choices(request: HttpRequest) -> list[Member]:
    """The members whose mail goes to the mailbox that is signed in; looked up once a request."""
    if not hasattr(request, "acting_choices"):
        user = signed_in_user(request)
        found = list(user.members().select_related("region")) if user else []
        request.acting_choices = found  # type: ignore[attr-defined]
    return cast("list[Member]", request.acting_choices)  # type: ignore[attr-defined]


def acting_member(request: HttpRequest) -> Member | None:
    """The member this person acts as: the only one of the mailbox, or the one chosen."""
    choices = acting_choices(request)
    if len(choices) == 1:
        return choices[0]
    if not choices:
        return None
    chosen = request.session.get(ACTING_SESSION_KEY)
    return next((member for member in choices if member.pk == chosen), None)


def act_as(request: HttpRequest, member: Member) -> None:
    """Remember the choice in the session; refused unless the mailbox is the member's."""
    if member not in acting_choices(request):
        raise PermissionDenied
    request.session[ACTING_SESSION_KEY] = member.pk


def member_required(view: View) -> View:
    """Let in whoever acts as a member; the view asks ``acting_member(request)`` who it is."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if signed_in_user(request) is None:
            return redirect_to_login(request.get_full_path())
        if acting_member(request) is None:
            back = request.get_full_path() if request.method in _READING else ""
            return _redirect("members:choose-member", next=back)
        return _private(view(request, *args, **kwargs))

    guarded.for_members = True  # type: ignore[attr-defined]
    return guarded


# --- Staff ---------------------------------------------------------------------------------------


def roles_held(request: HttpRequest) -> frozenset[Role]:
    """The offices of whoever is signed in; looked up once a request."""
    if not hasattr(request, "roles_held"):
        request.roles_held = roles.of(request.user)  # type: ignore[attr-defined]
    return cast("frozenset[Role]", request.roles_held)  # type: ignore[attr-defined]


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this very session was opened with an authenticator app or a passkey; looked up once a
    request for whoever is signed in."""
    user = signed_in_user(request)
    if user is None:
        return False
    known: tuple[int, bool] | None = getattr(request, "second_factor", None)
    if known is None or known[0] != user.pk:
        records = get_authentication_records(request, user)
        came_with_one = any(record.get("method") == "mfa" for record in records)
        known = user.pk, came_with_one and is_mfa_enabled(user, _SECOND_FACTORS)
        request.second_factor = known  # type: ignore[attr-defined]
    return known[1]


def may_enter(request: HttpRequest, *allowed: Role) -> bool:
    """Whether the person holds one of the offices and came with a second factor."""
    return bool(roles_held(request) & set(allowed)) and has_second_factor(request)


def turned_away(
    request: HttpRequest, *allowed: Role, scrutineer_acts: bool = False
) -> HttpResponse | None:
    """Where whoever may not enter is sent, or None; raises PermissionDenied for no such office.

    Scrutineers read everything and change nothing: whatever is not reading is refused to a person
    whose only fitting office is scrutineer. `scrutineer_acts` is for their own act: the report.
    """
    user = signed_in_user(request)
    if user is None:
        return cast("HttpResponse", redirect_to_login(request.get_full_path()))
    fitting = roles_held(request) & set(allowed)
    if request.method not in _READING and not scrutineer_acts:
        fitting -= {Role.SCRUTINEER}
    if not fitting:
        raise PermissionDenied
    if has_second_factor(request):
        return None
    back = request.get_full_path() if request.method in _READING else ""
    if not is_mfa_enabled(user, _SECOND_FACTORS):
        return _redirect("mfa_index")
    if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        return _redirect("mfa_reauthenticate", next=back)
    return _redirect("mfa_reauthenticate_webauthn", next=back)


def staff_required(*allowed: Role, scrutineer_acts: bool = False) -> Callable[[View], View]:
    """Let in holders of one of the offices, with a second factor; scrutineers only to read, but for
    what is their own act."""
    if not allowed or not all(isinstance(role, Role) for role in allowed):
        raise TypeError("staff_required names the offices that may enter: staff_required(Role.…)")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refusal = turned_away(request, *allowed, scrutineer_acts=scrutineer_acts)
            return refusal or _private(view(request, *args, **kwargs))

        guarded.for_staff = frozenset(allowed)  # type: ignore[attr-defined]
        return guarded

    return decorate


office_reader = staff_required(Role.OFFICER, Role.ADMINISTRATOR, Role.SCRUTINEER)


def staff_without_second_factor(view: View) -> View:
    """Let staff in before they have a second factor: to set one up, and for nothing else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if signed_in_user(request) is None:
            return redirect_to_login(request.get_full_path())
        if not roles_held(request):
            raise PermissionDenied
        return _private(view(request, *args, **kwargs))

    guarded.for_staff = frozenset(Role)  # type: ignore[attr-defined]
    return guarded


def office_url() -> str:
    """The front page of the office, which belongs to another room."""
    return resolve_url(getattr(settings, "OFFICE_URL", "members:list-members"))


def home_url() -> str:
    """Where members land when they have signed in, which belongs to another room."""
    return resolve_url(getattr(settings, "MEMBER_HOME_URL", "/"))


def _redirect(to: str, **query: str) -> HttpResponseRedirect:
    given = {name: value for name, value in query.items() if value}
    return HttpResponseRedirect(resolve_url(to) + (f"?{urlencode(given)}" if given else ""))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    add_never_cache_headers(response)
    return response
