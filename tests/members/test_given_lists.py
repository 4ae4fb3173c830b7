"""Lists that were given with what must become of them come out exactly so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from members.models import Flag, Member
from tests.members.lists import SHARED_DATA, run

pytestmark = pytest.mark.django_db

LISTS = sorted(SHARED_DATA.glob("*.csv")) if SHARED_DATA.is_dir() else []


def _expected(path: Path) -> dict[str, object]:
    expected: dict[str, object] = json.loads(path.with_suffix(".expected.json").read_text())
    expected.pop("note", None)
    return expected


if LISTS:  # other folders have other lists, or none

    @pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
    def test_a_given_list_comes_out_as_expected_and_again_changes_nothing(path: Path) -> None:
        expected = _expected(path)
        assert run(path, "--dry-run") == expected
        assert not Member.objects.exists()
        assert run(path) == expected
        before = list(Member.objects.order_by("id").values())
        again = run(path)
        assert list(Member.objects.order_by("id").values()) == before
        assert again["outcomes"]["unchanged"] == expected["outcomes"]["added"]  # type: ignore[index]
        assert not {"added", "updated"} & set(again["outcomes"])
        shared = Member.objects.filter(flags__contains=[Flag.EMAIL_SHARED]).count()
        assert shared == expected["flags_of_added"][Flag.EMAIL_SHARED]  # type: ignore[index]
