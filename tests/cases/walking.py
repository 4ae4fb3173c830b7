"""An election walked through page by page: every act is a form of the site, filled in and sent.

The clock is the real one. Between two acts the whole timetable is planned earlier, so that a window
that was to come is open now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from elections import publishing, results, tallying
from elections.models import Contest, Election, Nomination, RollEntry, Timetable
from members.models import Member, Region, User
from momentum_site.play.browser import Browser, Form
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member
from tests.office.cast import entered, fresh

SITE = "http://testserver"


class Page(Browser):
    """The play's browser, with Django's test client as its connection."""

    def __init__(self, client: Client) -> None:
        super().__init__(SITE)
        self.client = client

    def _exchange(self, method: str, url: str, body: bytes | None) -> str | None:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        kind = "application/x-www-form-urlencoded"
        if method == "POST":
            response = self.client.post(target, body or b"", content_type=kind)
        else:
            response = self.client.get(target)
        content = b"".join(response) if response.streaming else response.content
        self.body, self.status, self.url = bytes(content), response.status_code, url
        return response.headers.get("Location")


class Walk:
    """One election, an officer who conducts it, and members who take part."""

    def __init__(self, officer: Client) -> None:
        self.office = Page(officer)
        self.slug = ""

    # --- the office

    def create(self, template: str, title: str, **options: str | list[str]) -> None:
        """From the template, by the form, with voting thirty days from now."""
        page = self.office.open("/office/elections/new/")
        opens = (timezone.now() + timedelta(days=30)).replace(second=0, microsecond=0)
        page.submit(
            page.form("template", "title"),
            {
                "template": template,
                "title": title,
                **entered(opens, "voting_opens_at"),
                **options,
            },
        )
        self.slug = page.url.rstrip("/").rpartition("/")[2]
        assert self.election.title == title, page.complaint()

    @property
    def election(self) -> Election:
        return Election.objects.select_related("timetable").get(slug=self.slug)

    def contests(self) -> QuerySet[Contest]:
        return self.election.contests.order_by("number")

    def contest(self, title: str) -> Contest:
        return self.election.contests.get(title=title)

    def send(self, path: str, given: dict[str, str | list[str]] | None = None) -> Page:
        """Open a page of the election's office, fill in its form and send it."""
        given = given or {}
        page = self.office.open(f"/office/elections/{self.slug}/{path}")
        page.submit(page.form(*given, action=path), given)
        assert urlsplit(page.url).path != f"/office/elections/{self.slug}/{path}", page.complaint()
        return page

    def keep_only(self, *titles: str) -> None:
        """Take the other contests of the template out: the tests have few members."""
        for contest in self.contests().exclude(title__in=titles).order_by("-number"):
            self.send(f"contests/{contest.number}/remove/")

    def publish(self) -> None:
        page = self.office.open(f"/office/elections/{self.slug}/notice/")
        page.submit(page.form(action="/notice/"))
        assert self.election.published_at is not None, page.complaint()

    def accept_everybody(self) -> None:
        undecided = Nomination.objects.undecided().filter(contest__election=self.election)
        for nomination in undecided:
            self.send(f"nominations/{nomination.pk}/", {"decision": "accept"})

    def fix_papers(self) -> None:
        publishing.make_sealing_keys()
        self.send("papers/", {"confirm": self.slug})

    def elected(self, title: str) -> list[str]:
        return results.standing_result(self.contest(title)).elected

    def close_and_count(self) -> None:
        """The closing instant comes, and what beat sweeps after it."""
        moved = Timetable.objects.filter(election=self.election)
        without_the_guard(moved, voting_closes_at=timezone.now())
        tallying.close_due(timezone.now())
        tallying.count_due(timezone.now())
        assert self.election.counted_at is not None

    def declare(self) -> None:
        page = self.office.open(f"/office/elections/{self.slug}/result/")
        early = "Complaints are still open, and the report is late."
        page.submit(page.form("confirm"), {"confirm": self.slug, "reason": early})
        assert self.election.declared_at is not None, page.complaint()

    # --- the clock

    def until(self, step: str, *, plus: timedelta = timedelta(minutes=5)) -> None:
        """Plan the timetable so that this instant of it has just passed."""
        timetable = fresh(self.election).timetable
        at: datetime = getattr(timetable, step)
        by = at + plus - timezone.now()
        instants = {
            name: getattr(timetable, name) - by
            for name in Timetable.INSTANTS
            if getattr(timetable, name) is not None
        }
        without_the_guard(Timetable.objects.filter(election=self.election), **instants)

    # --- members

    def stand(self, member: Member, contest: Contest, *attributes: str) -> Nomination:
        page = as_member(member).open(f"/elections/{self.slug}/stand/{contest.number}/")
        form = page.form("ballot_name")
        given: dict[str, str | list[str]] = {"statement": "I will answer every letter."}
        if attributes:
            given |= {"attributes": list(attributes), "consent": "on"}
        page.submit(_pressing(form, "step", "check"), given)
        page.submit(_pressing(page.form("ballot_name", "step"), "step", "submit"))
        found = Nomination.objects.filter(contest=contest, member=member).first()
        assert found is not None, page.complaint()
        return found

    def support(self, member: Member, nomination: Nomination) -> None:
        page = as_member(member).open(f"/n/{nomination.share_token}/nominate/")
        page.submit(page.form("csrfmiddlewaretoken", action="/nominate/"))

    def vote(self, member: Member, rankings: dict[Contest, Sequence[str]]) -> str:
        """Sign in, fill in every contest, check, cast; returns the page that follows."""
        page = as_member(member).open(f"/vote-as-member/{self.slug}/")
        form = page.form(action="/check/")
        given: dict[str, str | list[str]] = {}
        for contest, names in rankings.items():
            numbers = dict(contest.candidates.values_list("ballot_name", "number"))
            for rank, name in enumerate(names, start=1):
                given |= _mark(form, contest.number, numbers[name], rank)
        page.submit(form, given)
        page.submit(page.form(action="/cast/"))
        return page.text

    def has_voted(self, member: Member) -> bool:
        entry = RollEntry.objects.get(election=self.election, member=member)
        return not entry.sheets.exclude(status="cast").exists()


def people(*names: str, region: str, first: int = 101, **more: Any) -> list[Member]:
    """Members of a region, by its code, with an address each."""
    of = Region.objects.get(code=region)
    return [
        add_member(
            str(number),
            f"{name} Someone",
            f"{name.lower()}@example.org",
            region=of,
            **more,
        )
        for number, name in enumerate(names, start=first)
    ]


def as_member(member: Member) -> Page:
    client = Client()
    client.force_login(User.objects.of_mailbox(member.email))
    return Page(client)


def _pressing(form: Form, name: str, value: str) -> Form:
    """The form with a button pressed that has a value."""
    fields = tuple(pair for pair in form.fields if pair[0] != name)
    return Form(form.action, form.method, (*fields, (name, value)), form.names)


def _mark(form: Form, contest: int, candidate: int, rank: int) -> dict[str, str | list[str]]:
    """The answer to a question, or a rank; a box that is ticked is a rank, too."""
    if f"q-{contest}" in form.names:
        return {f"q-{contest}": str(candidate)}
    return {f"r-{contest}-{candidate}": str(rank)}
