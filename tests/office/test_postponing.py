"""Postponed: every window is closed and ballot mail is held, until there is a new timetable."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import InternalError, transaction
from django.test import Client
from django.utils import timezone

from elections import mailing, nominating, outbox
from elections.ballots.models import Poll
from elections.models import Election, Message, PublicChange
from elections.phases import Phase
from elections.refusal import Refused
from members.models import User
from tests.embedded.guards import without_the_guard
from tests.office import cast
from tests.voting.cast import entry_of, link_of

pytestmark = pytest.mark.django_db
REASON = "The hall burnt down."


def url(election: Election, act: str = "postpone") -> str:
    return f"/office/elections/{election.slug}/{act}/"


def given(election: Election) -> dict[str, str]:
    return {"confirm": election.slug, "reason": REASON}


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


def postponed(officer: Client, election: Election) -> Election:
    assert officer.post(url(election), given(election)).status_code == 302
    return cast.fresh(election)


def test_the_page_says_what_will_happen_to_whom(officer: Client, rosa: User) -> None:
    election = cast.fixed(rosa)
    page = words(officer.get(url(election)))
    assert "5 ballot emails that wait are kept back" in page
    assert "5 people are told by email, each once" in page
    assert "everybody on the roll: 6" in page
    assert "everybody who stands: 2" in page
    assert "To confirm, type ncg-2026" in words(officer.post(url(election), {"reason": REASON}))


def test_what_goes_on_later_is_not_called_final(officer: Client, rosa: User) -> None:
    page = words(officer.post(url(cast.fixed(rosa)), {"reason": REASON}))
    assert "Check before you go on" in page
    assert "You resume the election with a new timetable" in page
    assert "This cannot be taken back" not in page


def test_it_needs_a_reason_and_the_address_and_loses_nothing(officer: Client, rosa: User) -> None:
    election = cast.fixed(rosa)
    answer = officer.post(url(election), {"confirm": "ncg-2025", "reason": REASON})
    assert answer.status_code == 422
    assert REASON in words(answer)
    answer = officer.post(url(election), {"confirm": election.slug, "reason": "  "})
    assert answer.status_code == 422
    assert "Give the reason: it is published." in words(answer)
    assert cast.fresh(election).postponed_at is None


def test_everybody_affected_is_told_once(officer: Client, rosa: User) -> None:
    """Aisha stands and is on the roll, Callum nominated and is on it: one message each."""
    election = postponed(officer, cast.fixed(rosa))
    told = Message.objects.filter(kind="postponed")
    assert sorted(told.values_list("to", flat=True)) == [
        f"{name}@example.org" for name in ("aisha", "bea", "callum", "dewi", "efua")
    ]
    change = election.changes.get()
    assert (change.kind, change.reason, change.made_by) == ("postponed", REASON, rosa)
    mailing.send_due(now=timezone.now())
    assert {"Postponed: NCG 2026"} == {one.subject for one in mail.outbox}
    assert REASON in str(mail.outbox[0].body)


def test_before_the_roll_those_who_stand_and_nominated_are_told(
    officer: Client, rosa: User
) -> None:
    election = cast.checking()
    cast.move(election, freeze_at=timezone.now() + cast.DAY)
    aisha, bea, callum, *_others = cast.members()
    cast.nominated(election, aisha, supporters=[bea, callum])
    postponed(officer, election)
    told = Message.objects.filter(kind="postponed", entry=None)
    assert sorted(told.values_list("to", flat=True)) == [
        "aisha@example.org",
        "bea@example.org",
        "callum@example.org",
    ]


def test_every_window_is_closed_meanwhile(officer: Client, client: Client) -> None:
    election = cast.noticed()
    aisha, bea, *_others = cast.members()
    nomination = cast.nominated(election, aisha)
    election = postponed(officer, election)
    assert election.phase(timezone.now()) == Phase.POSTPONED
    contest = cast.scotland(election)
    contest.election = election
    with pytest.raises(Refused, match="not open"):
        nominating.put_forward(contest, bea, ballot_name="Bea", statement="", now=timezone.now())
    nomination.contest = contest
    with pytest.raises(Refused, match="not open"):
        nominating.support(nomination, bea, now=timezone.now())
    page = words(client.get(election.get_absolute_url()))
    assert "This election is postponed" in page
    assert REASON in page
    assert "Put yourself forward" not in page


def test_ballot_mail_is_held_and_follows_the_new_opening(officer: Client, rosa: User) -> None:
    election = postponed(officer, cast.fixed(rosa))
    ballots = Message.objects.filter(kind="ballot")
    assert {one.not_before for one in ballots} == {outbox.HELD}
    assert "Held back until the postponed election goes on." in words(
        officer.get(f"/office/elections/{election.slug}/mail/")
    )
    opens = election.timetable.voting_opens_at + 7 * cast.DAY
    form = later(election, 7)
    answer = officer.post(url(election, "resume"), form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert {one.not_before for one in ballots.all()} == {opens}


def test_a_ballot_that_was_claimed_just_then_goes_back(rosa: User, officer: Client) -> None:
    election = postponed(officer, cast.fixed(rosa))
    Message.objects.filter(kind="ballot").update(not_before=timezone.now() - cast.DAY)
    mailing.send_due(now=timezone.now())
    assert {one.not_before for one in Message.objects.filter(kind="ballot")} == {outbox.HELD}
    assert not [one for one in mail.outbox if "ballot paper" in one.subject]
    assert election.roll.exists()


def test_no_paper_is_taken_though_the_old_window_opens(
    officer: Client, rosa: User, client: Client
) -> None:
    election = postponed(officer, cast.fixed(rosa))
    without_the_guard(
        type(election.timetable).objects.filter(election=election),
        voting_opens_at=timezone.now() - timedelta(hours=1),
    )
    page = client.get(link_of(entry_of(election, "Aisha")), follow=True)
    assert "This election is postponed. We will write to you." in words(page)
    assert Poll.objects.filter(election=election.pk).exists()


def later(election: Election, days: int) -> dict[str, str]:
    """The form of a timetable in which all that had not passed comes so many days later."""
    moved = cast.fresh(election)
    for name, _words, at in moved.timetable.instants():
        if election.postponed_at is None or at > election.postponed_at:
            setattr(moved.timetable, name, at + days * cast.DAY)
    return {**cast.timetable_as_shown(moved), **given(election)}


def test_it_goes_on_with_a_new_timetable_on_record(
    officer: Client, rosa: User, client: Client
) -> None:
    election = postponed(officer, cast.fixed(rosa))
    closes = election.timetable.voting_closes_at
    assert officer.post(url(election, "resume"), later(election, 7)).status_code == 302
    election = cast.fresh(election)
    assert election.postponed_at is None
    assert election.timetable.voting_closes_at == closes + 7 * cast.DAY
    change = election.changes.filter(kind=PublicChange.Kind.RESUMED).get()
    assert change.before["voting_closes_at"] == closes.isoformat()
    page = words(client.get(election.get_absolute_url()))
    assert "The election goes on." in page
    assert "The election was postponed." in page
    mailing.send_due(now=timezone.now())
    resumed = [one for one in mail.outbox if "timetable" in one.subject]
    assert len(resumed) == 5
    assert "It goes on, with a changed timetable" in str(resumed[0].body)


def test_after_the_old_opening_has_passed_it_still_goes_on(officer: Client, rosa: User) -> None:
    election = postponed(officer, cast.fixed(rosa))
    without_the_guard(
        Election.objects.filter(pk=election.pk), postponed_at=timezone.now() - 16 * cast.DAY
    )
    without_the_guard(
        type(election.timetable).objects.filter(election=election),
        **{name: at - 18 * cast.DAY for name, _words, at in election.timetable.instants()},
    )
    election = cast.fresh(election)
    assert election.timetable.voting_opens_at < timezone.now()
    assert officer.post(url(election, "resume"), later(election, 0)).status_code == 422
    answer = officer.post(url(election, "resume"), later(election, 30))
    assert answer.status_code == 302, answer.context["form"].errors
    assert cast.fresh(election).phase(timezone.now()) == Phase.READY


def test_what_lies_behind_is_refused_beside_its_step(officer: Client, rosa: User) -> None:
    election = postponed(officer, cast.fixed(rosa))
    form = later(election, 7) | cast.entered(timezone.now() - cast.DAY, "voting_opens_at")
    answer = officer.post(url(election, "resume"), form)
    assert answer.status_code == 422
    assert "Choose an instant still to come for “voting opens”." in words(answer)
    form = later(election, 7) | cast.entered(election.timetable.notice_at + cast.DAY, "notice_at")
    answer = officer.post(url(election, "resume"), form)
    assert "“notice” has passed and no longer changes." in words(answer)
    assert cast.fresh(election).postponed_at is not None


def test_a_term_that_would_be_over_first_is_refused_beside_its_end(
    officer: Client, rosa: User
) -> None:
    election = cast.fixed(rosa)
    ends = election.timetable.voting_closes_at + 20 * cast.DAY
    cast.move(election, term_starts_at=None, term_ends_at=ends)
    election = postponed(officer, cast.fresh(election))
    form = later(election, 20) | cast.entered(ends, "term_ends_at")
    answer = officer.post(url(election, "resume"), form)
    assert answer.status_code == 422
    assert words(answer).count("“term ends” must come after “voting closes”.") == 2
    assert cast.fresh(election).postponed_at is not None
    answer = officer.post(url(election, "resume"), later(election, 20))
    assert answer.status_code == 302, answer.context["form"].errors


def test_pressed_twice_it_happens_once(officer: Client, rosa: User) -> None:
    election = postponed(officer, cast.fixed(rosa))
    answer = officer.post(url(election), given(election), follow=True)
    assert "You have done this already. Nothing was done a second time." in words(answer)
    other = officer.post(url(election), {**given(election), "reason": "Another reason."})
    assert other.status_code == 422
    assert "The election is postponed already." in words(other)
    assert Message.objects.filter(kind="postponed").count() == 5
    sent = later(election, 7)
    assert officer.post(url(election, "resume"), sent).status_code == 302
    answer = officer.post(url(election, "resume"), sent, follow=True)
    assert "You have done this already. Nothing was done a second time." in words(answer)
    assert election.changes.filter(kind="resumed").count() == 1
    answer = officer.post(url(election, "resume"), later(election, 9))
    assert answer.status_code == 422
    assert "The election is not postponed." in words(answer)


def test_postponed_twice_everybody_is_told_twice(officer: Client, rosa: User) -> None:
    election = postponed(officer, cast.fixed(rosa))
    officer.post(url(election, "resume"), later(election, 7))
    postponed(officer, cast.fresh(election))
    assert Message.objects.filter(kind="postponed").count() == 10


def test_an_open_poll_is_not_postponed(officer: Client, rosa: User) -> None:
    election = cast.voting(rosa)
    assert "Voting has opened." in words(officer.get(url(election)))
    answer = officer.post(url(election), given(election))
    assert answer.status_code == 422
    with pytest.raises(InternalError, match="abandoned, not postponed"), transaction.atomic():
        Election.objects.filter(pk=election.pk).update(postponed_at=timezone.now())


def test_the_database_lets_no_poll_go_on_in_the_middle_of_its_window(
    officer: Client, rosa: User
) -> None:
    election = postponed(officer, cast.fixed(rosa))
    without_the_guard(
        type(election.timetable).objects.filter(election=election),
        voting_opens_at=timezone.now() - timedelta(hours=1),
    )
    with pytest.raises(InternalError, match="an opening that lies ahead"), transaction.atomic():
        Election.objects.filter(pk=election.pk).update(postponed_at=None)


def test_the_timetable_does_not_change_besides(officer: Client, rosa: User) -> None:
    election = postponed(officer, cast.fixed(rosa))
    form = later(election, 7)
    answer = officer.post(f"/office/elections/{election.slug}/timetable/", form)
    assert answer.status_code == 422
    answer = officer.post(
        url(election, "extend"),
        given(election) | cast.entered(election.timetable.voting_closes_at + cast.DAY, "closes_at"),
    )
    assert "Resume it with a new timetable." in words(answer)


def test_the_office_is_reminded_of_it(officer: Client, rosa: User) -> None:
    postponed(officer, cast.fixed(rosa))
    assert "postponed election to resume or to withdraw: NCG 2026" in words(officer.get("/office/"))


def test_the_roll_of_fixed_papers_is_corrected_though_the_old_dates_have_passed(
    officer: Client, rosa: User
) -> None:
    election = postponed(officer, cast.fixed(rosa))
    without_the_guard(
        type(election.timetable).objects.filter(election=election),
        voting_opens_at=timezone.now() - timedelta(hours=2),
        voting_closes_at=timezone.now() - timedelta(hours=1),
    )
    aisha = entry_of(election, "Aisha").member
    place = f"roll/{aisha.pk}/"
    assert "Replace the link" in words(officer.get(url(election, f"roll/{aisha.pk}")))
    replaced = {"replaces": "1", "reason": "Was forwarded."}
    assert officer.post(url(election, f"{place}code"), replaced).status_code == 302
    mended = {"address": "aisha@example.net", "reason": "Has moved."}
    assert officer.post(url(election, f"{place}address"), mended).status_code == 302
    assert entry_of(election, "Aisha").code_generation == 2
    assert entry_of(election, "Aisha").email == "aisha@example.net"
    off = {"reason": "Has left.", "confirm": aisha.number}
    assert officer.post(url(election, f"{place}remove"), off).status_code == 302
    assert not election.roll.filter(member=aisha).exists()
