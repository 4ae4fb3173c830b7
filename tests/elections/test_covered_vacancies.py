"""A vacancy has one by-election, and one that has none waits for the office."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from elections import office_questions, register, scheduling
from elections.blueprints import in_regions
from elections.models import Election, Seat
from elections.phases import Phase
from elections.refusal import Refused
from members.models import User
from members.roles import Role
from tests.elections.test_seat_register import by_election, south_west, vacated, words
from tests.embedded.guards import without_the_guard
from tests.members.people import add_staff
from tests.office import cast
from tests.office.test_what_contests_will_be import of_south_west

pytestmark = pytest.mark.django_db
WAITS = "vacant seats without a by-election: National Coordinating Group"


@pytest.fixture
def rosa(db: None) -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


@pytest.fixture
def officer(rosa: User) -> Client:
    return cast.enter(rosa)


@pytest.fixture
def vacant(rosa: User) -> list[Seat]:
    """Two seats of South West: one that nobody won, and Bea's, who left it."""
    south_west(rosa)
    left = vacated(rosa, "Bea Okafor")
    return [Seat.objects.get(name=""), left]


def set_up(title: str, vacancies: int = 1) -> Election:
    """From the template, for South West."""
    opens = (timezone.now() + timedelta(days=30)).replace(second=0, microsecond=0)
    return scheduling.create(
        in_regions(["South West"], vacancies), title=title, voting_opens_at=opens, actor=None
    )


def announced(election: Election) -> Election:
    """Where the seat register knows of no end of the term, the office has entered one."""
    if cast.fresh(election).timetable.term_ends_at is None:
        cast.move(election, term_ends_at=election.timetable.voting_closes_at + timedelta(days=300))
    election = cast.fresh(election)
    scheduling.publish_notice(election, actor=None, now=election.timetable.notice_at)
    return cast.fresh(election)


# --- Set-up ---------------------------------------------------------------------------------------


def test_from_the_register_a_vacancy_is_put_to_one_by_election(
    officer: Client, vacant: list[Seat]
) -> None:
    empty, left = vacant
    assert by_election(officer, left, title="First").status_code == 302
    answer = by_election(officer, left, empty, title="Second")
    assert answer.status_code == 422
    assert "South West: another by-election is for the same vacancy: First." in words(answer)
    assert not Election.objects.filter(title="Second").exists()
    assert by_election(officer, empty, title="Third").status_code == 302, "there are two vacancies"


def test_from_the_template_too(officer: Client, vacant: list[Seat]) -> None:
    set_up("First", vacancies=2)
    with pytest.raises(Refused, match="for the same vacancy: First"):
        set_up("Second")
    assert by_election(officer, vacant[0], title="Third").status_code == 422


def test_what_is_over_covers_nothing(vacant: list[Seat], rosa: User) -> None:
    first = announced(set_up("Withdrawn", vacancies=2))
    scheduling.withdraw(first, reason="The hall burnt down.", actor=rosa, now=timezone.now())
    second = announced(set_up("Not held", vacancies=2))
    past = timezone.now() - timedelta(minutes=1)
    cast.move(second, voting_opens_at=past - timedelta(days=1), voting_closes_at=past)
    assert cast.fresh(second).phase(timezone.now()) == Phase.NOT_HELD
    third = set_up("Deleted", vacancies=2)
    scheduling.delete_draft(third, actor=rosa)
    assert set_up("Fourth", vacancies=2).contests.get().seats == 2


def test_a_rehearsal_and_another_body_cover_nothing(vacant: list[Seat]) -> None:
    first = set_up("First", vacancies=2)
    Election.objects.filter(pk=first.pk).update(body="nec")
    second = set_up("Second", vacancies=2)
    Election.objects.filter(pk=second.pk).update(rehearsal_of=first)
    assert set_up("Third", vacancies=2).contests.get().seats == 2


def test_what_the_register_does_not_know_is_set_up_as_the_office_says() -> None:
    assert [set_up(title).contests.get().seats for title in ("First", "Second")] == [1, 1]


OVER_FIRST = "before the poll and its declaration are over. Let voting open earlier"


def term_ends(seat: Seat, days: int) -> str:
    """So many days from today; in words."""
    seat.term_ends_on = register.today_in_london(timezone.now()) + timedelta(days=days)
    seat.save()
    return date_format(seat.term_ends_on, "j F Y")


def test_no_by_election_is_set_up_for_a_seat_whose_term_is_over_before_the_result(
    officer: Client, vacant: list[Seat]
) -> None:
    """Voting opens in thirty days; the other seat, which is not chosen, goes on for years."""
    empty, left = vacant
    day = term_ends(left, 40)
    for chosen in ([left], [left, empty]):
        answer = by_election(officer, *chosen, title="First")
        assert answer.status_code == 422
        assert f"The term of a seat ends on {day}, {OVER_FIRST}" in words(answer)
    assert not Election.objects.filter(title="First").exists()
    assert by_election(officer, empty, title="Second").status_code == 302


def test_the_planned_term_is_that_of_the_seats_chosen(officer: Client, vacant: list[Seat]) -> None:
    _empty, left = vacant
    term_ends(left, 200)
    by_election(officer, left, title="First")
    made = Election.objects.select_related("timetable").get(title="First")
    assert left.term_ends_on is not None
    assert made.timetable.term_ends_at == register.first_instant(left.term_ends_on)


def test_a_result_on_the_last_day_is_in_time(officer: Client, vacant: list[Seat]) -> None:
    by_election(officer, vacant[0], title="First")
    first = Election.objects.select_related("timetable").get(title="First")
    declared_at = first.timetable.declaration_at
    assert declared_at is not None
    scheduling.delete_draft(first, actor=None)
    until = register.today_in_london(declared_at) - register.today_in_london(timezone.now())
    term_ends(vacant[0], until.days)
    assert by_election(officer, vacant[0], title="Second").status_code == 422
    term_ends(vacant[0], until.days + 1)
    assert by_election(officer, vacant[0], title="Third").status_code == 302


def test_from_the_template_as_many_vacancies_outlast_the_result_as_are_to_be_filled(
    vacant: list[Seat],
) -> None:
    term_ends(vacant[1], 40)
    with pytest.raises(Refused, match=OVER_FIRST):
        set_up("First", vacancies=2)
    made = set_up("Second")
    assert vacant[0].term_ends_on is not None
    assert made.timetable.term_ends_at == register.first_instant(vacant[0].term_ends_on)


WOULD_BE_OVER = "before whoever is elected could begin. Choose earlier dates"


def of_two_terms(vacant: list[Seat]) -> tuple[Election, str]:
    """For both seats, of which one ends in eighty days, a month after the result; and when that is."""
    day = term_ends(vacant[1], 80)
    return set_up("First", vacancies=2), day


def put_off(election: Election, days: int) -> dict[str, datetime | None]:
    """Voting and all that comes after it so many days later."""
    steps = (
        *("voting_opens_at", "reminder_at", "voting_closes_at", "complaints_close_at"),
        *("declaration_at", "declarations_kept_until_at"),
    )
    found = election.timetable.by_name()
    return {name: at and at + timedelta(days=days) for name in steps for at in [found[name]]}


def changed(election: Election, instants: dict[str, datetime | None]) -> None:
    scheduling.change_timetable(
        election, instants, reason="The hall was not free.", actor=None, now=timezone.now()
    )


@pytest.mark.parametrize("is_announced", [False, True])
def test_a_by_election_does_not_move_beyond_the_term_of_one_of_its_seats(
    vacant: list[Seat], *, is_announced: bool
) -> None:
    """The other goes on for years, and the term that is planned with it."""
    election, day = of_two_terms(vacant)
    if is_announced:
        announced(election)
    election = cast.fresh(election)
    with pytest.raises(Refused, match=f"The term of a seat ends on {day}, {WOULD_BE_OVER}"):
        changed(election, put_off(election, 50))
    assert cast.fresh(election).timetable.by_name() == election.timetable.by_name()
    changed(election, put_off(election, 10))
    after = cast.fresh(election).timetable
    assert after.declaration_at == put_off(election, 10)["declaration_at"]


def test_the_timetables_page_says_so_beside_the_declaration(
    officer: Client, vacant: list[Seat]
) -> None:
    election, _day = of_two_terms(vacant)
    election = cast.fresh(election)
    form = cast.timetable_as_shown(election)
    for name, at in put_off(election, 50).items():
        form |= cast.entered(at, name)
    answer = officer.post(f"/office/elections/{election.slug}/timetable/", form)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["declaration_at"]
    assert WOULD_BE_OVER in words(answer)


def test_a_term_that_begins_after_that_of_a_seat_is_over_is_refused_too(vacant: list[Seat]) -> None:
    election, _day = of_two_terms(vacant)
    starts = timezone.now() + timedelta(days=81)
    with pytest.raises(Refused, match=WOULD_BE_OVER):
        changed(cast.fresh(election), {"term_starts_at": starts})


def test_nor_does_one_that_was_put_off_go_on_beyond_it(vacant: list[Seat], rosa: User) -> None:
    election, _day = of_two_terms(vacant)
    announced(election)
    now = timezone.now()
    scheduling.postpone(cast.fresh(election), reason="The post.", actor=rosa, now=now)
    later = put_off(cast.fresh(election), 50)
    with pytest.raises(Refused, match=WOULD_BE_OVER):
        scheduling.resume(election, later, reason="The post.", actor=rosa, now=now)


def test_a_term_that_would_be_over_by_now_is_in_the_notices_way(vacant: list[Seat]) -> None:
    """It was corrected in the register after the by-election was set up."""
    election, _day = of_two_terms(vacant)
    day = term_ends(vacant[1], 40)
    told = f"The term of a seat ends on {day}, {WOULD_BE_OVER}, or leave the seat to the next election."
    assert scheduling.obstacles_to_notice(election, election.timetable.notice_at) == [told]
    with pytest.raises(Refused, match=WOULD_BE_OVER):
        announced(election)
    contest = election.contests.get()
    contest.seats = contest.marks = 1
    contest.save()
    assert announced(election).published_at is not None, "the other is left, and goes on for years"


# --- The notice -----------------------------------------------------------------------------------


def test_of_two_drafts_only_one_is_announced(vacant: list[Seat]) -> None:
    """The second was set up before the seats were known to be vacant."""
    Seat.objects.update(body="convention")
    first, second = set_up("First", vacancies=2), set_up("Second")
    Seat.objects.update(body="ncg")
    announced(first)
    told = scheduling.obstacles_to_notice(second, second.timetable.notice_at)
    assert [one for one in told if "another by-election is for the same vacancy: First." in one]
    with pytest.raises(Refused, match="for the same vacancy: First"):
        announced(second)
    assert cast.fresh(second).published_at is None


def test_a_draft_stands_in_no_notices_way(vacant: list[Seat]) -> None:
    Seat.objects.update(body="convention")
    first, _second = set_up("First", vacancies=2), set_up("Second")
    Seat.objects.update(body="ncg")
    assert announced(first).published_at is not None


def test_a_new_term_is_no_by_election(vacant: list[Seat], rosa: User) -> None:
    announced(set_up("First", vacancies=2))
    assert of_south_west(rosa, title="NCG 2028").published_at is not None


def test_an_election_of_as_many_seats_as_are_vacant_is_none_either(
    vacant: list[Seat], rosa: User
) -> None:
    vacated(rosa, "Aisha Bello")
    announced(set_up("First", vacancies=2))
    assert of_south_west(rosa, title="NCG 2028").contests.get().seats == 3
    assert not [one for one in waits() if "vacant seat" in one], "all are elected anew"


def test_more_seats_than_are_vacant_are_in_the_notices_way(vacant: list[Seat]) -> None:
    first = set_up("First", vacancies=2)
    contest = first.contests.get()
    contest.seats = 3
    contest.save()
    told = scheduling.obstacles_to_notice(first, first.timetable.notice_at)
    assert told == [
        "South West: the seat register knows of 2 vacant seats, and the contest is for 3. Record in "
        "the register who left, or fill fewer seats."
    ]
    with pytest.raises(Refused, match="knows of 2 vacant seats"):
        announced(first)
    Election.objects.filter(pk=first.pk).update(fills_vacancies=False)
    assert announced(cast.fresh(first)).published_at is not None, "a new term may have any number"


def test_a_constituency_that_the_register_does_not_know_is_as_the_office_says(
    vacant: list[Seat],
) -> None:
    Seat.objects.update(constituency="Another")
    assert announced(set_up("First", vacancies=2)).published_at is not None


def test_the_end_of_the_term_comes_from_the_register_or_from_the_office(vacant: list[Seat]) -> None:
    known = set_up("First")
    assert vacant[0].term_ends_on is not None
    assert known.timetable.term_ends_at == register.first_instant(vacant[0].term_ends_on)
    Seat.objects.update(constituency="Another")
    unknown = set_up("Second")
    told = scheduling.obstacles_to_notice(unknown, unknown.timetable.notice_at)
    assert told == [
        "Set when the term of those elected ends: the seat register says until when they serve."
    ]
    with pytest.raises(Refused, match="Set when the term of those elected ends"):
        scheduling.publish_notice(unknown, actor=None, now=unknown.timetable.notice_at)


# --- What waits -----------------------------------------------------------------------------------


def waits() -> list[str]:
    now = timezone.now()
    rows = office_questions.running(office_questions.unfinished(), now)
    alive = office_questions.processes(now)
    return [f"{need.number} {need.label}" for need in office_questions.needs(rows, alive, now)]


def test_vacant_seats_wait_until_an_election_is_for_them(
    officer: Client, vacant: list[Seat]
) -> None:
    assert f"2 {WAITS}" in waits()
    home = officer.get("/office/").content.decode()
    assert 'href="/office/seats/"' in home
    by_election(officer, vacant[0], title="First")
    assert f"1 {WAITS.replace('seats', 'seat', 1)}" in waits()
    by_election(officer, vacant[1], title="Second")
    assert not [one for one in waits() if "vacant seat" in one]


def test_they_wait_for_nobody_while_all_seats_are_elected_anew(
    vacant: list[Seat], rosa: User
) -> None:
    of_south_west(rosa, title="NCG 2028")
    assert not [one for one in waits() if "vacant seat" in one]


def test_they_wait_again_when_a_by_election_was_withdrawn(vacant: list[Seat], rosa: User) -> None:
    first = announced(set_up("First", vacancies=2))
    assert not [one for one in waits() if "vacant seat" in one]
    scheduling.withdraw(first, reason="The hall burnt down.", actor=rosa, now=timezone.now())
    assert f"2 {WAITS}" in waits()


def test_seats_that_nominations_could_still_fill_wait_until_they_are_open_again(
    rosa: User, officer: Client
) -> None:
    election = of_south_west(rosa, "Aisha*", "Bea")
    words_of_need = "1 seat that stays vacant unless nominations open again: NCG 2026"
    assert words_of_need in waits()
    contest = election.contests.get()
    opens = timezone.now() + timedelta(minutes=1)
    cast.move(election, voting_opens_at=opens + timedelta(days=3))
    scheduling.reopen(
        cast.fresh(election),
        [contest.number],
        opens_at=opens,
        closes_at=opens + timedelta(hours=1),
        reason="One seat could not be filled.",
        actor=rosa,
        now=timezone.now(),
    )
    assert words_of_need not in waits()
    over = timezone.now() - timedelta(minutes=1)
    cast.move(election, reopening_opens_at=over - timedelta(minutes=1), reopening_closes_at=over)
    assert cast.fresh(election).phase(timezone.now()) == Phase.CHECKING
    assert words_of_need not in waits(), "they were open again, and nobody came"


def test_they_do_not_wait_while_nominations_are_undecided_nor_in_a_rehearsal(rosa: User) -> None:
    election = of_south_west(rosa, "Aisha*", "Bea")
    first = election.contests.get().nominations.order_by("pk")[:1].get()
    type(first).objects.filter(pk=first.pk).update(state="submitted")
    assert not [one for one in waits() if "stays vacant" in one]
    type(first).objects.filter(pk=first.pk).update(state="accepted")
    without_the_guard(Election.objects.filter(pk=election.pk), rehearsal_of=cast.prepared("Real"))
    assert not [one for one in waits() if "stays vacant" in one]
