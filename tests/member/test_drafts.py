"""What a member enters to stand is kept until they submit it or take it away, theirs alone to see."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import Election, IdentityDeclaration, Nomination, NominationDraft
from elections.refusal import Refused
from members.models import Member
from tests.elections.pictures import picture, upload
from tests.public import cast

pytestmark = pytest.mark.django_db

ENTERED = {
    "ballot_name": "Aisha K.",
    "statement": "Half a thou",
    "link_1": "https://example.org/aisha",
}


def words(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def election() -> Election:
    return cast.election()


@pytest.fixture
def url(election: Election) -> str:
    return f"/elections/{election.slug}/stand/{cast.contest(election).number}/"


@pytest.fixture
def aishas(client: Client) -> Client:
    return cast.sign_in(client, cast.aisha())


def test_save_and_finish_later_keeps_everything_and_submits_nothing(
    aishas: Client, url: str
) -> None:
    response = aishas.post(url, {**ENTERED, "photo": upload(), "step": "later"}, follow=True)
    assert response.redirect_chain[-1][0] == "/home/"
    assert "What you entered is kept. You are not put forward yet." in words(response)
    assert "Continue your nomination" in words(response)
    assert not Nomination.objects.exists()
    page = words(aishas.get(url))
    assert 'value="Aisha K."' in page
    assert "Half a thou" in page
    assert 'value="https://example.org/aisha"' in page
    assert "data:image/jpeg;base64," in page


def test_what_is_not_complete_yet_is_kept_as_it_is(aishas: Client, url: str) -> None:
    unfinished = {
        "ballot_name": "",
        "statement": "word " * 400,
        "link_1": "example",
        "step": "later",
    }
    assert aishas.post(url, unfinished).status_code == 302
    page = words(aishas.get(url))
    assert "word word" in page
    assert 'value="example"' in page
    assert "There is a problem" not in page


def test_home_leads_on_with_the_deadline(aishas: Client, url: str) -> None:
    aishas.post(url, {**ENTERED, "step": "later"})
    now = words(aishas.get("/home/")).partition("What you can do now")[2]
    assert f'href="{url}"' in now
    assert "Thursday 25 June 2026, 12 noon (BST)" in now
    assert "Put yourself forward" not in now, "there is one thing to do, not two"


def test_declarations_are_not_kept(client: Client, election: Election) -> None:
    cast.sign_in(client, cast.dewi())
    url = f"/elections/{election.slug}/stand/{cast.contest(election, 'Wales').number}/"
    answers = {**ENTERED, "attributes": ["women"], "consent": "on"}
    for step in ("later", "check"):
        client.post(url, {**answers, "step": step})
        assert "women" not in str(NominationDraft.objects.get().entered)
    form = client.get(url).context["form"]
    assert not form["attributes"].value()
    assert not form["consent"].value()
    assert not IdentityDeclaration.objects.exists()


def test_submitting_takes_the_place_of_the_draft(aishas: Client, url: str) -> None:
    aishas.post(url, {**ENTERED, "photo": upload(), "step": "later"})
    kept = nominating.photo_of(NominationDraft.objects.get())
    assert kept is not None
    aishas.post(url, {**ENTERED, "kept_photo": kept.digest, "step": "submit"})
    nomination = Nomination.objects.get()
    assert nomination.photo.digest == kept.digest
    assert nomination.links == ["https://example.org/aisha"]
    assert not NominationDraft.objects.exists()
    assert "Continue your nomination" not in words(aishas.get("/home/"))


def test_a_draft_is_kept_once_for_each_contest(aishas: Client, url: str) -> None:
    for statement in ("First", "Second"):
        aishas.post(url, {**ENTERED, "statement": statement, "step": "later"})
    assert NominationDraft.objects.get().entered["statement"] == "Second"


def test_a_member_deletes_their_draft(aishas: Client, url: str) -> None:
    aishas.post(url, {**ENTERED, "step": "later"})
    assert "Delete your draft?" in words(aishas.get(f"{url}delete-draft/"))
    assert NominationDraft.objects.exists(), "looking deletes nothing"
    response = aishas.post(f"{url}delete-draft/", follow=True)
    assert "Your draft is deleted." in words(response)
    assert not NominationDraft.objects.exists()
    assert aishas.post(f"{url}delete-draft/")["Location"] == "/home/", "the second press"


def test_nobody_else_sees_or_deletes_it(aishas: Client, url: str) -> None:
    aishas.post(url, {**ENTERED, "photo": upload(), "step": "later"})
    photo = nominating.photo_of(NominationDraft.objects.get())
    beas = cast.sign_in(Client(), cast.bea())
    assert "Half a thou" not in words(beas.get(url))
    assert "Continue your nomination" not in words(beas.get("/home/"))
    beas.post(f"{url}delete-draft/")
    assert NominationDraft.objects.count() == 1
    assert photo is not None
    assert beas.get(f"/photos/{photo.digest}.jpg").status_code == 404


def test_after_the_close_it_can_be_read_and_no_longer_submitted(
    client: Client, url: str, clock: Traveller
) -> None:
    aisha = cast.aisha()
    cast.sign_in(client, aisha)
    client.post(url, {**ENTERED, "photo": upload(), "step": "later"})
    clock.move_to(cast.NOMINATIONS_OVER)
    cast.sign_in(client, aisha)
    page = words(client.get(url))
    assert "You did not put yourself forward." in page
    assert "Half a thou" in page
    assert "data:image/jpeg;base64," in page
    assert "Put me forward" not in page
    assert 'name="statement"' not in page
    assert "was not submitted" in words(client.get("/home/"))
    assert "Half a thou" not in words(cast.sign_in(Client(), cast.bea()).get(url))


def test_the_deadline_passes_while_the_form_is_open_and_nothing_is_lost(
    client: Client, url: str, clock: Traveller
) -> None:
    aisha = cast.aisha()
    clock.move_to(cast.LAST_HOUR)
    cast.sign_in(client, aisha)
    client.get(url)
    clock.move_to(cast.CLOSED)
    for step in ("check", "submit"):
        response = client.post(url, {**ENTERED, "photo": upload(), "step": step})
        assert response.status_code == 422
        assert "Nominations for this contest are not open now." in words(response)
        closed = "Nominations for this contest closed on Thursday 25 June 2026, 12 noon (BST)"
        assert closed in " ".join(words(response).split())
        assert "What you entered is kept as a draft" in words(response)
        assert "Half a thou" in words(response)
        assert "data:image/jpeg;base64," in words(response)
    assert not Nomination.objects.exists()
    assert "Half a thou" in words(client.get(url))


def test_a_mistake_does_not_lose_the_photo(aishas: Client, url: str) -> None:
    wrong = {**ENTERED, "ballot_name": "", "photo": upload(), "step": "check"}
    response = aishas.post(url, wrong)
    assert response.status_code == 422
    assert "data:image/jpeg;base64," in words(response)
    kept = nominating.photo_of(NominationDraft.objects.get())
    assert kept is not None
    mended = {**ENTERED, "kept_photo": kept.digest, "step": "check"}
    assert "Check your answers" in words(aishas.post(url, mended))


def test_a_photo_that_cannot_be_read_keeps_the_words(aishas: Client, url: str) -> None:
    wrong = {**ENTERED, "photo": upload(b"no picture"), "step": "later"}
    response = aishas.post(url, wrong)
    assert response.status_code == 422
    assert "This file cannot be read as a photo." in words(response)
    assert "Half a thou" in words(response)
    assert NominationDraft.objects.get().entered["statement"] == "Half a thou"


def test_a_kept_photo_is_replaced_or_taken_away(aishas: Client, url: str) -> None:
    def kept() -> str:
        photo = nominating.photo_of(NominationDraft.objects.get())
        return photo.digest if photo else ""

    aishas.post(url, {**ENTERED, "photo": upload(), "step": "later"})
    first = kept()
    blue = upload(picture(colour="blue"))
    aishas.post(url, {**ENTERED, "photo": blue, "kept_photo": first, "step": "later"})
    assert kept() not in ("", first)
    gone = {**ENTERED, "kept_photo": kept(), "remove_photo": "on", "step": "later"}
    aishas.post(url, gone)
    assert kept() == ""


def test_a_photo_changed_in_another_window_is_looked_at_before_it_is_sent(
    aishas: Client, url: str
) -> None:
    aishas.post(url, {**ENTERED, "photo": upload(), "step": "later"})
    response = aishas.post(url, {**ENTERED, "kept_photo": "0" * 64, "step": "submit"})
    assert response.status_code == 422
    assert "changed in another window" in words(response)
    assert not Nomination.objects.exists()


def test_the_second_press_leaves_no_draft(aishas: Client, url: str) -> None:
    for _press in range(2):
        aishas.post(url, {**ENTERED, "photo": upload(), "step": "submit"})
    assert Nomination.objects.count() == 1
    assert not NominationDraft.objects.exists()


def test_nothing_is_kept_for_whoever_could_not_stand(client: Client, url: str) -> None:
    cast.sign_in(client, cast.dewi())
    response = client.post(url, {**ENTERED, "step": "later"})
    assert response.status_code == 422
    assert "Only electors of Scotland can stand there" in words(response)
    assert not NominationDraft.objects.exists()


def test_nobody_fills_the_server_with_a_draft(election: Election) -> None:
    with pytest.raises(Refused, match="too long to be kept"):
        nominating.keep_draft(
            cast.contest(election),
            cast.aisha(),
            entered={"statement": "x" * 20_001},
            photo=None,
            now=cast.NOMINATIONS,
        )


def test_what_is_too_long_to_be_kept_is_not_said_to_be_kept(aishas: Client, url: str) -> None:
    aishas.post(url, {**ENTERED, "step": "later"})
    response = aishas.post(url, {**ENTERED, "statement": "x" * 30_000, "step": "later"})
    assert response.status_code == 422
    assert "too long to be kept" in words(response)
    assert "kept as a draft" not in words(response)
    assert NominationDraft.objects.get().entered["statement"] == "Half a thou"


def test_a_draft_without_a_name_offers_the_members_own(aishas: Client, url: str) -> None:
    aishas.post(url, {**ENTERED, "ballot_name": "", "step": "later"})
    own = Member.objects.get(pk=NominationDraft.objects.get().member_id).name
    assert f'value="{own}"' in words(aishas.get(url))


def test_strangers_sign_in_first(client: Client, url: str) -> None:
    assert client.get(f"{url}delete-draft/")["Location"].startswith("/sign-in/?next=")
    assert client.post(f"{url}delete-draft/").status_code == 302
