"""What is entered of a contest's rules is of use, or is refused; and whoever publishes reads all of it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.office import cast
from tests.office.test_setting_up import at, form_of_contest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": "plurality", "seats": "3", "marks": "3"},
        {"rule": "yes-no", "least-women": "", "majority_needed": "60", "turnout_needed": "20"},
        {"rule": "meek", "has_ron": "on", "marks": "9"},  # votes are counted where most of them win
    ],
)
def test_what_is_of_use_is_saved(officer: Client, changed: dict[str, str]) -> None:
    election = cast.prepared()
    form = form_of_contest(**changed)
    assert officer.post(at(election, "contests/new/"), form).status_code == 302
    contest = election.contests.get(title="Treasurer")
    assert contest.has_ron == ("has_ron" in changed)
    assert contest.majority_needed == (60 if "majority_needed" in changed else None)


def test_whoever_publishes_the_notice_reads_all_that_it_locks(officer: Client) -> None:
    election = cast.prepared()
    further = (
        {"title": "Trustees", "rule": "plurality", "marks": "2", "has_ron": "on"},
        {
            "title": "Shall we?",
            "rule": "yes-no",
            "least-women": "",
            "majority_needed": "60",
            "turnout_needed": "20",
        },
        {
            "title": "Votes of the others",
            "electorate": "no-office",
            "section_of": str(election.contests.get(title="Public office holders").pk),
            "weight": "3",
            "least-women": "",
        },
    )
    for changed in further:
        officer.post(at(election, "contests/new/"), form_of_contest(**changed), follow=True)
    page = " ".join(officer.get(at(election, "notice/")).content.decode().split())
    trustees = page.split("Trustees")[1].split("</tr>")[0]
    assert "2 votes for each member" in trustees
    assert "Voters may choose to re-open nominations" in trustees
    assert "A member may nominate 2 candidates" in trustees
    question = page.split("Shall we?")[1].split("</tr>")[0]
    assert "Turnout needed: 20%" in question
    assert "Majority needed: 60% of yes and no" in question
    assert "nominat" not in question
    section = page.split("Votes of the others")[1].split("</tr>")[0]
    assert "A section of Public office holders: the shares are 2 there to 3 here" in section
