"""A slate's agents look after it: they change what it says, add others and take them off."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from elections.models import Election, Message
from members.models import AuditEntry, Member
from members.roles import Role
from slates import acting, deciding
from slates.models import Slate
from tests.members.people import add_member, add_staff
from tests.public import cast
from tests.slates.cast import ENTERED, NOW, approved, efua, farah, pending, refused, rosa, words

pytestmark = pytest.mark.django_db
FARAH = {"number": "202", "last_name": "Aziz"}


@pytest.fixture
def own(election: Election) -> str:
    return f"/elections/{election.slug}/your-slate/"


def names(slate: Slate) -> list[str]:
    return [agent.member.name for agent in slate.agents.all()]


# --- What the slate says -------------------------------------------------------------------------


def test_until_it_is_decided_everything_may_change(
    efuas: Client, election: Election, own: str
) -> None:
    slate = pending(election)
    efuas.post(f"{own}change/", {**ENTERED, "name": "Branches First", "colour": "4"})
    slate.refresh_from_db()
    assert (slate.name, slate.colour, slate.slug) == ("Branches First", 4, "branch-first")


def test_once_it_is_approved_programme_and_website_alone_may(
    efuas: Client, election: Election, own: str
) -> None:
    slate = approved(election)
    page = words(efuas.get(f"{own}change/"))
    assert 'name="name"' not in page
    assert 'name="colour"' not in page
    efuas.post(f"{own}change/", {"programme": "More power.", "website": "https://b.example.org"})
    slate.refresh_from_db()
    assert (slate.name, slate.programme) == ("Branch First", "More power.")
    assert slate.is_changed_since


def test_a_name_sent_by_a_form_from_before_the_decision_is_refused_and_not_lost(
    efuas: Client, election: Election, own: str
) -> None:
    approved(election)
    response = efuas.post(f"{own}change/", {**ENTERED, "name": "Branches First"})
    assert response.status_code == 422
    assert "its name and colour no longer change" in words(response)
    assert "Branches First" in words(response)


def test_a_refused_slate_is_corrected_and_sent_again(
    efuas: Client, election: Election, own: str
) -> None:
    refused(election)
    assert "The name is a company’s." in words(efuas.get(own))
    efuas.post(f"{own}change/", {**ENTERED, "name": "Our Branches"})
    slate = Slate.objects.get()
    assert (slate.name, slate.state, slate.reason) == ("Our Branches", Slate.State.PENDING, "")
    assert slate.decided_by is None


def test_a_refused_slate_whose_colour_is_taken_by_now_needs_another(
    efuas: Client, election: Election, own: str
) -> None:
    refused(election)
    pending(election, farah(), name="Members Now")
    response = efuas.post(f"{own}change/", ENTERED)
    assert response.status_code == 422
    assert "Another slate has this colour by now" in words(response)
    efuas.post(f"{own}change/", {**ENTERED, "colour": "4"})
    assert Slate.objects.undecided().count() == 2


def test_whoever_acts_for_another_slate_by_now_sends_none_again(
    efuas: Client, election: Election, own: str
) -> None:
    first = refused(election)
    pending(election, name="Second", colour=5)
    page = words(efuas.get(own))
    assert "Second" in page
    first.refresh_from_db()
    assert first.is_refused


def test_once_papers_are_fixed_nothing_of_it_changes(
    efuas: Client, election: Election, own: str
) -> None:
    slate = approved(election)
    cast.accepted(cast.stands(cast.aisha(), election), rosa())
    cast.papers_fixed(election, rosa())
    for path, entered in (
        (f"{own}change/", {"programme": "More power."}),
        (f"{own}agents/", FARAH),
        (f"{own}agents/{slate.agents.get().pk}/remove/", {}),
    ):
        farah()
        response = efuas.post(path, entered)
        assert response.status_code == 422, path
        assert "slates can no longer change" in words(response)
    page = words(efuas.get(own))
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("change", [{"programme": "More."}, {"state": "refused", "reason": "x"}])
def test_the_database_refuses_a_change_after_fixing(
    election: Election, change: dict[str, Any]
) -> None:
    slate = approved(election)
    cast.accepted(cast.stands(cast.aisha(), election), rosa())
    cast.papers_fixed(election, rosa())
    with pytest.raises(DatabaseError, match="slates no longer change"), transaction.atomic():
        Slate.objects.filter(pk=slate.pk).update(**change)


def test_an_agent_taken_off_while_they_wrote_gets_their_words_back(
    efuas: Client, election: Election, own: str
) -> None:
    slate = pending(election)
    acting.add_agent(slate, efua(), number="202", last_name=farah().last_name, now=NOW)
    acting.remove_agent(slate, slate.agents.get(member=efua()).pk, farah(), now=NOW)
    entered = {**ENTERED, "programme": "A programme written all afternoon."}
    answer = efuas.post(f"{own}change/", entered)
    assert answer.status_code == 422
    assert "You do not act for a slate in this election" in words(answer)
    assert "A programme written all afternoon." in words(answer)
    assert efuas.get(f"{own}change/").status_code == 404
    slate.refresh_from_db()
    assert slate.programme == ENTERED["programme"]


# --- Who acts for it -----------------------------------------------------------------------------


def test_an_agent_adds_another_who_is_told(efuas: Client, election: Election, own: str) -> None:
    slate = pending(election)
    farah()
    response = efuas.post(f"{own}agents/", FARAH, follow=True)
    assert "Added. They are told by email." in words(response)
    assert names(slate) == ["Efua Mensah", "Farah Aziz"]
    message = Message.objects.get(kind=Message.Kind.SLATE_AGENT)
    assert (message.to, message.details["by"]) == ("farah@example.org", "Efua Mensah")
    entry = AuditEntry.objects.get(action="slate-changed")
    assert entry.detail == {"member": "201", "agent_added": "202"}
    client = cast.sign_in(Client(), farah())
    assert "Branch First" in words(client.get(own))


@pytest.mark.parametrize(
    "entered",
    [{"number": "999", "last_name": "Aziz"}, {"number": "202", "last_name": "Mensah"}],
    ids=["no such number", "another name"],
)
def test_a_number_without_its_name_tells_nothing(
    efuas: Client, election: Election, own: str, entered: dict[str, str]
) -> None:
    pending(election)
    farah()
    response = efuas.post(f"{own}agents/", entered)
    assert response.status_code == 422
    assert "No member has this number and this name" in words(response)
    assert "Farah" not in words(response)


def _expired() -> Member:
    return add_member("303", "Ed Expired", "ed@example.org", status="expired")


def _officer() -> Member:
    add_staff("olu@example.org", Role.SCRUTINEER)
    return add_member("303", "Olu Officer", "olu@example.org")


def _taken() -> Member:
    return add_member("303", "Tia Taken", "tia@example.org")


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (_expired, "Only members who may vote"),
        (_officer, "nor act for a slate"),
        (_taken, "acts for another slate"),
    ],
)
def test_whoever_may_not_act_is_not_added(
    efuas: Client, election: Election, own: str, who: Any, why: str
) -> None:
    slate, member = pending(election), who()
    if who is _taken:
        pending(election, member, name="Another", colour=5)
    response = efuas.post(f"{own}agents/", {"number": "303", "last_name": member.last_name})
    assert response.status_code == 422
    assert why in words(response)
    assert names(slate) == ["Efua Mensah"]


def test_adding_twice_adds_once(efuas: Client, election: Election, own: str) -> None:
    slate = pending(election)
    farah()
    efuas.post(f"{own}agents/", FARAH)
    response = efuas.post(f"{own}agents/", FARAH)
    assert "acts for this slate already" in words(response)
    assert slate.agents.count() == 2


def test_an_agent_takes_another_off(efuas: Client, election: Election, own: str) -> None:
    slate = pending(election)
    agent = acting.add_agent(slate, efua(), number="202", last_name=farah().last_name, now=NOW)
    efuas.post(f"{own}agents/{agent.pk}/remove/")
    assert names(slate) == ["Efua Mensah"]
    again = efuas.post(f"{own}agents/{agent.pk}/remove/")
    assert again.status_code == 422
    assert "does not act for the slate any more" in words(again)


def test_an_agent_goes_of_their_own_accord(efuas: Client, election: Election, own: str) -> None:
    slate = pending(election)
    acting.add_agent(slate, efua(), number="202", last_name=farah().last_name, now=NOW)
    response = efuas.post(f"{own}agents/{slate.agents.get(member=efua()).pk}/remove/", follow=True)
    assert "You no longer act for Branch First." in words(response)
    assert efuas.get(own).status_code == 404


def test_the_last_agent_stays(efuas: Client, election: Election, own: str) -> None:
    slate = pending(election)
    response = efuas.post(f"{own}agents/{slate.agents.get().pk}/remove/")
    assert response.status_code == 422
    assert "Add another agent first" in words(response)
    assert slate.agents.count() == 1


def test_the_database_keeps_the_last_agent(election: Election) -> None:
    slate = pending(election)
    with pytest.raises(DatabaseError, match="somebody acts for a slate"), transaction.atomic():
        slate.agents.all().delete()


def test_whoever_was_signed_out_meanwhile_comes_back_to_the_slates_page(
    efuas: Client, election: Election, own: str
) -> None:
    slate = pending(election)
    for path in ("agents/", f"agents/{slate.agents.get().pk}/remove/"):
        response = efuas.get(f"{own}{path}")
        assert (response.status_code, response["Location"]) == (302, own)
    assert slate.agents.count() == 1


@pytest.mark.parametrize("path", ["", "change/", "invite/", "agents/", "agents/1/remove/"])
@pytest.mark.parametrize("who", ["nobody's", "another's"])
def test_nobody_else_reaches_any_of_it(
    client: Client, election: Election, own: str, path: str, who: str
) -> None:
    approved(election)
    cast.sign_in(client, farah())
    expected = 404
    if who == "another's":
        pending(election, farah(), name="Members Now", colour=5)
        expected = 200
    answer = client.post(f"{own}{path}", FARAH) if "agents" in path else client.get(f"{own}{path}")
    assert "Branch First" not in words(answer)
    if "agents" not in path:
        assert answer.status_code == expected
    assert Slate.objects.get(name="Branch First").agents.count() == 1


@pytest.mark.parametrize("office", list(Role))
def test_an_agent_who_takes_an_office_acts_no_longer(
    efuas: Client, election: Election, own: str, office: Role
) -> None:
    approved(election)
    nomination = cast.stands(cast.aisha(), election)
    farah()
    add_staff("efua@example.org", office)
    for path, entered in (
        ("change/", {"programme": "More power."}),
        ("agents/", FARAH),
        ("invite/", {"candidate": nomination.pk}),
    ):
        response = efuas.post(f"{own}{path}", entered)
        assert response.status_code == 422, path
        assert "nor act for a slate" in words(response)
    slate = Slate.objects.get()
    assert slate.programme != "More power."
    assert (slate.agents.count(), slate.invitations.count()) == (1, 0)


def test_an_agent_who_is_an_officer_by_now_does_not_decide(election: Election) -> None:
    slate = pending(election)
    officer = add_staff("efua@example.org", Role.OFFICER)
    with pytest.raises(Exception, match="another officer decides"):
        deciding.approve(slate, actor=officer, now=NOW)
    slate.refresh_from_db()
    assert slate.state == Slate.State.PENDING
