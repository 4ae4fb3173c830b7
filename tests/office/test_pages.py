"""Every page of the office is drawn in every phase, for each of the three offices, and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import scheduling
from elections.blueprints import BLUEPRINTS
from elections.models import Election
from elections.urls_office import urlpatterns
from members.models import User
from tests.members.people import add_member
from tests.office import cast

pytestmark = pytest.mark.django_db

GENERAL = (
    *("office-home", "office-elections", "create-election", "show-audit", "all-files"),
    *("show-register", "create-by-election", "show-retention", "show-heartbeats"),
)
OF_AN_ELECTION = (
    "office-election",
    "edit-election",
    "edit-timetable",
    "add-contest",
    "edit-national-minima",
    "publish-notice",
    "list-nominations",
    "reopen-nominations",
    "fix-papers",
    "show-roll",
    "list-exclusions",
    "find-for-roll",
    "mail-progress",
    "list-messages",
    "send-reminder",
    "declare-result",
    "sign-report",
    "show-audit",
    "list-files",
    "rehearse-election",
    "extend-voting",
    "postpone-election",
    "resume-election",
    "withdraw-election",
    "abandon-poll",
    "delete-draft",
    "office-documents",
    "add-document",
    "switch-welsh-on",
)

OF_A_NOMINATION = ("decide-nomination", "end-nomination", "strike-passage", "decide-appeal")
OF_A_MEMBER = (
    "show-roll-member",
    "correct-papers",
    "correct-address",
    "replace-code",
    "take-off-roll",
)


def urls(election: Election) -> list[str]:
    number = election.contests.first().number  # type: ignore[union-attr]
    document = election.documents.first().pk  # type: ignore[union-attr]
    return [
        *(reverse(f"elections:{name}") for name in GENERAL),
        *(reverse(f"elections:{name}", args=[election.slug]) for name in OF_AN_ELECTION),
        reverse("elections:edit-contest", args=[election.slug, number]),
        reverse("elections:remove-contest", args=[election.slug, number]),
        reverse("elections:change-document", args=[election.slug, document]),
    ]


def of_a_result(election: Election) -> list[str]:
    """Pages that are there once the contest is counted."""
    number = election.contests.first().number  # type: ignore[union-attr]
    return [
        reverse("elections:choose-amendment", args=[election.slug, number]),
        reverse("elections:amend-result", args=[election.slug, number, "void"]),
    ]


def every_url(election: Election) -> list[str]:
    nomination = election.contests.get(title="Scotland").nominations.first()
    return [
        *urls(election),
        *of_a_result(election),
        reverse("elections:record-left", args=[election.slug]),
        *(
            reverse(f"elections:{name}", args=[election.slug, nomination.pk if nomination else 1])
            for name in OF_A_NOMINATION
        ),
        reverse("elections:mail-progress-json", args=[election.slug, "ballot"]),
        reverse("elections:send-failed-again", args=[election.slug]),
        reverse("elections:take-proposal-back", args=[election.slug]),
        reverse("elections:switch-welsh-off", args=[election.slug]),
        reverse("elections:count-progress-json", args=[election.slug]),
        *(reverse(f"elections:{name}", args=[election.slug, 1]) for name in OF_A_MEMBER),
        reverse("elections:edit-list", args=[election.slug, 1]),
        reverse("elections:export-list", args=[election.slug, "audit", "csv"]),
        reverse("elections:export-everything", args=["audit", "csv"]),
    ]


def test_the_list_of_urls_here_is_complete() -> None:
    inside = next(one for one in urlpatterns if hasattr(one, "url_patterns"))
    named = {one.name for one in (*urlpatterns, *inside.url_patterns) if hasattr(one, "name")}
    assert named == {
        *GENERAL,
        *OF_AN_ELECTION,
        "record-left",
        "choose-amendment",
        "amend-result",
        *OF_A_MEMBER,
        "edit-list",
        "edit-contest",
        "remove-contest",
        *OF_A_NOMINATION,
        "mail-progress-json",
        "send-failed-again",
        "take-proposal-back",
        "switch-welsh-off",
        "count-progress-json",
        "change-document",
        "export-list",
        "export-everything",
        "end-seat",
    }


@pytest.mark.parametrize("phase", ["prepared", "noticed", "checking", "fixed", "voting"])
def test_every_page_in_every_phase(phase: str, officer: Client, rosa: User) -> None:
    election = getattr(cast, phase)(*([rosa] if phase in ("fixed", "voting") else []))
    for url in urls(election):
        assert officer.get(url).status_code == 200, url


def test_a_page_of_a_question_alone(officer: Client) -> None:
    election = scheduling.create(
        BLUEPRINTS["referendum"],
        title="Shall the rules change?",
        voting_opens_at=timezone.now() + timedelta(days=9),
        actor=None,
    )
    for url in urls(election):
        assert officer.get(url).status_code == 200, url


def test_administrator_and_scrutineer_read_every_page(
    administrator: Client, scrutineer: Client
) -> None:
    election = cast.checking()
    for url in urls(election):
        assert administrator.get(url).status_code == 200, url
        assert scrutineer.get(url).status_code == 200, url


def test_the_scrutineer_sends_nothing_but_the_report(scrutineer: Client) -> None:
    election = cast.checking()
    cast.nominated(election, cast.members()[0])
    report = reverse("elections:sign-report", args=[election.slug])
    for url in every_url(election):
        expected = 422 if url == report else 403  # there is no result to report about yet
        assert scrutineer.post(url, {"text": "Nothing wrong."}).status_code == expected, url


def test_an_administrator_prepares_and_does_not_conduct(administrator: Client) -> None:
    election = cast.prepared()
    prepares = {
        *("create-election", "edit-election", "add-contest", "delete-draft"),
        *("edit-national-minima", "switch-welsh-on"),
    }
    for name in OF_AN_ELECTION:
        if name in prepares:
            continue
        url = reverse(f"elections:{name}", args=[election.slug])
        assert administrator.post(url).status_code in (403, 405), url
    page = administrator.get(reverse("elections:edit-election", args=[election.slug]))
    assert page.status_code == 200
    assert "Save" in page.content.decode()


def test_members_and_strangers_stay_outside(client: Client) -> None:
    election = cast.checking()
    for url in every_url(election):
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302, url
            assert answer["Location"].startswith("/sign-in/"), url
    aisha = add_member("900", "Aisha Khan", "aisha.khan@example.org")
    client.force_login(User.objects.of_mailbox(aisha.email))
    for url in (*every_url(election), "/office/elections/nowhere/"):
        assert client.get(url).status_code == 403, url
        assert client.post(url).status_code == 403, url


def test_no_form_is_taken_without_its_token(rosa: User) -> None:
    election = cast.checking()
    inside = cast.enter(rosa)
    inside.handler.enforce_csrf_checks = True
    for url in every_url(election):
        assert inside.post(url).status_code == 403, url


def test_an_election_that_is_not_there(officer: Client) -> None:
    for name in OF_AN_ELECTION:
        answer = officer.get(reverse(f"elections:{name}", args=["nowhere"]))
        if name == "delete-draft":  # whoever comes back to it has just deleted the election
            assert answer["Location"] == "/office/elections/"
        else:
            assert answer.status_code == 404


def test_every_page_has_one_primary_button_at_most(officer: Client, rosa: User) -> None:
    for election in (cast.prepared("Next year"), cast.noticed("This year")):
        for url in urls(election):
            drawn = officer.get(url).content.decode()
            assert drawn.count('class="button"') <= 1, url
            assert drawn.count("<h1>") == 1, url
            assert "style=" not in drawn, url
