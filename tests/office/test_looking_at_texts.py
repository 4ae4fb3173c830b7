"""An officer sees what of a text to look at, and whose proof is not approved; nothing is refused."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from elections import nominating
from elections.ballots import keys
from elections.models import FlaggedWord, Nomination
from members.models import AuditEntry, User
from tests.office import cast

pytestmark = pytest.mark.django_db

TEXT = "Ring 020 7946 0123.\n\nCome to E1 6AN: he is a scab <i>."


def url(nomination: Nomination) -> str:
    slug = nomination.contest.election.slug
    return f"/office/elections/{slug}/nominations/{nomination.pk}/"


def words(client: Client, page: str) -> str:
    return " ".join(client.get(page).content.decode().split())


@pytest.fixture
def aishas(db: None) -> Nomination:
    FlaggedWord.objects.create(word="Scab")
    people = cast.members()
    return cast.nominated(
        cast.noticed(),
        people[0],
        supporters=people[1:3],
        statement=TEXT,
        links=["https://example.org/aisha"],
    )


def test_passages_to_look_at_are_named_and_marked(officer: Client, aishas: Nomination) -> None:
    page = words(officer, url(aishas))
    assert "Phone number: 020 7946 0123" in page
    assert "Postcode: E1 6AN" in page
    assert "Flagged word: scab" in page
    for passage in ("020 7946 0123", "E1 6AN", "scab"):
        assert f"<mark>{passage}" in page
    assert "&lt;i&gt;" in page


def test_nothing_is_refused_for_them(officer: Client, aishas: Nomination) -> None:
    officer.post(url(aishas), {"decision": "accept", "seen": aishas.words_digest})
    aishas.refresh_from_db()
    assert aishas.state == "accepted"


def test_a_harmless_text_has_nothing_to_look_at(officer: Client, aishas: Nomination) -> None:
    Nomination.objects.filter(pk=aishas.pk).update(statement="Members decide.")
    page = words(officer, url(aishas))
    assert "Look at these passages" not in page
    assert "<mark>" not in page


def test_links_are_shown_in_full(officer: Client, aishas: Nomination) -> None:
    assert ">https://example.org/aisha</a>" in words(officer, url(aishas))


def test_flagged_words_are_kept_by_administrators_alone(
    administrator: Client, officer: Client
) -> None:
    add = "/admin/elections/flaggedword/add/"
    administrator.post(add, {"word": "liar"})
    assert FlaggedWord.objects.get().word == "liar"
    entry = AuditEntry.objects.get(action="reference-changed")
    assert "liar" in entry.subject
    assert officer.get(add).status_code == 403
    assert officer.post(add, {"word": "other"}).status_code == 403


def test_what_is_declared_for_totals_is_told_from_what_is_for_seats(
    officer: Client, scrutineer: Client, aishas: Nomination
) -> None:
    cast.declares(aishas, "disabled")
    page = words(officer, url(aishas))
    assert "Disabled, for the totals over all contests only," in page
    assert "Disabled" not in words(scrutineer, url(aishas))


class TestProofs:
    @pytest.fixture
    def accepted(self, rosa: User) -> list[Nomination]:
        """Aisha's and Bea's; Bea has approved hers."""
        election = cast.checking()
        keys.make_sealing_key(election.pk)
        people = cast.members()
        aishas, beas = (
            cast.accepted(cast.nominated(election, who, supporters=people[2:4]), rosa)
            for who in people[:2]
        )
        beas = Nomination.objects.select_related("contest__election", "member").get(pk=beas.pk)
        nominating.approve_proof(beas, beas.member, seen=beas.words_digest, now=timezone.now())
        return [aishas, beas]

    def test_the_list_says_whose_is_approved(
        self, officer: Client, accepted: list[Nomination]
    ) -> None:
        listed = f"/office/elections/{accepted[0].contest.election.slug}/nominations/"
        page = words(officer, listed)
        aishas = page.partition("Aisha Bello")[2].partition("</tr>")[0]
        beas = page.partition("Bea Okafor")[2].partition("</tr>")[0]
        assert "not approved" in aishas
        assert "not approved" not in beas
        assert "approved" in beas

    def test_fixing_the_papers_warns_and_goes_on(
        self, officer: Client, accepted: list[Nomination]
    ) -> None:
        election = accepted[0].contest.election
        papers = f"/office/elections/{election.slug}/papers/"
        page = words(officer, papers)
        assert "Proofs not approved" in page
        warned = page.partition("Proofs not approved")[2].partition("</ul>")[0]
        assert "Aisha Bello" in warned
        assert "Bea Okafor" not in warned
        officer.post(papers, {"confirm": election.slug})
        assert cast.fresh(election).papers_fixed_at is not None

    def test_what_changed_since_is_not_approved(
        self, officer: Client, accepted: list[Nomination]
    ) -> None:
        election = accepted[0].contest.election
        beas = Nomination.objects.select_related("contest__election").get(pk=accepted[1].pk)
        nominating.set_slate(beas, label="Left", colour=2, path="", now=timezone.now())
        page = words(officer, f"/office/elections/{election.slug}/papers/")
        assert "Bea Okafor" in page.partition("Proofs not approved")[2].partition("</ul>")[0]
