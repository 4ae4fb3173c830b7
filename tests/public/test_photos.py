"""Photos of those who stand: at an address that never changes, for as long as they stand."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from elections import nominating, photos
from elections.models import Election, Nomination
from tests.elections.pictures import upload
from tests.members.people import add_staff
from tests.public import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_june")]


@pytest.fixture
def _in_june() -> object:
    with time_machine.travel(cast.NOMINATIONS, tick=False):
        yield


@pytest.fixture
def photo() -> photos.EncodedPhoto:
    file = upload()
    return photos.encode(file, size=file.size or 0)


@pytest.fixture
def aishas(photo: photos.EncodedPhoto) -> Nomination:
    """Aisha stands with a photo and a link."""
    return nominating.put_forward(
        cast.contest(cast.election(only="Scotland")),
        cast.aisha(),
        ballot_name="Aisha Khan",
        statement=cast.STATEMENT,
        links=["https://www.example.org/aisha"],
        photo=photo,
        now=cast.NOMINATIONS,
    )


@pytest.fixture
def url(aishas: Nomination, photo: photos.EncodedPhoto) -> str:
    return f"/photos/{photo.digest}.jpg"


def test_it_is_served_to_anybody_and_kept_by_browsers(
    client: Client, url: str, photo: photos.EncodedPhoto
) -> None:
    response = client.get(url)
    assert response.status_code == 200
    assert response.content == photo.jpeg
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies


def test_of_an_election_that_is_not_public_yet_it_is_not(client: Client, url: str) -> None:
    from tests.embedded.guards import without_the_guard

    without_the_guard(Election.objects.all(), published_at=None)
    assert client.get(url).status_code == 404


def test_of_whoever_withdrew_or_was_refused_it_is_not(
    client: Client, aishas: Nomination, url: str
) -> None:
    nominating.withdraw(aishas, aishas.member, now=cast.NOMINATIONS)
    assert client.get(url).status_code == 404


def test_an_address_without_a_photo_is_nothing(client: Client) -> None:
    for name in ("0" * 64, "x", "../etc/passwd"):
        assert client.get(f"/photos/{name}.jpg").status_code == 404


def test_it_is_shown_on_the_page_and_in_the_list(
    client: Client, aishas: Nomination, url: str
) -> None:
    listed = f"/elections/{aishas.contest.election.slug}/candidates/"
    for page in (aishas.get_absolute_url(), listed):
        shown = client.get(page).content.decode()
        assert f'src="{url}"' in shown
        assert 'alt="Photo of Aisha Khan"' in shown


def test_whoever_has_none_has_an_empty_frame_of_the_same_size(
    client: Client, aishas: Nomination
) -> None:
    election = aishas.contest.election
    bea = cast.stands(cast.bea(), election)
    for page in (bea.get_absolute_url(), f"/elections/{election.slug}/candidates/"):
        assert client.get(page).content.decode().count("No photo") == 1


def test_where_nobody_has_one_nothing_is_shown_of_it(client: Client) -> None:
    election = cast.election()
    bea = cast.stands(cast.bea(), election)
    for page in (bea.get_absolute_url(), f"/elections/{election.slug}/candidates/"):
        assert "portrait" not in client.get(page).content.decode()


def test_links_are_hosts_that_get_no_favour_from_us(client: Client, aishas: Nomination) -> None:
    shown = " ".join(client.get(aishas.get_absolute_url()).content.decode().split())
    link = shown.partition('href="https://www.example.org/aisha"')[2].partition("</a>")[0]
    assert 'rel="nofollow noopener"' in link
    assert link.endswith(">example.org")


def test_the_candidate_of_fixed_papers_is_shown_with_both(
    client: Client, aishas: Nomination, url: str
) -> None:
    officer = add_staff("rosa@example.org")
    cast.accepted(aishas, officer)
    election = cast.papers_fixed(aishas.contest.election, officer)
    candidate = aishas.contest.candidates.get(nomination=aishas)
    assert candidate.links == ["https://www.example.org/aisha"]
    page = f"/elections/{election.slug}/candidates/{aishas.contest.number}/1/"
    shown = client.get(page).content.decode()
    assert f'src="{url}"' in shown
    assert 'href="https://www.example.org/aisha"' in shown
