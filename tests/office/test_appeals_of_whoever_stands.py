"""A refusal can be appealed by whoever stood elsewhere since, and upholding keeps the rules of standing."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from elections import nominating, publishing
from elections.models import Appeal, CandidateLeft, Contest, Election, Nomination
from elections.refusal import Refused
from members.models import Member, User
from members.roles import Role
from tests.members.people import add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db
WHY_REFUSED = "Two of those who nominated you live elsewhere."
WHY_WRONG = "Both moved here in May, as the list says."
Reason = CandidateLeft.Reason


@pytest.fixture
def sam(db: None) -> User:
    """Another returning officer than Rosa, who refused."""
    return add_staff("sam@example.org", Role.OFFICER)


@pytest.fixture
def refused(rosa: User) -> Nomination:
    """Aisha, refused in Scotland while nominations are open."""
    return refuse(cast.nominated(cast.noticed(), councillor()), rosa)


def councillor() -> Member:
    """Aisha, an elector of Scotland and of the office holders."""
    aisha = cast.members()[0]
    aisha.public_office = "Councillor"
    aisha.save()
    return aisha


@pytest.fixture
def aisha(refused: Nomination) -> Client:
    client = Client()
    client.force_login(User.objects.of_mailbox(refused.member.email))
    return client


def refuse(nomination: Nomination, officer: User) -> Nomination:
    nominating.refuse(nomination, actor=officer, reason=WHY_REFUSED, now=timezone.now())
    return fresh(nomination)


def fresh(nomination: Nomination) -> Nomination:
    return Nomination.objects.select_related("contest__election__timetable", "member").get(
        pk=nomination.pk
    )


def office_holders(election: Election) -> Contest:
    """A contest in which Aisha can stand as well as in Scotland."""
    contests = election.contests.select_related("sheet", "election__timetable")
    return contests.get(title="Public office holders")


def elsewhere(refused: Nomination, **more: Any) -> Nomination:
    other = office_holders(refused.contest.election)
    return cast.nominated(other.election, refused.member, contest=other, **more)


def own_page(of: Nomination) -> str:
    return f"/elections/{of.contest.election.slug}/nomination/"


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def appealed(nomination: Nomination) -> Nomination:
    nominating.appeal(nomination, nomination.member, text=WHY_WRONG, now=timezone.now())
    return nomination


def upheld(nomination: Nomination, by: User) -> None:
    nominating.uphold(nomination, actor=by, reason="They moved.", now=timezone.now())


# --- Appealing -----------------------------------------------------------------------------------


def test_whoever_withdraws_elsewhere_to_appeal_finds_the_refusal_and_appeals(
    aisha: Client, refused: Nomination, sam: User
) -> None:
    there = elsewhere(refused)
    page = words(aisha.get(own_page(refused)))
    assert there.contest.title in page
    assert "The returning officer refused your nomination in Scotland." in page
    assert f'href="{own_page(refused)}appeal/"' in page
    assert "Withdraw there first to appeal." in words(aisha.get(f"{own_page(refused)}appeal/"))
    aisha.post(f"{own_page(refused)}withdraw/")
    assert fresh(there).state == "withdrawn"
    page = words(aisha.get(own_page(refused)))
    assert WHY_REFUSED in page
    assert "you can appeal once" in page
    answer = aisha.post(f"{own_page(refused)}appeal/", {"text": WHY_WRONG}, follow=True)
    assert "Your appeal is made." in words(answer)
    assert WHY_WRONG in words(answer), "an appeal that is not decided is what the page is about"
    assert Appeal.objects.get().nomination == refused
    upheld(refused, sam)
    assert fresh(refused).state == "accepted"
    now = timezone.now()
    in_the_way = publishing.obstacles_to_fixing(cast.fresh(refused.contest.election), now)
    assert not any("ppeal" in one or "decided" in one for one in in_the_way)


def test_of_two_refusals_each_is_appealed_and_the_second_press_appeals_for_neither(
    aisha: Client, refused: Nomination, rosa: User
) -> None:
    there = refuse(elsewhere(refused), rosa)
    form = f"{own_page(refused)}appeal/"
    assert f'name="nomination" value="{there.pk}"' in words(aisha.get(form))
    for _press in range(2):
        sent = {"nomination": str(there.pk), "text": WHY_WRONG}
        assert aisha.post(form, sent).status_code == 302
    assert Appeal.objects.get().nomination == there
    assert f'name="nomination" value="{refused.pk}"' in words(aisha.get(form))
    aisha.post(form, {"nomination": str(refused.pk), "text": WHY_WRONG})
    assert Appeal.objects.count() == 2


def test_a_form_that_names_the_nomination_of_another_appeals_for_ones_own(
    aisha: Client, refused: Nomination, rosa: User
) -> None:
    bea = Member.objects.get(first_name="Bea")
    hers = refuse(cast.nominated(refused.contest.election, bea), rosa)
    for named in (str(hers.pk), "x", "9" * 40):
        Appeal.objects.all().delete()
        aisha.post(f"{own_page(refused)}appeal/", {"nomination": named, "text": WHY_WRONG})
        assert Appeal.objects.get().nomination == refused


def test_once_the_time_for_appeals_is_over_the_last_nomination_is_shown(
    aisha: Client, refused: Nomination
) -> None:
    there = elsewhere(refused)
    nominating.withdraw(there, there.member, now=timezone.now())
    passed = timezone.now() - timedelta(hours=1)
    Nomination.objects.filter(pk=refused.pk).update(decided_at=passed - timedelta(hours=1))
    cast.move(refused.contest.election, appeals_close_at=passed)
    page = words(aisha.get(own_page(refused)))
    assert "You withdrew this nomination." in page
    assert "refused your nomination" not in page


# --- Upholding -----------------------------------------------------------------------------------


def test_nobody_is_accepted_on_appeal_who_was_disqualified_meanwhile(
    aisha: Client, refused: Nomination, rosa: User, sam: User
) -> None:
    appealed(refused)
    there = fresh(elsewhere(refused))
    nominating.end(there, reason=Reason.DISQUALIFIED, actor=rosa, now=timezone.now())
    with pytest.raises(Refused, match="Aisha Bello was disqualified in this election"):
        upheld(refused, sam)
    assert fresh(refused).state == "refused"
    Appeal.objects.all().delete()
    answer = aisha.post(f"{own_page(refused)}appeal/", {"text": WHY_WRONG})
    assert "It is on record that you were disqualified in this election" in words(answer)
    assert not Appeal.objects.exists()


def test_dismissed_it_stands_in_the_way_of_nothing(
    refused: Nomination, rosa: User, sam: User
) -> None:
    appealed(refused)
    there = fresh(elsewhere(refused))
    nominating.end(there, reason=Reason.DISQUALIFIED, actor=rosa, now=timezone.now())
    now = timezone.now()
    nominating.dismiss(refused, actor=sam, reason="Disqualified.", now=now)
    in_the_way = publishing.obstacles_to_fixing(cast.fresh(refused.contest.election), now)
    assert not any("ppeal" in one for one in in_the_way)


def test_nobody_is_accepted_on_appeal_who_holds_an_office(refused: Nomination, sam: User) -> None:
    appealed(refused)
    add_staff(refused.member.email, Role.SCRUTINEER)
    with pytest.raises(Refused, match="Aisha Bello holds an office in elections now"):
        upheld(refused, sam)


def test_the_database_lets_nobody_stand_in_two_contests(refused: Nomination, sam: User) -> None:
    elsewhere(refused, state="accepted")
    with pytest.raises(DatabaseError, match="stands once"), transaction.atomic():
        Nomination.objects.filter(pk=refused.pk).update(state="accepted")
    bea = Member.objects.get(first_name="Bea")
    cast.nominated(refused.contest.election, bea)
    with pytest.raises(DatabaseError, match="stands once"), transaction.atomic():
        cast.nominated(
            refused.contest.election, bea, contest=office_holders(refused.contest.election)
        )
    assert cast.nominated(cast.noticed("Another"), bea).is_standing, "of one election alone"


@pytest.mark.django_db(transaction=True)
def test_an_appeal_waits_for_whoever_comes_forward_elsewhere_and_is_refused(
    rosa: User, sam: User
) -> None:
    election, aisha = cast.noticed(), councillor()
    refused = appealed(refuse(cast.nominated(election, aisha), rosa))
    told: list[str] = []

    def uphold() -> None:
        try:
            upheld(refused, sam)
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connections.close_all()

    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
    thread = threading.Thread(target=uphold)
    with transaction.atomic():
        nominating.put_forward(
            office_holders(election),
            aisha,
            ballot_name="Aisha",
            statement="I will answer.",
            now=timezone.now(),
        )
        thread.start()
        with connection.cursor() as cursor:
            while thread.is_alive():
                cursor.execute(waits)
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.05)
    thread.join()
    assert told == [
        "Aisha Bello stands in another contest of this election now, so cannot stand here too."
    ]
    assert Nomination.objects.standing().filter(member=aisha).count() == 1
