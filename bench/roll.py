"""How long a roll takes that is written at once, and the sweep that lets late qualifiers onto it.

`python bench/roll.py [MEMBERS]` (50,000) brings its own PostgreSQL, durable, as in life. An election
of eight regions, office holders and one question to all members: every member has two papers.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
MEMBERS = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000


def main() -> None:
    from bench.embedded import site

    with site(counts=True):
        measure()


def measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from elections import roll, scheduling
    from elections.ballots import keys
    from elections.blueprints import BLUEPRINTS
    from elections.models import Contest, Election, Message, RollEntry, RollSheet, Timetable
    from members.models import Member

    call_command("migrate", verbosity=0)
    now = timezone.now()

    def election(title: str, *, frozen: bool) -> Election:
        made = scheduling.create(
            BLUEPRINTS["ncg-2022"], title=title, voting_opens_at=now, actor=None
        )
        question = Contest(election=made, title="Shall the rules change?", rule="yes-no")
        scheduling.save_contest(question, electorate="all", regions=[], minima={}, actor=None)
        freeze_at = now - timedelta(hours=1) if frozen else now + timedelta(days=2)
        Timetable.objects.filter(election=made).update(freeze_at=freeze_at)
        fixed_at = None if frozen else now
        Election.objects.filter(pk=made.pk).update(published_at=now, papers_fixed_at=fixed_at)
        keys.store(made.pk, keys.make_casting_keys([]))
        return Election.objects.select_related("timetable").get(pk=made.pk)

    before = election("Frozen before the opening", frozen=True)
    timed("a sweep when nothing is due", lambda: roll.freeze_due(now - timedelta(days=1)))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO members_member (number, first_name, last_name, email, email_key, mobile,
                address_1, address_2, address_3, city, postcode, country, region_id,
                region_placed_by_hand, status, joined_on, labour_member, public_office,
                postal_ballot, tags, flags, created_at, updated_at)
            SELECT n::text, 'Member', n::text, format('m%%s@example.org', n),
                   format('m%%s@example.org', n), '', '', '', '', '', '', '',
                   (SELECT array_agg(id) FROM members_region)[1 + n %% (SELECT count(*)
                    FROM members_region)], false, 'active', '2020-01-01', 'yes',
                   CASE WHEN n %% 50 = 0 THEN 'Councillor' ELSE '' END, false, '', '{}', now(), now()
            FROM generate_series(1, %s) n
            """,
            [MEMBERS],
        )
        cursor.execute("ANALYZE members_member")
    timed("freezing the roll at its instant", lambda: roll.freeze_due(now))
    say("entries", RollEntry.objects.filter(election=before).count())
    say("papers", RollSheet.objects.filter(sheet__election=before).count())
    late = election("Frozen after the opening", frozen=False)
    timed("all of them joining late, with their mail", lambda: roll.freeze_due(now))
    say("messages", Message.objects.filter(election=late).count())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    timed("the late sweep when nobody is new", lambda: roll.freeze_due(now))
    Member.objects.filter(number__endswith="7", pk__lte=100).update(region=None)
    Member.objects.create(
        number="late", first_name="Late", last_name="One", email_key="late@example.org",
        status="active",
    )  # fmt: skip
    timed("the late sweep when one is new", lambda: roll.freeze_due(now))
    say("entries", RollEntry.objects.filter(election=late).count())


def timed(what: str, act: Callable[[], object]) -> None:
    begun = time.perf_counter()
    act()
    print(f"{what:45}{time.perf_counter() - begun:8.3f} s")


def say(what: str, number: int) -> None:
    print(f"{'':45}{number:8,} {what}")


if __name__ == "__main__":
    main()
