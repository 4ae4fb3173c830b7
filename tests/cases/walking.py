"""An election walked through page by page: every act is a form of the site, filled in and sent.

The clock is the real one. Between two acts the whole timetable is planned earlier, so that a window
that was to come is open now, and with it all else that was to happen at an instant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F, QuerySet
from django.test import Client
from django.utils import timezone

from elections import mailing, outbox, publishing, results, tallying
from elections.models import Contest, Election, Message, Nomination, RollEntry, Timetable
from hustings.models import Hustings
from members import tasks as members_tasks
from members.models import ImportRun, Member, Region, User
from momentum_site.play.browser import Browser, Form, Refusal
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
        self._go_on(page)
        assert urlsplit(page.url).path != f"/office/elections/{self.slug}/{path}", page.complaint()
        return page

    def _go_on(self, page: Page) -> None:
        """Press the button of a page to check; what is to be typed to confirm is the address."""
        if "Check before you go on" in page.text:
            typed = 'name="confirm"' in page.text
            page.submit(
                page.form("confirm" if typed else "checked"),
                {"confirm": self.slug} if typed else {},
            )

    def keep_only(self, *titles: str) -> None:
        """Take the other contests of the template out: the tests have few members."""
        for contest in self.contests().exclude(title__in=titles).order_by("-number"):
            self.send(f"contests/{contest.number}/remove/", {"confirm": contest.title})

    def publish(self) -> None:
        page = self.office.open(f"/office/elections/{self.slug}/notice/")
        page.submit(page.form("confirm"), {"confirm": self.slug})
        assert self.election.published_at is not None, page.complaint()

    def accept_everybody(self) -> None:
        undecided = Nomination.objects.undecided().filter(contest__election=self.election)
        for nomination in undecided:
            self.send(f"nominations/{nomination.pk}/", {"decision": "accept"})

    def fix_papers(self) -> None:
        publishing.make_sealing_keys()
        self.send("papers/", {"confirm": self.slug})

    def go_on_later_by(self, days: int, reason: str) -> None:
        """Go on with a postponed election; all that had not passed comes so many days later."""
        page = self.office.open(f"/office/elections/{self.slug}/resume/")
        timetable, postponed_at = self.election.timetable, self.election.postponed_at
        given: dict[str, str | list[str]] = {"reason": reason}
        for name, _words, at in timetable.instants():
            if postponed_at is not None and at > postponed_at:
                given |= entered(at + timedelta(days=days), name)
        page.submit(page.form("reason"), given)
        self._go_on(page)
        assert self.election.postponed_at is None, page.complaint()

    def bring_in(self, *rows: str) -> None:
        """Import a list of members: a first line of column names, and a line for each member."""
        sent = SimpleUploadedFile("members.csv", "\r\n".join([*rows, ""]).encode())
        self.office.client.post("/office/imports/upload/", {"file": sent})
        run = ImportRun.objects.latest("id")
        page = self.office.open(f"/office/imports/{run.pk}/columns/")
        page.submit(page.form("column-0"))
        members_tasks.run_imports()
        page.open(f"/office/imports/{run.pk}/")
        report = ImportRun.objects.get(pk=run.pk).what_became()
        page.submit(page.form(action="/apply/"), {"confirm": str(report.changes if report else 0)})
        members_tasks.run_imports()
        assert "This list has been applied." in page.open(f"/office/imports/{run.pk}/").text

    def public_page(self, path: str = "", *, member: Member | None = None) -> str:
        """What anybody reads, or a member who has signed in; each run of spaces one."""
        page = as_member(member) if member else Page(Client())
        return " ".join(page.open(f"/elections/{self.slug}/{path}").text.split())

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
        page.submit(page.form("reason"), {"reason": early})
        self._go_on(page)
        assert self.election.declared_at is not None, page.complaint()

    # --- the clock

    def until(self, step: str, *, plus: timedelta = timedelta(minutes=5)) -> None:
        """Plan everything so that this instant, of the timetable or the questions, has just passed."""
        planned = fresh(self.election).timetable
        source = planned if step in Timetable.INSTANTS else self._hustings().get()
        at: datetime = getattr(source, step)
        by = at + plus - timezone.now()
        instants = {
            name: getattr(planned, name) - by
            for name in Timetable.INSTANTS
            if getattr(planned, name) is not None
        }
        without_the_guard(Timetable.objects.filter(election=self.election), **instants)
        without_the_guard(self._hustings(), **{name: F(name) - by for name in Hustings.INSTANTS})
        postponed = Election.objects.filter(slug=self.slug, postponed_at__isnull=False)
        without_the_guard(postponed, postponed_at=F("postponed_at") - by)
        waiting = Message.objects.filter(election=self.election, not_before__gt=timezone.now())
        without_the_guard(waiting.exclude(not_before=outbox.HELD), not_before=F("not_before") - by)

    def _hustings(self) -> QuerySet[Hustings]:
        return Hustings.objects.filter(election=self.election)

    def dates(self, opens_on: date, steps: Iterable[str]) -> dict[str, date]:
        """On which days the steps fall if voting opens on this one."""
        timetable = self.election.timetable
        opens_at = timetable.voting_opens_at
        return {step: opens_on + (getattr(timetable, step) - opens_at) for step in steps}

    # --- the post

    def mail_to(self, member: Member) -> list[str]:
        """Every mail to the member by now, oldest first, each run of spaces one."""
        mailing.send_due(now=timezone.now())
        own = [one for one in mail.outbox if f"<{member.email}>" in one.to[0]]
        return [" ".join(f"{one.subject} {one.body}".split()) for one in own]

    def follow(self, member: Member, part: str, *, browser: Page | None = None) -> Page:
        """The newest link with this part that was mailed to the member, in a browser of theirs."""
        links = re.findall(r"https?://\S+", " ".join(self.mail_to(member)))
        paths = [path for link in links if part in (path := urlsplit(link).path)]
        assert paths, f"no mail to {member.name} has a link with {part}"
        return (browser or as_member(member)).open(paths[-1])

    # --- members

    def stand(self, member: Member, contest: Contest, *attributes: str) -> Nomination:
        page = as_member(member).open(f"/elections/{self.slug}/stand/{contest.number}/")
        form = page.form("ballot_name")
        given: dict[str, str | list[str]] = {"statement": "I will answer every letter."}
        if attributes:
            given |= {"attributes": list(attributes), "consent": "on"}
        page.submit(pressing(form, "step", "check"), given)
        page.submit(pressing(page.form("ballot_name", "step"), "step", "submit"))
        found = Nomination.objects.filter(contest=contest, member=member).first()
        assert found is not None, page.complaint()
        return found

    def support(self, member: Member, nomination: Nomination) -> None:
        page = as_member(member).open(f"/n/{nomination.share_token}/nominate/")
        page.submit(page.form("csrfmiddlewaretoken", action="/nominate/"))

    def vote(self, member: Member, rankings: Mapping[Contest, Sequence[str]]) -> str:
        """Sign in, fill in every contest, check, cast; returns the page that follows."""
        return self.cast(as_member(member).open(f"/vote-as-member/{self.slug}/"), rankings)

    def open_ballot(self, member: Member) -> Page:
        """The ballot mail's link, in a browser that nobody has signed in with."""
        return self.follow(member, "/v/", browser=Page(Client()))

    def cast(self, page: Page, rankings: Mapping[Contest, Sequence[str]]) -> str:
        """Fill in the paper that the page shows, check, cast; returns the page that follows."""
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


def why_not(page: Page, *names: str, action: str = "") -> str:
    """What a page says that does not show a form with these fields, or this end of its address."""
    assert page.status == 200, page.url
    try:
        page.form(*names, action=action)
    except Refusal:
        return " ".join(page.text.split())
    raise AssertionError(f"{page.url} shows the form")


def pressing(form: Form, name: str, value: str) -> Form:
    """The form with a button pressed that has a value."""
    fields = tuple(pair for pair in form.fields if pair[0] != name)
    return Form(form.action, form.method, (*fields, (name, value)), form.names)


def _mark(form: Form, contest: int, candidate: int, rank: int) -> dict[str, str | list[str]]:
    """The answer to a question, or a rank; a box that is ticked is a rank, too."""
    if f"q-{contest}" in form.names:
        return {f"q-{contest}": str(candidate)}
    return {f"r-{contest}-{candidate}": str(rank)}
