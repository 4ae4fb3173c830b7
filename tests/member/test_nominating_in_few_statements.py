"""Pages on which members stand and nominate ask little, in every state and however many take part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import Traveller

from elections import nominating
from elections.models import CandidateLeft, Election, Nomination, ReopenedContest, Timetable
from members.models import Member, User
from tests.elections.pictures import upload
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member, add_staff
from tests.public import cast
from tests.public.test_few_statements import with_contests

pytestmark = pytest.mark.django_db
BELOW = 10  # as for every page that members see
Asked = Callable[[str, str], int]


@pytest.fixture
def election() -> Election:
    return cast.election(national=("lgbt",))


@pytest.fixture
def aisha() -> Member:
    return cast.aisha()


@pytest.fixture
def rosa() -> User:
    return add_staff("rosa@example.org")


@pytest.fixture
def asked(client: Client, aisha: Member) -> Asked:
    """How many statements a page asks that Aisha opens, on which these words are found."""
    return lambda path, words: _asked(cast.sign_in(client, aisha), path, words)


def _asked(client: Client, path: str, words: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(path)
    assert answer.status_code == 200
    assert words in " ".join(answer.content.decode().split())
    assert len(statements) < BELOW, "\n".join(one["sql"] for one in statements.captured_queries)
    return len(statements)


def test_forty_more_people_and_further_contests_ask_for_no_more(
    election: Election, aisha: Member, asked: Asked
) -> None:
    own = election.get_absolute_url()
    bea, dewi = cast.stands(cast.bea(), election), cast.stands(cast.dewi(), election, "Wales")
    standing = f"{own}stand/{cast.contest(election).number}/"

    def before() -> list[int]:
        """While she does not stand, and nominated nobody."""
        return [
            asked(f"{own}stand/", "Stand here"),
            asked(standing, "Your statement"),
            asked(f"{bea.get_absolute_url()}nominate/", "Nominate Bea Okafor?"),
            asked(f"{dewi.get_absolute_url()}nominate/", "you are not one"),
        ]

    def after() -> list[int]:
        """While she stands."""
        return [
            asked(f"{own}stand/", "You are standing in this election already."),
            asked(standing, "Withdraw from that contest first."),
            asked(f"{own}nomination/", "Your link to share"),
            asked(f"{own}nomination/change/", "Change your nomination"),
        ]

    few = before()
    hers = _stands_with_all(aisha, election)
    few += after()
    with_contests(election, 20)
    _come_forward(election, 40)
    assert few[4:] == after()
    nominating.withdraw(hers, aisha, now=cast.NOMINATIONS)
    assert few[:4] == before()


def _stands_with_all(aisha: Member, election: Election) -> Nomination:
    """With a photo, a link and what the election asks of her, nominated by Callum."""
    answers = {
        "ballot_name": "Aisha Khan",
        "statement": "I answer letters.",
        "link_1": "https://example.org/aisha",
        "national": ["lgbt"],
        "national_consent": "on",
        "photo": upload(),
        "step": "submit",
    }
    url = f"/elections/{election.slug}/stand/{cast.contest(election).number}/"
    cast.sign_in(Client(), aisha).post(url, answers)
    hers = _read(Nomination.objects.get(member=aisha))
    assert hers.photo_digest
    nominating.support(hers, cast.callum(), now=cast.NOMINATIONS)
    return hers


def _come_forward(election: Election, many: int) -> None:
    contest = cast.contest(election)
    Nomination.objects.bulk_create(
        Nomination(
            contest=contest,
            member=add_member(f"9{number}", f"Rival {number}"),
            ballot_name=f"Rival {number}",
            submitted_at=cast.NOMINATIONS,
        )
        for number in range(many)
    )


def _read(nomination: Nomination) -> Nomination:
    """As it is by now."""
    return Nomination.objects.select_related("contest__election__timetable").get(pk=nomination.pk)


def test_her_own_page_asks_little_whatever_becomes_of_her_nomination(
    aisha: Member, rosa: User, asked: Asked, clock: Traveller
) -> None:
    election = cast.election(only="Scotland")
    own = f"{election.get_absolute_url()}nomination/"
    hers = _stands_with_all(aisha, election)
    nominating.withdraw(hers, aisha, now=cast.NOMINATIONS)
    asked(own, "Put yourself forward again")

    hers = cast.stands(aisha, election)
    nominating.refuse(hers, actor=rosa, reason="No elector.", now=cast.NOMINATIONS)
    asked(own, "you can appeal once")
    asked(f"{own}appeal/", "Appeal")
    asked(
        f"{election.get_absolute_url()}stand/{hers.contest.number}/",
        "The returning officer refused your nomination in this contest.",
    )
    nominating.appeal(hers, aisha, text="I am one.", now=cast.NOMINATIONS)
    asked(own, "Another returning officer decides it")
    asked(f"{own}appeal/", "You have already appealed.")

    nominating.uphold(
        hers, actor=add_staff("owen@example.org"), reason="So it is.", now=cast.NOMINATIONS
    )
    asked(own, "Your appeal was upheld")
    asked(f"{own}proof/", "Your proof")
    fixed = cast.papers_fixed(election, rosa)
    clock.move_to(fixed.timetable.voting_opens_at)
    asked(own, "What you entered")


def test_so_it_does_for_whoever_was_disqualified(aisha: Member, rosa: User, asked: Asked) -> None:
    election = cast.election(only="Scotland")
    reason = CandidateLeft.Reason.DISQUALIFIED
    nominating.end(cast.stands(aisha, election), reason=reason, actor=rosa, now=cast.NOMINATIONS)
    asked(f"{election.get_absolute_url()}nomination/", "It is on record that")


def test_pages_to_nominate_somebody_and_of_vacancies_ask_little(
    election: Election, aisha: Member, asked: Asked, clock: Traveller
) -> None:
    beas, callums = (cast.stands(one, election) for one in (cast.bea(), cast.callum()))
    nominating.support(beas, aisha, now=cast.NOMINATIONS)
    asked(f"{beas.get_absolute_url()}nominate/", "You have already nominated this person.")
    asked(f"{callums.get_absolute_url()}nominate/", "You have given your one nomination")
    asked(f"{beas.get_absolute_url()}take-back/", "Bea Okafor")

    clock.move_to(cast.NOMINATIONS_OVER)
    without_the_guard(
        Timetable.objects.filter(pk=election.pk),
        reopening_opens_at=cast.NOMINATIONS_OVER,
        reopening_closes_at=cast.NOMINATIONS_OVER + timedelta(days=1),
    )
    for one in election.contests.for_people():
        ReopenedContest.objects.create(
            contest=one, seats=1, attributes=[], reopened_at=cast.NOMINATIONS_OVER
        )
    own = election.get_absolute_url()
    asked(f"{own}stand/", "Nominations are open again, for these vacancies alone")
    asked(f"{own}stand/{cast.contest(election).number}/", "Your statement")
