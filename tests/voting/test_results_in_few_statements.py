"""The pages of a result ask a few statements, and draw a count once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from elections import tallying
from elections.models import ResultDeclaration
from elections.results.counted import ContestResult
from elections.tallying import Amended
from members.models import User
from tests.after_close import cast
from tests.office.cast import scotland
from tests.voting.cast import page

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_was_elected_and_how(
    rosa: User, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    election = cast.two_seats(rosa)
    caches["drawings"].clear()
    client, address = Client(), cast.result_page(election)
    first = client.get(address).content
    monkeypatch.setattr(ContestResult, "stages", property(_never))
    with django_assert_max_num_queries(9):
        assert client.get(address).content == first
    with django_assert_max_num_queries(14):
        client.get(page(election, "show-results"))
    monkeypatch.undo()
    election = cast.declare(election, rosa)
    what = Amended(ResultDeclaration.Kind.CORRECTED, "Aisha misread.", 2, elected=[2, 3])
    tallying.amend(scotland(election), what, actor=rosa, now=timezone.now())
    amended = client.get(address).content.decode()
    row = amended.split("stage-table")[1].split("Callum Reid")[1]
    assert row.index("Elected") < row.index("</th>"), "drawn again"


def _never(_result: ContestResult) -> None:
    raise AssertionError("the stages were drawn again")
