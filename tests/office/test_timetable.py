"""The timetable is free until the notice; then it changes with a public reason, and not its past."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from elections import office_questions, scheduling
from elections.models import Election, PublicChange, Timetable
from elections.refusal import Refused
from members.models import User
from tests.embedded.guards import without_the_guard
from tests.office import cast

pytestmark = pytest.mark.django_db
REASON = "The hall was not free."
AFTER_THE_CLOSE = (
    *("complaints_close_at", "declaration_at", "declarations_kept_until_at"),
    *("term_starts_at", "term_ends_at"),
)


def url(election: Election) -> str:
    return f"/office/elections/{election.slug}/timetable/"


def test_before_the_notice_it_needs_no_reason(officer: Client) -> None:
    election = cast.prepared()
    later = election.timetable.voting_closes_at + cast.DAY
    form = cast.timetable_as_shown(election) | cast.entered(later, "voting_closes_at")
    answer = officer.post(url(election), form)
    assert answer.status_code == 302
    assert cast.fresh(election).timetable.voting_closes_at == later
    assert not election.changes.exists()


def test_sent_as_shown_nothing_changes(officer: Client) -> None:
    election = cast.prepared()
    odd = timedelta(seconds=7, microseconds=123456)
    cast.move(election, voting_closes_at=election.timetable.voting_closes_at + odd)
    before = cast.fresh(election).timetable.instants()
    shown = officer.get(url(election)).context["form"]
    form: dict[str, str] = {}
    for bound in (shown[name] for name in Timetable.INSTANTS):
        day, hour = bound.field.widget.decompress(bound.initial)
        form |= {f"{bound.name}_date": day or "", f"{bound.name}_time": hour or ""}
    answer = officer.post(url(election), form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert cast.fresh(election).timetable.instants() == before


def test_a_step_out_of_order_is_explained_beside_it(officer: Client) -> None:
    election = cast.prepared()
    early = election.timetable.voting_opens_at - cast.DAY
    form = cast.timetable_as_shown(election) | cast.entered(early, "voting_closes_at")
    answer = officer.post(url(election), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("“voting closes” must come after “voting opens”.") == 2
    assert 'href="#id_voting_closes_at_0"' in page
    assert f"{early.astimezone(cast.LONDON):%Y-%m-%d}" in page


@pytest.mark.parametrize(
    ("complaints", "declaration", "said"),
    [
        (7, 6, ["“declaration” must come after “complaints close”."]),
        (-1, 7, ["“complaints close” must come after “voting closes”."]),
        (7, 7, []),
        (7, 8, []),
    ],
)
def test_a_result_is_declared_once_complaints_are_over(
    complaints: int, declaration: int, said: list[str]
) -> None:
    """Days after the close of voting."""
    timetable = cast.prepared().timetable
    closes = timetable.voting_closes_at
    found = scheduling.faults_of_timetable(
        {
            "voting_closes_at": closes,
            "complaints_close_at": closes + complaints * cast.DAY,
            "declaration_at": closes + declaration * cast.DAY,
        }
    )
    assert [sentence for _field, sentence in found] == said


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (3, ["“term ends” must come after “declaration”."]),
        (7, ["“term ends” must come after “declaration”."]),
        (8, []),
        (
            0,
            [
                "“term ends” must come after “voting closes”.",
                "“term ends” must come after “declaration”.",
            ],
        ),
    ],
)
def test_nobody_is_elected_for_a_term_that_is_over(ends: int, said: list[str]) -> None:
    """Days after the close of voting; the result is declared after a week."""
    closes = timezone.now()
    found = scheduling.faults_of_timetable(
        {
            "voting_closes_at": closes,
            "declaration_at": closes + 7 * cast.DAY,
            "term_ends_at": closes + ends * cast.DAY,
        }
    )
    assert found == [("term_ends_at", sentence) for sentence in said]


def test_a_term_that_ends_first_is_refused_beside_its_end(officer: Client) -> None:
    election = cast.prepared()
    before = election.timetable
    cast.move(election, term_starts_at=None)
    early = before.voting_closes_at - cast.DAY
    form = cast.timetable_as_shown(cast.fresh(election)) | cast.entered(early, "term_ends_at")
    answer = officer.post(url(election), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("“term ends” must come after “voting closes”.") == 2
    assert 'href="#id_term_ends_at_0"' in page
    assert cast.fresh(election).timetable.term_ends_at == before.term_ends_at


def test_a_term_that_ends_first_stands_in_the_notices_way() -> None:
    election = cast.prepared()
    ends = election.timetable.voting_closes_at
    cast.move(election, term_starts_at=None, declaration_at=None, term_ends_at=ends)
    election = cast.fresh(election)
    told = "“term ends” must come after “voting closes”."
    assert scheduling.obstacles_to_notice(election, timezone.now()) == [told]
    with pytest.raises(Refused, match="“term ends” must come after"):
        scheduling.publish_notice(election, actor=None, now=timezone.now())


def test_after_the_notice_it_needs_a_reason_and_stays_on_record(
    officer: Client, rosa: User
) -> None:
    election = cast.noticed()
    later = election.timetable.voting_closes_at + cast.DAY
    form = cast.timetable_as_shown(election) | cast.entered(later, "voting_closes_at")
    answer = officer.post(url(election), {**form, "reason": " "})
    assert answer.status_code == 422
    assert "Give the reason: it is published." in answer.content.decode()
    answer = officer.post(url(election), {**form, "reason": REASON})
    assert answer.status_code == 302
    change = election.changes.get()
    assert (change.made_by, change.reason) == (rosa, REASON)
    page = officer.get(url(election)).content.decode()
    assert REASON in page
    assert "<del>" in page


def test_what_passed_while_the_form_was_open_is_refused_and_nothing_lost(officer: Client) -> None:
    election = cast.noticed()
    later = timezone.now() + 2 * cast.DAY
    form = cast.timetable_as_shown(election) | cast.entered(later, "self_nomination_closes_at")
    cast.move(election, self_nomination_closes_at=timezone.now() - timedelta(seconds=5))
    answer = officer.post(url(election), {**form, "reason": REASON})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“self-nomination closes” has passed and no longer changes." in page
    assert REASON in page
    assert f"{later.astimezone(cast.LONDON):%Y-%m-%d}" in page


@pytest.mark.parametrize("is_fixed", [False, True])
def test_from_the_notice_on_the_close_moves_only_later(
    officer: Client, rosa: User, *, is_fixed: bool
) -> None:
    election = cast.fixed(rosa) if is_fixed else cast.noticed()
    earlier = election.timetable.voting_closes_at - timedelta(hours=1)
    form = cast.timetable_as_shown(election) | cast.entered(earlier, "voting_closes_at")
    answer = officer.post(url(election), {**form, "reason": REASON})
    assert answer.status_code == 422
    assert "the close of voting moves only later" in answer.content.decode()
    later = earlier + timedelta(hours=2)
    form |= cast.entered(later, "voting_closes_at")
    answer = officer.post(url(election), {**form, "reason": REASON})
    assert answer.status_code == 302, answer.context["form"].errors
    assert PublicChange.objects.filter(election=election, kind="timetable").exists()


def later_by(election: Election, days: int) -> dict[str, str]:
    """The form with the close so many days later, and what comes after it."""
    for name in ("voting_closes_at", *AFTER_THE_CLOSE):
        at = getattr(election.timetable, name)
        setattr(election.timetable, name, at and at + days * cast.DAY)
    return {**cast.timetable_as_shown(election), "reason": REASON}


def test_while_voting_is_open_the_close_moves_no_further_than_an_extension(
    officer: Client, rosa: User
) -> None:
    election = cast.voting(rosa)
    whole = {
        name: at.replace(second=0, microsecond=0)  # as the form sends what has passed
        for name, _words, at in election.timetable.instants()
    }
    cast.move(election, **{**whole, "papers_fixed_by_at": None})
    answer = officer.post(url(election), later_by(cast.fresh(election), 62))
    assert answer.status_code == 422
    assert "Voting is extended by at most 60 days at once" in answer.content.decode()
    answer = officer.post(url(election), later_by(cast.fresh(election), 58))
    assert answer.status_code == 302, answer.context["form"].errors


def test_before_voting_opens_the_close_moves_further_only_with_the_opening(
    officer: Client,
) -> None:
    election = cast.noticed()
    cast.move(election, papers_fixed_by_at=None, reminder_at=None)
    answer = officer.post(url(election), later_by(cast.fresh(election), 62))
    assert answer.status_code == 422
    assert "Voting is extended by at most 60 days at once" in answer.content.decode()
    opens = election.timetable.voting_opens_at
    put_off = cast.entered(opens + 30 * cast.DAY, "voting_opens_at")
    answer = officer.post(url(election), later_by(cast.fresh(election), 92) | put_off)
    assert answer.status_code == 422
    assert "Voting is extended by at most 60 days at once" in answer.content.decode()
    answer = officer.post(url(election), later_by(cast.fresh(election), 88) | put_off)
    assert answer.status_code == 302, answer.context["form"].errors


def test_before_the_notice_the_close_moves_as_far_as_it_is_to(officer: Client) -> None:
    election = cast.prepared()
    cast.move(election, papers_fixed_by_at=None)
    answer = officer.post(url(election), later_by(cast.fresh(election), 300))
    assert answer.status_code == 302, answer.context["form"].errors


def from_before_the_rule(election: Election) -> Election:
    """Declared a day after the close, with complaints for eight, as templates planned it once."""
    closes = election.timetable.voting_closes_at
    cast.move(
        election,
        declaration_at=closes + cast.DAY,
        complaints_close_at=closes + 8 * cast.DAY,
        papers_fixed_by_at=None,
    )
    return cast.fresh(election)


def test_steps_that_stay_are_in_nobodys_way(officer: Client) -> None:
    election = from_before_the_rule(cast.noticed())
    earlier = election.timetable.reminder_at
    assert earlier is not None
    form = cast.timetable_as_shown(election) | cast.entered(earlier + cast.DAY, "reminder_at")
    answer = officer.post(url(election), {**form, "reason": REASON})
    assert answer.status_code == 302, answer.context["form"].errors
    form |= cast.entered(election.timetable.declaration_at, "complaints_close_at")
    later = cast.entered(election.timetable.voting_closes_at + 2 * cast.DAY, "complaints_close_at")
    answer = officer.post(url(election), {**form, **later, "reason": REASON})
    assert answer.status_code == 422, "of a pair that changes both are looked at"
    assert "“declaration” must come after “complaints close”." in answer.content.decode()


def moved_by_the_migration() -> None:
    found = import_module("elections.migrations.0024_declared_once_complaints_are_over")
    with connection.cursor() as cursor:
        cursor.execute(found.FORWARDS, [found.REASON])


def test_a_declaration_planned_before_the_rule_moves_to_the_end_of_complaints(
    officer: Client, rosa: User
) -> None:
    election = from_before_the_rule(cast.voting(rosa))
    before = election.timetable
    closes = before.voting_closes_at + cast.DAY
    extension = {"confirm": election.slug, "reason": REASON, **cast.entered(closes, "closes_at")}
    extend = f"/office/elections/{election.slug}/extend/"
    refused = officer.post(extend, extension)
    assert "“declaration” must come after “complaints close”." in refused.content.decode()
    moved_by_the_migration()
    election = cast.fresh(election)
    assert election.timetable.declaration_at == before.complaints_close_at
    assert election.timetable.complaints_close_at == before.complaints_close_at
    change = election.changes.get()
    assert (change.kind, change.made_by) == ("timetable", None)
    [(name, was, became)] = office_questions.timetable_changes(election)[0].steps
    assert (was, became) == (before.declaration_at, before.complaints_close_at)
    assert name == "declaration"
    page = Client().get(election.get_absolute_url()).content.decode()
    assert "A result is declared once the time for complaints is over." in page
    moved_by_the_migration()
    assert election.changes.count() == 1
    assert officer.post(extend, extension).status_code == 302


def test_of_a_draft_it_moves_unannounced_and_what_is_over_stays() -> None:
    draft = from_before_the_rule(cast.prepared())
    withdrawn, declared = (
        from_before_the_rule(cast.noticed(title)) for title in ("Withdrawn", "Declared")
    )
    now = timezone.now()
    without_the_guard(
        Election.objects.filter(pk=withdrawn.pk), withdrawn_at=now, withdrawn_reason=REASON
    )
    acts = ("papers_fixed_at", "box_closed_at", "counted_at", "declared_at")
    without_the_guard(Election.objects.filter(pk=declared.pk), **dict.fromkeys(acts, now))
    moved_by_the_migration()
    for over in (withdrawn, declared):
        assert cast.fresh(over).timetable.instants() == over.timetable.instants()
    moved = cast.fresh(draft).timetable
    assert moved.declaration_at == draft.timetable.complaints_close_at
    assert not PublicChange.objects.exists()


def test_those_who_only_read_see_the_timetable_and_no_form(scrutineer: Client) -> None:
    page = scrutineer.get(url(cast.noticed())).content.decode()
    assert "Voting closes" in page
    assert "Save the timetable" not in page
