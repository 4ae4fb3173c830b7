"""Marks on letters: as languages use them, and not in towers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
from django.core.exceptions import ValidationError

from elections.readable import one_readable_line, readable_text

TOWER = "Aisha" + 3 * "\u030d"


@pytest.mark.parametrize("require", [one_readable_line, readable_text])
def test_a_tower_of_marks_is_refused(require: Callable[[str], None]) -> None:
    for tower in (TOWER, "Ko\u0e47\u0e47\u0e47", "B\u20dd\u20de\u20e0ea"):
        with pytest.raises(ValidationError, match="at most 2 accents or other marks"):
            require(tower)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Ấu Ệ", "Zoë Ångström", "مُحَمَّد", "ที่รัก น้ำ", "प्रियंका ज़ैदी", "Ọ̀ṣun"]
)
def test_names_are_taken_whole_or_with_their_accents_apart(
    name: str, form: Literal["NFC", "NFD"]
) -> None:
    written = unicodedata.normalize(form, name)
    one_readable_line(written)
    readable_text(written)
