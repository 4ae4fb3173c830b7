"""Every template sets an election up that could be announced; the office corrects it by form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from elections import scheduling
from elections.blueprints import BLUEPRINTS
from elections.models import Contest, Election, Minimum, NationalMinimum, Sheet, Timetable
from members.models import Region
from tests.office import cast

pytestmark = pytest.mark.django_db


def create(officer: Client, template: str, **more: Any) -> Election:
    opens = (timezone.now() + timedelta(days=40)).replace(second=0, microsecond=0)
    key = uuid4()
    answer = officer.post(
        "/office/elections/new/",
        {
            "key": str(key),
            "template": template,
            "title": f"Election {template}",
            **cast.entered(opens, "voting_opens_at"),
            **more,
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    return Election.objects.select_related("timetable").get(pk=key)


def regions(*codes: str) -> list[int]:
    return list(Region.objects.filter(code__in=codes).values_list("pk", flat=True))


def plan(election: Election) -> list[tuple[str, str, int, int, dict[str, int]]]:
    return [
        (
            one.title,
            one.rule,
            one.seats,
            one.marks,
            dict(one.minima.values_list("attribute", "least")),
        )
        for one in election.contests.order_by("number")
    ]


# Until when the seats of a by-election are filled only the seat register knows, or the office.
_WORDS = ("Write the question", "Set when the term of those elected ends")


@pytest.mark.parametrize("key", BLUEPRINTS)
def test_nothing_but_words_stands_between_a_template_and_its_notice(
    officer: Client, key: str
) -> None:
    election = create(officer, key, regions=regions("scotland", "wales"), vacancies="2")
    instants = {name: getattr(election.timetable, name) for name in Timetable.INSTANTS}
    assert scheduling.faults_of_timetable(instants) == []
    obstacles = scheduling.obstacles_to_notice(election, timezone.now())
    assert all(one.startswith(_WORDS) for one in obstacles)
    assert key == "by-election" or not [one for one in obstacles if "term" in one]


def days(election: Election) -> dict[str, float]:
    opens = election.timetable.voting_opens_at
    return {name: (at - opens) / cast.DAY for name, _words, at in election.timetable.instants()}


def test_an_ncg_template_plans_every_step_that_the_rules_need(officer: Client) -> None:
    planned = days(create(officer, "ncg-2022"))
    missing = set(Timetable.INSTANTS) - set(planned)
    assert missing == {"reopening_opens_at", "reopening_closes_at", "postal_requests_close_at"}
    closes, papers = planned["self_nomination_closes_at"], planned["papers_fixed_by_at"]
    assert closes < planned["decisions_due_at"] < planned["appeals_close_at"] < papers
    assert closes < planned["withdrawal_closes_at"] < papers
    kept = planned["declarations_kept_until_at"] - planned["complaints_close_at"]
    assert kept == 28
    assert planned["term_starts_at"] == planned["complaints_close_at"]
    assert planned["declaration_at"] == planned["complaints_close_at"]
    assert planned["term_ends_at"] - planned["term_starts_at"] == 2 * 365


@pytest.mark.parametrize("key", BLUEPRINTS)
def test_where_people_stand_there_are_decisions_appeals_and_an_erasure(
    officer: Client, key: str
) -> None:
    planned = days(create(officer, key, regions=regions("wales"), vacancies="1"))
    steps = {"decisions_due_at", "appeals_close_at", "withdrawal_closes_at"}
    steps.add("declarations_kept_until_at")
    assert steps & set(planned) == (set() if key == "referendum" else steps)
    assert all(
        planned[name] < planned["papers_fixed_by_at"]
        for name in steps & set(planned)
        if name != "declarations_kept_until_at"
    )


ERASED = "Set when what candidates declare about themselves is erased: they are asked for it."


@pytest.mark.parametrize("asking", ["minima", "national minima", ""])
def test_no_notice_asks_for_declarations_without_saying_when_they_go(
    officer: Client, asking: str
) -> None:
    election = create(officer, "ncg-2022")
    cast.move(election, declarations_kept_until_at=None)
    if asking != "national minima":
        election.national_minima.all().delete()
    if asking != "minima":
        Minimum.objects.all().delete()
    told = scheduling.obstacles_to_notice(cast.fresh(election), timezone.now())
    assert told == ([ERASED] if asking else [])


@pytest.mark.parametrize(("body", "is_told"), [("ncg", True), ("convention", True), ("nec", False)])
def test_no_notice_fills_seats_of_the_register_without_an_end(
    officer: Client, body: str, is_told: bool
) -> None:
    election = create(officer, "ncg-2022")
    cast.move(election, term_ends_at=None)
    Election.objects.filter(pk=election.pk).update(body=body)
    election = cast.fresh(election)
    assert scheduling.obstacles_to_notice(election, timezone.now()) == (
        ["Set when the term of those elected ends: the seat register says until when they serve."]
        if is_told
        else []
    )


def test_a_question_of_such_a_body_fills_no_seat(officer: Client) -> None:
    election = create(officer, "referendum")
    election.contests.update(title="Shall meetings be open?")
    Election.objects.filter(pk=election.pk).update(body="ncg")
    assert scheduling.obstacles_to_notice(cast.fresh(election), timezone.now()) == []


def test_2018_three_divisions_with_four_marks(officer: Client) -> None:
    election = create(officer, "ncg-2018")
    found = plan(election)
    assert len(found) == 3
    assert all(one[1:] == ("plurality", 4, 4, {}) for one in found)
    covered = Region.objects.filter(pk__in=Sheet.objects.values("regions")).count()
    assert covered == Region.objects.count(), "every region votes somewhere"


@pytest.mark.parametrize(("key", "rule"), [("ncg-2020", "plurality"), ("ncg-2020-stv", "scottish")])
def test_2020_five_regions_and_office_holders_among_themselves(
    officer: Client, key: str, rule: str
) -> None:
    election = create(officer, key)
    found = plan(election)
    assert [one[2] for one in found] == [4] * 6
    assert {one[1] for one in found} == {rule}
    assert election.contests.get(number=6).sheet.electorate == "office-holders"
    assert election.timetable.freeze_at == election.timetable.self_nomination_closes_at


def test_2022_as_it_was(officer: Client) -> None:
    election = create(officer, "ncg-2022")
    found = {title: (seats, minima) for title, _rule, seats, _marks, minima in plan(election)}
    assert found["London & Eastern"] == (6, {"women": 3, "bame": 2})
    assert found["South West"] == (3, {"women": 2})
    assert found["Scotland"] == (1, {})
    people = election.contests.for_people()
    assert sum(one.seats for one in people) == 29  # 26 in the regions, three office holders
    assert dict(election.national_minima.values_list("attribute", "least")) == {
        "women": 13,
        "bame": 6,
        "disabled": 3,
        "lgbt": 3,
        "under-30": 3,
    }


def test_the_next_cycle_turns_the_larger_half_round_where_seats_are_odd(officer: Client) -> None:
    women = {
        title: minima.get("women", 0)
        for title, _r, _s, _m, minima in plan(create(officer, "ncg-2024"))
    }
    assert women["Scotland"] == 1, "the woman's seat of 2024"
    assert (women["Wales"], women["South West"], women["South East"]) == (0, 1, 2)
    assert women["London & Eastern"] == 3, "an even number stays"


def test_office_holders_and_other_members_make_an_electoral_college(officer: Client) -> None:
    election = create(officer, "ncg-2022")
    head = election.contests.get(title="Public office holders")
    section = head.sections.get()
    assert (head.weight, section.weight) == (2, 1)
    assert (head.sheet.electorate, section.sheet.electorate) == ("office-holders", "no-office")


def test_a_by_election_with_joining_after_the_opening(officer: Client) -> None:
    election = create(
        officer,
        "by-election",
        regions=regions("scotland", "wales"),
        vacancies="2",
        joining_while_voting="on",
    )
    assert [(one[0], one[2], one[4]) for one in plan(election)] == [
        ("Scotland", 2, {"women": 1, "bame": 1}),
        ("Wales", 2, {"women": 1, "bame": 1}),
    ]
    assert election.timetable.freeze_at > election.timetable.voting_opens_at


def test_a_by_election_needs_a_region(officer: Client) -> None:
    answer = officer.post(
        "/office/elections/new/",
        {
            "key": str(uuid4()),
            "template": "by-election",
            "title": "By-election",
            **cast.entered(timezone.now() + timedelta(days=30), "voting_opens_at"),
        },
    )
    assert answer.status_code == 422
    assert "Choose the regions with vacancies." in answer.content.decode()
    assert 'value="By-election"' in answer.content.decode()


def test_the_nine_of_the_nec_and_the_referendum(officer: Client) -> None:
    assert plan(create(officer, "nec-nine"))[0][1:3] == ("scottish", 9)
    assert plan(create(officer, "referendum"))[0][1] == "yes-no"


# --- Corrections by form -------------------------------------------------------------------------


def post(officer: Client, election: Election, path: str, **data: Any) -> Any:
    return officer.post(f"/office/elections/{election.slug}/{path}", data)


def test_national_minima_change_until_the_notice(officer: Client) -> None:
    election = create(officer, "ncg-2022")
    answer = post(officer, election, "national-minima/", **{"least-women": "14", "least-bame": "0"})
    assert answer.status_code == 302
    assert dict(election.national_minima.values_list("attribute", "least")) == {"women": 14}
    scheduling.publish_notice(election, actor=None, now=timezone.now())
    answer = post(officer, election, "national-minima/", **{"least-women": "1"})
    assert answer.status_code == 422
    assert "minima no longer change" in answer.content.decode()
    with pytest.raises(DatabaseError, match="locked since the notice"), transaction.atomic():
        NationalMinimum.objects.update(least=1)


def test_more_than_all_seats_are_refused_with_the_reason(officer: Client) -> None:
    election = create(officer, "ncg-2022")
    answer = post(officer, election, "national-minima/", **{"least-women": "30"})
    assert answer.status_code == 422
    assert "Ask for at most 29" in answer.content.decode()
    assert 'value="30"' in answer.content.decode()


def contest_form(contest: Contest, **changes: Any) -> dict[str, Any]:
    return {
        "title": contest.title,
        "electorate": contest.sheet.electorate,
        "regions": [one.pk for one in contest.sheet.regions.all()],
        "rule": contest.rule,
        "seats": contest.seats,
        "marks": contest.marks,
        "supports_per_member": contest.supports_per_member,
        **changes,
    }


def test_minima_that_one_person_can_meet_together_are_allowed(officer: Client) -> None:
    election = create(officer, "ncg-2022")
    scotland = cast.scotland(election)
    data = contest_form(scotland, **{"least-women": "1", "least-bame": "1"})
    assert post(officer, election, f"contests/{scotland.number}/", **data).status_code == 302
    assert scotland.minima.count() == 2


def test_a_contest_may_let_voters_reopen_nominations(officer: Client) -> None:
    election = create(officer, "ncg-2022")
    scotland = cast.scotland(election)
    post(officer, election, f"contests/{scotland.number}/", **contest_form(scotland, has_ron="on"))
    assert cast.scotland(election).has_ron


def test_a_section_has_other_voters_and_no_minima_of_its_own(officer: Client) -> None:
    election = create(officer, "nec-nine")
    head = election.contests.get()
    data = {
        **contest_form(head, title="Office holders' votes", electorate="office-holders"),
        "section_of": head.pk,
        "weight": "2",
    }
    refused = post(officer, election, "contests/new/", **data, **{"least-women": "1"})
    assert refused.status_code == 422
    assert "reserve them there" in refused.content.decode()
    same = post(officer, election, "contests/new/", **{**data, "electorate": "all"})
    assert same.status_code == 422
    assert "one section already" in same.content.decode()
    overlapping = post(officer, election, "contests/new/", **data)
    assert overlapping.status_code == 422
    assert "Some members could vote both in “Candidates to back”" in overlapping.content.decode()
    others = contest_form(head, electorate="no-office")
    assert post(officer, election, f"contests/{head.number}/", **others).status_code == 302
    assert post(officer, election, "contests/new/", **data).status_code == 302
    section = head.sections.get()
    assert (section.weight, section.seats, section.rule) == (2, 9, "scottish")
