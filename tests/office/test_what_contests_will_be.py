"""Before the papers are fixed, the page says what each contest will be and why; and it comes so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from elections import scheduling
from elections.ballots import keys
from elections.models import Contest, Election, Nomination
from members.models import Member, User
from tests.office import cast

pytestmark = pytest.mark.django_db


def of_south_west(officer: User, *declaring: str, title: str = "NCG 2026") -> Election:
    """Three seats, two reserved for women; whoever is named in `declaring` stands, a star declares."""
    made = cast.prepared(title, opens_in=timedelta(days=3), only=("South West",))
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    contest = made.contests.get()
    people = {who.first_name: who for who in Member.objects.all() or cast.members()}
    for name in declaring:
        nomination = stands(contest, people[name.rstrip("*")], officer)
        if name.endswith("*"):
            cast.declares(nomination, "women")
    keys.make_sealing_key(made.pk)
    return cast.fresh(made)


def stands(contest: Contest, who: Member, officer: User) -> Nomination:
    nomination = Nomination.objects.create(
        contest=contest, member=who, ballot_name=who.name, submitted_at=timezone.now()
    )
    return cast.accepted(nomination, officer)


def page(client: Client, election: Election, name: str = "papers") -> str:
    answer = client.get(f"/office/elections/{election.slug}/{name}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_vote_with_a_vacancy_and_somebody_who_is_certain(officer: Client, rosa: User) -> None:
    shown = page(officer, of_south_west(rosa, "Aisha*", "Bea", "Callum"))
    assert "for 2 seats" in shown
    assert (
        "1 of 3 seats stay vacant. Who could still fill them: Women and marginalised genders."
        in shown
    )
    assert "Elected whatever the votes: Aisha Bello (at least 1: Women and" in shown


def test_elected_unopposed_and_who_cannot_be(officer: Client, rosa: User) -> None:
    election = of_south_west(rosa, "Aisha*", "Bea*", "Efua")
    shown = page(officer, election)
    assert "Elected unopposed: Aisha Bello, Bea Okafor and Efua Mensah." in shown
    assert "Cannot be elected" not in shown


def test_nobody_stands(officer: Client, rosa: User) -> None:
    shown = page(officer, of_south_west(rosa))
    assert "Nobody stands." in shown
    assert "3 of 3 seats stay vacant. Anybody could still fill them." in shown


def test_why_is_for_returning_officers_alone(
    scrutineer: Client, administrator: Client, rosa: User
) -> None:
    election = of_south_west(rosa, "Aisha*", "Bea", "Callum")
    for other in (scrutineer, administrator):
        shown = page(other, election)
        assert "for 2 seats" in shown
        assert "Elected whatever the votes" not in shown
        assert "Who could still fill them" not in shown


def test_fixing_them_where_nothing_is_polled_leads_to_the_result(
    officer: Client, rosa: User
) -> None:
    election = of_south_west(rosa, "Aisha*", "Bea")
    answer = officer.post(
        f"/office/elections/{election.slug}/papers/", {"confirm": election.slug}, follow=True
    )
    assert answer.redirect_chain[0][0].endswith("/result/")
    assert "There is nothing to vote on" in answer.content.decode()
    for name in ("papers", "result", "roll", "mail", "nominations"):
        page(officer, election, name)
    public = " ".join(Client().get(election.get_absolute_url()).content.decode().split())
    assert "No vote here. Elected unopposed:" in public
    assert "1 seat stays vacant." in public
    results = Client().get(f"/elections/{election.slug}/results/").content.decode()
    assert "Aisha Bello" in results
    assert "bundle.zip" not in results
    assert Client().get(f"/elections/{election.slug}/results/bundle.zip").status_code == 404
    assert "Aisha Bello" in Client().get(f"/elections/{election.slug}/candidates/").content.decode()
    number = election.contests.get().number
    assert Client().get(f"/elections/{election.slug}/candidates/{number}/1/").status_code == 200
    declared = officer.post(
        f"/office/elections/{election.slug}/result/",
        {"confirm": election.slug, "reason": "Nobody was to vote."},
    )
    assert declared.status_code == 302
    assert cast.fresh(election).declared_at is not None
