"""Who reads Welsh: whoever chose it, where it is on offer, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from elections.models import Election
from members.models import User
from tests.languages.cast import ada, in_welsh, with_titles, words
from tests.members.people import sign_in
from tests.office.cast import enter
from tests.public import cast

pytestmark = pytest.mark.django_db
OFFERED = '<a href="?lang=cy" lang="cy" hreflang="cy" rel="nofollow">Cymraeg</a>'
BACK = '<a href="?lang=en-gb" lang="en-gb" hreflang="en-gb" rel="nofollow">English</a>'


def test_no_page_offers_welsh_while_no_election_does(client: Client) -> None:
    with_titles()
    for page in ("/", "/elections/ncg-2026/", "/sign-in/", "/how-votes-are-counted/"):
        shown = words(client.get(f"{page}?lang=cy"))
        assert '<html lang="en-gb">' in shown, page
        assert "Cymraeg</a>" not in shown, page
        assert "hreflang" not in shown, page


def test_a_stranger_chooses_welsh_for_a_page_and_gets_it_on_the_next(client: Client) -> None:
    in_welsh(with_titles())
    english = client.get("/elections/ncg-2026/")
    assert OFFERED in words(english)
    assert english["Content-Language"] == "en-gb"
    welsh = client.get("/elections/ncg-2026/?lang=cy")
    assert '<html lang="cy">' in words(welsh)
    assert BACK in words(welsh)
    assert welsh["Content-Language"] == "cy"
    assert '<html lang="cy">' in words(client.get("/elections/"))
    assert '<html lang="cy">' in words(client.get("/sign-in/"))
    client.get("/?lang=en-gb")
    assert '<html lang="en-gb">' in words(client.get("/elections/ncg-2026/"))


def test_what_is_not_there_is_said_in_the_chosen_language(client: Client) -> None:
    in_welsh(with_titles())
    client.get("/?lang=cy")
    for page in ("/elections/no-such-election/", "/nowhere/"):
        missing = client.get(page)
        assert missing.status_code == 404
        assert '<html lang="cy">' in words(missing), page


def test_a_form_that_comes_without_its_token_is_refused_in_the_chosen_language() -> None:
    in_welsh(with_titles())
    client = Client(enforce_csrf_checks=True)
    client.get("/?lang=cy")
    refused = client.post("/elections/ncg-2026/on-the-roll/")
    assert refused.status_code == 403
    assert '<html lang="cy">' in words(refused)


def test_a_page_is_the_same_for_everybody_who_has_chosen_nothing(client: Client) -> None:
    in_welsh(with_titles())
    page = client.get("/elections/ncg-2026/", headers={"accept-language": "cy"})
    assert '<html lang="en-gb">' in words(page)
    assert "Cookie" in page["Vary"]
    assert "Accept-Language" not in page["Vary"]
    assert "language" not in page.cookies


def test_the_link_keeps_the_address_with_its_query(client: Client) -> None:
    in_welsh(with_titles())
    shown = words(client.get("/elections/?page=2&lang=cy"))
    assert 'href="?page=2&amp;lang=en-gb"' in shown
    for language in ("en-gb", "cy"):
        address = f"{settings.SITE_URL}/elections/?page=2&amp;lang={language}"
        assert f'hreflang="{language}" href="{address}"' in shown


def test_an_election_without_welsh_says_so_in_welsh_to_who_chose_it(client: Client) -> None:
    in_welsh(with_titles())
    cast.election("Other vote")
    client.get("/?lang=cy")
    shown = words(client.get("/elections/other-vote/"))
    assert '<html lang="en-gb">' in shown
    assert '<p class="language-switch" lang="cy">Nid yw' in shown
    assert '<html lang="cy">' in words(client.get("/elections/ncg-2026/"))
    assert "Nid yw" not in words(Client().get("/elections/other-vote/"))


def test_a_language_that_there_is_not_is_passed_over(client: Client) -> None:
    in_welsh(with_titles())
    page = client.get("/elections/ncg-2026/?lang=fr")
    assert '<html lang="en-gb">' in words(page)
    client.cookies["language"] = "fr"
    assert '<html lang="en-gb">' in words(client.get("/elections/ncg-2026/"))


def test_a_member_is_remembered_in_every_browser_they_sign_in_with(client: Client) -> None:
    in_welsh(with_titles())
    cast.aisha()
    sign_in(client, "aisha@example.org")
    client.get("/home/?lang=cy")
    assert User.objects.get(email="aisha@example.org").language == "cy"
    elsewhere = Client()
    landed = sign_in(elsewhere, "aisha@example.org")
    assert '<html lang="cy">' in words(landed)


def test_a_link_on_another_site_does_not_choose_the_language_of_a_members_mail(
    client: Client,
) -> None:
    in_welsh(with_titles())
    cast.aisha()
    sign_in(client, "aisha@example.org")
    for came_from, language in (("cross-site", ""), ("same-origin", "cy")):
        page = client.get("/home/?lang=cy", headers={"Sec-Fetch-Site": came_from})
        assert '<html lang="cy">' in words(page)
        assert User.objects.get(email="aisha@example.org").language == language


def test_what_was_chosen_before_signing_in_is_remembered_with_the_member(client: Client) -> None:
    in_welsh(with_titles())
    cast.aisha()
    client.get("/?lang=cy")
    sign_in(client, "aisha@example.org")
    assert User.objects.get(email="aisha@example.org").language == "cy"


def test_a_link_elsewhere_opens_the_pages_after_it_in_welsh_and_signing_in_there_is_a_choice(
    client: Client,
) -> None:
    in_welsh(with_titles())
    cast.aisha()
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    client.get("/elections/ncg-2026/?lang=cy", headers=elsewhere)
    assert '<html lang="cy">' in words(client.get("/sign-in/"))
    sign_in(client, "aisha@example.org")
    assert User.objects.get(email="aisha@example.org").language == "cy"
    client.get("/home/?lang=en-gb")
    client.get("/home/?lang=cy", headers=elsewhere)
    assert '<html lang="en-gb">' in words(sign_in(Client(), "aisha@example.org"))
    again = Client()
    again.get("/?lang=cy", headers=elsewhere)
    assert '<html lang="en-gb">' in words(sign_in(again, "aisha@example.org"))


@time_machine.travel(datetime(2026, 6, 20, 11, tzinfo=UTC), tick=True)
def test_a_form_asks_to_choose_first_and_its_answer_has_no_link(client: Client) -> None:
    in_welsh(with_titles())
    cast.aisha()
    sign_in(client, "aisha@example.org")
    contest = cast.contest(Election.objects.get()).number
    page = f"/elections/ncg-2026/stand/{contest}/"
    assert "Choose the language before you fill in the form." in words(client.get(page))
    answer = words(client.post(page, {"ballot_name": "", "step": "check"}))
    assert "Cymraeg</a>" not in answer
    client.get("/home/?lang=cy")
    assert '<html lang="cy">' in words(client.post(page, {"ballot_name": "", "step": "check"}))


def test_the_office_stays_in_english(client: Client) -> None:
    in_welsh(with_titles())
    office = enter(ada())
    office.cookies["language"] = "cy"
    shown = words(office.get("/office/elections/ncg-2026/?lang=cy"))
    assert '<html lang="en-gb">' in shown
    assert "Cymraeg</a>" not in shown
    assert "Nid yw" not in shown
