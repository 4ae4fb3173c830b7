"""The acts of a play, in order, each timed and checked."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from elections.models import CountRecord, Election, Message, Turnout
from members.roles import Role
from momentum_site.demo.people import appoint_staff
from momentum_site.demo.roster import Person, import_people, people
from momentum_site.embedded.supervisor import PROJECT
from momentum_site.play.browser import Browser
from momentum_site.play.people import Officer, sign_in, stand, support, whole_second
from momentum_site.play.post import Post
from momentum_site.play.script import SUPPORTERS, Script
from momentum_site.play.stage import Stage
from momentum_site.play.voters import Errand, Tally, cast_all

_SOON = timedelta(seconds=2)
_LATER = timedelta(hours=1)  # after the close: what nobody here waits for
_ENOUGH = timedelta(seconds=8)  # of a window: with less left, it moves later
_MORE = timedelta(seconds=12)
_CLOSINGS = (
    *("self_nomination_closes_at", "supporting_closes_at", "decisions_due_at"),
    *("withdrawal_closes_at", "appeals_close_at", "freeze_at", "papers_fixed_by_at"),
)


class NotAsItMustBe(Exception):
    """The election did not go as it must; the sentence says where."""


@dataclass
class Outcome:
    title: str
    entitled: int = 0
    mailed: int = 0
    voted: int = 0
    result: str = ""  # the JSON of the count, exactly
    names: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)


class Play:
    """One election from the imported list to the declared result."""

    def __init__(self, stage: Stage, script: Script, tell: Callable[[str], None]) -> None:
        self.stage, self.script, self.tell = stage, script, tell
        self.post = Post(stage.maildir)
        self.outcome = Outcome(script.title, names=script.candidates)
        self.everybody: list[Person] = []

    def play(self) -> Outcome:
        self._timed("import", self._import)
        officer = self._set_up()
        self._nominate(officer)
        self._fix(officer)
        self._timed("mail", lambda: self._wait_for_mail(officer))
        self._timed("cast", lambda: self._cast(officer))
        self.tell("Waiting for the close")
        _wait_until(self.election.timetable.voting_closes_at)
        self._timed("count", self._wait_for_result)
        self._recount()
        officer.close()
        return self.outcome

    @property
    def election(self) -> Election:
        return Election.objects.select_related("timetable").get()

    def _timed(self, name: str, act: Callable[[], None]) -> None:
        began = time.monotonic()
        act()
        self.outcome.seconds[name] = round(time.monotonic() - began, 2)

    # --- the acts

    def _import(self) -> None:
        count = self.script.members
        self.tell(f"Importing {count} members")
        self.everybody = list(people(count, seed=count, is_flawless=True))
        outcomes = import_people(self.everybody).outcomes
        _require(outcomes == {"added": count}, f"the import ended with {outcomes}")

    def _set_up(self) -> Officer:
        self.tell("Setting the election up, publishing its notice")
        staff = appoint_staff()[Role.OFFICER]
        officer = Officer(self.stage.site, self.post, staff.email)
        now = timezone.now()
        officer.create(self.script.title[:150], opens_at=whole_second(now + _LATER))
        officer.condition(supporters=SUPPORTERS)
        officer.contest(
            self.script.title[:200], seats=self.script.seats, supports=len(self.script.candidates)
        )
        # From the notice on the close moves only later: it is planned as early as all can be done.
        opens = whole_second(now)
        closes = opens + timedelta(seconds=self._seconds_of_nominating())
        voting_opens = closes + _SOON * 2
        officer.timetable(
            {
                "notice_at": opens,
                "self_nomination_opens_at": opens,
                "supporting_opens_at": opens,
                **dict.fromkeys(_CLOSINGS, closes),
                "voting_opens_at": voting_opens,
                "reminder_at": None,  # nobody here needs one
                **_close(voting_opens + timedelta(seconds=self._seconds_of_voting())),
            }
        )
        officer.publish_notice()
        _wait_until(opens)
        return officer

    def _nominate(self, officer: Officer) -> None:
        candidates = self.everybody[: len(self.script.candidates)]
        self.tell(f"{len(candidates)} members stand")
        site = self.stage.site
        links = []
        for person, name in zip(candidates, self.script.candidates, strict=True):
            self._keep_nominations_open(officer)
            with sign_in(site, self.post, person.email) as browser:
                links.append(stand(browser, officer.slug, name))
        for person in self.everybody[len(candidates) : len(candidates) + SUPPORTERS]:
            self._keep_nominations_open(officer)
            with sign_in(site, self.post, person.email) as browser:
                for link in links:
                    support(browser, link)
        closes = whole_second(timezone.now() + _SOON)
        officer.timetable(
            dict.fromkeys(_CLOSINGS, closes),
            reason="Everybody who wanted to stand has come forward.",
        )
        _wait_until(closes)
        officer.accept_everybody(len(candidates))

    def _keep_nominations_open(self, officer: Officer) -> None:
        """Everything to come moves later while somebody is still to stand or to nominate."""
        times = self.election.timetable
        closes = times.self_nomination_closes_at
        if closes is None or closes - timezone.now() > _ENOUGH:
            return
        officer.timetable(
            {
                **dict.fromkeys(_CLOSINGS, closes + _MORE),
                "voting_opens_at": times.voting_opens_at + _MORE,
                **_close(times.voting_closes_at + _MORE),
            },
            reason="Members are still coming forward.",
        )

    def _fix(self, officer: Officer) -> None:
        opens = whole_second(timezone.now() + _SOON * 2)
        closes = opens + timedelta(seconds=self._seconds_of_voting())
        officer.timetable(
            {
                "voting_opens_at": opens,
                **_close(max(closes, self.election.timetable.voting_closes_at)),
            },
            reason="The nominations are decided.",
        )
        self.tell("Fixing the papers")
        officer.fix_papers()
        _wait_until(opens)

    def _seconds_of_nominating(self) -> int:
        """How long standing and nominating should take; they close later if it takes longer."""
        return 6 + len(self.script.candidates) + SUPPORTERS

    def _seconds_of_voting(self) -> int:
        """How long mailing and casting should take; the close moves later if they take longer."""
        return 12 + len(self.everybody) // 100 + len(self.script.papers) // 45

    def _wait_for_mail(self, officer: Officer) -> None:
        wanted = len(self.everybody)
        began = time.monotonic()
        last_change, seen = time.monotonic(), 0
        while (arrived := len(self.post.ballot_links())) < wanted:
            if arrived > seen:
                last_change, seen = time.monotonic(), arrived
            _require(
                time.monotonic() - last_change < 60, f"the mail stopped at {arrived} of {wanted}"
            )
            self.tell(f"Ballot mails: {arrived} of {wanted}")
            self._extend_if_needed(officer, arrived, wanted, since=began)
            self.stage.supervisor.check()
            time.sleep(0.5)

    def _cast(self, officer: Officer) -> None:
        links = self.post.ballot_links()
        errands = {
            person.number: Errand(links[person.email], ranking)
            for person, ranking in zip(self.everybody, self.script.papers, strict=False)
        }
        began = time.monotonic()

        def watch(tally: Tally) -> None:
            done = tally.cast + len(tally.faults)
            self.tell(f"Votes cast: {tally.cast} of {len(errands)}")
            self._extend_if_needed(officer, done, len(errands), since=began)
            self.stage.supervisor.check()

        tally = cast_all(self.stage.site, errands, watch)
        _require(
            not tally.faults, f"{len(tally.faults)} voters failed; the first: {tally.faults[:1]}"
        )

    def _extend_if_needed(self, officer: Officer, done: int, of: int, *, since: float) -> None:
        """Move the close later when, at this speed, what is left does not fit before it."""
        left = (self.election.timetable.voting_closes_at - timezone.now()).total_seconds()
        if not done or left >= 15:
            return
        needed = (time.monotonic() - since) / done * (of - done) * 1.3
        if needed > left - 5:
            self._extend(officer, needed + 15)

    def _extend(self, officer: Officer, seconds: float) -> None:
        closes = whole_second(timezone.now() + timedelta(seconds=seconds))
        officer.timetable(
            _close(closes),
            reason="Members are still voting.",
        )

    def _wait_for_result(self) -> None:
        began = time.monotonic()
        while self.election.declared_at is None:
            _require(time.monotonic() - began < 120, "no result was declared in two minutes")
            self.stage.supervisor.check()
            time.sleep(0.2)
        self._take_result()

    def _take_result(self) -> None:
        with Browser(self.stage.site) as site:
            site.open(f"/elections/{self.election.slug}/results/1/count.json")
            _require(site.status == 200, f"the result answered {site.status}")
            self.outcome.result = site.text
        turnout = Turnout.objects.get()
        self.outcome.entitled, self.outcome.voted = turnout.entitled, turnout.cast
        sent = Message.objects.filter(kind=Message.Kind.BALLOT, state=Message.State.SENT)
        self.outcome.mailed = sent.count()
        everybody, voters = len(self.everybody), len(self.script.papers)
        _require(self.outcome.entitled == everybody, f"{self.outcome.entitled} were entitled")
        _require(self.outcome.mailed == everybody, f"{self.outcome.mailed} ballot mails were sent")
        _require(self.outcome.voted == voters, f"{self.outcome.voted} of {voters} votes are there")
        record = CountRecord.objects.get()
        _require(record.papers_received == voters and not record.malformed, "papers are missing")

    def _recount(self) -> None:
        """As a stranger would: the public bundle, the command, and the same bytes."""
        self.tell("Recounting and verifying the public bundle")
        with Browser(self.stage.site) as site, tempfile.NamedTemporaryFile(suffix=".zip") as bundle:
            bundle.write(site.open(f"/elections/{self.election.slug}/results/bundle.zip").body)
            bundle.flush()
            for module, words in (
                ("elections.counting", ["recount"]),
                ("elections.ballots.verify", []),
            ):
                run = subprocess.run(
                    [sys.executable, "-m", module, *words, bundle.name],
                    cwd=PROJECT,
                    env={"PATH": ""},
                    capture_output=True,
                    text=True,
                    check=False,
                )
                _require(run.returncode == 0, f"{module} says: {run.stdout}{run.stderr}")


def as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "contests": [
            {
                "title": outcome.title,
                "entitled": outcome.entitled,
                "mailed": outcome.mailed,
                "voted": outcome.voted,
                "result": json.loads(outcome.result),
            }
        ],
        "seconds": outcome.seconds,
    }


def _close(at: datetime) -> dict[str, datetime]:
    """The close of voting, and what comes at once after it."""
    after = at + timedelta(seconds=1)
    return {"voting_closes_at": at, "complaints_close_at": after, "declaration_at": after}


def _wait_until(instant: datetime) -> None:
    time.sleep(max(0.0, (instant - timezone.now()).total_seconds()) + 0.05)


def _require(is_so: object, otherwise: str) -> None:
    if not is_so:
        raise NotAsItMustBe(otherwise)
