"""Elections up to their count and beyond, for tests of what may still change a result.

Aisha, Bea and Callum stand in Scotland; Dewi, Efua and Farah vote besides them.
"""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from elections import publishing, scheduling, tallying
from elections.ballots import keys
from elections.blueprints import BLUEPRINTS
from elections.models import Candidate, Contest, Election, Sheet
from members.models import Member, User
from tests.embedded.guards import without_the_guard
from tests.office.cast import (
    DAY,
    accepted,
    declares,
    fresh,
    members,
    move,
    nominated,
    prepared,
    scotland,
)
from tests.voting.cast import despite_the_guard, follow, hidden_of, page, vote

ROOT = Path(__file__).resolve().parents[2]
EVERYBODY = ("Aisha", "Bea", "Callum", "Dewi", "Efua", "Farah")
YES, NO, BLANK = "1", "2", ""  # a question's answers, as its form sends them


def set_up(
    officer: User,
    change: Callable[[Contest], object] = lambda contest: None,
    *,
    standing: int = 3,
    women: Sequence[str] = (),
    in_office: Sequence[str] = (),
) -> Election:
    """Voting is open. `change` does what it likes to the contest of Scotland before the notice."""
    made = prepared(opens_in=3 * DAY, only=("Scotland",))
    change(scotland(made))
    made = fresh(made)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    people = members()
    Member.objects.filter(first_name__in=in_office).update(public_office="Councillor")
    for who in people[:standing]:
        nomination = accepted(nominated(made, who), officer)
        if who.first_name in women:
            declares(nomination, "women")
    move(made, voting_opens_at=timezone.now() - timedelta(minutes=5), declaration_at=None)
    without_the_guard(Election.objects.filter(pk=made.pk), min_batch=2)
    keys.make_sealing_key(made.pk)
    publishing.fix_papers(fresh(made), actor=officer, now=timezone.now())
    return fresh(made)


def with_seats(seats: int, **minima: int) -> Callable[[Contest], None]:
    def change(contest: Contest) -> None:
        contest.seats = seats
        scheduling.save_contest(
            contest,
            electorate=contest.sheet.electorate,
            regions=list(contest.sheet.regions.all()),
            minima=minima,
            actor=None,
        )

    return change


def with_ron(contest: Contest) -> None:
    Contest.objects.filter(pk=contest.pk).update(has_ron=True)


def as_college(contest: Contest) -> None:
    """Members without office elect a third, office holders two thirds."""
    Sheet.objects.filter(pk=contest.sheet_id).delete()
    head = Sheet.objects.create(
        election=contest.election, number=20, title="Members without office", electorate="no-office"
    )
    office = Sheet.objects.create(
        election=contest.election, number=21, title="Office holders", electorate="office-holders"
    )
    contest.sheet = head
    contest.weight = 1
    contest.save(force_insert=True)
    Contest.objects.create(
        election=contest.election,
        sheet=office,
        number=50,
        title="Scotland, office holders",
        seats=contest.seats,
        section_of=contest,
        weight=2,
    )


def close(election: Election) -> Election:
    despite_the_guard(election, voting_closes_at=timezone.now())
    assert tallying.close_due(timezone.now()) == 1
    return fresh(election)


def count(election: Election) -> Election:
    closed = close(election)
    tallying.count(closed, now=timezone.now())
    return fresh(closed)


def cast_votes(election: Election, **rankings: Sequence[str]) -> None:
    for voter, names in rankings.items():
        vote(election, voter, *names)


def two_seats(officer: User) -> Election:
    """Counted, two seats: Bea and Aisha are elected, Callum is not."""
    election = set_up(officer, with_seats(2))
    cast_votes(
        election,
        Aisha=["Aisha Bello"],
        Bea=["Bea Okafor"],
        Callum=["Bea Okafor", "Aisha Bello"],
        Dewi=["Bea Okafor", "Aisha Bello"],
        Efua=["Callum Reid"],
    )
    return count(election)


def asked(rosa: User, answers: dict[str, str], **thresholds: int) -> Election:
    """Six members are asked; these answered, and the votes are counted."""
    now = timezone.now()
    made = scheduling.create(
        BLUEPRINTS["referendum"],
        title="Shall we meet in public?",
        voting_opens_at=(now + 3 * DAY).replace(second=0, microsecond=0),
        actor=None,
    )
    Contest.objects.filter(election=made).update(title="Shall we meet in public?", **thresholds)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    members()
    move(made, voting_opens_at=now - timedelta(minutes=5), freeze_at=now - timedelta(minutes=6))
    without_the_guard(Election.objects.filter(pk=made.pk), min_batch=2)
    keys.make_sealing_key(made.pk)
    publishing.fix_papers(fresh(made), actor=rosa, now=now)
    made = fresh(made)
    number = made.contests.get().number
    for name, answer in answers.items():
        client = follow(made, name)
        checked = client.post(page(made, "check-vote"), {f"q-{number}": answer})
        assert client.post(page(made, "cast-vote"), hidden_of(checked)).status_code == 200
    return count(made)


def declare(election: Election, officer: User) -> Election:
    tallying.declare(election, actor=officer, now=timezone.now(), reason="The report is late.")
    return fresh(election)


def candidate(election: Election, name: str, title: str = "Scotland") -> Candidate:
    return Candidate.objects.select_related("contest__election", "nomination__member").get(
        contest__election=election, contest__title=title, ballot_name=name
    )


def shown(address: str, client: Client | None = None) -> str:
    """The words of a page, spaces made single."""
    text = (client or Client()).get(address).content.decode()
    return " ".join(text.replace("&#x27;", "'").split())


def result_page(election: Election) -> str:
    return f"{page(election, 'show-results')}{scotland(election).number}/"


def bundle(election: Election) -> zipfile.ZipFile:
    response = Client().get(page(election, "download-bundle"))
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return zipfile.ZipFile(io.BytesIO(data))


def recounted_and_verified(election: Election, folder: Path) -> str:
    """What a stranger's two commands say of the bundle; both must be content."""
    file = folder / "bundle.zip"
    response = Client().get(page(election, "download-bundle"))
    file.write_bytes(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    said = ""
    for module, *words in (("elections.counting", "recount"), ("elections.ballots.verify",)):
        run = subprocess.run(
            [sys.executable, "-m", module, *words, str(file)],
            cwd=ROOT,
            env={},
            capture_output=True,
            text=True,
            check=False,
        )
        said += run.stdout + run.stderr
        assert run.returncode == 0, said
    return said
