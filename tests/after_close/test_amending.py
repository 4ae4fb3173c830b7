"""Amended declarations: numbered, reasoned, public; every mark is drawn from the one that stands."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import results, tallying
from elections.models import (
    CandidateLeft,
    CountRecord,
    Election,
    Message,
    PublicChange,
    ResultDeclaration,
)
from elections.refusal import Refused
from elections.tallying import Amended
from members.models import AuditEntry, User
from tests.after_close import cast
from tests.office.cast import enter, scotland
from tests.voting.cast import page

pytestmark = pytest.mark.django_db(transaction=True)
Kind = ResultDeclaration.Kind


@pytest.fixture
def declared(rosa: User) -> Election:
    return cast.declare(cast.two_seats(rosa), rosa)


def address(election: Election, way: str) -> str:
    return reverse("elections:amend-result", args=[election.slug, scotland(election).number, way])


def entered(election: Election, **more: Any) -> dict[str, Any]:
    last = election.declarations.order_by("-number")[0].number
    return {
        "public_reason": "The court said so.",
        "confirm": election.slug,
        "after": str(last),
        **more,
    }


def elected(election: Election) -> list[str]:
    return results.result_of(scotland(election)).elected


def number(election: Election, name: str) -> int:
    return cast.candidate(election, name).number


def amended(election: Election, rosa: User, **what: Any) -> ResultDeclaration:
    last = election.declarations.order_by("-number")[0].number
    asked = Amended(**{"reason": "The court said so.", "after": last, **what})
    return tallying.amend(scotland(election), asked, actor=rosa, now=timezone.now())


def test_a_declaration_tells_every_candidate(declared: Election) -> None:
    told = Message.objects.filter(kind="result-declared").values_list("to", "details")
    assert {to: details["elected"] for to, details in told} == {
        "aisha@example.org": True,
        "bea@example.org": True,
        "callum@example.org": False,
    }


def test_an_officer_corrects_who_is_elected(declared: Election, officer: Client) -> None:
    chosen = [number(declared, name) for name in ("Bea Okafor", "Callum Reid")]
    answer = officer.post(address(declared, "correct"), entered(declared, elected=chosen))
    assert answer.status_code == 302
    assert elected(declared) == ["Bea Okafor", "Callum Reid"]
    last = ResultDeclaration.objects.get(number=3)
    assert (last.kind, last.elected, last.reason) == ("corrected", chosen, "The court said so.")
    assert PublicChange.objects.get(kind="declaration").subject == "Scotland"
    assert AuditEntry.objects.get(action="result-amended").reason == "The court said so."
    changed = Message.objects.filter(kind="result-declared", details__amended=True)
    assert {one.to: one.details["elected"] for one in changed} == {
        "aisha@example.org": False,
        "callum@example.org": True,
    }


def test_pages_files_and_table_show_what_stands_and_what_stood(
    declared: Election, rosa: User
) -> None:
    chosen = [number(declared, name) for name in ("Bea Okafor", "Callum Reid")]
    amended(declared, rosa, kind=Kind.CORRECTED, elected=chosen)
    everything = cast.shown(page(declared, "show-results"))
    contest = cast.shown(cast.result_page(declared))
    for told in (everything, contest):
        assert "By declaration 3 of" in told
        assert "Reason: The court said so." in told
        assert "Provisional result" in told
        assert "Superseded by a later one." in told
        assert "by a returning officer" in told
        assert told.index("Bea Okafor") < told.index("Callum Reid")
    assert "The count below came to another result" in contest
    view = results.result_of(scotland(declared))
    marked = {cell.name for cell in view.stages[-1].votes if cell.status == "elected"}
    assert marked == {"Bea Okafor", "Callum Reid"}
    answer = Client().get(f"{cast.result_page(declared)}count.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    places = {row[1]: row[-1] for row in rows if row[0].isdigit()}
    assert places == {"Aisha Bello": "", "Bea Okafor": "1", "Callum Reid": "2"}
    assert any(
        row[1:3] == ["Declaration 3", "Corrected result: The court said so."] for row in rows
    )
    record = json.loads(cast.bundle(declared).read("declarations.json"))
    assert [one["kind"] for one in record] == ["provisional", "declared", "corrected"]
    assert record[2]["elected"] == chosen


def test_only_candidates_and_no_more_than_the_seats(declared: Election, rosa: User) -> None:
    for chosen, words in (([9], "Choose among the candidates"), ([1, 2, 3], "There are 2 seats")):
        with pytest.raises(Refused, match=words):
            amended(declared, rosa, kind=Kind.CORRECTED, elected=chosen)
    same = [number(declared, name) for name in ("Bea Okafor", "Aisha Bello")]
    with pytest.raises(Refused, match="changes nothing"):
        amended(declared, rosa, kind=Kind.CORRECTED, elected=same)


def test_nobody_ticked_is_no_correction_and_void_is_offered_instead(
    declared: Election, officer: Client
) -> None:
    answer = officer.post(address(declared, "correct"), entered(declared))
    assert answer.status_code == 422
    said = " ".join(answer.content.decode().split())
    assert "Where nobody is elected, declare the contest void instead." in said
    assert elected(declared) == ["Bea Okafor", "Aisha Bello"]


@pytest.fixture
def reserved(rosa: User) -> Election:
    """Two seats, one of them reserved for women; Bea and Aisha are elected, and only Aisha is one."""
    election = cast.set_up(rosa, cast.with_seats(2, women=1), women=["Aisha"])
    cast.cast_votes(
        election, Aisha=["Bea Okafor"], Bea=["Bea Okafor", "Callum Reid"], Callum=["Callum Reid"]
    )
    declared = cast.declare(cast.count(election), rosa)
    assert sorted(elected(declared)) == ["Aisha Bello", "Bea Okafor"]
    return declared


def test_a_correction_that_breaks_the_minima_is_refused_and_says_which(
    reserved: Election, officer: Client
) -> None:
    chosen = [number(reserved, name) for name in ("Bea Okafor", "Callum Reid")]
    way = address(reserved, "correct")
    assert "Declare it all the same" not in cast.shown(way, officer)
    answer = officer.post(way, entered(reserved, elected=chosen))
    assert answer.status_code == 422
    said = " ".join(answer.content.decode().split())
    assert "Seats reserved for “Women and marginalised genders”: 1." in said
    assert "Of those elected 0 would count towards them" in said
    assert "Declare it all the same" in said
    assert "The court said so." in said
    assert sorted(elected(reserved)) == ["Aisha Bello", "Bea Okafor"]


def test_or_is_declared_all_the_same_with_the_public_reason(
    reserved: Election, officer: Client
) -> None:
    chosen = [number(reserved, name) for name in ("Bea Okafor", "Callum Reid")]
    ticked = entered(reserved, elected=chosen, despite_minima="on")
    way = address(reserved, "correct")
    unreasoned = officer.post(way, {**ticked, "public_reason": ""})
    assert unreasoned.status_code == 422
    assert "Declare it all the same" in unreasoned.content.decode()
    assert officer.post(way, ticked).status_code == 302
    assert elected(reserved) == ["Bea Okafor", "Callum Reid"]
    assert ResultDeclaration.objects.get(number=3).reason == "The court said so."
    assert len(AuditEntry.objects.get(action="result-amended").detail["despite minima"]) == 1


def test_a_seat_left_vacant_is_taken_from_no_group(reserved: Election, rosa: User) -> None:
    amended(reserved, rosa, kind=Kind.CORRECTED, elected=[number(reserved, "Callum Reid")])
    assert elected(reserved) == ["Callum Reid"]
    assert "despite minima" not in AuditEntry.objects.get(action="result-amended").detail


def test_who_left_after_the_declaration_is_counted_out(declared: Election, officer: Client) -> None:
    answer = officer.post(
        address(declared, "recount"),
        entered(
            declared,
            leaver=str(cast.candidate(declared, "Bea Okafor").pk),
            left="disqualified",
            detail="Not a member.",
        ),
    )
    assert answer.status_code == 302
    assert elected(declared) == ["Aisha Bello", "Callum Reid"]
    assert CandidateLeft.objects.get().reason == "disqualified"
    assert set(CountRecord.objects.values_list("kind", "number")) == {
        ("result", 1),
        ("result", 2),
        ("as-cast", 1),
    }
    told = cast.shown(cast.result_page(declared))
    assert "was disqualified after the papers were fixed" in told
    assert "Not a member." not in told


def test_an_unseated_members_seat_stays_vacant(declared: Election, officer: Client) -> None:
    bea = cast.candidate(declared, "Bea Okafor")
    way = address(declared, "unseat")
    assert "Callum Reid" not in cast.shown(way, officer).split("Who loses the seat")[1]
    told = "Whoever is no candidate any more is told by email, but not when you record a death."
    assert told in cast.shown(way, officer)
    assert told not in cast.shown(address(declared, "void"), officer)
    unseated = entered(declared, leaver=str(bea.pk), seat="vacant")
    missing = officer.post(way, unseated)
    assert missing.status_code == 422
    assert "Choose the reason that is published." in missing.content.decode()
    assert officer.post(way, {**unseated, "left": "disqualified"}).status_code == 302
    assert elected(declared) == ["Aisha Bello"]
    told = cast.shown(cast.result_page(declared))
    assert "1 seat stays vacant" in told
    assert "was disqualified after the papers were fixed" in told
    assert CandidateLeft.objects.get().candidate == bea


def test_a_later_count_does_not_elect_who_was_unseated(declared: Election, rosa: User) -> None:
    left = CandidateLeft.Reason.DISQUALIFIED
    bea, aisha = (cast.candidate(declared, name) for name in ("Bea Okafor", "Aisha Bello"))
    with pytest.raises(Refused, match="Choose who left, and why"):
        amended(declared, rosa, kind=Kind.UNSEATED, leaver=bea)
    assert elected(declared) == ["Bea Okafor", "Aisha Bello"]
    amended(declared, rosa, kind=Kind.UNSEATED, leaver=bea, left=left)
    amended(declared, rosa, kind=Kind.CORRECTED, leaver=aisha, left=left)
    assert elected(declared) == ["Callum Reid"]


def test_or_is_filled_without_unseating_others(
    declared: Election, officer: Client, tmp_path: Any
) -> None:
    bea = cast.candidate(declared, "Bea Okafor")
    way = address(declared, "unseat")
    missing = officer.post(way, entered(declared, leaver=str(bea.pk), seat="refilled"))
    assert missing.status_code == 422
    filled = entered(declared, leaver=str(bea.pk), seat="refilled", left="withdrew")
    assert officer.post(way, filled).status_code == 302
    assert elected(declared) == ["Aisha Bello", "Callum Reid"]
    again = CountRecord.objects.get(kind="result", number=2)
    assert json.loads(again.count)["kept"] == [number(declared, "Aisha Bello")]
    assert ResultDeclaration.objects.get(number=3).kind == "unseated"
    cast.recounted_and_verified(declared, tmp_path)


def test_a_void_contest_elects_nobody(declared: Election, officer: Client) -> None:
    assert officer.post(address(declared, "void"), entered(declared)).status_code == 302
    assert elected(declared) == []
    told = cast.shown(cast.result_page(declared))
    assert "This contest is void. Nobody is elected, and it will be run again." in told
    again = officer.post(address(declared, "void"), entered(declared))
    assert "void already" in again.content.decode()


def test_whoever_read_the_declaration_made_meanwhile_amends_that(
    declared: Election, officer: Client, rosa: User
) -> None:
    sent = entered(declared, public_reason="There was no quorum.")
    amended(declared, rosa, kind=Kind.CORRECTED, elected=[number(declared, "Callum Reid")])
    late = officer.post(address(declared, "void"), sent)
    assert late.status_code == 422
    said = late.content.decode()
    assert "Declaration 3 was made meanwhile" in said
    assert "There was no quorum." in said
    assert '<input type="hidden" name="after" value="3">' in said
    assert officer.post(address(declared, "void"), {**sent, "after": "3"}).status_code == 302


def test_later_amendments_supersede_earlier_ones(declared: Election, rosa: User) -> None:
    amended(declared, rosa, kind=Kind.VOID)
    amended(declared, rosa, kind=Kind.CORRECTED, elected=[3])
    assert elected(declared) == ["Callum Reid"]
    found = results.declarations_of(declared, results.contest_results(declared))
    superseded = [one.declaration.number for one in found if one.is_superseded]
    assert superseded == [1, 3], "the declared result stands for what nobody amended"


def test_nothing_is_amended_without_reason_confirmation_or_declaration(
    declared: Election, officer: Client, rosa: User
) -> None:
    for more in ({"public_reason": " "}, {"confirm": "another"}):
        assert officer.post(address(declared, "void"), entered(declared, **more)).status_code == 422
    with pytest.raises(Refused, match="Give the reason"):
        amended(declared, rosa, kind=Kind.VOID, reason=" ")
    callum = cast.candidate(declared, "Callum Reid")
    with pytest.raises(Refused, match="one of those elected"):
        amended(declared, rosa, kind=Kind.UNSEATED, leaver=callum)
    assert officer.get(address(declared, "void")).status_code == 200
    assert officer.get(address(declared, "invent")).status_code == 404


def test_before_the_declaration_there_is_nothing_to_amend(rosa: User, officer: Client) -> None:
    counted = cast.count(cast.set_up(rosa))
    with pytest.raises(Refused, match="no declared result"):
        amended(counted, rosa, kind=Kind.VOID)
    assert "There is no declared result" in cast.shown(address(counted, "void"), officer)
    chosen = reverse("elections:choose-amendment", args=[counted.slug, scotland(counted).number])
    assert "Amend the declared result" not in cast.shown(chosen, officer)


def test_only_an_officer_amends(
    declared: Election, administrator: Client, scrutineer: Client
) -> None:
    chosen = reverse("elections:choose-amendment", args=[declared.slug, scotland(declared).number])
    for client in (administrator, scrutineer):
        assert client.get(chosen).status_code == 200
        assert client.post(address(declared, "void"), entered(declared)).status_code == 403
    assert elected(declared) == ["Bea Okafor", "Aisha Bello"]


def test_whoever_corrects_is_not_told_that_ticking_is_optional(
    declared: Election, rosa: User
) -> None:
    form = cast.shown(address(declared, "correct"), enter(rosa))
    legend = form.partition("Tick everybody who is elected")[0].rpartition("<legend")[2]
    assert "Elected" in legend
    assert "(optional)" not in legend
