"""Gatekeepers: the only way a view obtains an election, a nomination or a voter for a person.

"Not there" and "not yours" get the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import BaseExpression
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from elections.models import Election, Nomination, Photo, RollEntry
from elections.models.election import ElectionQuerySet
from elections.models.nomination import NominationQuerySet, Place
from elections.voter import Voter, voter_entry
from members.access import acting_choices, acting_member, roles_held
from members.languages import speak
from members.models import Member, User

_SALT = "elections.access.ballot"
_COOKIE = "ballot"
_WAITING = (Place.CAN_BE_APPEALED, Place.APPEALED)
_COOKIE_AGE = 60 * 60 * 6  # seconds; the mail's link can be followed again


@dataclass(frozen=True)
class _ClosedTo:
    """`why` says why somebody who holds an office has none in an election, and what to do; else
    nothing. `elections` are all those of which it would say something."""

    why: Callable[[User, Election], str]
    elections: Callable[[User], Iterable[UUID]]


_closed_to: list[_ClosedTo] = []
_found_with: list[Callable[[], Mapping[str, BaseExpression]]] = []


def add(why: Callable[[User, Election], str], elections: Callable[[User], Iterable[UUID]]) -> None:
    """A room names, when the site starts, to whom it closes the office of an election."""
    _closed_to.append(_ClosedTo(why, elections))


def find_with_elections(found: Callable[[], Mapping[str, BaseExpression]]) -> None:
    """A room names, when the site starts, what is found with a public election by the same statement:
    attributes of the election, and the expressions that give them."""
    _found_with.append(found)


def public_election(
    request: HttpRequest, slug: str, *, among: ElectionQuerySet | None = None
) -> Election:
    """An election whose notice is published to whoever asks: a rehearsal's is to few. `among` are
    elections with more that is found by the same statement.

    From here on the page is in the chosen language, if the election offers that.
    """
    found = {name: one for those in _found_with for name, one in those().items()}
    asked = Election.objects.all() if among is None else among
    public = asked.public().select_related("timetable").annotate(**found)
    election = get_object_or_404(public, slug=slug)
    if election.is_rehearsal and not _rehearses(request, election):
        raise Http404
    speak(request, offers_welsh=election.offers_welsh)
    return election


def _rehearses(request: HttpRequest, election: Election) -> bool:
    """Whoever holds an office, and whoever is on the rehearsal's roll though they hold it no longer.

    No second factor is asked for: they look as the electors they are.
    """
    if roles_held(request):
        return True
    return election.roll.filter(member__in=acting_choices(request)).exists()


def office_election(slug: str) -> Election:
    """Any election, for those a view has let into the office."""
    return get_object_or_404(Election.objects.select_related("timetable"), slug=slug)


def refuse_own_election(user: User, slug: str) -> None:
    """Whoever stands, nominated somebody or acts for a slate in an election has no office in it.

    Raises PermissionDenied with a sentence that says why and what to do. Nominations of those who no
    longer stand bind nobody. Source: elections.md, "Who may do what".
    """
    standing = Nomination.objects.standing().filter(contest__election=OuterRef("pk"))
    asked = Election.objects.filter(slug=slug).annotate(
        stands=Exists(standing.filter(member__email_key=user.email)),
        nominated=Exists(standing.filter(supporting__member__email_key=user.email)),
    )
    election = asked.first()
    if election is None:
        return
    if getattr(election, "stands", False):
        raise PermissionDenied(
            _("You stand in this election, so its office is closed to you until you withdraw.")
        )
    if getattr(election, "nominated", False):
        raise PermissionDenied(
            _(
                "You nominated somebody who stands in this election, so its office is closed to you "
                "and another officer conducts it. Until the candidate is decided and while "
                "nominations are open, you can take your nomination back on the candidate's page."
            )
        )
    for one in _closed_to:
        if why := one.why(user, election):
            raise PermissionDenied(why)


def closed_to(user: User) -> frozenset[UUID]:
    """The elections whose office `refuse_own_election` closes to somebody: pages about everything
    leave out what belongs to them."""
    own = Nomination.objects.standing().filter(
        Q(member__email_key=user.email) | Q(supporting__member__email_key=user.email)
    )
    found = set(own.values_list("contest__election_id", flat=True))
    return frozenset(found.union(*(one.elections(user) for one in _closed_to)))


def public_nomination(request: HttpRequest, token: str) -> Nomination:
    """A nomination by the link its candidate shares."""
    nomination = get_object_or_404(
        Nomination.objects.with_photo()
        .with_support()
        .with_photos_beside()
        .select_related(
            "contest__sheet", "contest__reopened", "contest__election__timetable", "member"
        )
        .filter(contest__election__published_at__isnull=False),
        share_token=token,
    )
    election = nomination.contest.election
    nomination.contest.sheet.election = election
    speak(request, offers_welsh=election.offers_welsh)
    return nomination


def public_photo(digest: str) -> bytes:
    """The JPEG of a photo of somebody who stands in a public election, by the photo's digest."""
    shown = Photo.objects.filter(
        digest=digest,
        nomination__in=Nomination.objects.standing(),
        nomination__contest__election__published_at__isnull=False,
    )
    jpeg = shown.values_list("jpeg", flat=True).first()
    if jpeg is None:
        raise Http404
    return bytes(jpeg)


@dataclass(frozen=True)
class OwnNominations:
    """A member's nominations in one election: that which is `meant_first`, and that which was
    refused and may yet be accepted on appeal. The member may stand elsewhere meanwhile.
    """

    meant: Nomination | None
    refused: Nomination | None


def own_nominations(member: Member, election: Election, *, now: datetime) -> OwnNominations:
    """With all that their candidate's pages show."""
    own = _own_nominations(member, election).meant_first(at=now).as_its_candidate_sees_it()
    found = [_complete(one, election) for one in own]
    waiting = [one for one in found if getattr(one, "place", None) in _WAITING]
    return OwnNominations(next(iter(found), None), next(iter(waiting), None))


def own_nomination(member: Member, election: Election, *, now: datetime) -> Nomination | None:
    """The nomination with which the member stands in the election; else one that was refused and may
    yet be accepted on appeal; else the last."""
    meant = _own_nominations(member, election).meant_first(at=now).first()
    return _complete(meant, election) if meant is not None else None


def named_nomination(member: Member, election: Election, number: str) -> Nomination | None:
    """The member's nomination of that key, as a form sends it back; None where it names none."""
    if not number.isdecimal() or len(number) >= 18:
        return None
    named = _own_nominations(member, election).filter(pk=number).first()
    return _complete(named, election) if named is not None else None


def _own_nominations(member: Member, election: Election) -> NominationQuerySet:
    own = Nomination.objects.select_related(
        "contest__sheet", "contest__reopened", "member", "appeal"
    )
    return own.filter(member=member, contest__election=election)


def _complete(nomination: Nomination, election: Election) -> Nomination:
    """With the very election, and its contest with the minima where they were found."""
    contest = nomination.contest
    contest.election = contest.sheet.election = election
    contest.known_minima = getattr(nomination, "minima_found", None)
    return nomination


def remember_voter(response: HttpResponse, voter: Voter, path: str) -> None:
    """Let this browser go on as the voter of a mail's link, on the voting pages at `path` alone."""
    response.set_signed_cookie(
        _COOKIE,
        f"{voter.entry.pk}.{voter.generation}",
        salt=_SALT,
        max_age=None,  # until the browser is closed
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_voter(response: HttpResponse, path: str) -> None:
    response.delete_cookie(_COOKIE, path=path, samesite="Lax")


def election_and_voter(request: HttpRequest, slug: str) -> tuple[Election, Voter | None]:
    """A public election, and who votes in it here: by the mail's link if one was followed, else the
    signed-in acting member."""
    try:
        remembered = request.get_signed_cookie(_COOKIE, salt=_SALT, max_age=_COOKIE_AGE)
        pk, generation = map(int, (remembered or "").split("."))
    except (KeyError, ValueError, signing.BadSignature):
        election = public_election(request, slug)
        return election, signed_in_voter(request, election)
    entry = voter_entry(pk)
    if entry is None or entry.election.slug != slug:
        return public_election(request, slug), None
    speak(request, offers_welsh=entry.election.offers_welsh)
    return entry.election, Voter(entry, generation, by_link=True)


def signed_in_voter(request: HttpRequest, election: Election) -> Voter | None:
    """The acting member as a voter in the election; None for one who is not on its roll."""
    member = acting_member(request)
    if member is None:
        return None
    roll = RollEntry.objects.select_related("member", "election__timetable")
    entry = roll.filter(election=election, member=member).first()
    return Voter(entry, entry.code_generation, by_link=False) if entry else None


def entry_of_link(request: HttpRequest, pk: int) -> RollEntry:
    """The roll entry that a mail's link names; its code is checked by the voting verbs."""
    entry = voter_entry(pk)
    if entry is None:
        raise Http404
    speak(request, offers_welsh=entry.election.offers_welsh)
    return entry
