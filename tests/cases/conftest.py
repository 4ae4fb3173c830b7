from __future__ import annotations

import pytest
from django.test import Client

from tests.cases.walking import Walk
from tests.office.conftest import officer, rosa

__all__ = ["officer", "rosa", "walk"]


@pytest.fixture
def walk(officer: Client) -> Walk:
    return Walk(officer)
