"""An electoral college: one contest, two electorates, each with its share of the count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import results, tallying
from elections.models import Candidate, CandidateLeft, CountRecord, Election
from members.models import User
from tests.after_close import cast
from tests.office.cast import scotland
from tests.voting.cast import follow, hidden_of, page

pytestmark = pytest.mark.django_db(transaction=True)
IN_OFFICE = ("Efua", "Farah")


@pytest.fixture
def college(rosa: User) -> Election:
    return cast.set_up(rosa, cast.as_college, in_office=IN_OFFICE)


def ballot(election: Election, first_name: str, *names: str) -> None:
    """From the link to the receipt, whichever section the voter belongs to."""
    section = 50 if first_name in IN_OFFICE else scotland(election).number
    numbers = dict(scotland(election).candidates.values_list("ballot_name", "number"))
    ranks = {f"r-{section}-{numbers[name]}": str(rank) for rank, name in enumerate(names, 1)}
    client = follow(election, first_name)
    checked = client.post(page(election, "check-vote"), ranks)
    assert checked.status_code == 200
    assert client.post(page(election, "cast-vote"), hidden_of(checked)).status_code == 200


@pytest.fixture
def counted(college: Election) -> Election:
    """Three members for Aisha and one for Bea; both office holders for Bea, then Callum."""
    for name in ("Aisha", "Callum", "Dewi"):
        ballot(college, name, "Aisha Bello", "Callum Reid")
    ballot(college, "Bea", "Bea Okafor")
    for name in IN_OFFICE:
        ballot(college, name, "Bea Okafor", "Callum Reid")
    return cast.count(college)


def test_every_section_has_the_same_candidates_under_the_same_numbers(college: Election) -> None:
    rows = Candidate.objects.filter(contest__election=college).order_by("number")
    by_contest = [
        list(rows.filter(contest__number=number).values_list("number", "ballot_name"))
        for number in (scotland(college).number, 50)
    ]
    assert (
        by_contest[0]
        == by_contest[1]
        == [
            (1, "Aisha Bello"),
            (2, "Bea Okafor"),
            (3, "Callum Reid"),
        ]
    )


def test_a_voter_sees_the_contest_once_and_how_the_sections_weigh(college: Election) -> None:
    for name, number in (("Dewi", scotland(college).number), ("Efua", 50)):
        paper = cast.shown(page(college, "show-paper"), follow(college, name))
        assert paper.count('class="contest-seats"') == 1
        assert f'id="contest-{number}"' in paper
        assert "the papers of each group count for its share of the result" in paper
        assert "Members without office: 1/3" in paper
        assert "Office holders: 2/3" in paper
        assert "I will answer every letter." in paper


def test_the_notice_and_the_list_of_candidates_tell_of_one_contest(college: Election) -> None:
    notice = cast.shown(college.get_absolute_url())
    assert notice.count("<h3>Scotland</h3>") == 1
    assert "Scotland, office holders" not in notice
    assert "Office holders: 2/3" in notice
    assert cast.shown(page(college, "list-candidates")).count(">Bea Okafor</a>") == 1


def test_the_sections_stand_in_the_ratio_of_their_weights(
    counted: Election, tmp_path: Path
) -> None:
    record = CountRecord.objects.get()
    sections = json.loads(record.count)["sections"]
    assert [(one["valid"], one["factor"]) for one in sections] == [(4, 1), (2, 4)]
    result = results.result_of(scotland(counted))
    assert result.elected == ["Bea Okafor"], "nine of twelve, though three of four members"
    assert result.result.valid == 12
    told = cast.shown(cast.result_page(counted))
    assert "The sections of the college" in told
    assert "Members without office" in told
    assert "6 valid papers, weighted to 12 votes." in told
    assert "12 valid papers" not in told, "nobody reads of more papers than there were voters"
    assert "Set aside" in told
    said = cast.recounted_and_verified(counted, tmp_path)
    assert f"contest {scotland(counted).number}: rankings are not published" in said


def test_each_sections_rankings_are_published_and_recounted(
    college: Election, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("elections.tallying.given.SMALL_CONTEST", 2)
    ballot(college, "Dewi", "Aisha Bello")
    ballot(college, "Aisha", "Callum Reid")
    for name in IN_OFFICE:
        ballot(college, name, "Bea Okafor")
    counted = cast.count(college)
    number = scotland(counted).number
    names = cast.bundle(counted).namelist()
    assert f"contests/{number}/sections/{number}.blt" in names
    assert f"contests/{number}/sections/50.blt" in names
    assert f"contests/{number}/papers.blt" not in names
    said = cast.recounted_and_verified(counted, tmp_path)
    assert f"contest {number}: same result (4 papers)" in said


def test_a_small_section_publishes_totals_only(
    college: Election, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("elections.tallying.given.SMALL_CONTEST", 2)
    for name in ("Aisha", "Dewi"):
        ballot(college, name, "Aisha Bello")
    ballot(college, "Efua", "Bea Okafor")
    counted = cast.count(college)
    number = scotland(counted).number
    names = cast.bundle(counted).namelist()
    assert f"contests/{number}/sections/{number}.blt" in names
    assert f"contests/{number}/sections/50.blt" not in names
    shown = json.loads(cast.bundle(counted).read(f"contests/{number}/result.json"))
    assert "digest" not in shown
    assert Client().get(f"{cast.result_page(counted)}count.blt").status_code == 404
    # The stages are public. What the section chose first is what the other's rankings leave of them,
    # and every page that tells of few papers says so.
    sections = json.loads(cast.bundle(counted).read(f"contests/{number}/count.json"))["sections"]
    (members, in_office), published = sections, (2, 0, 0)
    first = [
        (int(float(votes)) - members["factor"] * others) // in_office["factor"]
        for votes, others in zip(shown["stages"][0]["votes"], published, strict=True)
    ]
    assert first == [0, 1, 0], "the vote of Efua, for Bea"
    for address, words in (
        (cast.result_page(counted), "anybody can work out how these few voted as a group."),
        (counted.get_absolute_url(), "They can show how those few voted as a group."),
        (reverse("elections:vote-protected"), "how they voted as a group."),
    ):
        assert words in cast.shown(address)
    assert "always published, however few they are" in cast.shown(cast.result_page(counted))
    assert "rankings are not published" in cast.recounted_and_verified(counted, tmp_path)


def test_an_empty_section_leaves_the_other_unscaled(college: Election) -> None:
    ballot(college, "Dewi", "Aisha Bello")
    cast.count(college)
    sections = json.loads(CountRecord.objects.get().count)["sections"]
    assert [(one["valid"], one["factor"]) for one in sections] == [(1, 1), (0, 1)]


def test_who_leaves_is_skipped_in_every_section(counted: Election, rosa: User) -> None:
    tallying.leave(
        cast.candidate(counted, "Bea Okafor"),
        reason=CandidateLeft.Reason.WITHDREW,
        actor=rosa,
        now=timezone.now(),
    )
    result = results.result_of(scotland(counted))
    assert result.elected == ["Callum Reid"]
    # Of the members' papers one named Bea alone and is not valid any more.
    assert [(one.papers, one.valid, one.factor) for one in result.sections] == [
        (4, 3, 1),
        (2, 2, 3),
    ]
