"""Contests that need no poll are decided when the papers are fixed, and are on no paper."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from elections import publishing, scheduling, tallying
from elections.ballots import fixing, keys
from elections.ballots.models import Key
from elections.exports.lists import OF_AN_ELECTION
from elections.models import (
    Candidate,
    CandidateLeft,
    Contest,
    Election,
    Message,
    Nomination,
    Photo,
    ResultDeclaration,
    RollEntry,
    RollSheet,
    SeatPlan,
    VacancyRule,
)
from elections.paper import sheets_of
from elections.phases import Phase
from elections.refusal import Refused
from members.models import AuditEntry, Member, Region, User
from members.roles import Role
from tests.members.people import add_member, add_staff
from tests.office.cast import accepted, declares, fresh, members, nominated, prepared, scotland


@pytest.fixture
def rosa(db: None) -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


def two_contests(**conditions: object) -> Election:
    """Scotland (one seat) and Wales (one seat, reserved for women), nominations closed."""
    made = prepared(opens_in=timedelta(days=3), only=("Scotland", "Wales"))
    Election.objects.filter(pk=made.pk).update(**conditions)
    made = fresh(made)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    keys.make_sealing_key(made.pk)
    return fresh(made)


def stands(contest: Contest, who: Member, officer: User, *declared: str) -> Nomination:
    nomination = Nomination.objects.create(
        contest=contest, member=who, ballot_name=who.name, submitted_at=timezone.now()
    )
    for attribute in declared:
        declares(nomination, attribute)
    return accepted(nomination, officer)


def of_wales(*names: str) -> list[Member]:
    region = Region.objects.get(code="wales")
    return [
        add_member(str(300 + n), name, f"wales{n}@example.org", region=region)
        for n, name in enumerate(names)
    ]


def fix(election: Election, officer: User) -> Election:
    publishing.fix_papers(election, actor=officer, now=timezone.now())
    return fresh(election)


def wales(election: Election) -> Contest:
    return election.contests.get(title="Wales")


def polled_scotland(election: Election, officer: User) -> None:
    for who in members()[:2]:
        accepted(nominated(election, who), officer)


def test_the_one_who_can_fill_a_reserved_seat_is_elected_without_a_poll(rosa: User) -> None:
    made = two_contests()
    polled_scotland(made, rosa)
    dai, eira = of_wales("Dai Rees", "Eira Lloyd")
    stands(wales(made), dai, rosa)
    stands(wales(made), eira, rosa, "women")
    made = fix(made, rosa)
    plan = wales(made).seat_plan
    assert (plan.is_polled, plan.seats, plan.vacant, plan.elected) == (False, 1, 0, [2])
    assert json.loads(plan.minima_file) == {"attributes": {"women": {"candidates": [2], "min": 1}}}
    line = AuditEntry.objects.get(action="uncontested")
    assert (line.subject, line.actor) == ("Wales", rosa)
    assert line.detail == {"elected": "Eira Lloyd", "vacant": 0}


def test_it_is_on_no_paper_and_nobody_gets_one_for_it(rosa: User) -> None:
    made = two_contests()
    polled_scotland(made, rosa)
    (eira,) = of_wales("Eira Lloyd")
    stands(wales(made), eira, rosa, "women")
    made = fix(made, rosa)
    assert [contest.title for sheet in sheets_of(made.pk) for contest in sheet.contests] == [
        "Scotland"
    ]
    assert set(fixing.manifest_of(made.pk).sheets) == {scotland(made).sheet.number}
    assert not RollEntry.objects.filter(election=made, member=eira).exists()
    assert not RollSheet.objects.exclude(sheet=scotland(made).sheet).exists()
    assert not Message.objects.filter(kind="ballot", to=eira.email).exists()
    assert Candidate.objects.filter(contest=wales(made)).count() == 1, "they keep their pages"
    assert scotland(made).seat_plan.is_polled


def test_who_was_on_the_roll_before_has_no_sheet_of_an_undisputed_contest(rosa: User) -> None:
    made = two_contests()
    polled_scotland(made, rosa)
    (eira,) = of_wales("Eira Lloyd")
    entry = RollEntry.objects.create(election=made, member=eira, status="active")
    RollSheet.objects.create(entry=entry, sheet=wales(made).sheet)
    stands(wales(made), eira, rosa, "women")
    fix(made, rosa)
    assert not RollSheet.objects.filter(entry=entry).exists()


def test_a_seat_that_nobody_can_fill_stays_vacant(rosa: User) -> None:
    made = two_contests()
    polled_scotland(made, rosa)
    (dai,) = of_wales("Dai Rees")
    stands(wales(made), dai, rosa)
    made = fix(made, rosa)
    plan = wales(made).seat_plan
    assert (plan.is_polled, plan.seats, plan.vacant, plan.elected) == (False, 0, 1, [])


def test_where_such_seats_are_open_to_all_others_are_elected(rosa: User) -> None:
    made = two_contests(vacancy_rule=VacancyRule.OPEN_TO_ALL)
    polled_scotland(made, rosa)
    dai, evan = of_wales("Dai Rees", "Evan Pugh")
    stands(wales(made), dai, rosa)
    stands(wales(made), evan, rosa)
    made = fix(made, rosa)
    plan = wales(made).seat_plan
    assert (plan.is_polled, plan.seats, plan.vacant, plan.minima) == (True, 1, 0, {})


def test_nothing_to_poll_means_no_paper_no_key_no_mail_and_a_provisional_result(rosa: User) -> None:
    made = two_contests()
    aisha = members()[0]
    accepted(nominated(made, aisha), rosa)
    made = fix(made, rosa)
    assert made.papers_fixed_at is None
    assert made.no_poll_at == made.counted_at
    assert made.phase(timezone.now()) == Phase.PROVISIONAL
    assert made.declarations.get().kind == "provisional"
    assert not RollEntry.objects.exists()
    assert not Message.objects.filter(kind="ballot").exists()
    assert not Key.objects.filter(election=made.pk).exclude(wrapped=None).exists()
    done = list(AuditEntry.objects.filter(election=made.pk).values_list("action", flat=True))
    assert done.count("uncontested") == 2
    assert "result-provisional" in done
    assert "papers-fixed" not in done
    with pytest.raises(Refused, match="already fixed"):
        publishing.fix_papers(made, actor=rosa, now=timezone.now())


def test_the_results_file_has_those_elected_without_a_poll(rosa: User) -> None:
    made = two_contests()
    nomination = accepted(nominated(made, members()[0]), rosa)
    of_results = OF_AN_ELECTION["results"]
    assert list(of_results.rows(made)) == []
    made = fix(made, rosa)
    [row] = of_results.rows(made)
    given = dict(zip(of_results.header, row, strict=True))
    assert given["Candidate"] == nomination.ballot_name
    assert given["Elected as number"] == 1
    assert (given["Votes at the last stage"], given["Papers"]) == ("", "")


def test_after_an_unseating_the_page_does_not_say_that_only_these_could_be_elected(
    rosa: User, client: Client
) -> None:
    made = two_contests()
    accepted(nominated(made, members()[0]), rosa)
    made = fix(made, rosa)
    tallying.declare(made, actor=rosa, now=timezone.now(), reason="The report is late.")
    page = f"/elections/{made.slug}/results/"
    only, changed = "only these could be elected", "What was decided without one has changed since."
    told = client.get(page).content.decode()
    assert (told.count(only), told.count(changed)) == (2, 0)
    unseated = tallying.Amended(
        kind=ResultDeclaration.Kind.UNSEATED,
        reason="Was not a member.",
        after=2,
        leaver=scotland(made).candidates.get(),
        left=CandidateLeft.Reason.DISQUALIFIED,
    )
    tallying.amend(scotland(made), unseated, actor=rosa, now=timezone.now())
    told = client.get(page).content.decode()
    assert (told.count(only), told.count(changed)) == (1, 1)


def test_candidates_elected_without_a_poll_no_longer_change(rosa: User) -> None:
    made = two_contests()
    people = members()
    nomination = accepted(nominated(made, people[0]), rosa)
    Photo.objects.create(nomination=nomination, jpeg=b"1", width=1, height=1, digest="1")
    made = fix(made, rosa)
    assert made.no_poll_at is not None
    rows = Nomination.objects.filter(pk=nomination.pk)
    for change in (
        lambda: Candidate.objects.all().delete(),
        lambda: rows.update(state="withdrawn"),
        lambda: rows.update(statement="Another."),
        lambda: rows.update(links=["https://example.org/"]),
        lambda: nominated(made, people[1]),
        lambda: Photo.objects.update(width=2),
        lambda: Photo.objects.all().delete(),
        lambda: SeatPlan.objects.update(vacant=0),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_whoever_may_choose_to_reopen_nominations_is_asked_about_one_candidate(rosa: User) -> None:
    made = prepared(opens_in=timedelta(days=3), only=("Scotland",))
    made.contests.update(has_ron=True)
    made = fresh(made)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    keys.make_sealing_key(made.pk)
    accepted(nominated(made, members()[0]), rosa)
    assert scotland(fix(made, rosa)).seat_plan.is_polled


def test_the_count_fills_the_seats_that_were_fixed(rosa: User) -> None:
    made = prepared(opens_in=timedelta(days=3), only=("South West",))
    made = fresh(made)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    keys.make_sealing_key(made.pk)
    contest = made.contests.get()  # three seats, two reserved for women
    aisha, bea, callum = members()[:3]
    stands(contest, aisha, rosa, "women")
    stands(contest, bea, rosa)
    stands(contest, callum, rosa)
    made = fix(made, rosa)
    contest = made.contests.get()
    plan = contest.seat_plan
    assert (plan.is_polled, plan.seats, plan.vacant, plan.minima) == (True, 2, 1, {"women": 1})
    (paper,) = sheets_of(made.pk)[0].contests
    assert (paper.seats, [one.least for one in paper.reserved]) == (2, [1])
    described = json.loads(fixing.manifest_of(made.pk).text)["sheets"][0]["contests"][0]
    assert (described["seats"], described["minima"]) == (2, {"women": 1})


def settled() -> dict[str, str]:
    """Who was told what when the papers were fixed, by name."""
    told = Message.objects.filter(kind="case-settled").select_related("nomination")
    return {one.nomination.ballot_name: one.details["case"] for one in told if one.nomination}


def test_candidates_are_told_at_once_what_was_decided_without_a_poll(rosa: User) -> None:
    made = two_contests()
    polled_scotland(made, rosa)
    dai, eira = of_wales("Dai Rees", "Eira Lloyd")
    stands(wales(made), dai, rosa)
    stands(wales(made), eira, rosa, "women")
    fix(made, rosa)
    assert settled() == {"Dai Rees": "not-elected", "Eira Lloyd": "elected"}


def test_whoever_cannot_be_elected_in_a_poll_is_told_when_the_papers_are_fixed(rosa: User) -> None:
    made = two_contests()
    polled_scotland(made, rosa)
    dai, eira, ffion = of_wales("Dai Rees", "Eira Lloyd", "Ffion Hughes")
    stands(wales(made), dai, rosa)
    for who in (eira, ffion):
        stands(wales(made), who, rosa, "women")
    made = fix(made, rosa)
    assert wales(made).seat_plan.is_polled
    assert settled() == {"Dai Rees": "doomed"}


def test_those_whom_votes_decide_about_are_told_nothing(rosa: User) -> None:
    made = two_contests()
    polled_scotland(made, rosa)
    fix(made, rosa)
    assert settled() == {}


def test_with_nothing_left_to_poll_they_are_told_too(rosa: User) -> None:
    made = two_contests()
    aisha = accepted(nominated(made, members()[0]), rosa)
    made = fix(made, rosa)
    assert made.no_poll_at is not None
    told = Message.objects.filter(nomination=aisha)
    assert [(one.kind, one.details) for one in told] == [("case-settled", {"case": "elected"})]
