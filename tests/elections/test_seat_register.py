"""The seat register: filled by declared results, with what must still be met when a seat is vacant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from elections import publishing, register, scheduling, tallying
from elections.ballots import keys
from elections.models import Contest, Election, ListedElector, ResultDeclaration, Seat
from elections.refusal import Refused
from members.models import AuditEntry, Member, User
from members.roles import Role
from tests.embedded.guards import without_the_guard
from tests.members.people import add_staff
from tests.office import cast
from tests.office.test_what_contests_will_be import of_south_west, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(db: None) -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


@pytest.fixture
def officer(rosa: User) -> Client:
    return cast.enter(rosa)


def declared(election: Election, officer: User) -> Election:
    """Decided without a poll, and declared."""
    publishing.fix_papers(election, actor=officer, now=timezone.now())
    tallying.declare(
        cast.fresh(election), actor=officer, now=timezone.now(), reason="The report is late."
    )
    return cast.fresh(election)


def seats() -> list[tuple[str, list[str], str]]:
    return list(Seat.objects.order_by("id").values_list("name", "attributes", "end_reason"))


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def south_west(officer: User) -> Election:
    """Aisha (counted as a woman) and Bea hold two of three seats, two of them for women."""
    return declared(of_south_west(officer, "Aisha*", "Bea"), officer)


def test_the_elected_are_entered_with_what_they_were_counted_for(rosa: User) -> None:
    election = south_west(rosa)
    assert seats() == [("Aisha Bello", ["women"], ""), ("Bea Okafor", [], ""), ("", [], "")]
    first = Seat.objects.order_by("id")[0]
    assert (first.body, first.constituency) == ("ncg", "South West")
    assert first.holder == Member.objects.get(first_name="Aisha")
    assert first.contest == election.contests.get()


def test_nothing_of_a_rehearsal_is_entered(rosa: User) -> None:
    made = of_south_west(rosa, "Aisha*")
    original = cast.prepared("The real one")
    without_the_guard(Election.objects.filter(pk=made.pk), rehearsal_of=original)
    declared(cast.fresh(made), rosa)
    assert not Seat.objects.exists()


def test_everybody_sees_who_holds_what_and_what_is_vacant(rosa: User, client: Client) -> None:
    assert "No result that fills seats" in words(client.get("/seats/"))
    south_west(rosa)
    shown = words(client.get("/seats/"))
    assert "South West" in shown
    assert "Aisha Bello" in shown
    assert "Vacant" in shown


def ending(seat: Seat, **changes: str) -> dict[str, str]:
    return {
        "reason": "resigned",
        "on": timezone.now().date().isoformat(),
        "confirm": seat.name,
        **changes,
    }


def test_a_seat_becomes_vacant_by_an_act_with_a_public_reason(officer: Client, rosa: User) -> None:
    south_west(rosa)
    seat = Seat.objects.get(name="Bea Okafor")
    page = f"/office/seats/{seat.pk}/"
    assert officer.post(page, ending(seat)).status_code == 302
    seat.refresh_from_db()
    assert seat.end_reason == "resigned"
    line = AuditEntry.objects.get(action="seat-ended")
    assert (line.actor, line.subject, line.reason) == (rosa, "South West: Bea Okafor", "Resigned")
    assert "Bea Okafor, resigned" in words(Client().get("/seats/"))
    again = officer.post(page, ending(seat))
    assert again.status_code == 422
    assert "Nobody holds this seat any more." in words(again)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "unseated"}, "Select a valid choice"),
        ({"reason": ""}, "Choose why the seat became vacant."),
        ({"on": "tomorrow"}, "Enter the date as day, month and year"),
        ({"on": "2090-01-01"}, "Choose a day that has come"),
        ({"on": "1990-01-01"}, "Choose a day on which the seat was held"),
        ({"confirm": "Somebody else"}, "not the holder&#x27;s name"),
    ],
)
def test_what_cannot_be_is_refused(
    officer: Client, rosa: User, changes: dict[str, str], said: str
) -> None:
    south_west(rosa)
    seat = Seat.objects.get(name="Bea Okafor")
    answer = officer.post(f"/office/seats/{seat.pk}/", ending(seat, **changes))
    assert answer.status_code == 422
    assert said in words(answer)
    seat.refresh_from_db()
    assert seat.ended_on is None


def test_only_a_returning_officer_records_it(rosa: User) -> None:
    south_west(rosa)
    seat = Seat.objects.get(name="Bea Okafor")
    for role in (Role.ADMINISTRATOR, Role.SCRUTINEER):
        other = cast.enter(add_staff(f"{role.value}@example.org", role))
        assert other.post(f"/office/seats/{seat.pk}/", ending(seat)).status_code == 403
        assert other.get("/office/seats/").status_code == 200


def by_election(officer: Client, *chosen: Seat, **more: str) -> Any:
    opens = (timezone.now() + timedelta(days=30)).replace(second=0, microsecond=0)
    return officer.post(
        "/office/seats/by-election/",
        {
            "key": str(uuid4()),
            "seats": [seat.pk for seat in chosen],
            "title": "By-election South West",
            **cast.entered(opens, "voting_opens_at"),
            **more,
        },
    )


def vacated(rosa: User, name: str) -> Seat:
    seat = Seat.objects.get(name=name)
    register.end_seat(seat, reason="left", on=timezone.now().date(), actor=rosa, now=timezone.now())
    seat.refresh_from_db()
    return seat


def test_a_by_election_reserves_what_those_who_remain_leave_open(
    officer: Client, rosa: User
) -> None:
    original = south_west(rosa).contests.get()
    left = vacated(rosa, "Bea Okafor")
    empty = Seat.objects.get(name="")
    page = words(officer.get("/office/seats/by-election/"))
    assert "South West: after Bea Okafor" in page
    assert by_election(officer, left, empty).status_code == 302
    contest = Contest.objects.get(election__title="By-election South West")
    assert (contest.title, contest.seats) == ("South West", 2)
    assert dict(contest.minima.values_list("attribute", "least")) == {"women": 1}
    assert list(contest.sheet.regions.all()) == list(original.sheet.regions.all())
    made = Election.objects.select_related("timetable").get(pk=contest.election_id)
    assert made.fills_vacancies
    assert left.term_ends_on is not None
    assert made.timetable.term_ends_at == register.first_instant(left.term_ends_on)


def test_a_by_election_keeps_the_list_and_the_choices_that_voters_had(
    officer: Client, rosa: User
) -> None:
    contest = south_west(rosa).contests.get()
    listed = list(Member.objects.order_by("pk")[:3])
    ListedElector.objects.bulk_create(
        ListedElector(sheet=contest.sheet, member=member) for member in listed
    )
    without_the_guard(
        type(contest.sheet).objects.filter(pk=contest.sheet_id), electorate="list", title="Crew"
    )
    without_the_guard(Contest.objects.filter(pk=contest.pk), has_ron=True, supports_per_member=1)
    assert (
        by_election(officer, vacated(rosa, "Bea Okafor"), Seat.objects.get(name="")).status_code
        == 302
    )
    made = Contest.objects.get(election__title="By-election South West")
    assert (made.sheet.electorate, made.sheet.title) == ("list", "Crew")
    assert [one.member for one in made.sheet.listed.order_by("member")] == listed
    assert (made.seats, made.has_ron, made.supports_per_member) == (2, True, 1)
    told = scheduling.obstacles_to_notice(made.election, timezone.now())
    assert told == []


def test_a_woman_who_left_opens_her_seat_again(officer: Client, rosa: User) -> None:
    south_west(rosa)
    left = vacated(rosa, "Aisha Bello")
    by_election(officer, left, Seat.objects.get(name=""))
    contest = Contest.objects.get(election__title="By-election South West")
    assert dict(contest.minima.values_list("attribute", "least")) == {"women": 2}


def test_who_is_elected_fills_the_vacancy_for_the_rest_of_its_term(
    officer: Client, rosa: User
) -> None:
    south_west(rosa)
    ends = timezone.now().date() + timedelta(days=400)
    Seat.objects.update(term_ends_on=ends)
    left = vacated(rosa, "Bea Okafor")
    by_election(officer, left)
    election = Election.objects.select_related("timetable").get(title="By-election South West")
    Election.objects.filter(pk=election.pk).update(published_at=timezone.now())
    opens = timezone.now() + timedelta(days=1)
    cast.move(
        election,
        self_nomination_opens_at=opens - timedelta(days=9),
        self_nomination_closes_at=opens - timedelta(days=8),
        supporting_opens_at=opens - timedelta(days=7),
        supporting_closes_at=opens - timedelta(days=6),
        freeze_at=opens - timedelta(days=6),
        voting_opens_at=opens,
    )
    callum = Member.objects.get(first_name="Callum")
    cast.declares(stands(election.contests.get(), callum, rosa), "women")
    keys.make_sealing_key(election.pk)
    declared(cast.fresh(election), rosa)
    new = Seat.objects.get(name="Callum Reid")
    left.refresh_from_db()
    assert left.filled_by == new
    assert (new.term_ends_on, new.attributes) == (ends, ["women"])
    assert Seat.objects.count() == 4
    (place,) = register.constituencies("ncg", timezone.now().date())
    assert [seat.name for seat in place.held] == ["Aisha Bello", "Callum Reid"]
    assert [seat.name for seat in place.vacant] == [""]


def test_a_seat_that_is_filled_is_not_offered_again(officer: Client, rosa: User) -> None:
    south_west(rosa)
    held = Seat.objects.get(name="Aisha Bello")
    assert by_election(officer, held).status_code == 422
    assert not Election.objects.filter(title="By-election South West").exists()


def test_a_second_press_finds_the_election_that_the_first_made(officer: Client, rosa: User) -> None:
    south_west(rosa)
    left, key = vacated(rosa, "Bea Okafor"), str(uuid4())
    for _press in range(2):
        assert by_election(officer, left, key=key).status_code == 302
    assert Election.objects.filter(title="By-election South West").count() == 1


def test_a_new_term_ends_the_one_before(rosa: User) -> None:
    south_west(rosa)
    vacated(rosa, "Bea Okafor")
    anew = of_south_west(rosa, "Callum*", "Dewi*", "Efua", title="NCG 2028")
    cast.move(anew, term_starts_at=timezone.now())
    declared(cast.fresh(anew), rosa)
    assert Seat.objects.get(name="Aisha Bello").end_reason == "term"
    assert Seat.objects.get(name="Bea Okafor").end_reason == "left", "it ended before"
    (place,) = register.constituencies("ncg", timezone.now().date())
    assert [seat.name for seat in place.held] == ["Callum Reid", "Dewi Price", "Efua Mensah"]
    assert place.vacant == []


def test_as_many_seats_as_are_vacant_begin_a_new_term_all_the_same(rosa: User) -> None:
    """Everybody has left: what is elected then is the next body, with its own end."""
    south_west(rosa)
    for name in ("Aisha Bello", "Bea Okafor"):
        vacated(rosa, name)
    anew = of_south_west(rosa, "Callum*", "Dewi*", "Efua", title="NCG 2028")
    ends = timezone.now() + timedelta(days=900)
    cast.move(anew, term_starts_at=timezone.now(), term_ends_at=ends)
    declared(cast.fresh(anew), rosa)
    (place,) = register.constituencies("ncg", timezone.now().date())
    assert {seat.term_ends_on for seat in place.held} == {register.today_in_london(ends)}
    assert len(place.held) == 3
    assert place.vacant == []
    assert not Seat.objects.exclude(filled_by=None).exists()


def test_until_the_new_term_starts_those_before_stay_and_count_for_no_by_election(
    rosa: User, client: Client
) -> None:
    """Two women elected for the next term: one who leaves before it opens one seat for a woman."""
    south_west(rosa)
    anew = declared(of_south_west(rosa, "Callum*", "Dewi*", "Efua", title="NCG 2028"), rosa)
    starts_at = anew.timetable.term_starts_at
    assert starts_at is not None
    starts = register.today_in_london(starts_at)
    assert starts > timezone.now().date()
    vacated(rosa, "Dewi Price")
    (place,) = register.constituencies("ncg", timezone.now().date())
    assert place.held[0].name == "Aisha Bello"
    assert [seat.name for seat in place.vacant] == ["Dewi Price"]
    assert register.open_minima(anew.contests.get(), place.held, 1) == {"women": 1}
    (place,) = register.constituencies("ncg", starts)
    assert [seat.name for seat in place.held] == ["Callum Reid", "Efua Mensah"]


def amend(election: Election, officer: User, elected: list[int]) -> None:
    """Correct who is elected in the only contest of an election."""
    contest = election.contests.get()
    kind = ResultDeclaration.Kind.CORRECTED if elected else ResultDeclaration.Kind.VOID
    after = election.declarations.latest("number").number
    what = tallying.Amended(kind, "The court said so.", after, elected=elected, despite_minima=True)
    tallying.amend(contest, what, actor=officer, now=timezone.now())


def test_an_amended_declaration_unseats_and_seats(rosa: User) -> None:
    election = declared(of_south_west(rosa, "Aisha*", "Bea*", "Callum"), rosa)
    amend(election, rosa, [1, 2])
    assert Seat.objects.get(name="Callum Reid").end_reason == "unseated"
    (place,) = register.constituencies("ncg", timezone.now().date())
    assert [seat.name for seat in place.held] == ["Aisha Bello", "Bea Okafor"]
    assert [seat.name for seat in place.vacant] == ["Callum Reid"]
    amend(election, rosa, [1, 2, 3])
    (place,) = register.constituencies("ncg", timezone.now().date())
    assert [seat.name for seat in place.held] == ["Aisha Bello", "Bea Okafor", "Callum Reid"]
    assert place.vacant == []


def test_an_amended_declaration_brings_nobody_back_who_resigned(rosa: User) -> None:
    election = declared(of_south_west(rosa, "Aisha*", "Bea*", "Callum"), rosa)
    vacated(rosa, "Bea Okafor")
    amend(election, rosa, [1, 2])
    assert seats() == [
        ("Aisha Bello", ["women"], ""),
        ("Bea Okafor", ["women"], "left"),
        ("Callum Reid", [], "unseated"),
    ]
    amend(election, rosa, [])
    amend(election, rosa, [1, 2])
    (place,) = register.constituencies("ncg", timezone.now().date())
    assert [seat.name for seat in place.held] == ["Aisha Bello"]


def test_nor_a_term_that_is_over(rosa: User) -> None:
    election = declared(of_south_west(rosa, "Aisha*", "Bea*", "Callum"), rosa)
    anew = of_south_west(rosa, "Dewi*", "Efua*", "Farah", title="NCG 2028")
    cast.move(anew, term_starts_at=timezone.now())
    declared(cast.fresh(anew), rosa)
    amend(election, rosa, [1, 2])
    (place,) = register.constituencies("ncg", timezone.now().date())
    assert [seat.name for seat in place.held] == ["Dewi Price", "Efua Mensah", "Farah Aziz"]


def test_nor_lets_it_outlast_the_beginning_of_the_next(rosa: User) -> None:
    made = of_south_west(rosa, "Aisha*", "Bea*", "Callum")
    cast.move(made, term_starts_at=timezone.now())
    election = declared(cast.fresh(made), rosa)
    anew = declared(of_south_west(rosa, "Dewi*", "Efua*", "Farah", title="NCG 2028"), rosa)
    assert anew.timetable.term_starts_at is not None
    starts = register.today_in_london(anew.timetable.term_starts_at)

    def held() -> list[tuple[str, Any, Any]]:
        (place,) = register.constituencies("ncg", timezone.now().date())
        of_first = [seat for seat in place.held if seat.contest == election.contests.get()]
        return [(seat.name, seat.term_ends_on, seat.ended_on) for seat in of_first]

    amend(election, rosa, [1, 2])
    assert [name for name, _ends, _ended in held()] == ["Aisha Bello", "Bea Okafor"]
    amend(election, rosa, [1, 2, 3])
    names = ("Aisha Bello", "Bea Okafor", "Callum Reid")
    assert held() == [(name, starts, starts) for name in names]


def test_nor_seats_anybody_once_the_next_term_has_begun(rosa: User) -> None:
    election = declared(of_south_west(rosa, "Aisha*", "Bea*", "Callum"), rosa)
    amend(election, rosa, [1, 2])
    anew = of_south_west(rosa, "Dewi*", "Efua*", "Farah", title="NCG 2028")
    cast.move(anew, term_starts_at=timezone.now())
    declared(cast.fresh(anew), rosa)
    amend(election, rosa, [1, 2, 3])
    (place,) = register.constituencies("ncg", timezone.now().date())
    assert [seat.name for seat in place.held] == ["Dewi Price", "Efua Mensah", "Farah Aziz"]


def test_a_seat_that_nobody_holds_cannot_be_left(rosa: User) -> None:
    south_west(rosa)
    with pytest.raises(Refused, match="Nobody holds this seat"):
        register.end_seat(
            Seat.objects.get(name=""),
            reason="died",
            on=timezone.now().date(),
            actor=rosa,
            now=timezone.now(),
        )
