"""Photo and links: entered, checked, changed, within the limits that the election sets."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from elections import nominating, photos
from elections.models import Election, Nomination, Photo
from elections.refusal import Refused
from members.models import AuditEntry
from tests.elections.pictures import picture, upload
from tests.embedded.guards import without_the_guard
from tests.public import cast

pytestmark = pytest.mark.django_db

ANSWERS = {"ballot_name": "Aisha Khan", "statement": cast.STATEMENT}
SITE = "https://example.org/aisha"


def words(response: Any) -> str:
    return str(response.content.decode())


def shown(colour: str = "red") -> photos.EncodedPhoto:
    file = upload(picture(colour=colour))
    return photos.encode(file, size=file.size or 0)


def limited(election: Election, **limits: Any) -> Election:
    without_the_guard(Election.objects.filter(pk=election.pk), **limits)
    return Election.objects.select_related("timetable").get(pk=election.pk)


@pytest.fixture
def election() -> Election:
    return cast.election()


@pytest.fixture
def url(election: Election) -> str:
    return f"/elections/{election.slug}/stand/{cast.contest(election).number}/"


@pytest.fixture
def aishas(client: Client) -> Client:
    return cast.sign_in(client, cast.aisha())


def test_photo_and_links_are_checked_before_they_are_submitted(aishas: Client, url: str) -> None:
    entered = {**ANSWERS, "photo": upload(), "link_1": SITE, "step": "check"}
    page = words(aishas.post(url, entered))
    assert "data:image/jpeg;base64," in page
    assert SITE in page
    assert not Photo.objects.exists()


@pytest.mark.parametrize("link", ["http://example.org", "example.org", "javascript:alert(1)"])
def test_a_link_begins_with_https(aishas: Client, url: str, link: str) -> None:
    response = aishas.post(url, {**ANSWERS, "link_2": link, "step": "submit"})
    assert response.status_code == 422
    assert "beginning with https://" in words(response)
    assert f'value="{link}"' in words(response)


def test_the_same_link_twice_is_one(aishas: Client, url: str) -> None:
    aishas.post(url, {**ANSWERS, "link_1": SITE, "link_3": SITE, "step": "submit"})
    assert Nomination.objects.get().links == [SITE]


def test_an_election_without_photos_and_links_does_not_ask(
    aishas: Client, election: Election
) -> None:
    limited(election, has_photos=False, links=0)
    url = f"/elections/{election.slug}/stand/{cast.contest(election).number}/"
    page = words(aishas.get(url))
    assert 'type="file"' not in page
    assert "link_1" not in page
    aishas.post(url, {**ANSWERS, "photo": upload(), "link_1": SITE, "step": "submit"})
    assert Nomination.objects.get().links == []
    assert not Photo.objects.exists()


def test_the_number_of_words_is_the_elections(aishas: Client, election: Election) -> None:
    limited(election, statement_words=20)
    url = f"/elections/{election.slug}/stand/{cast.contest(election).number}/"
    response = aishas.post(url, {**ANSWERS, "statement": "word " * 21, "step": "check"})
    assert response.status_code == 422
    assert "Your statement has 21 words: take out 1." in words(response)
    assert "At most 20 words" in words(response)


@pytest.mark.parametrize(
    ("limits", "entered", "said"),
    [
        (
            {"statement_words": 20},
            {"statement": "word " * 21},
            "Shorten your statement to 20 words",
        ),
        ({}, {"statement": "x" * 61}, "Break up words"),
        ({}, {"statement": "\u202eabc"}, "turn the direction"),
        ({}, {"ballot_name": "\u200b"}, "Use letters, spaces and punctuation only"),
        ({"links": 1}, {"links": [SITE, SITE + "/2"]}, "Give at most 1 link"),
        ({"links": 2}, {"links": ["http://example.org"]}, "beginning with https://"),
        ({"has_photos": False}, {"photo": shown()}, "show no photo"),
    ],
)
def test_the_limits_hold_past_the_form(
    election: Election, limits: dict[str, Any], entered: dict[str, Any], said: str
) -> None:
    election, aisha = limited(election, **limits), cast.aisha()
    good: dict[str, Any] = {"ballot_name": "Aisha", "statement": ""}
    with pytest.raises(Refused, match=said):
        nominating.put_forward(
            cast.contest(election), aisha, **{**good, **entered}, now=cast.NOMINATIONS
        )
    nomination = nominating.put_forward(cast.contest(election), aisha, **good, now=cast.NOMINATIONS)
    with pytest.raises(Refused, match=said):
        nominating.change(nomination, aisha, **{**good, **entered}, now=cast.NOMINATIONS)


class TestChanging:
    @pytest.fixture
    def nomination(self, election: Election) -> Nomination:
        return nominating.put_forward(
            cast.contest(election),
            cast.aisha(),
            **ANSWERS,
            links=[SITE],
            photo=shown(),
            now=cast.NOMINATIONS,
        )

    @pytest.fixture
    def change(self, client: Client, nomination: Nomination) -> str:
        cast.sign_in(client, nomination.member)
        return f"/elections/{nomination.contest.election.slug}/nomination/change/"

    def test_what_is_there_stays(self, client: Client, nomination: Nomination, change: str) -> None:
        page = words(client.get(change))
        assert f'value="{SITE}"' in page
        assert "data:image/jpeg;base64," in page
        digest = nomination.photo.digest
        client.post(change, {**ANSWERS, "link_1": SITE, "kept_photo": digest})
        assert Nomination.objects.get().photo.digest == digest
        assert Nomination.objects.get().links == [SITE]

    def test_the_photo_is_replaced(
        self, client: Client, nomination: Nomination, change: str
    ) -> None:
        blue = upload(picture(colour="blue"))
        client.post(change, {**ANSWERS, "photo": blue, "kept_photo": nomination.photo.digest})
        assert Photo.objects.get().digest == shown("blue").digest
        assert Nomination.objects.get().links == [], "an empty field is no link"

    def test_the_photo_is_taken_away(
        self, client: Client, nomination: Nomination, change: str
    ) -> None:
        gone = {**ANSWERS, "remove_photo": "on", "kept_photo": nomination.photo.digest}
        client.post(change, gone)
        assert not Photo.objects.exists()

    def test_a_mistake_does_not_lose_the_new_photo(
        self, client: Client, nomination: Nomination, change: str
    ) -> None:
        blue, digest = upload(picture(colour="blue")), shown("blue").digest
        wrong = {"ballot_name": "", "photo": blue, "kept_photo": nomination.photo.digest}
        response = client.post(change, wrong)
        assert response.status_code == 422
        assert digest in words(response)
        assert Photo.objects.get().digest != digest
        client.post(change, {**ANSWERS, "kept_photo": digest})
        assert Photo.objects.get().digest == digest

    def test_a_change_is_on_record(
        self, client: Client, nomination: Nomination, change: str
    ) -> None:
        mended = {**ANSWERS, "statement": "Mended.", "kept_photo": nomination.photo.digest}
        client.post(change, mended)
        entry = AuditEntry.objects.get(action="nomination-changed")
        assert entry.subject == f"nomination {nomination.pk}"
        assert "Mended" not in str(entry.detail)
