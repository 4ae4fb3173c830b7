"""What members do: stand, nominate, see where they are."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from elections.models import Appeal, NominationDraft
from members.models import Member
from momentum_site.demo import acting, guide
from momentum_site.demo.contests import RON_CONTEST
from momentum_site.demo.people import ASKED, JOINED_LATE, SHARED
from tests.embedded.guards import no_guards
from tests.gates.visits import finding
from tests.gates.visits.finding import acts, candidate, member, number, share, slug, voter
from tests.gates.visits.visit import GONE, MOVED, visit
from tests.gates.world import World

_DRAFTS = acts(acting.drafting, guide.NOMINATING)
_STANDS = candidate(guide.NOMINATING)
_PROOF = acts(acting.candidate, guide.CHECKING)
_REFUSED = candidate(guide.CHECKING, state="refused", appeal__isnull=False)


def _supporter(world: World) -> Any:
    nomination = world.nomination(guide.NOMINATING)
    return nomination.supporting.select_related("member").order_by("pk")[0].member


def _chooses_megan(world: World, client: Client) -> None:
    megan = Member.objects.get(number=finding.MEGAN)
    client.post(reverse("members:choose-member"), {"member": megan.pk})


def _may_appeal(world: World, client: Client) -> None:
    """As if the one who was refused had not appealed yet."""
    with no_guards():
        Appeal.objects.all().delete()


def _kept_a_draft(world: World, _client: Client) -> None:
    """Nominations closed before it was submitted."""
    contest = world.election(guide.CHECKING).contests.get(number=1)
    with no_guards():
        NominationDraft.objects.create(
            contest=contest,
            member=member(world),
            entered={"statement": "Half a statement."},
            saved_at=world.now,
        )


VISITS = [
    *(
        visit("elections:member-home", who=who)
        for who in (member, _DRAFTS, _STANDS, _PROOF, _REFUSED, ASKED, JOINED_LATE)
    ),
    visit("elections:member-home", who=SHARED, status=MOVED),
    visit("elections:member-home", who=SHARED, before=_chooses_megan),
    visit("elections:member-home", who=guide.ADMINISTRATOR, status=MOVED),
    visit("members:choose-member", who=SHARED),
    visit("members:choose-member", who=member, status=MOVED),
    visit("members:choose-member", who="nobody@example.org"),
    visit("held-about-you", who=_STANDS),
    visit("held-about-you", who=member),
    visit("take-held-about-you", who=member),
    *(
        visit("elections:my-place-on-the-roll", slug(one), who=who)
        for one, who in (
            (guide.NOMINATING, member),
            (guide.VOTING, voter(guide.VOTING)),
            (guide.DECLARED, voter(guide.DECLARED)),
            (finding.JOINING, JOINED_LATE),
            (finding.JOINING, acts(acting.off, finding.JOINING)),
            (finding.JOINING, ASKED),
        )
    ),
    visit("elections:stand", slug(guide.NOMINATING), who=member),
    visit("elections:stand", slug(guide.NOMINATING), who=_DRAFTS),
    visit("elections:stand", slug(guide.NOMINATING), who=_STANDS),
    visit("elections:stand", slug(guide.VOTING), who=member),
    *(
        visit(
            "elections:stand-in-contest",
            slug(guide.NOMINATING),
            number(guide.NOMINATING, RON_CONTEST),
            who=_DRAFTS,
            sends=sends,
            status=status,
        )
        for sends, status in (
            (None, 200),
            (
                {
                    "ballot_name": "",
                    "statement": "word " * 900,
                    "links-0": "nowhere",
                    "step": "check",
                },
                422,
            ),
            ({"ballot_name": "Bea", "statement": "I stand for my branch.", "step": "check"}, 200),
        )
    ),
    visit(
        "elections:stand-in-contest",
        slug(guide.CHECKING),
        1,
        who=member,
        before=_kept_a_draft,
        shows="elections/member/draft.html",
    ),
    visit(
        "elections:delete-draft",
        slug(guide.NOMINATING),
        number(guide.NOMINATING, RON_CONTEST),
        who=_DRAFTS,
    ),
    *(
        visit("elections:my-nomination", slug(one), who=who)
        for one, who in (
            (guide.NOMINATING, _STANDS),
            (guide.CHECKING, _PROOF),
            (guide.CHECKING, _REFUSED),
            (guide.CHECKING, candidate(guide.CHECKING, state="withdrawn")),
            (guide.VOTING, candidate(guide.VOTING)),
            (guide.DECLARED, candidate(guide.DECLARED)),
        )
    ),
    visit("elections:my-nomination", slug(guide.NOMINATING), who=member, status=GONE),
    visit("elections:change-nomination", slug(guide.NOMINATING), who=_STANDS),
    visit("elections:approve-proof", slug(guide.CHECKING), who=_PROOF),
    visit("elections:withdraw-nomination", slug(guide.NOMINATING), who=_STANDS),
    visit("elections:appeal-refusal", slug(guide.CHECKING), who=_REFUSED, before=_may_appeal),
    visit("elections:support-nomination", share(guide.NOMINATING), who=member),
    visit("elections:support-nomination", share(guide.NOMINATING), who=_STANDS),
    visit("elections:support-nomination", share(guide.NOMINATING), status=MOVED),
    visit("elections:withdraw-support", share(guide.NOMINATING), who=_supporter),
    visit("elections:show-nomination", share(guide.NOMINATING), who=_supporter),
    visit("elections:show-nomination", share(guide.NOMINATING), who=member),
]
