"""The office in a real browser: pages with mistakes, and progress that moves by itself."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import Page

from elections.models import Message
from members.models import User
from members.roles import Role
from tests.embedded.looking import enter, faults_of
from tests.embedded.site import Site
from tests.members.people import add_staff
from tests.office import cast


def sign_in(page: Page, site: Site, user: User) -> None:
    enter(page.context, site.url, cast.enter(user).cookies["sessionid"].value)


def test_pages_with_errors(page: Page, live_site: Site) -> None:
    """The summary takes the focus, and what was entered is still there."""
    sign_in(page, live_site, add_staff("rosa@example.org", Role.OFFICER))
    election = cast.prepared()
    wrong: list[str] = []
    page.goto("/office/elections/new/")
    page.get_by_label("Title").fill("NCG 2028")
    page.get_by_role("button", name="Create the election").click()
    assert page.title().startswith("Error:")
    page.wait_for_function("document.activeElement.matches('.error-summary')")
    assert page.get_by_label("Title").input_value() == "NCG 2028"
    wrong += faults_of(page)
    page.goto(f"/office/elections/{election.slug}/timetable/")
    group = page.get_by_role("group", name="Voting closes", exact=True)
    group.get_by_label("Date").fill("2020-06-30")
    page.get_by_role("button", name="Save the timetable").click()
    assert group.get_by_label("Date").input_value() == "2020-06-30"
    assert "“voting closes” must come after “voting opens”." in group.inner_text()
    wrong += faults_of(page)
    page.goto(f"/office/elections/{election.slug}/contests/1/")
    page.get_by_label("Women and marginalised genders").fill("99")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_label("Women and marginalised genders").input_value() == "99"
    wrong += faults_of(page)
    assert not wrong, "\n".join(wrong)


def test_the_page_to_check_before_a_mail(page: Page, live_site: Site) -> None:
    """What was entered is carried on, back and on again; the summary of errors takes the focus."""
    sign_in(page, live_site, add_staff("rosa@example.org", Role.OFFICER))
    election = cast.noticed()
    cast.nominated(election, cast.members(2)[0])
    wrong: list[str] = []
    page.goto(f"/office/elections/{election.slug}/withdraw/")
    page.get_by_label("Reason").fill("The hall was flooded.")
    page.get_by_role("button", name="Go on to check").click()
    page.get_by_text("This sends 1 email. Nobody can call it back.").wait_for()
    wrong += faults_of(page)
    page.get_by_role("button", name="Go back and change it").click()
    assert page.get_by_label("Reason").input_value() == "The hall was flooded."
    page.get_by_role("button", name="Go on to check").click()
    page.get_by_role("button", name="Withdraw the election").click()
    page.wait_for_function("document.activeElement.matches('.error-summary')")
    wrong += faults_of(page)
    page.get_by_label("To confirm").fill(election.title)
    page.get_by_role("button", name="Withdraw the election").click()
    page.get_by_text("The election is withdrawn. 1 person is told by email.").wait_for()
    assert not wrong, "\n".join(wrong)


def test_the_progress_bar_moves_by_itself(page: Page, live_site: Site) -> None:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    sign_in(page, live_site, rosa)
    election = cast.voting(rosa)
    page.clock.install()
    page.goto(f"/office/elections/{election.slug}/mail/")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.route("**/progress.json", lambda route: route.fulfill(status=404))
    for _wait in range(4):
        page.clock.run_for(15_000)
    page.get_by_text("This page has lost touch with the site.").wait_for()
    page.clock.run_for(60_000)
    asked = [one for one in asked if one.endswith("progress.json")]
    assert len(asked) == 1, "there is nothing, and it does not ask for ever"
    page.unroute("**/progress.json")
    page.reload()
    page.clock.resume()
    Message.objects.filter(kind="ballot").update(state="sent", sent_at=timezone.now())
    total = Message.objects.filter(kind="ballot").count()
    page.get_by_role("status").get_by_text(f"{total} of {total} sent.").wait_for()
