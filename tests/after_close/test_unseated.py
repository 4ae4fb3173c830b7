"""Whoever is unseated: what every page and file says of them, who is told, and how it is put right."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import outbox, publishing, results, tallying
from elections.mailing.writing import Batch
from elections.models import CandidateLeft, CountRecord, Election, Message, ResultDeclaration, Seat
from elections.refusal import Refused
from elections.tallying import Amended
from members.models import User
from tests.after_close import cast
from tests.office.cast import fresh, scotland
from tests.office.test_what_contests_will_be import of_south_west
from tests.voting.cast import page

pytestmark = pytest.mark.django_db(transaction=True)
Kind = ResultDeclaration.Kind
Reason = CandidateLeft.Reason
COUNTED_OUT = "the count passes over the name"


@pytest.fixture
def declared(rosa: User) -> Election:
    return cast.declare(cast.two_seats(rosa), rosa)


def amended(election: Election, rosa: User, **what: Any) -> None:
    last = election.declarations.order_by("-number")[0].number
    asked = Amended(**{"reason": "The court said so.", "after": last, **what})
    tallying.amend(election.contests.get(), asked, actor=rosa, now=timezone.now())


def unseated(election: Election, rosa: User, name: str = "Bea Okafor", **more: Any) -> None:
    who = cast.candidate(election, name, election.contests.get().title)
    left = {"leaver": who, "left": Reason.DISQUALIFIED, **more}
    amended(election, rosa, kind=Kind.UNSEATED, **left)


def corrected(election: Election, rosa: User, *names: str) -> None:
    numbers = [cast.candidate(election, name).number for name in names]
    amended(election, rosa, kind=Kind.CORRECTED, elected=numbers)


def in_the_file(election: Election) -> list[str]:
    answer = Client().get(f"{cast.result_page(election)}count.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return [row[2] for row in csv.reader(io.StringIO(text)) if row[1:2] == ["Bea Okafor"]][1:]


def own_page(election: Election) -> str:
    number = cast.candidate(election, "Bea Okafor").number
    return f"{page(election, 'list-candidates')}{scotland(election).number}/{number}/"


def test_a_seat_left_vacant_was_counted_and_no_page_says_otherwise(
    declared: Election, rosa: User
) -> None:
    unseated(declared, rosa)
    for address in (cast.result_page(declared), page(declared, "show-results")):
        told = cast.shown(address)
        assert COUNTED_OUT not in told
        assert (
            "Bea Okafor was disqualified after the papers were fixed, and is no longer elected."
            in told
        )
    assert in_the_file(declared) == ["was disqualified: no longer elected"]
    listed = cast.shown(page(declared, "list-candidates"))
    assert "was disqualified, no longer elected" in listed
    assert "not counted" not in listed
    told = cast.shown(own_page(declared))
    assert "after the ballot papers were fixed, and is no longer elected." in told
    assert "passes over" not in told


def test_a_seat_filled_again_is_counted_without_them(declared: Election, rosa: User) -> None:
    unseated(declared, rosa, refilled=True)
    assert COUNTED_OUT in cast.shown(cast.result_page(declared))
    assert in_the_file(declared) == ["was disqualified: not counted"]
    assert "was disqualified, not counted" in cast.shown(page(declared, "list-candidates"))
    assert "The count passes over the name." in cast.shown(own_page(declared))


def test_they_get_one_mail_and_nobody_is_told_that_they_stand_no_longer(
    declared: Election, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[object] = []

    def tell_gone(nomination: object, **_when: object) -> None:
        gone.append(nomination)

    monkeypatch.setattr(outbox, "tell_gone", tell_gone)
    before = Message.objects.count()
    unseated(declared, rosa)
    mail = Message.objects.get(kind="result-declared", details__amended=True)
    assert (mail.to, mail.details["elected"]) == ("bea@example.org", False)
    assert Message.objects.count() == before + 1
    assert gone == []


def test_whoever_leaves_without_a_seat_is_told_that(declared: Election, rosa: User) -> None:
    callum = cast.candidate(declared, "Callum Reid")
    unchanged = {"kind": Kind.CORRECTED, "leaver": callum, "left": Reason.WITHDREW}
    with pytest.raises(Refused, match="changes nothing"):
        amended(declared, rosa, **unchanged)
    corrected(declared, rosa, "Aisha Bello")
    amended(declared, rosa, **unchanged)
    assert Message.objects.get(kind="candidate-left").to == "callum@example.org"


def test_a_correction_can_elect_them_again(declared: Election, rosa: User, officer: Client) -> None:
    unseated(declared, rosa)
    number = scotland(declared).number
    way = reverse("elections:amend-result", args=[declared.slug, number, "correct"])
    assert "Bea Okafor (was disqualified)" in cast.shown(way, officer)
    chosen = [cast.candidate(declared, name).number for name in ("Aisha Bello", "Bea Okafor")]
    sent = {"public_reason": "On appeal.", "confirm": declared.slug, "after": 3, "elected": chosen}
    assert officer.post(way, sent).status_code == 302
    assert results.result_of(scotland(declared)).elected == ["Aisha Bello", "Bea Okafor"]
    for address in (cast.result_page(declared), page(declared, "list-candidates")):
        assert "was disqualified" not in cast.shown(address).split("Declarations")[0]
    assert "was disqualified" not in cast.shown(own_page(declared))
    assert in_the_file(declared) == []
    held = Seat.objects.filter(ended_on=None).values_list("name", flat=True)
    assert set(held) == {"Aisha Bello", "Bea Okafor"}
    told = Message.objects.filter(kind="result-declared", to="bea@example.org").order_by("pk")
    assert [one.details["elected"] for one in told] == [True, False, True]


def test_a_later_count_counts_whoever_is_elected_again(declared: Election, rosa: User) -> None:
    unseated(declared, rosa, refilled=True)
    corrected(declared, rosa, "Bea Okafor", "Aisha Bello")
    unseated(declared, rosa, "Aisha Bello", refilled=True)
    assert results.result_of(scotland(declared)).elected == ["Bea Okafor", "Callum Reid"]
    last = CountRecord.objects.filter(kind="result").latest("number")
    aisha = cast.candidate(declared, "Aisha Bello").number
    assert f'"withdrawn":[{aisha}]' in last.count.replace(" ", "")


def test_and_they_can_be_unseated_once_more_for_what_is_on_record(
    declared: Election, rosa: User
) -> None:
    unseated(declared, rosa)
    corrected(declared, rosa, "Bea Okafor", "Aisha Bello")
    with pytest.raises(Refused, match="on record since before that Bea Okafor was disqualified"):
        unseated(declared, rosa, left=Reason.WITHDREW)
    unseated(declared, rosa)
    assert results.result_of(scotland(declared)).elected == ["Aisha Bello"]
    assert CandidateLeft.objects.count() == 1
    assert in_the_file(declared) == ["was disqualified: no longer elected"]


def test_who_left_before_the_declaration_stays_away(rosa: User) -> None:
    election = cast.set_up(rosa, cast.with_seats(2))
    bea = cast.candidate(election, "Bea Okafor")
    tallying.leave(bea, reason=Reason.WITHDREW, actor=rosa, now=timezone.now())
    declared = cast.declare(cast.count(election), rosa)
    with pytest.raises(Refused, match="Choose among the candidates"):
        corrected(declared, rosa, "Bea Okafor")


def test_a_death_recorded_by_mistake_is_put_right_and_told(declared: Election, rosa: User) -> None:
    unseated(declared, rosa, left=Reason.DIED)
    assert not Message.objects.filter(to="bea@example.org", details__amended=True).exists()
    corrected(declared, rosa, "Bea Okafor", "Aisha Bello")
    mail = Message.objects.get(to="bea@example.org", details__amended=True)
    assert mail.details["elected"] is True


def test_without_a_poll_no_count_is_spoken_of(rosa: User) -> None:
    election = of_south_west(rosa, "Aisha*", "Bea")
    publishing.fix_papers(election, actor=rosa, now=timezone.now())
    declared = cast.declare(fresh(election), rosa)
    unseated(declared, rosa)
    contest = declared.contests.get()
    assert results.standing_result(contest).elected == ["Aisha Bello"]
    number = cast.candidate(declared, "Bea Okafor", contest.title).number
    own = f"{page(declared, 'list-candidates')}{contest.number}/{number}/"
    for address in (page(declared, "show-results"), page(declared, "list-candidates"), own):
        told = cast.shown(address)
        assert "was disqualified" in told
        assert "no longer elected" in told
        assert "not counted" not in told
        assert "passes over" not in told


def test_nor_in_the_mail_to_whoever_leaves_before_the_declaration(rosa: User) -> None:
    election = of_south_west(rosa, "Aisha*", "Bea")
    publishing.fix_papers(election, actor=rosa, now=timezone.now())
    bea = cast.candidate(election, "Bea Okafor", election.contests.get().title)
    tallying.leave(bea, reason=Reason.WITHDREW, actor=rosa, now=timezone.now())
    message = Message.objects.get(kind="candidate-left")
    mail = Batch([message.pk]).write(message)
    said = " ".join(str(mail.body).split())
    assert "no longer a candidate in South West, where there is no vote." in said
    assert "passes over" not in said
