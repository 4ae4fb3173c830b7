"""Welsh beside the English of what officers enter: entered, shown, fixed with the papers."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from elections import publishing, scheduling
from elections.ballots import keys, manifest
from elections.ballots.models import Poll
from elections.models import Candidate, Contest, Election
from members.roles import Role
from tests.acts.act import contest_called
from tests.languages.cast import ada, in_welsh, welsh_for, with_titles, words
from tests.members.people import add_staff
from tests.office import cast as office_cast
from tests.office.cast import enter
from tests.public import cast
from tests.voting.cast import follow

pytestmark = pytest.mark.django_db


def test_a_welsh_page_shows_welsh_titles_and_marks_what_has_none_as_english(client: Client) -> None:
    election = in_welsh(with_titles())
    other = election.contests.filter(title_cy="").order_by("number")[0].title
    shown = words(client.get("/elections/ncg-2026/?lang=cy"))
    assert "<h1>Y Grŵp 2026</h1>" in shown
    assert "<p>Pwy sy’n arwain.</p>" in shown
    assert "<h3>Yr Alban</h3>" in shown
    assert f'<h3><span lang="en-gb">{escape(other)}</span></h3>' in shown
    assert "NCG 2026" not in shown
    assert "<title>" in shown
    assert "span" not in shown[shown.index("<title>") : shown.index("</title>")]


def test_an_english_page_shows_english_titles_alone(client: Client) -> None:
    in_welsh(with_titles())
    shown = words(client.get("/elections/ncg-2026/"))
    assert "<h1>NCG 2026</h1>" in shown
    assert "<h3>Scotland</h3>" in shown
    assert "Grŵp" not in shown
    assert "Alban" not in shown


def _conditions(election: Election, **changes: str) -> dict[str, object]:
    return {
        "title": election.title,
        "slug": election.slug,
        "body": "ncg",
        "supporters_needed": "2",
        "statement_words": "300",
        "links": "3",
        "entitled_statuses": ["active", "grace"],
        "labour": "required",
        "minimum_age": "14",
        "vacancy_rule": "leave-vacant",
        "declared_by": "officer",
        "min_batch": "10",
        **changes,
    }


def test_the_office_enters_welsh_beside_the_english() -> None:
    election = cast.election(noticed=False)
    office = enter(ada())
    url = f"/office/elections/{election.slug}/"
    welsh = {"title_cy": "Y Grŵp", "summary": "Who?", "summary_cy": "Pwy?"}
    assert office.post(f"{url}edit/", _conditions(election, **welsh)).status_code == 302
    treasurer = {**contest_called("Treasurer"), "title_cy": "Trysorydd", "description_cy": "Un."}
    assert office.post(f"{url}contests/new/", treasurer).status_code == 302
    election.refresh_from_db()
    contest = election.contests.get(title="Treasurer")
    assert (election.title_cy, election.summary_cy) == ("Y Grŵp", "Pwy?")
    assert (contest.title_cy, contest.description_cy) == ("Trysorydd", "Un.")


def test_a_welsh_title_is_as_readable_as_an_english_one() -> None:
    election = cast.election(noticed=False)
    url = f"/office/elections/{election.slug}/edit/"
    answer = enter(ada()).post(url, _conditions(election, title_cy="Y\u202eGrŵp"))
    assert answer.status_code == 422
    assert "title_cy" in answer.context["form"].errors


ANSWERS = {
    "answer on a ballot paper\x04Yes": "Ie",
    "answer on a ballot paper\x04No": "Na",
    "answer on a ballot paper\x04Re-open nominations": "Ailagor enwebiadau",
}


@pytest.fixture
def election(db: None) -> Election:
    """Voting is open: a question with Welsh for its title and wording, and Scotland without any."""
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    made = office_cast.prepared(opens_in=3 * office_cast.DAY, only=("Scotland",))
    Election.objects.filter(pk=made.pk).update(title_cy="Y Grŵp")
    scotland = made.contests.get(title="Scotland")
    made.contests.update(seats=1, has_ron=True)
    Contest.objects.create(
        election=made,
        sheet=scotland.sheet,
        number=9,
        rule="yes-no",
        title="Shall we merge?",
        title_cy="A ddylem uno?",
        description="With them.",
        description_cy="Gyda nhw.",
    )
    made = office_cast.fresh(made)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    people = office_cast.members()
    for who in people[:2]:
        office_cast.accepted(office_cast.nominated(made, who, supporters=people[2:4]), rosa)
    now = timezone.now()
    instants = {"voting_opens_at": now - timedelta(minutes=5), "reminder_at": None}
    office_cast.move(made, **instants, decisions_due_at=None, appeals_close_at=None)
    keys.make_sealing_key(made.pk)
    with welsh_for(**ANSWERS):
        publishing.fix_papers(office_cast.fresh(made), actor=rosa, now=now)
    return in_welsh(made)


def test_the_manifest_has_the_welsh_that_voters_see_and_is_read_as_before(
    election: Election,
) -> None:
    text = bytes(Poll.objects.get(election=election.pk).manifest)
    fixed = json.loads(text)
    assert fixed["title_cy"] == "Y Grŵp"
    question = next(one for one in fixed["sheets"][0]["contests"] if one["contest"] == 9)
    assert (question["title"], question["title_cy"]) == ("Shall we merge?", "A ddylem uno?")
    assert (question["description"], question["description_cy"]) == ("With them.", "Gyda nhw.")
    assert question["candidates"] == [
        {"name": "Yes", "name_cy": "Ie", "number": 1},
        {"name": "No", "name_cy": "Na", "number": 2},
    ]
    scotland = next(one for one in fixed["sheets"][0]["contests"] if one["title"] == "Scotland")
    assert "title_cy" not in scotland
    assert scotland["candidates"][-1]["name_cy"] == "Ailagor enwebiadau"
    assert "name_cy" not in scotland["candidates"][0]
    assert manifest.read(text).contest(9).candidates == {1, 2}


def test_the_paper_is_in_welsh_as_it_was_fixed_and_english_where_there_is_no_welsh(
    election: Election,
) -> None:
    voter = follow(election, "Aisha")
    paper = words(voter.get(f"/vote/{election.slug}/?lang=cy"))
    assert "A ddylem uno?" in paper
    assert "<p>Gyda nhw.</p>" in paper
    assert ">Ie</label>" in paper
    assert '<span lang="en-gb">Scotland</span>' in paper
    assert "Shall we merge?" not in paper
    english = words(voter.get(f"/vote/{election.slug}/?lang=en-gb"))
    assert "Shall we merge?" in english
    assert ">Yes</label>" in english
    assert "uno" not in english


def test_no_answer_of_a_fixed_paper_gets_another_name(election: Election) -> None:
    answers = Candidate.objects.filter(contest__election=election, ballot_name="Yes")
    with pytest.raises(DatabaseError, match="candidates no longer change"):
        answers.update(ballot_name_cy="Na")
