"""The paper shows candidates alike: photo or frame, links, statement, and words struck out at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from elections import photos, publishing, voting
from elections.ballots import keys
from elections.models import Election, Nomination, Photo
from hustings.models import Answer, Hustings, Question, Topic
from members.models import Member, User
from momentum_site.templatetags.drawn import Shown, drawn
from tests.elections.pictures import upload
from tests.office.cast import accepted, checking, fresh, members, move, nominated
from tests.voting.cast import entry_of, follow, page

STATEMENT = "I will answer every letter"
LINK = "https://www.example.org/aisha"


@pytest.fixture
def election(rosa: User) -> Election:
    """Voting is open; Aisha shows a photo and a link and says something, Bea does not."""
    made, people = checking(), members()
    aishas = nominated(made, people[0], links=[LINK])
    file = upload()
    photo = photos.encode(file, size=file.size or 0)
    Photo.objects.create(
        nomination=aishas,
        jpeg=photo.jpeg,
        width=photo.width,
        height=photo.height,
        digest=photo.digest,
    )
    for nomination in (aishas, nominated(made, people[1], statement="")):
        accepted(nomination, rosa)
    keys.make_sealing_key(made.pk)
    publishing.fix_papers(made, actor=rosa, now=timezone.now())
    move(made, voting_opens_at=timezone.now() - timedelta(minutes=5))
    return fresh(made)


def paper(client: Client, election: Election) -> str:
    return " ".join(client.get(page(election, "show-paper")).content.decode().split())


def test_photo_and_link_are_beside_the_statement(election: Election) -> None:
    text = paper(follow(election, "Callum"), election)
    digest = Photo.objects.get().digest
    assert f'src="/photos/{digest}.jpg" alt="Photo of Aisha Bello"' in text
    link = text.partition(f'href="{LINK}"')[2].partition("</a>")[0]
    assert 'rel="nofollow noopener" target="_blank"' in link
    assert "example.org (opens in a new tab)" in link


def test_what_candidates_say_is_drawn_for_the_first_voter_and_shown_to_all(
    election: Election,
) -> None:
    part, path = "components/_candidate_about.html", page(election, "show-paper")
    drawn.cache_clear()
    first = follow(election, "Callum").get(path)
    second = follow(election, "Bea").post(path, {"r-1-1": "1"})
    assert part in {one.name for one in first.templates}
    assert part not in {one.name for one in second.templates}
    assert STATEMENT in first.content.decode()
    assert STATEMENT in second.content.decode()


def test_what_is_kept_of_a_candidate_is_all_that_is_drawn() -> None:
    template = settings.BASE_DIR / "templates/components/_candidate_about.html"
    assert set(re.findall(r"candidate\.(\w+)", template.read_text())) == set(Shown._fields)


def test_whoever_shows_nothing_has_the_same_place(election: Election) -> None:
    text = paper(follow(election, "Callum"), election)
    assert text.count("<summary>Statement<") == 2
    assert text.count("No photo") == 1
    assert text.count("No statement was given.") == 1


def test_words_struck_out_are_gone_from_the_next_paper_that_is_opened(
    election: Election, rosa: User
) -> None:
    client = follow(election, "Callum")
    assert "answer every letter" in paper(client, election), "and kept in the process"
    candidate = election.contests.get().candidates.select_related("contest").get(number=1)
    publishing.strike(
        candidate, passage="answer every letter", reason="Untrue.", actor=rosa, now=timezone.now()
    )
    text = paper(client, election)
    assert "answer every letter" not in text
    assert "I will [words struck out on" in text


def test_knowing_what_was_struck_costs_no_statement_of_its_own(
    election: Election, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entry = entry_of(election, "Callum")
    voting.sheets_for(entry)
    with django_assert_num_queries(1):
        voting.sheets_for(entry)


def test_answers_to_members_questions_open_beside_the_paper(election: Election, rosa: User) -> None:
    aisha = Nomination.objects.get(member__first_name="Aisha")
    ago = timezone.now() - timedelta(days=5)
    hustings = Hustings.objects.create(
        election=election,
        **{name: ago + timedelta(hours=place) for place, name in enumerate(Hustings.INSTANTS)},
    )
    decided: dict[str, Any] = {"state": "approved", "decided_by": rosa, "decided_at": ago}
    question = Question.objects.create(
        hustings=hustings,
        topic=Topic.objects.create(hustings=hustings, number=1, title="Democracy"),
        member=Member.objects.get(first_name="Callum"),
        text="Will you publish the minutes?",
        sent_at=ago,
        **decided,
    )
    answer = Answer.objects.create(question=question, nomination=aisha, text="Yes.", sent_at=ago)
    client = follow(election, "Callum")
    assert "to members’ questions" not in paper(client, election), "no officer has read it"
    Answer.objects.filter(pk=answer.pk).update(**decided)
    text = paper(client, election)
    assert text.count("to members’ questions") == 1
    link = text.partition(f'href="{aisha.get_absolute_url()}"')[2].partition("</a>")[0]
    assert 'target="_blank" rel="noopener"' in link
    assert "Answers of Aisha Bello to members’ questions (opens in a new tab)" in link
    checked = client.post(page(election, "check-vote"), {"r-1-1": "7"})
    assert "to members’ questions" in checked.content.decode(), "nor are they lost with a mistake"
