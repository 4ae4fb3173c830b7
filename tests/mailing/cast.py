"""The named cast of these tests, and the election they are mailed about."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from django.utils import timezone

from elections import outbox
from elections.ballots import keys
from elections.models import (
    Contest,
    Election,
    Message,
    Nomination,
    RollEntry,
    RollSheet,
    Sheet,
    Timetable,
)
from members import mailbox
from members.models import Member, Region
from tests.embedded.guards import without_the_guard

NAMES = {
    "aisha": ("Aisha", "Bello", "aisha@example.org"),
    "yusuf": ("Yusuf", "Hughes", "household@example.org"),
    "carol": ("Carol", "Hughes", "household@example.org"),
    "zoe": ("Zoë", "Ní Dhuibhne-Ōtani", "zoe@example.org"),
    "sam": ("Sam", "Unreached", ""),
    "mallory": ("Mallory\r\nBcc: everybody@example.org\r\n\r\nHello", "Ng,", "mallory@example.org"),
}


def member(who: str, number: int = 0) -> Member:
    first, last, email = NAMES[who]
    return Member.objects.create(
        number=str(100001 + (number or list(NAMES).index(who))),
        first_name=first,
        last_name=last,
        email=email,
        email_key=mailbox.key(email),
        status="active",
        region=Region.objects.get(name="Midlands"),
    )


def election(**instants: datetime | None) -> Election:
    """Voting is open, from a minute ago for a fortnight: a regional sheet and an all-member one."""
    opens = timezone.now() - timedelta(minutes=1)
    made = Election.objects.create(title="NCG election <2026> & more", slug="ncg-2026", min_batch=2)
    Timetable.objects.create(
        election=made,
        **{
            "notice_at": opens - timedelta(days=21),
            "self_nomination_opens_at": opens - timedelta(days=19),
            "self_nomination_closes_at": opens - timedelta(days=5),
            "freeze_at": opens - timedelta(days=5),
            "voting_opens_at": opens,
            "voting_closes_at": opens + timedelta(days=14),
            **instants,
        },
    )
    midlands = Region.objects.get(name="Midlands")
    regional = Sheet.objects.create(election=made, number=1, title="Midlands", electorate="region")
    regional.regions.add(midlands)
    everybody = Sheet.objects.create(election=made, number=2, title="All members", electorate="all")
    Contest.objects.create(election=made, sheet=regional, number=1, title="Midlands", seats=4)
    Contest.objects.create(
        election=made, sheet=everybody, number=2, title="Shall the rules change?", rule="yes-no"
    )
    Election.objects.filter(pk=made.pk).update(
        published_at=opens - timedelta(days=21), papers_fixed_at=opens - timedelta(days=1)
    )
    keys.store(made.pk, keys.make_casting_keys([]))
    made.refresh_from_db()
    return made


def enrol(on: Election, who: Member, *, sheets: int = 2) -> RollEntry:
    entry = RollEntry.objects.create(
        election=on, member=who, status="active", region=who.region, email=who.email_key
    )
    RollSheet.objects.bulk_create(
        RollSheet(entry=entry, sheet=sheet) for sheet in on.sheets.order_by("number")[:sheets]
    )
    return entry


def enrol_many(on: Election, count: int) -> None:
    """`count` members with addresses, each with the all-member sheet."""
    members = Member.objects.bulk_create(
        Member(
            number=str(500000 + n),
            first_name="Voter",
            last_name=f"Number {n}",
            email=f"voter{n}@example.org",
            email_key=f"voter{n}@example.org",
            status="active",
        )
        for n in range(count)
    )
    entries = RollEntry.objects.bulk_create(
        RollEntry(election=on, member=one, status="active", email=one.email_key) for one in members
    )
    sheet = on.sheets.get(electorate="all")
    RollSheet.objects.bulk_create(RollSheet(entry=entry, sheet=sheet) for entry in entries)


def votes(entry: RollEntry, *numbers: int) -> None:
    """The entry's sheets are returned: those of these numbers, or all."""
    returned = RollSheet.objects.filter(entry=entry)
    if numbers:
        returned = returned.filter(sheet__number__in=numbers)
    returned.update(status="cast")


def nominated(on: Election, who: Member, **more: Any) -> Nomination:
    """As if put forward before the papers were fixed."""
    fixed = Election.objects.filter(pk=on.pk)
    without_the_guard(fixed, papers_fixed_at=None)
    made = Nomination.objects.create(
        contest=on.contests.get(number=1),
        member=who,
        ballot_name=more.pop("ballot_name", "Aisha Bello"),
        statement="I stand.",
        submitted_at=timezone.now(),
        **more,
    )
    without_the_guard(fixed, papers_fixed_at=on.papers_fixed_at)
    return made


def ballots(on: Election) -> int:
    return outbox.queue_ballots(on, now=timezone.now())


def states(kind: str = "ballot") -> list[str]:
    return list(Message.objects.filter(kind=kind).order_by("id").values_list("state", flat=True))


def text(mail: EmailMessage) -> str:
    return _part(mail, "plain")


def html(mail: EmailMessage) -> str:
    return _part(mail, "html")


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
