"""A process that does not keep a paper yet asks a few statements for it, whoever stands in it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from elections.models import Candidate, Contest, Election
from elections.paper import kept_sheets
from members.models import User
from tests.embedded.guards import no_guards
from tests.voting.cast import follow, page
from tests.voting.many import add_candidates

pytestmark = pytest.mark.django_db


def asked(client: Client, election: Election) -> int:
    kept_sheets.cache_clear()
    with CaptureQueriesContext(connection) as statements:
        assert client.get(page(election, "show-paper")).status_code == 200
    return len(statements)


def with_a_college(election: Election) -> None:
    """Office holders elect one more person together with Scotland: each group on its own paper."""
    office = election.contests.get(sheet__electorate="office-holders")
    scotland = election.contests.get(title="Scotland")
    with no_guards():
        for number in range(60, 70):
            head = _contest(office, number)
            _contest(scotland, number + 10, section_of=head)


def _contest(beside: Contest, number: int, **more: Contest) -> Contest:
    made = Contest.objects.create(
        election=beside.election,
        sheet=beside.sheet,
        number=number,
        title=f"Further {number}",
        **more,
    )
    Candidate.objects.bulk_create(
        Candidate(contest=made, number=place, ballot_name=f"Of {number}, {place}")
        for place in range(1, 6)
    )
    return made


def test_forty_candidates_and_ten_colleges_ask_for_as_many_as_one_contest(
    election: Election,
) -> None:
    link = follow(election, "Callum")
    signed_in = Client()
    signed_in.force_login(User.objects.of_mailbox("aisha@example.org"))  # with two papers
    before = [asked(link, election), asked(signed_in, election)]
    add_candidates(election, 40, words=5)
    with_a_college(election)
    assert [asked(link, election), asked(signed_in, election)] == before
    assert max(before) < 10
    kept_sheets.cache_clear()
    paper = signed_in.get(page(election, "show-paper")).content.decode()
    assert paper.count("Of 60, 5") >= 1
    assert "Further 60" in paper
    assert 'id="contest-70"' in paper, "a section, as its voters see it"
