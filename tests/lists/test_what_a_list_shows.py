"""What the lists' filters and orders find, what no order may tell, and who may take which file."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from elections.models import Message
from members.models import AuditEntry, User
from members.roles import Role
from tests.members.people import add_member, add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(db: None) -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


@pytest.fixture
def officer(rosa: User) -> Client:
    return cast.enter(rosa)


def rows_of(client: Client, address: str) -> list[str]:
    """The words of each row's heading, in order."""
    page = client.get(address).content.decode()
    body = page.split("<tbody>")[1] if "<tbody>" in page else ""
    cells = re.findall(r'<th scope="row">(.*?)</th>', body, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in cells]


def test_members_by_number_nine_before_ten_and_the_nameless_region_last(officer: Client) -> None:
    add_member("10", "Zoe Adams", "zoe@example.org")
    add_member("9", "Aisha Khan", "aisha@example.org", region=None)
    add_member("101", "Bea Lloyd", "bea@example.org")
    at = "/office/members/?sort="
    assert rows_of(officer, f"{at}number") == ["Aisha Khan", "Zoe Adams", "Bea Lloyd"]
    assert rows_of(officer, f"{at}-number") == ["Bea Lloyd", "Zoe Adams", "Aisha Khan"]
    for way in ("region", "-region"):
        assert rows_of(officer, at + way)[-1] == "Aisha Khan"
    assert rows_of(officer, "/office/members/?region=none") == ["Aisha Khan"]
    assert rows_of(officer, "/office/members/?q=bea&status=active") == ["Bea Lloyd"]


def test_pages_follow_each_other_in_the_order_that_was_asked_for(officer: Client) -> None:
    for number in range(120):
        add_member(str(number), f"Same Name{number % 2}")
    seen: list[str] = []
    for page in (1, 2, 3):
        html = officer.get(f"/office/members/?sort=-name&page={page}").content.decode()
        seen += re.findall(r"/office/members/(\d+)/", html)
    assert len(seen) == len(set(seen)) == 120, "rows that are equal keep one order over the pages"


def test_nominations_with_enough_support(rosa: User, officer: Client) -> None:
    election = cast.noticed()
    aisha, bea, callum, dewi, *_others = cast.members()
    cast.nominated(election, aisha, supporters=[callum, dewi])
    cast.nominated(election, bea, supporters=[callum])
    at = f"/office/elections/{election.slug}/nominations/"
    assert rows_of(officer, f"{at}?support=enough") == ["Aisha Bello"]
    assert rows_of(officer, f"{at}?support=short") == ["Bea Okafor"]
    assert rows_of(officer, f"{at}?sort=-support") == ["Aisha Bello", "Bea Okafor"]
    assert rows_of(officer, f"{at}?q=102") == []
    assert rows_of(officer, f"{at}?q=101") == ["Bea Okafor"]


def test_the_next_nomination_is_that_of_the_list_the_officer_came_from(
    rosa: User, officer: Client
) -> None:
    election = cast.noticed()
    aisha, bea, callum, dewi, *_others = cast.members()
    for who in (aisha, bea, callum):
        cast.nominated(election, who, supporters=[dewi])
    at = f"/office/elections/{election.slug}/nominations/"
    listed = officer.get(f"{at}?sort=-name").content.decode()
    first, second, third = dict.fromkeys(re.findall(rf"{at}(\d+)/\?sort=-name\"", listed))
    page = officer.get(f"{at}{second}/?sort=-name").content.decode()
    assert f'href="{at}{first}/?sort=-name" rel="prev"' in page
    assert f'href="{at}{third}/?sort=-name" rel="next"' in page
    last = officer.get(f"{at}{third}/?sort=-name").content.decode()
    assert 'rel="next"' not in last
    elsewhere = officer.get(f"{at}{first}/?q=nobody").content.decode()
    assert 'rel="prev"' not in elsewhere
    assert 'rel="next"' not in elsewhere


def test_no_order_and_no_filter_tells_a_ballot_sent_from_one_not_needed(
    rosa: User, officer: Client
) -> None:
    """Whose ballot was not needed any more had voted already."""
    election = cast.voting(rosa)
    ballots = Message.objects.filter(kind="ballot")
    ballots.update(state="sent", sent_at=timezone.now(), attempts=1)
    at = f"/office/elections/{election.slug}/mail/messages/"
    sorts = [
        f"{way}{name}" for name in ("to", "kind", "state", "due", "attempts") for way in ("", "-")
    ]
    asked = [f"?kind=ballot&state=done&sort={sort}" for sort in sorts]
    before = [rows_of(officer, at + query) for query in asked]
    ballots.filter(to__startswith="bea").update(
        state="skipped", sent_at=None, attempts=0, not_before=timezone.now() - timedelta(days=1)
    )
    assert before[0], "there is something to look at"
    assert [rows_of(officer, at + query) for query in asked] == before
    for query in ("?sort=sent_at", "?state=skipped", "?sort=-not_before"):
        assert "There is a problem" in officer.get(at + query).content.decode()


def test_no_order_of_the_roll_is_about_who_has_voted(rosa: User, officer: Client) -> None:
    election = cast.voting(rosa)
    at = f"/office/elections/{election.slug}/roll/"
    for sort in ("sheets__status", "status", "code_generation", "papers"):
        assert "cannot be sorted" in officer.get(f"{at}?sort={sort}").content.decode()


def test_the_audit_of_one_day(officer: Client) -> None:
    cast.prepared("NCG 2031")
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    at = "/office/audit/"
    of_today = rows_of(officer, f"{at}?since={today}&until={today}")
    assert "Election created" in of_today
    assert rows_of(officer, f"{at}?since={tomorrow}") == []
    assert "Election created" in rows_of(officer, f"{at}?q=NCG+2031")
    said = officer.get(f"{at}?since=30.6.2026").content.decode()
    assert "Write the day like this: 2026-06-30." in said


def test_the_audit_of_a_file_says_how_it_was_narrowed_but_not_whom_somebody_looked_for(
    officer: Client,
) -> None:
    officer.get(
        "/office/audit/", {"q": "aisha@example.org", "action": "election-created", "as": "csv"}
    )
    entry = AuditEntry.objects.latest("id")
    assert entry.detail == {"list": "audit", "as": "csv", "filters": "q, action=election-created"}
    assert "q, action=election-created" in officer.get("/office/files/").content.decode()


def test_an_officer_is_offered_no_file_of_the_members_and_given_none(officer: Client) -> None:
    add_member("1", "Aisha Khan", joined_on=date(2020, 1, 1))
    assert "as=csv" not in officer.get("/office/members/").content.decode()
    before = AuditEntry.objects.count()
    assert officer.get("/office/members/?as=csv").status_code == 403
    assert officer.head("/office/audit/?as=csv").headers["Content-Type"].startswith("text/html")
    assert AuditEntry.objects.count() == before
