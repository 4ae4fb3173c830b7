"""Pages in a language that marks every message have no word without a mark but what people wrote."""

from __future__ import annotations

import pytest
from django.test import Client

from elections.models import Election
from members.models import User
from members.roles import Role
from tests.languages.cast import in_welsh
from tests.languages.pseudo import pseudo_language, unmarked_texts
from tests.members.people import add_staff
from tests.voting.cast import follow, open_election, page

PUBLIC = ("/", "/elections/", "/sign-in/", "/how-votes-are-counted/", "/privacy/", "/seats/")


@pytest.fixture
def election(db: None) -> Election:
    """Voting is open, and Welsh is on."""
    return in_welsh(open_election(add_staff("rosa@example.org", Role.OFFICER)))


def test_public_pages_and_the_ballot_paper_are_marked_throughout(election: Election) -> None:
    member, voter = Client(), follow(election, "Aisha")
    member.force_login(User.objects.create(email="bea@example.org"))
    at = f"/elections/{election.slug}/"
    pages = [(Client(), url) for url in PUBLIC]
    pages += [(Client(), f"{at}{part}") for part in ("", "notice/", "candidates/", "results/")]
    pages += [(member, "/home/"), (voter, page(election, "show-paper"))]
    found = {}
    with pseudo_language() as data:
        for browser, url in pages:
            answer = browser.get(f"{url}?lang=cy")
            assert answer.status_code == 200, url
            shown = answer.content.decode()
            assert '<html lang="cy">' in shown, url
            assert "⟦" in shown, url
            if unmarked := unmarked_texts(shown, data):
                found[url] = unmarked
    assert found == {}


def test_words_outside_the_marks_are_found_in_texts_and_spoken_attributes() -> None:
    html = (
        '<html lang="cy"><p>⟦You act as <b>Aisha</b> of ⟦Wales⟧⟧</p><p>⟦Vote⟧ now</p>'
        '<img alt="A box"><a aria-label="⟦Back⟧">⟦x⟧</a><script>var words</script>'
        '<ol data-word-up="Move {name} up" data-word-down="⟦Move {name} down⟧" data-name="Ann"></ol>'
        '<p lang="cy">Nid yw</p><h1>NCG 2026</h1><code>python</code></html>'
    )
    assert unmarked_texts(html, {"NCG 2026"}) == ["now", "A box", "Move {name} up"]
    assert unmarked_texts(html) == ["now", "A box", "Move {name} up", "NCG 2026"]


def test_welsh_is_itself_again_afterwards() -> None:
    from django.utils.translation import gettext, override

    with override("cy"):
        with pseudo_language():
            pass
        assert gettext("Monday") == "dydd Llun"
    with pseudo_language(), override("cy"):
        assert gettext("Monday") == "⟦Monday⟧"
