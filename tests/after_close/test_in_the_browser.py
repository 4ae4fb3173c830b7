"""The pages of what happens after the close, in a real browser on a phone and on a desk."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from elections import tallying
from elections.models import CandidateLeft, Election, ResultDeclaration
from elections.tallying import Amended
from members.models import User
from tests.after_close import cast
from tests.embedded.looking import enter, look_at
from tests.embedded.site import Site
from tests.office.cast import enter as signed_in
from tests.office.cast import scotland
from tests.voting.cast import entry_of, link_of
from tests.voting.cast import page as path_of


def _leave(election: Election, name: str, rosa: User) -> None:
    tallying.leave(
        cast.candidate(election, name),
        reason=CandidateLeft.Reason.WITHDREW,
        actor=rosa,
        now=timezone.now(),
    )


@pytest.fixture
def college(live_site: Site, rosa: User) -> Election:
    """A college with re-open nominations, from which Callum left while voting was open."""

    def change(contest: object) -> None:
        cast.with_ron(contest)  # type: ignore[arg-type]
        contest.refresh_from_db()  # type: ignore[attr-defined]
        cast.as_college(contest)  # type: ignore[arg-type]

    election = cast.set_up(rosa, change, in_office=["Efua", "Farah"])
    _leave(election, "Callum Reid", rosa)
    return election


def test_the_paper_of_a_college_with_a_leaver(page: Page, college: Election) -> None:
    page.goto(link_of(entry_of(college, "Dewi")))
    look_at(page)


def test_results_that_were_amended(
    page: Page, live_site: Site, college: Election, rosa: User
) -> None:
    cast.cast_votes(college, Aisha=["Aisha Bello"], Bea=["Aisha Bello"], Dewi=["Bea Okafor"])
    election = cast.declare(cast.count(college), rosa)
    what = Amended(ResultDeclaration.Kind.CORRECTED, "The lot was misread.", 2, elected=[2])
    tallying.amend(scotland(election), what, actor=rosa, now=timezone.now())
    number = scotland(election).number
    for path in (
        path_of(election, "show-results"),
        cast.result_page(election),
        f"{cast.result_page(election)}counts/as-cast-1/",
        election.get_absolute_url(),
        path_of(election, "list-candidates"),
    ):
        page.goto(path)
        look_at(page)
    session = signed_in(rosa).session.session_key
    enter(page.context, live_site.url, session or "")
    page.goto(path_of(election, "record-left"))
    look_at(page)
    page.goto(reverse("elections:choose-amendment", args=[election.slug, number]))
    look_at(page)
    for way in ("correct", "recount", "unseat", "void"):
        page.goto(reverse("elections:amend-result", args=[election.slug, number, way]))
        look_at(page)
