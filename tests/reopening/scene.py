"""Nominations are opened again for vacancies alone, as in 2024: one seat, for a woman and/or BAME."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from elections import nominating
from elections.models import Contest, Election, Nomination
from members.models import Member, User
from tests.members.people import add_member
from tests.office.cast import enter, entered
from tests.public import cast

OPENS = cast.NOMINATIONS_OVER + timedelta(hours=1)
CLOSES = cast.OPENS - timedelta(days=2)
LINE = (
    "South East, seats to fill: 1, only for: Women and marginalised genders and/or "
    "Black, Asian and minority ethnic."
)


def of_south_east(number: int, name: str) -> Member:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return add_member(str(number), name, email, region=cast.region("south-east"))


def south_east(election: Election) -> Contest:
    return cast.contest(election, "South East")


def stands(election: Election, who: Member) -> Nomination:
    return nominating.put_forward(
        south_east(election), who, ballot_name=who.name, statement="", now=cast.NOMINATIONS
    )


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def url(election: Election) -> str:
    return f"/office/elections/{election.slug}/nominations/reopen/"


def window(opens: datetime = OPENS, closes: datetime = CLOSES) -> dict[str, str]:
    return {**entered(opens, "opens_at"), **entered(closes, "closes_at")}


def reopen(election: Election, rosa: User, **changes: object) -> Any:
    answers = {
        "contests": [south_east(election).number],
        "reason": "Too few came forward.",
        **window(),
        **changes,
    }
    return enter(rosa).post(url(election), answers)


def stand(client: Client, election: Election, title: str = "South East", **declared: object) -> Any:
    address = f"/elections/{election.slug}/stand/{cast.contest(election, title).number}/"
    return client.post(
        address, {"ballot_name": "Dee Shah", "statement": "", "step": "submit", **declared}
    )
