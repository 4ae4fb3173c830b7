"""A member puts themself forward: the form, the answers to be checked, the nomination."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import Election, IdentityDeclaration, Nomination
from elections.refusal import Refused
from members.models import AuditEntry, Status
from members.roles import Role
from tests.members.people import add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db

ANSWERS = {"ballot_name": "Aisha Khan", "statement": cast.STATEMENT}


def page_of(election: Election, title: str = "Scotland") -> str:
    return f"/elections/{election.slug}/stand/{cast.contest(election, title).number}/"


def words(response: Any) -> str:
    return str(response.content.decode())


def test_a_member_finds_the_contests_they_may_stand_in(client: Client) -> None:
    election = cast.election()
    page = words(cast.sign_in(client, cast.aisha()).get(f"/elections/{election.slug}/stand/"))
    assert page_of(election) in page
    assert page_of(election, "Wales") not in page


def test_a_member_enters_checks_and_stands(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.aisha())
    checking = client.post(page_of(election), {**ANSWERS, "step": "check"})
    assert "Check your answers" in words(checking)
    assert "You are not put forward yet" in words(checking)
    assert not Nomination.objects.exists()
    response = client.post(page_of(election), {**ANSWERS, "step": "submit"}, follow=True)
    assert response.redirect_chain[-1][0] == f"/elections/{election.slug}/nomination/"
    assert "You are put forward for Scotland" in words(response)
    assert "You still need 2 nominations" in words(response)
    nomination = Nomination.objects.get()
    assert (nomination.ballot_name, nomination.statement) == ("Aisha Khan", cast.STATEMENT)


def test_changing_the_answers_brings_them_back_as_entered(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.aisha())
    page = words(client.post(page_of(election), {**ANSWERS, "step": "change"}))
    assert 'value="Aisha Khan"' in page
    assert cast.STATEMENT in page
    assert "There is a problem" not in page


def test_what_was_entered_is_carried_through_the_check(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.dewi())
    answers = {
        "ballot_name": 'Dewi "Dai" Price',
        "statement": "One\r\n\r\n<b>Two</b>",
        "attributes": ["women"],
        "consent": "on",
    }
    page = words(client.post(page_of(election, "Wales"), {**answers, "step": "check"}))
    assert 'name="ballot_name" value="Dewi &quot;Dai&quot; Price"' in page
    assert "One\r\n\r\n&lt;b&gt;Two&lt;/b&gt;" in page
    assert 'name="attributes" value="women"' in page
    assert 'name="consent" value="on"' in page


def test_a_statement_is_at_most_300_words_and_nothing_is_lost(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.aisha())
    long = " ".join(["word"] * 303)
    response = client.post(page_of(election), {**ANSWERS, "statement": long})
    assert response.status_code == 422
    assert words(response).count("Your statement has 303 words: take out at least 3.") == 2
    assert long in words(response)
    assert "Error:" in words(response)
    fits = client.post(page_of(election), {**ANSWERS, "statement": " ".join(["word"] * 300)})
    assert "Check your answers" in words(fits)


def test_a_name_is_needed_and_is_one_readable_line(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.aisha())
    assert client.post(page_of(election), {**ANSWERS, "ballot_name": " "}).status_code == 422
    turned = client.post(page_of(election), {**ANSWERS, "ballot_name": "Aisha \u202enahK"})
    assert turned.status_code == 422
    assert "Use letters, spaces and punctuation only." in words(turned)
    long = client.post(page_of(election), {**ANSWERS, "ballot_name": "A" * 81})
    assert long.status_code == 422
    assert words(long).count("Shorten this to 80 letters: it has 81.") == 2


@pytest.mark.parametrize(
    "name",
    ["Re-open nominations", "RE OPEN  Nominations", "Reopen Nominations!", "ailagor enwebiadau"],
)
def test_nobody_stands_under_a_name_that_the_paper_itself_has(client: Client, name: str) -> None:
    election = cast.election()
    cast.sign_in(client, cast.aisha())
    answer = client.post(page_of(election), {**ANSWERS, "ballot_name": name})
    assert answer.status_code == 422
    assert "The ballot paper itself uses these words." in words(answer)
    with pytest.raises(Refused, match="itself uses these words"):
        nominating.put_forward(
            cast.contest(election),
            cast.bea(),
            ballot_name=name,
            statement="",
            now=cast.NOMINATIONS,
        )


def test_only_the_minima_of_the_contest_are_asked_about(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.dewi())
    wales = words(client.get(page_of(election, "Wales")))
    assert "Women and marginalised genders" in wales
    assert "Black, Asian and minority ethnic" not in wales
    scotland = words(cast.sign_in(Client(), cast.aisha()).get(page_of(election)))
    assert "Which of these apply to you?" not in scotland


def test_a_declaration_counts_only_with_agreement_to_its_publication(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.dewi())
    answers = {"ballot_name": "Dewi Price", "attributes": ["women"], "step": "submit"}
    refused = client.post(page_of(election, "Wales"), answers)
    assert refused.status_code == 422
    assert "untick what you do not want to be published" in words(refused)
    client.post(page_of(election, "Wales"), {**answers, "consent": "on"})
    assert IdentityDeclaration.objects.get().attribute == "women"


def test_what_the_contest_does_not_ask_cannot_be_declared(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.dewi())
    answers = {"ballot_name": "Dewi", "attributes": ["disabled"], "consent": "on"}
    assert client.post(page_of(election, "Wales"), answers).status_code == 422


def test_not_even_past_the_form() -> None:
    election = cast.election()
    dewi = cast.dewi()
    with pytest.raises(Refused, match="does not ask about that"):
        nominating.put_forward(
            cast.contest(election, "Wales"),
            dewi,
            ballot_name="Dewi",
            statement="",
            attributes=["disabled"],
            now=cast.NOMINATIONS,
        )


def test_the_deadline_passes_while_the_form_is_open(client: Client, clock: Traveller) -> None:
    election = cast.election()
    aisha = cast.aisha()
    clock.move_to(cast.LAST_HOUR)
    cast.sign_in(client, aisha)
    client.get(page_of(election))
    clock.move_to(cast.CLOSED)
    response = client.post(page_of(election), {**ANSWERS, "step": "submit"})
    assert response.status_code == 422
    assert "Nominations for this contest are not open now." in words(response)
    assert cast.STATEMENT in words(response), "what was entered can still be copied"
    assert not Nomination.objects.exists()


def test_two_presses_of_the_button_make_one_nomination(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.aisha())
    for _press in range(2):
        response = client.post(page_of(election), {**ANSWERS, "step": "submit"})
        assert response["Location"] == f"/elections/{election.slug}/nomination/"
    assert Nomination.objects.count() == 1


def test_nobody_stands_where_they_are_no_elector(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.aisha())
    assert "Only electors of Wales can stand there" in words(client.get(page_of(election, "Wales")))
    response = client.post(page_of(election, "Wales"), {**ANSWERS, "step": "submit"})
    assert response.status_code == 422
    assert not Nomination.objects.exists()


def test_a_lapsed_member_cannot_stand(client: Client) -> None:
    election = cast.election()
    aisha = cast.aisha()
    aisha.status = Status.EXPIRED
    aisha.save()
    page = words(cast.sign_in(client, aisha).get(f"/elections/{election.slug}/stand/"))
    assert "You are not an elector of any contest" in page


def test_one_contest_of_an_election_for_each_candidate(client: Client) -> None:
    election = cast.election()
    aisha = cast.aisha()
    aisha.public_office = "councillor"
    aisha.save()
    cast.stands(aisha, election)
    cast.sign_in(client, aisha)
    title = "Public office holders"
    response = client.post(page_of(election, title), {**ANSWERS, "step": "submit"})
    assert response.status_code == 422
    assert "You are already standing in this election." in words(response)


def test_whoever_was_refused_is_told_so_when_they_try_again(client: Client) -> None:
    election = cast.election()
    aisha = cast.aisha()
    officer = add_staff("rosa@example.org")
    nominating.refuse(
        cast.stands(aisha, election), actor=officer, reason="In arrears.", now=cast.NOMINATIONS
    )
    cast.sign_in(client, aisha)
    response = client.post(page_of(election), {**ANSWERS, "step": "submit"})
    assert response.status_code == 422
    assert "The returning officer refused your nomination in this contest." in words(response)
    assert "In arrears." in words(client.get(f"/elections/{election.slug}/nomination/"))


def test_whoever_conducts_elections_does_not_stand_in_them(client: Client) -> None:
    election = cast.election()
    aisha = cast.aisha()
    add_staff(aisha.email, Role.SCRUTINEER)
    cast.sign_in(client, aisha)
    response = client.post(page_of(election), {**ANSWERS, "step": "submit"})
    assert "scrutineers can neither stand nor nominate" in words(response)


def test_nobody_stands_in_a_withdrawn_election(client: Client) -> None:
    election = cast.election()
    Election.objects.filter(pk=election.pk).update(
        withdrawn_at=cast.NOMINATIONS, withdrawn_reason="The hall burnt down."
    )
    cast.sign_in(client, cast.aisha())
    response = client.post(page_of(election), {**ANSWERS, "step": "submit"})
    assert "Nominations for this election are not open." in words(response)


def test_strangers_sign_in_first(client: Client) -> None:
    url = page_of(cast.election())
    assert client.get(url)["Location"] == f"/sign-in/?next={url}"


def test_declarations_are_not_told_to_the_audit(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.dewi())
    client.post(
        page_of(election, "Wales"),
        {"ballot_name": "Dewi", "attributes": ["women"], "consent": "on", "step": "submit"},
    )
    entry = AuditEntry.objects.get(action="nomination-submitted")
    assert "women" not in f"{entry.subject} {entry.detail} {entry.reason}"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("x" * 61, "Break up words of more than 60 letters."),
        ("word " * 299 + "\u202e", "turn the direction of the text round"),
        ("fourteen-more " * 290, "shorten it to 4000"),
    ],
)
def test_a_statement_that_would_spoil_the_paper_is_refused(
    client: Client, statement: str, said: str
) -> None:
    election = cast.election()
    cast.sign_in(client, cast.aisha())
    response = client.post(page_of(election), {**ANSWERS, "statement": statement, "step": "submit"})
    assert response.status_code == 422
    assert said in words(response)
    assert not Nomination.objects.exists()


@pytest.mark.parametrize("name", ["\u200b", "...", "Ai\u200bsha"])
def test_a_name_is_made_of_letters_that_are_seen(client: Client, name: str) -> None:
    election = cast.election()
    cast.sign_in(client, cast.aisha())
    response = client.post(page_of(election), {**ANSWERS, "ballot_name": name, "step": "submit"})
    assert response.status_code == 422
    assert not Nomination.objects.exists()
