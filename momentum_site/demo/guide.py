"""Where the demo shows what, and as whom to look: the list on its page of people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from elections.models import Election
from members.models import Member
from momentum_site.demo import acting
from momentum_site.demo.contests import LIST_CONTEST, QUESTION, RON_CONTEST, UNCONTESTED
from momentum_site.demo.people import ASKED, JOINED_LATE, SCRUTINEER

OFFICER = "officer@example.org"
SECOND = "second-officer@example.org"
ADMINISTRATOR = "administrator@example.org"

PREPARING = "NCG election in preparation"
NOTICE = "NCG election, notice published"
NOMINATING = "NCG election, nominations open"
CHECKING = "By-election Midlands, candidates being checked"
VOTING = "NCG election, voting open"
PROVISIONAL = "NCG election, provisional result"
DECLARED = "NCG election, result declared"
_READY = "By-election South West, papers ready"
_JOINING = "By-election Scotland, members may still join"
_WITHOUT_POLL = "By-election London & Eastern, without a poll"


@dataclass(frozen=True)
class State:
    """What is shown, in which election and on which of its pages, and who signs in for it.

    `page` names an address that takes the election's slug. `who` is an address, or finds the member
    whose it is; "" where anybody may look.
    """

    what: str
    election: str
    page: str = "elections:show-election"
    who: str | Callable[[Election], Member | None] = ""


@dataclass(frozen=True)
class Shown:
    """A state as the page lists it."""

    what: str
    election: str
    url: str
    address: str


STATES = (
    State("In preparation", PREPARING, "elections:office-election", OFFICER),
    State("A rehearsal among staff", f"Rehearsal: {PREPARING}", who=OFFICER),
    State(
        "A by-election set up from the seat register",
        "By-election London & Eastern, from the seat register",
        "elections:office-election",
        OFFICER,
    ),
    State("The notice, before nominations open", NOTICE, "elections:show-notice"),
    State("Nominations open", NOMINATING),
    State("Standing, with a draft that was kept", NOMINATING, "elections:stand", acting.drafting),
    State("A slate's invitation to answer", NOMINATING, "elections:my-nomination", acting.invited),
    State("A slate of one's own", NOMINATING, "slates:your-slate", acting.agent),
    State("A slate to decide on", NOMINATING, "slates:list-slates", OFFICER),
    State("A question to candidates to decide on", NOMINATING, "hustings:list-questions", OFFICER),
    State(
        "Words for an officer to look at, a nomination that was withdrawn, one that an officer ended",
        CHECKING,
        "elections:list-nominations",
        OFFICER,
    ),
    State("A proof to approve", CHECKING, "elections:my-nomination", acting.candidate),
    State(
        "An appeal to decide, by another officer", CHECKING, "elections:list-nominations", SECOND
    ),
    State("An appeal that waits", CHECKING, "elections:my-nomination", acting.refused),
    State(
        "Nominations opened again for vacancies", "By-election South East, nominations opened again"
    ),
    State(
        "Papers that a second officer fixes",
        "By-election South West, a second officer is waited for",
        "elections:fix-papers",
        SECOND,
    ),
    State("Delayed: papers not fixed at the opening", "By-election Wales, delayed"),
    State(
        "Not held: papers not fixed by the close", "By-election North West & North East, not held"
    ),
    State("Papers ready", _READY),
    State("The manifest and the hash of the seed of the lots", _READY, "elections:show-board"),
    State(
        f"Voting, with re-open nominations and a candidate who left ({RON_CONTEST})",
        VOTING,
        "elections:vote-election",
        acting.voter_in(RON_CONTEST),
    ),
    State(
        f"Several papers for one voter: a region, a college, a list ({LIST_CONTEST}) and a question",
        VOTING,
        "elections:vote-election",
        acting.voter_in(LIST_CONTEST),
    ),
    State(
        "The electoral college, as one who holds public office",
        VOTING,
        "elections:vote-election",
        acting.office_holder,
    ),
    State(
        "Being asked about the Labour Party before the paper opens",
        VOTING,
        "elections:vote-election",
        ASKED,
    ),
    State(f"A contest without a poll ({UNCONTESTED})", VOTING),
    State("Slates, words struck out of a statement", VOTING, "elections:list-candidates"),
    State("Questions and answers", VOTING, "hustings:show-hustings"),
    State("The list that is an electorate", NOMINATING, "elections:office-election", ADMINISTRATOR),
    State(
        "One who joined while others voted, with voting extended",
        _JOINING,
        "elections:vote-election",
        JOINED_LATE,
    ),
    State("Off the roll, with the reason", _JOINING, "elections:my-place-on-the-roll", acting.off),
    State("A question alone, in English and Welsh", "Should the NCG meet in public?"),
    State("Postponed", "By-election Wales, postponed"),
    State("Withdrawn", "By-election Wales, withdrawn"),
    State("Abandoned", "By-election Wales, abandoned"),
    State(
        f"A provisional result: re-open nominations, both counts of one who left ({RON_CONTEST}), "
        f"a question with thresholds ({QUESTION})",
        PROVISIONAL,
        "elections:show-results",
    ),
    State("A provisional result to declare", PROVISIONAL, "elections:declare-result", OFFICER),
    State("A report to sign about it", PROVISIONAL, "elections:sign-report", SCRUTINEER),
    State("The conduct of the ballot, to read", PROVISIONAL, "elections:show-roll", SCRUTINEER),
    State("Lists to take, and who took which", DECLARED, "elections:list-files", ADMINISTRATOR),
    State("A declared result; small contests without stages", DECLARED, "elections:show-results"),
    State(
        "An election without a poll, the scrutineer's report, and an amended declaration",
        _WITHOUT_POLL,
        "elections:show-results",
    ),
)


def shown() -> Iterator[Shown]:
    """Every state that is loaded, in order."""
    titles = {state.election for state in STATES}
    elections = {one.title: one for one in Election.objects.filter(title__in=titles)}
    for state in STATES:
        if election := elections.get(state.election):
            url = reverse(state.page, args=[election.slug])
            yield Shown(state.what, election.title, url, _address(state, election))
    url = reverse("members:list-same-persons")
    yield Shown("Two records that look like one person", "", url, ADMINISTRATOR)


def _address(state: State, election: Election) -> str:
    if isinstance(state.who, str):
        return state.who
    member = state.who(election)
    return member.email_key if member else ""
