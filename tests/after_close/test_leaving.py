"""A candidate leaves after the papers were fixed: said everywhere at once, skipped by the count."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from elections import results, scheduling, tallying
from elections.models import (
    CandidateLeft,
    CountRecord,
    Election,
    Message,
    PublicChange,
    record,
)
from elections.refusal import Refused
from members.models import AuditEntry, User
from tests.after_close import cast
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member
from tests.office.cast import checking, fresh, scotland
from tests.voting.cast import follow, page, ranks

pytestmark = pytest.mark.django_db(transaction=True)
Reason = CandidateLeft.Reason


@pytest.fixture
def election(rosa: User) -> Election:
    return cast.set_up(rosa)


def leaves(election: Election, name: str, rosa: User, reason: Reason = Reason.WITHDREW) -> None:
    tallying.leave(
        cast.candidate(election, name),
        reason=reason,
        detail="Told me on the phone.",
        actor=rosa,
        now=timezone.now(),
    )


def entered(election: Election, name: str, **more: str) -> dict[str, str]:
    return {
        "candidate": str(cast.candidate(election, name).pk),
        "reason": "withdrew",
        "detail": "Told me on the phone.",
        "confirm": election.slug,
        **more,
    }


def test_an_officer_records_it_and_everybody_is_told(election: Election, officer: Client) -> None:
    address = page(election, "record-left")
    assert officer.post(address, entered(election, "Bea Okafor")).status_code == 302
    left = CandidateLeft.objects.get()
    assert (left.reason, left.detail) == ("withdrew", "Told me on the phone.")
    change = PublicChange.objects.get(kind="candidate-left")
    assert change.subject == "Bea Okafor, Scotland"
    assert change.reason == "Bea Okafor withdrew."
    assert Message.objects.get(kind="candidate-left").to == "bea@example.org"
    line = AuditEntry.objects.get(action="candidate-left")
    assert line.subject == "Bea Okafor, Scotland"
    assert "phone" not in f"{line.reason}{line.detail}", "the private detail stays private"
    assert "Told me on the phone." in cast.shown(address, officer)
    public = cast.shown(election.get_absolute_url())
    assert "A candidate left after the papers were fixed: Bea Okafor, Scotland" in public
    assert "phone" not in public


def test_paper_page_and_list_say_so_without_a_restart(
    election: Election, rosa: User, officer: Client
) -> None:
    voter = follow(election, "Dewi")
    paper = page(election, "show-paper")
    assert "withdrew" not in cast.shown(paper, voter)
    leaves(election, "Bea Okafor", rosa)
    told = cast.shown(paper, voter)
    assert "Bea Okafor withdrew after this paper was fixed, and cannot be elected." in told
    assert "You may still rank the name" in told
    checked = voter.post(page(election, "check-vote"), ranks(election, "Bea Okafor"))
    assert "withdrew, not counted" in " ".join(checked.content.decode().split())
    assert "this paper counts for nobody here" in checked.content.decode()
    both = ranks(election, "Bea Okafor", "Aisha Bello")
    checked = voter.post(page(election, "check-vote"), both)
    assert "Your vote counts for Aisha Bello first" in checked.content.decode()
    listed = cast.shown(page(election, "list-candidates"))
    assert "withdrew, not counted" in listed
    number = cast.candidate(election, "Bea Okafor").number
    own = f"{page(election, 'list-candidates')}{scotland(election).number}/{number}/"
    nomination = cast.candidate(election, "Bea Okafor").nomination
    assert nomination is not None
    for address in (own, nomination.get_absolute_url()):
        assert "Bea Okafor withdrew after the ballot papers were fixed" in cast.shown(address)


def test_the_mark_costs_no_statement_more(
    election: Election, django_assert_num_queries: object
) -> None:
    from elections import voting
    from tests.voting.cast import entry_of

    entry = entry_of(election, "Dewi")
    voting.sheets_for(entry)
    with django_assert_num_queries(1):  # type: ignore[operator]
        voting.sheets_for(entry)


def test_the_result_is_the_count_without_them_and_the_count_as_cast_is_published(
    election: Election, rosa: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("elections.tallying.given.SMALL_CONTEST", 2)
    cast.cast_votes(
        election,
        Aisha=["Bea Okafor", "Aisha Bello"],
        Bea=["Bea Okafor", "Aisha Bello"],
        Callum=["Callum Reid"],
        Dewi=["Bea Okafor"],
    )
    leaves(election, "Bea Okafor", rosa)
    election = cast.count(election)
    assert set(CountRecord.objects.values_list("kind", "number")) == {
        ("result", 1),
        ("as-cast", 1),
    }
    told = cast.shown(cast.result_page(election))
    assert results.result_of(scotland(election)).elected == ["Aisha Bello"]
    assert "Bea Okafor withdrew after the papers were fixed" in told
    assert ">As cast, with everybody who was on the paper</a>" in told
    assert "elected by it: Bea Okafor" in told
    other = cast.shown(f"{cast.result_page(election)}counts/as-cast-1/")
    assert "This count is not the result" in other
    assert "Bea Okafor" in other
    assert Client().get(f"{cast.result_page(election)}counts/as-cast-9/").status_code == 404
    said = cast.recounted_and_verified(election, tmp_path)
    number = scotland(election).number
    assert f"contest {number}: same result (4 papers)" in said
    assert f"contest {number}, count as-cast-1: same result (4 papers)" in said


def test_after_the_count_it_is_counted_again_from_the_stored_papers(
    election: Election, rosa: User, officer: Client, tmp_path: Path
) -> None:
    cast.cast_votes(election, Aisha=["Bea Okafor", "Aisha Bello"], Bea=["Bea Okafor"])
    election = cast.count(election)
    assert results.result_of(scotland(election)).elected == ["Bea Okafor"]
    stood = cast.shown(cast.result_page(election))
    answer = officer.post(page(election, "record-left"), entered(election, "Bea Okafor"))
    assert answer.status_code == 302
    assert results.result_of(scotland(election)).elected == ["Aisha Bello"]
    assert set(CountRecord.objects.values_list("kind", "number")) == {
        ("result", 1),
        ("result", 2),
        ("as-cast", 1),
    }
    assert [one.kind for one in election.declarations.all()] == ["provisional", "provisional"]
    told = cast.shown(cast.result_page(election))
    assert "which a later one superseded" in told
    # It was drawn when it stood; the files and pictures to be had are those of the count that stands.
    other = cast.shown(f"{cast.result_page(election)}counts/result-1/")
    for words in ('id="files"', "Download this picture"):
        assert [words in one for one in (stood, told, other)] == [True, True, False]
    cast.recounted_and_verified(election, tmp_path)


def test_who_died_gets_no_mail(election: Election, rosa: User) -> None:
    leaves(election, "Bea Okafor", rosa, Reason.DIED)
    assert not Message.objects.filter(kind="candidate-left").exists()
    election = cast.count(election)
    cast.declare(election, rosa)
    told = set(Message.objects.filter(kind="result-declared").values_list("to", flat=True))
    assert told == {"aisha@example.org", "callum@example.org"}


def test_everybody_leaves_and_the_seat_stays_vacant(election: Election, rosa: User) -> None:
    cast.cast_votes(election, Dewi=["Bea Okafor"])
    for name in ("Aisha Bello", "Bea Okafor", "Callum Reid"):
        leaves(election, name, rosa)
    election = cast.count(election)
    result = results.result_of(scotland(election))
    assert (result.elected, result.vacant) == ([], 1)
    assert "1 seat stays vacant" in cast.shown(cast.result_page(election))


def test_where_the_minima_cannot_be_met_any_more_the_vacancy_rule_applies(rosa: User) -> None:
    election = cast.set_up(rosa, cast.with_seats(2, women=1), women=["Aisha"])
    cast.cast_votes(election, Dewi=["Bea Okafor", "Callum Reid"], Efua=["Aisha Bello"])
    leaves(election, "Aisha Bello", rosa)
    election = cast.count(election)
    result = results.result_of(scotland(election))
    assert (result.elected, result.vacant) == (["Bea Okafor"], 1)


def test_a_reserved_seat_goes_to_nobody_else_when_all_who_could_fill_it_leave(
    rosa: User, tmp_path: Path
) -> None:
    election = cast.set_up(rosa, cast.with_seats(1, women=1), women=["Aisha", "Bea"])
    cast.cast_votes(election, Dewi=["Callum Reid", "Bea Okafor"], Efua=["Callum Reid"])
    leaves(election, "Aisha Bello", rosa)
    leaves(election, "Bea Okafor", rosa)
    election = cast.count(election)
    result = results.result_of(scotland(election))
    assert (result.elected, result.vacant) == ([], 1)
    assert result.barred == ["Callum Reid"]
    assert "They could not go to: Callum Reid." in cast.shown(cast.result_page(election))
    cast.recounted_and_verified(election, tmp_path)


def test_who_cannot_leave(election: Election, rosa: User) -> None:
    leaves(election, "Bea Okafor", rosa)
    with pytest.raises(Refused, match="on record already"):
        leaves(election, "Bea Okafor", rosa)
    early = checking()
    candidate = cast.candidate(election, "Callum Reid")
    candidate.contest.election_id = early.pk
    with pytest.raises(Refused, match="not fixed yet"):
        tallying.leave(candidate, reason=Reason.DIED, actor=rosa, now=timezone.now())


def test_not_after_the_declaration_nor_in_an_election_withdrawn(
    election: Election, rosa: User, officer: Client
) -> None:
    counted = cast.count(election)
    declared = cast.declare(counted, rosa)
    with pytest.raises(Refused, match="Only an amended declaration"):
        leaves(declared, "Bea Okafor", rosa)
    answer = officer.post(page(declared, "record-left"), entered(declared, "Bea Okafor"))
    assert answer.status_code == 422
    assert "Told me on the phone." in answer.content.decode(), "nothing entered is lost"
    without_the_guard(
        Election.objects.filter(pk=election.pk),
        declared_at=None,
        withdrawn_at=timezone.now(),
        withdrawn_reason="A mistake.",
    )
    with pytest.raises(Refused, match="withdrawn"):
        leaves(fresh(election), "Callum Reid", rosa)


def test_in_a_rehearsal_nobody_is_behind_a_candidate(rosa: User) -> None:
    election = checking()
    add_member("500", "Rosa Lindqvist", rosa.email)
    copy = scheduling.rehearse(
        election,
        key=uuid4(),
        opens_in=timedelta(0),
        lasts=timedelta(hours=1),
        actor=rosa,
        now=timezone.now(),
    )
    without_the_guard(Election.objects.filter(pk=copy.pk), papers_fixed_at=timezone.now())
    candidate = copy.contests.get(title="Scotland").candidates.get(number=1)
    tallying.leave(candidate, reason=Reason.WITHDREW, actor=rosa, now=timezone.now())
    assert CandidateLeft.objects.get().candidate == candidate
    assert not Message.objects.filter(kind="candidate-left").exists()


def test_the_form_needs_everything(election: Election, officer: Client) -> None:
    address = page(election, "record-left")
    for more, words in (
        ({"confirm": ""}, "Type the election"),
        ({"confirm": "another"}, "That is not this election"),
        ({"reason": ""}, "Choose the reason"),
        ({"candidate": ""}, "Choose a candidate"),
    ):
        answer = officer.post(address, entered(election, "Bea Okafor", **more))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not CandidateLeft.objects.exists()


def test_only_an_officer_records_it(
    election: Election, administrator: Client, scrutineer: Client
) -> None:
    address = page(election, "record-left")
    assert scrutineer.get(address).status_code == 200
    assert administrator.get(address).status_code == 403
    for client in (administrator, scrutineer):
        assert client.post(address, entered(election, "Bea Okafor")).status_code == 403


def test_the_database_keeps_it(election: Election, rosa: User) -> None:
    leaves(election, "Bea Okafor", rosa)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        CandidateLeft.objects.update(reason="died")
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        CandidateLeft.objects.all().delete()


def test_a_small_contest_publishes_no_rankings_of_either_count(
    election: Election, rosa: User
) -> None:
    assert record.SMALL_CONTEST == 20
    cast.cast_votes(election, Dewi=["Bea Okafor"])
    leaves(election, "Bea Okafor", rosa)
    election = cast.count(election)
    names = cast.bundle(election).namelist()
    number = scotland(election).number
    assert f"contests/{number}/counts/as-cast-1/result.json" in names
    assert not [name for name in names if name.endswith(".blt")]
