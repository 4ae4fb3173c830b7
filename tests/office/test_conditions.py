"""The conditions of an election are settings of its form until the notice."""

from __future__ import annotations

import pytest
from django.test import Client

from elections.models import Election
from members.models import AuditEntry
from tests.office import cast

pytestmark = pytest.mark.django_db


def url(election: Election) -> str:
    return f"/office/elections/{election.slug}/edit/"


def as_shown(officer: Client, election: Election) -> dict[str, object]:
    form = officer.get(url(election)).context["form"]
    return {name: bound.initial for name, bound in ((one.name, one) for one in form)}


def test_they_are_set_and_recorded(officer: Client) -> None:
    made = cast.prepared()
    sent = {
        **as_shown(officer, made),
        "entitled_statuses": ["active", "suspended"],
        "labour": "not-asked",
        "minimum_age": "16",
        "vacancy_rule": "open-to-all",
        "needs_second_officer": "on",
    }
    assert officer.post(url(made), sent).status_code == 302
    made = cast.fresh(made)
    assert made.entitled_statuses == ["active", "suspended"]
    assert (made.labour, made.minimum_age) == ("not-asked", 16)
    assert (made.vacancy_rule, made.needs_second_officer) == ("open-to-all", True)
    changed = AuditEntry.objects.filter(action="election-changed").last()
    assert changed is not None
    assert {"labour", "minimum_age", "entitled_statuses"} <= set(changed.detail)
    words = officer.get(f"/office/elections/{made.slug}/").content.decode()
    assert "Your membership must be: active or suspended." in words
    assert "two returning officers" in words


def test_it_is_set_whether_seats_are_vacancies(officer: Client) -> None:
    made = cast.prepared()
    words = "the rest of the term: they are vacant"
    assert words not in officer.get(f"/office/elections/{made.slug}/").content.decode()
    sent = {**as_shown(officer, made), "fills_vacancies": "on"}
    assert officer.post(url(made), sent).status_code == 302
    assert cast.fresh(made).fills_vacancies
    assert words in officer.get(f"/office/elections/{made.slug}/").content.decode()


def test_an_unchanged_form_changes_nothing(officer: Client) -> None:
    made = cast.prepared()
    before = AuditEntry.objects.count()
    assert officer.post(url(made), as_shown(officer, made)).status_code == 302
    assert AuditEntry.objects.count() == before


def test_at_least_one_status_is_entitled(officer: Client) -> None:
    made = cast.prepared()
    sent = {**as_shown(officer, made), "entitled_statuses": []}
    answer = officer.post(url(made), sent)
    assert answer.status_code == 422
    assert "Choose at least one status: else nobody votes." in answer.content.decode()


def test_they_are_locked_at_the_notice(officer: Client) -> None:
    made = cast.noticed()
    sent = {**as_shown(officer, made), "minimum_age": "18"}
    assert officer.post(url(made), sent).status_code == 422
    assert cast.fresh(made).minimum_age == 14
    sent = {**as_shown(officer, made), "fills_vacancies": "on"}
    assert officer.post(url(made), sent).status_code == 422
    assert not cast.fresh(made).fills_vacancies
