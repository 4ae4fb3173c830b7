"""What every page of the office shares: who may read it and who may act, and its frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from elections import access, rooms
from elections.models import Election
from elections.office_questions import next_step, steps_of_draft
from elections.phase_words import office_tag
from elections.refusal import Refused
from elections.two_officers import NeedsAnother
from elections.views.office import check_first
from members.access import may_enter, signed_in_user, staff_required
from members.listing import Listing, Rows, ShownList, take
from members.models import User
from members.roles import Role
from members.views import page as page_of_members

View = Callable[..., HttpResponseBase]
READING = ("GET", "HEAD", "OPTIONS")
ALL = (Role.OFFICER, Role.ADMINISTRATOR, Role.SCRUTINEER)


def office(
    *, acting: tuple[Role, ...] = (), reading: tuple[Role, ...] = ALL
) -> Callable[[View], View]:
    """Who may read a page of the office, and who may send its form. Nobody else learns of it.

    Of those let in, nobody reads or acts on an election in which `access.refuse_own_election` finds
    that they have a part.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def impartial(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if slug := kwargs.get("slug"):
                access.refuse_own_election(actor(request), slug)
            return view(request, *args, **kwargs)

        reads = staff_required(*reading)(impartial)
        own = Role.SCRUTINEER in acting
        acts = staff_required(*acting, scrutineer_acts=own)(impartial) if acting else _nobody

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            guard = reads if request.method in READING else acts
            return guard(request, *args, **kwargs)

        guarded.for_staff = frozenset((*reading, *acting))  # type: ignore[attr-defined]
        return guarded

    return decorate


@staff_required(*ALL)
def _nobody(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    raise PermissionDenied


def prepares(view: View) -> View:
    """Setting up what nobody has been told yet: returning officers and administrators."""
    return office(acting=(Role.OFFICER, Role.ADMINISTRATOR))(view)


def conducts(view: View) -> View:
    """Acts of the returning officer."""
    return office(acting=(Role.OFFICER,))(view)


def administers(view: View) -> View:
    """What administrators alone decide."""
    return office(acting=(Role.ADMINISTRATOR,))(view)


def looks(view: View) -> View:
    return office()(view)


def actor(request: HttpRequest) -> User:
    user = signed_in_user(request)
    if user is None:  # the guards let nobody in who is not
        raise PermissionDenied
    return user


def left_out(request: HttpRequest) -> frozenset[UUID]:
    """The elections that are closed to the actor: a page about everything shows nothing of them."""
    return access.closed_to(actor(request))


def tried(request: HttpRequest, form: BaseForm, act: Callable[[], object]) -> bool:
    """Do it; what the use case refuses becomes an error of the form, with all that was entered.

    Nothing is done while the form is only shown again: see `check_first`.
    """
    if check_first.only_shows(request):
        return False
    try:
        act()
    except NeedsAnother as needed:
        check_first.needs_another(request, needed)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    check_first.acted(request, form)
    return True


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    election: Election | None = None,
    here: str = "",
    step: str = "",
    status: int = 200,
    folder: str = "elections/office",
) -> HttpResponse:
    """Draw a page; `here` is the last of the breadcrumbs, `folder` where another room's template is.

    `step` is the name of the page where it is one of those in which an election is set up.
    A form with errors answers 422; `refusal` in the context, what a use case said, answers 409.
    """
    now = timezone.now()
    form = context.get("form")
    if form is not None and form.is_bound and form.errors:
        status = 422
        check_first.refused(request, form)
    if "refusal" in context:
        status = 409
    check = check_first.check_of(request)
    if check is not None:
        status = 422 if check.confirm is not None and check.confirm.errors else 200
        if not check.is_in_place:
            folder, template = "elections/office", "check"
    stuck = check_first.stuck_of(request)
    if stuck is not None:
        folder, template = "elections/office", "stuck"
    frame: dict[str, Any] = {
        "now": now,
        "may_prepare": may_enter(request, Role.OFFICER, Role.ADMINISTRATOR),
        "may_conduct": may_enter(request, Role.OFFICER),
        "may_see_nominations": may_enter(request, Role.OFFICER, Role.SCRUTINEER),
        "page_error": "refusal" in context or status == 422,
        "check": check,
        "stuck": stuck,
        "office_sections": _sections(election),
        "breadcrumbs": _breadcrumbs(election, here),
    }
    if election is not None:
        phase = election.phase(now)
        words, kind = office_tag(phase)
        frame |= {
            "election": election,
            "phase": phase.value,
            "phase_words": words,
            "phase_kind": kind,
            "next_step": next_step(election, now),
            "draft_steps": steps_of_draft(election, step, now) if step else [],
        }
    return render(request, f"{folder}/{template}.html", frame | context, status=status)


def show_list(
    request: HttpRequest,
    template: str,
    listing: Listing,
    rows: Rows,
    context: dict[str, Any] | None = None,
    *,
    election: Election | None = None,
    here: str = "",
    step: str = "",
    folder: str = "elections/office",
    status: int = 200,
) -> HttpResponseBase:
    """Draw a list as the address asks for it, or send it as a file."""
    shown = ShownList(listing, rows, request.GET)
    if page_of_members.file_wanted(request, shown):
        return take(
            shown,
            actor=actor(request),
            subject=election.title if election else "",
            election=election.pk if election else None,
            of=election.slug if election else "",
        )
    context = page_of_members.list_context(request, shown) | (context or {})
    return show(
        request,
        template,
        context,
        election=election,
        here=here,
        step=step,
        folder=folder,
        status=status,
    )


def page_of(name: str, election: Election, *args: Any) -> str:
    """The address of a page about an election; another room's is named with its prefix."""
    return reverse(name if ":" in name else f"elections:{name}", args=[election.slug, *args])


def _sections(election: Election | None) -> list[dict[str, Any]]:
    if election is None:
        return [
            {"label": _("Office"), "url": reverse("elections:office-home")},
            {"label": _("All elections"), "url": reverse("elections:office-elections")},
            {"label": _("Seats"), "url": reverse("elections:show-register")},
            {"label": _("Members"), "url": reverse("members:list-members")},
            {"label": _("Same person?"), "url": reverse("members:list-same-persons")},
            {"label": _("Imports"), "url": reverse("members:list-imports")},
            {"label": _("Files"), "url": reverse("elections:all-files")},
            {"label": _("Audit"), "url": reverse("elections:show-audit")},
            {"label": _("Retention"), "url": reverse("elections:show-retention")},
            {"label": _("Processes"), "url": reverse("elections:show-heartbeats")},
        ]
    return [
        {"label": label, "url": page_of(name, election)}
        for label, name in (
            (_("Overview"), "office-election"),
            (_("Timetable"), "edit-timetable"),
            (_("Documents"), "office-documents"),
            (_("Welsh"), "switch-welsh-on"),
            (_("Nominations"), "list-nominations"),
            *(section for room in rooms.beside() for section in room.office_sections()),
            (_("Papers"), "fix-papers"),
            (_("Roll"), "show-roll"),
            (_("Mail"), "mail-progress"),
            (_("Result"), "declare-result"),
            (_("Files"), "list-files"),
            (_("Audit"), "show-audit"),
        )
    ]


def _breadcrumbs(election: Election | None, here: str) -> list[dict[str, str]]:
    crumbs = [{"label": _("Office"), "url": reverse("elections:office-home")}]
    if election is not None:
        crumbs.append({"label": election.title, "url": page_of("office-election", election)})
    if not here:
        crumbs[-1]["url"] = ""
        return crumbs
    return [*crumbs, {"label": capfirst(here), "url": ""}]
