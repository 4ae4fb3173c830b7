"""Who is voting."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.utils.crypto import salted_hmac

from elections.models import Election, RollEntry, Timetable
from members.models import Member


@dataclass(frozen=True)
class Kept:
    """How a voter's own browser keeps what is entered on the paper, until it is cast.

    `name` is what it is kept under, from which nobody learns whose it is; `key` is 32 bytes in
    base64, given to the voter's own paper alone, so that others find it locked; `until` is the close
    of voting in milliseconds since 1970.
    """

    name: str
    key: str
    until: int


@dataclass(frozen=True)
class Voter:
    """An entry of the roll and the generation of the code it came by.

    Casting checks the generation, so that a code that an officer replaced opens nothing.
    """

    entry: RollEntry
    generation: int
    by_link: bool

    @property
    def name(self) -> str:
        return self.entry.member.name

    @property
    def kept(self) -> Kept:
        """The same however the voter came: by any link of theirs, or signed in."""
        whose = f"{self.entry.pk}.{bytes(self.entry.nonce).hex()}"
        closes_at = self.entry.election.timetable.voting_closes_at
        return Kept(
            name=f"paper/{_derived('name', whose).hex()[:32]}",
            key=b64encode(_derived("key", whose)).decode(),
            until=int(closes_at.timestamp() * 1000),
        )


def _derived(what: str, whose: str) -> bytes:
    return salted_hmac(f"elections.voter.kept.{what}", whose, algorithm="sha256").digest()


# What the voting pages show of an entry, its member, its election and the timetable. Every page of
# every voter asks for it, and one statement costs a fifth of what the same question to the ORM does.
_WANTED: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (RollEntry, "entry", ("id", "election_id", "member_id", "code_generation", "nonce", "labour")),
    (Member, "member", ("id", "number", "first_name", "last_name")),
    (
        Election,
        "election",
        (
            *(
                "id",
                "slug",
                "title",
                "title_cy",
                "welsh_on_at",
                "published_at",
                "papers_fixed_at",
                "postponed_at",
                "withdrawn_at",
                "rehearsal_of_id",
            ),
            *("box_closed_at", "counted_at", "declared_at"),
        ),
    ),
    (
        Timetable,
        "timetable",
        (
            *("election_id", "self_nomination_opens_at", "self_nomination_closes_at"),
            *("supporting_opens_at", "supporting_closes_at"),
            *("reopening_opens_at", "reopening_closes_at"),
            *("voting_opens_at", "voting_closes_at"),
        ),
    ),
)
# `from_db` takes values in the order of the model's fields, whatever the order of the names.
_COLUMNS = tuple(
    (
        model,
        table,
        tuple(one.attname for one in model._meta.concrete_fields if one.attname in names),
    )
    for model, table, names in _WANTED
)
_SELECT = ", ".join(f"{table}.{name}" for _model, table, names in _COLUMNS for name in names)
_QUERY = f"""
    SELECT {_SELECT}
    FROM elections_rollentry AS entry
    JOIN members_member AS member ON member.id = entry.member_id
    JOIN elections_election AS election ON election.id = entry.election_id
    JOIN elections_timetable AS timetable ON timetable.election_id = election.id
    WHERE entry.id = %s AND election.published_at IS NOT NULL
"""


def voter_entry(pk: int) -> RollEntry | None:
    """The entry of a public election's roll, with its member, election and timetable."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [pk])
        row = cursor.fetchone()
    if row is None:
        return None
    found = {}
    for model, table, names in _COLUMNS:
        values, row = row[: len(names)], row[len(names) :]
        found[table] = model.from_db(DEFAULT_DB_ALIAS, names, values)
    entry, election = found["entry"], found["election"]
    member, timetable = found["member"], found["timetable"]
    assert isinstance(entry, RollEntry)
    assert isinstance(member, Member)
    assert isinstance(election, Election)
    assert isinstance(timetable, Timetable)
    entry.member, entry.election, election.timetable = member, election, timetable
    return entry
