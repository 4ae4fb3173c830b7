"""The documents of an election: there from the start, changed on record, every version readable."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from elections import publishing, scheduling
from elections.documents import obstacles_in_documents
from elections.models import Document, Election
from elections.refusal import Refused
from members.models import AuditEntry, User
from tests.office import cast

pytestmark = pytest.mark.django_db


def url(election: Election, *parts: object) -> str:
    return f"/office/elections/{election.slug}/documents/" + "".join(f"{one}/" for one in parts)


def privacy(election: Election) -> Document:
    return election.documents.get(kind="privacy", replaced_at=None)


def form(document: Document, **changes: str) -> dict[str, str]:
    names = ("kind", "title", "text", "url")
    return {**{name: getattr(document, name) for name in names}, **changes}


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


def test_a_new_election_has_the_three_documents_that_are_required() -> None:
    election = cast.prepared()
    kinds = set(election.documents.values_list("kind", flat=True))
    assert kinds == {"privacy", "impact", "processors"}
    text = privacy(election).text
    assert "data-protection@example.org" in text
    assert "12 months after the result is declared" in text
    assert "{" not in text
    assert not obstacles_in_documents(election)


def test_what_only_the_organisation_knows_is_a_gap_and_an_obstacle(
    officer: Client, settings: Settings
) -> None:
    settings.DATA_PROTECTION_CONTACT = ""
    election = cast.prepared()
    sentence = "Fill in [[email address]] in the document “Privacy notice”."
    assert sentence in obstacles_in_documents(election)
    assert sentence in words(officer.get(url(election)))
    page = words(officer.get(url(election, privacy(election).pk)))
    assert "Fill in what only you know" in page
    text = privacy(election).text.replace("[[email address]]", "privacy@example.org")
    answer = officer.post(url(election, privacy(election).pk), form(privacy(election), text=text))
    assert answer.status_code == 302, answer.context["form"].errors
    assert sentence not in obstacles_in_documents(election)


def test_without_them_the_papers_are_not_fixed() -> None:
    election = cast.checking()
    election.documents.filter(kind="impact").delete()
    obstacles = publishing.obstacles_to_fixing(election, timezone.now())
    assert any("Add the document “Data protection assessment”" in one for one in obstacles)


def test_before_the_notice_a_change_needs_no_reason(officer: Client) -> None:
    election = cast.prepared()
    first = privacy(election)
    answer = officer.post(url(election, first.pk), form(first, text="Short and clear."))
    assert answer.status_code == 302
    assert privacy(election).text == "Short and clear."
    assert AuditEntry.objects.filter(action="document-changed").count() == 1
    assert not election.changes.exists()


def test_after_the_notice_it_is_published_with_its_reason(
    officer: Client, client: Client, rosa: User
) -> None:
    election = cast.noticed()
    first = privacy(election)
    changed = form(first, text="Short and clear.")
    answer = officer.post(url(election, first.pk), {**changed, "reason": " "})
    assert answer.status_code == 422
    assert "Short and clear." in words(answer)
    answer = officer.post(url(election, first.pk), {**changed, "reason": "It was too long."})
    assert answer.status_code == 302
    change = election.changes.get()
    assert (change.kind, change.subject, change.made_by) == ("document", "Privacy notice", rosa)
    page = words(client.get(election.get_absolute_url()))
    assert "A document was changed: Privacy notice." in page
    assert "It was too long." in page
    earlier = words(client.get(f"{election.get_absolute_url()}documents/{first.pk}/"))
    assert "This is an earlier version." in earlier
    assert "why, who can read it" in earlier
    assert f"documents/{privacy(election).pk}/" in earlier


def test_two_officers_at_once_do_not_overwrite_each_other(officer: Client, rosa: User) -> None:
    election = cast.prepared()
    first = privacy(election)
    officer.post(url(election, first.pk), form(first, text="By one."))
    answer = officer.post(url(election, first.pk), form(first, text="By the other."))
    assert answer.status_code == 422
    assert "Another officer has changed this document meanwhile." in words(answer)
    assert "By the other." in words(answer)
    assert privacy(election).text == "By one."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "", "url": ""}, "Write the text, or give the address where the document is."),
        ({"text": "", "url": "http://example.org/rules"}, "The address must begin with https://"),
        ({"title": "Privacy notice"}, "already has a document called “Privacy notice”"),
    ],
)
def test_what_is_refused_says_why(officer: Client, changes: dict[str, str], sentence: str) -> None:
    election = cast.prepared()
    entered = {"kind": "rules", "title": "Rules", "text": "All of them.", "url": "", **changes}
    answer = officer.post(url(election, "add"), entered)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not election.documents.filter(kind="rules").exists()


def test_a_document_may_be_an_address(officer: Client, client: Client) -> None:
    election = cast.noticed()
    entered = {
        "kind": "rules",
        "title": "Rules",
        "text": "",
        "url": "https://example.org/rules",
        "reason": "They were asked for.",
    }
    assert officer.post(url(election, "add"), entered).status_code == 302
    rules = election.documents.get(kind="rules")
    page = words(client.get(f"{election.get_absolute_url()}documents/{rules.pk}/"))
    assert 'href="https://example.org/rules"' in page


def test_before_the_notice_nobody_outside_reads_them(client: Client) -> None:
    election = cast.prepared()
    found = client.get(f"/elections/{election.slug}/documents/{privacy(election).pk}/")
    assert found.status_code == 404


def test_an_election_that_was_withdrawn_keeps_its_documents(rosa: User) -> None:
    election = cast.noticed()
    scheduling.withdraw(election, reason="No hall.", actor=rosa, now=timezone.now())
    with pytest.raises(Refused, match="stay as they are"):
        scheduling.save_document(
            election,
            kind="rules",
            title="Rules",
            text="All.",
            url="",
            reason="Late.",
            actor=rosa,
            now=timezone.now(),
        )
