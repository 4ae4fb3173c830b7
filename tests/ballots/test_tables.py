"""The tables of the ballot box hold what is listed here, and nothing else."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.ballots.polls import rows

pytestmark = pytest.mark.django_db

PAPER = {
    "election": "uuid",
    "sheet": "smallint",
    "tracker": "character varying",
    "sealed": "bytea",
    "token_random": "bytea",
    "signature": "bytea",
}
ALLOWED = {
    "ballots_poll": {"election": "uuid", "manifest": "bytea", "digest": "bytea"},
    "ballots_key": {
        "id": "bigint",
        "election": "uuid",
        "purpose": "character varying",
        "sheet": "smallint",
        "public": "bytea",
        "wrapped": "bytea",
    },
    "ballots_inbox": PAPER,
    "ballots_box": PAPER | {"batch": "integer"},
    "ballots_checkpoint": {
        "election": "uuid",
        "sheet": "smallint",
        "index": "integer",
        "total": "integer",
        "hash": "bytea",
        "signature": "bytea",
    },
}


def test_every_column_is_one_of_those_allowed() -> None:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for table, column, kind in rows(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_name LIKE 'ballots%%'"
    ):
        found[table][column] = kind
    assert dict(found) == ALLOWED


def test_no_other_table_points_at_them_and_they_point_at_none() -> None:
    assert not rows(
        "SELECT conrelid::regclass, confrelid::regclass FROM pg_constraint WHERE contype = 'f'"
        " AND (conrelid::regclass::text LIKE 'ballots%%'"
        " OR confrelid::regclass::text LIKE 'ballots%%')"
    )


def test_the_box_has_no_sequence_and_no_index_that_keeps_an_order_of_arrival() -> None:
    indexed = {
        tuple(
            definition.split("(")[1].split(")")[0].replace(" varchar_pattern_ops", "").split(", ")
        )
        for (definition,) in rows(
            "SELECT indexdef FROM pg_indexes WHERE tablename IN ('ballots_inbox', 'ballots_box')"
        )
    }
    assert indexed == {("tracker",), ("election", "sheet", "batch")}
    assert not rows(
        "SELECT 1 FROM information_schema.columns WHERE table_name IN"
        " ('ballots_inbox', 'ballots_box', 'ballots_checkpoint')"
        " AND (column_default IS NOT NULL OR is_identity = 'YES')"
    )
