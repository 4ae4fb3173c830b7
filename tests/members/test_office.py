"""The office sees the members, settles what is open, and every change is on record."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from members.models import AuditEntry, Member, PostcodeArea, Region, StaffRole, User
from members.roles import Role
from tests.members.people import add_member, add_staff, enter_office, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> User:
    return enter_office(client, "ro@example.org", Role.OFFICER)


def _text(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_members_are_found_by_words_and_filters(client: Client, officer: User) -> None:
    add_member("100", "Aisha Khan", "aisha@example.org")
    add_member("200", "Tom Brown", region=None, flags=["email-missing", "region-unknown"])
    page = _text(client.get("/office/members/?q=khan"))
    assert "Aisha Khan" in page
    assert "Tom Brown" not in page
    page = _text(client.get("/office/members/?flag=email-missing&status=active"))
    assert "Tom Brown" in page
    assert "Aisha Khan" not in page
    assert "Nothing fits" in _text(client.get("/office/members/?region=wales"))


def test_a_filter_that_makes_no_sense_filters_nothing(client: Client, officer: User) -> None:
    add_member("100", "Aisha Khan", "aisha@example.org")
    page = _text(client.get("/office/members/?status=wibble&region=x&page=99&q=%00"))
    assert "Aisha Khan" in page


def test_a_long_list_is_shown_in_pages(client: Client, officer: User) -> None:
    for number in range(60):
        add_member(str(number), f"Member {number:03}")
    page = _text(client.get("/office/members/?page=2&status=active"))
    assert "51 to 60 of 60" in page
    assert "?status=active&amp;page=1" in page


def test_members_to_settle_are_listed_and_counted(client: Client, officer: User) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    add_member("2", "Tom Brown", region=None, flags=["email-missing", "region-unknown"])
    page = _text(client.get("/office/members/to-settle/"))
    assert "Tom Brown" in page
    assert "Aisha Khan" not in page
    assert 'href="/office/members/?flag=region-unknown">1</a>' in page


def test_nothing_to_settle_is_said(client: Client, officer: User) -> None:
    assert "Nothing to settle" in _text(client.get("/office/members/to-settle/"))


def test_a_member_is_placed_by_hand_with_a_reason(client: Client, officer: User) -> None:
    tom = add_member("2", "Tom Brown", "t@example.org", region=None, flags=["region-unknown"])
    wales = Region.objects.get(code="wales")
    page = client.post(
        f"/office/members/{tom.pk}/place/",
        {"region": wales.pk, "reason": "Moved, told by telephone"},
        follow=True,
    )
    assert "placed by hand" in _text(page)
    tom.refresh_from_db()
    assert (tom.region, tom.region_placed_by_hand, tom.flags) == (wales, True, [])
    entry = AuditEntry.objects.get(action="region-placed")
    assert (entry.actor, entry.subject, entry.reason) == (
        officer,
        "member 2",
        "Moved, told by telephone",
    )
    assert entry.detail == {"from": "", "to": "Wales"}


def test_a_member_is_left_to_the_postcode_again(client: Client, officer: User) -> None:
    scot = add_member("1", "Aisha Khan", postcode="SW1A 1AA", region_placed_by_hand=True)
    client.post(f"/office/members/{scot.pk}/place/", {"region": "", "reason": "A mistake"})
    scot.refresh_from_db()
    assert scot.region is not None
    assert (scot.region.code, scot.region_placed_by_hand) == ("london-eastern", False)
    lost = add_member("2", "Tom Brown", postcode="ZZ1 1ZZ", region_placed_by_hand=True)
    client.post(f"/office/members/{lost.pk}/place/", {"region": "", "reason": "A mistake"})
    lost.refresh_from_db()
    assert (lost.region, lost.flags) == (None, ["region-unknown"])


def test_placing_without_a_reason_is_refused(client: Client, officer: User) -> None:
    tom = add_member("2", "Tom Brown", region=None)
    answer = client.post(f"/office/members/{tom.pk}/place/", {"region": "1", "reason": " "})
    assert answer.status_code == 422
    assert "Say why." in _text(answer)
    tom.refresh_from_db()
    assert tom.region is None


def test_a_member_who_is_not_there_is_404_for_staff(client: Client, officer: User) -> None:
    assert client.get("/office/members/999999/").status_code == 404


def test_what_a_list_says_is_shown_as_text(client: Client, officer: User) -> None:
    evil = add_member("1", "<script>alert(1)</script> Khan", "aisha@example.org")
    for url in ("/office/members/", f"/office/members/{evil.pk}/"):
        assert "<script>alert(1)" not in client.get(url).content.decode()


def _office_urls() -> Iterator[tuple[str, URLPattern]]:
    for pattern in get_resolver().url_patterns:
        for found in getattr(pattern, "url_patterns", []):
            route = str(found.pattern)
            if isinstance(found, URLPattern) and route.startswith("office/"):
                yield "/" + re.sub(r"<int:\w+>", "1", route), found


def test_every_office_page_refuses_strangers_and_members_alike(client: Client) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    urls = [url for url, _pattern in _office_urls()]
    assert len(urls) >= 11
    for url in urls:
        assert client.get(url)["Location"] == f"/sign-in/?next={url}", url
        assert client.post(url)["Location"].startswith("/sign-in/"), url
    sign_in(client, "aisha@example.org")
    for url in urls:
        assert client.get(url).status_code == 403, url
        assert client.post(url).status_code == 403, url


def test_a_scrutineer_reads_every_page_and_sends_no_form(client: Client) -> None:
    enter_office(client, "scrutineer@example.org", Role.SCRUTINEER)
    member, other = add_member("1", "Aisha Khan"), add_member("2", "Aisha Khan")
    for url in (
        "/office/members/",
        "/office/members/to-settle/",
        "/office/members/same-persons/",
        "/office/members/same-persons/decided/",
        f"/office/members/{member.pk}/same-person/{other.pk}/",
        f"/office/members/{member.pk}/",
        "/office/imports/",
    ):
        page = client.get(url)
        assert page.status_code == 200, url
        assert "Upload" not in _text(page)
    for url, _pattern in _office_urls():
        assert client.post(url).status_code == 403, url


def test_no_form_goes_without_its_token(client: Client, officer: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for url, _pattern in _office_urls():
        assert strict.post(url).status_code == 403, url
    assert strict.post("/home/choose/").status_code == 403
    assert strict.post("/sign-in/", {"email": "a@example.org"}).status_code == 403


def test_reference_data_is_for_administrators_with_a_second_factor(client: Client) -> None:
    assert client.get("/admin/")["Location"].startswith("/sign-in/")
    assert client.get("/admin/login/")["Location"].startswith("/sign-in/")
    enter_office(client, "ro@example.org", Role.OFFICER)
    assert client.get("/admin/").status_code == 403
    assert client.get("/admin/login/").status_code == 403
    plain = Client()
    add_staff("admin@example.org", Role.ADMINISTRATOR)
    sign_in(plain, "admin@example.org")
    assert plain.get("/admin/")["Location"] == "/security/"


def test_an_administrator_edits_reference_data_on_record(client: Client) -> None:
    admin = enter_office(client, "admin@example.org", Role.ADMINISTRATOR)
    assert client.get("/admin/login/")["Location"] == "/admin/"
    index = _text(client.get("/admin/"))
    for name in ("Regions", "Postcode areas", "Sign-ins", "Staff roles"):
        assert name in index
    assert "/admin/members/member/" not in index
    sw = PostcodeArea.objects.get(area="SW")
    wales = Region.objects.get(code="wales")
    client.post(f"/admin/members/postcodearea/{sw.pk}/change/", {"area": "SW", "region": wales.pk})
    sw.refresh_from_db()
    assert sw.region == wales
    entry = AuditEntry.objects.get(action="reference-changed")
    assert (entry.actor, entry.subject, entry.detail) == (
        admin,
        "postcode area SW",
        {"region": "Wales"},
    )
    client.post(f"/admin/members/postcodearea/{sw.pk}/delete/", {"post": "yes"})
    assert not PostcodeArea.objects.filter(area="SW").exists()


def test_an_administrator_gives_and_takes_offices_on_record(client: Client) -> None:
    enter_office(client, "admin@example.org", Role.ADMINISTRATOR)
    answer = client.post("/admin/members/user/add/", {"email": "Ro@Example.org", "is_active": "on"})
    assert answer.status_code == 302, answer.context["errors"]
    ro = User.objects.get(email="ro@example.org")
    assert not ro.has_usable_password()
    client.post("/admin/members/staffrole/add/", {"user": ro.pk, "role": "officer"})
    role = StaffRole.objects.get(user=ro)
    client.post(
        "/admin/members/staffrole/",
        {"action": "delete_selected", "_selected_action": [role.pk], "post": "yes"},
    )
    client.post(f"/admin/members/user/{ro.pk}/change/", {})
    ro.refresh_from_db()
    assert not ro.is_active
    said = AuditEntry.objects.filter(subject="ro@example.org").values_list("action", flat=True)
    assert list(said) == ["role-granted", "role-revoked", "sign-in-stopped"]


def test_the_admin_says_which_offices_are_not_given(client: Client) -> None:
    admin = enter_office(client, "admin@example.org", Role.ADMINISTRATOR)
    sol, ro = add_staff("sol@example.org", Role.SCRUTINEER), add_staff("ro@example.org")
    add = "/admin/members/staffrole/add/"
    for user, role, said in (
        (sol, "officer", "sol@example.org is a scrutineer, who is independent"),
        (sol, "administrator", "sol@example.org is a scrutineer, who is independent"),
        (admin, "scrutineer", "Nobody gives an office to themselves"),
        (admin, "officer", "Nobody gives an office to themselves"),
    ):
        answer = client.post(add, {"user": user.pk, "role": role})
        assert answer.status_code == 200
        assert said in _text(answer)
    assert client.post(add, {"user": ro.pk, "role": "officer"}).status_code == 302
    refused = client.post(add, {"user": ro.pk, "role": "scrutineer"})
    assert "is a returning officer or an administrator" in _text(refused)
    held = StaffRole.objects.values_list("user__email", "role")
    assert set(held) == {
        ("admin@example.org", "administrator"),
        ("sol@example.org", "scrutineer"),
        ("ro@example.org", "officer"),
    }


def test_nobody_has_a_password_to_change(client: Client) -> None:
    enter_office(client, "admin@example.org", Role.ADMINISTRATOR)
    assert client.get("/admin/password_change/").status_code == 404
    page = client.get(f"/admin/members/user/{User.objects.get().pk}/change/")
    assert "password" not in page.content.decode()
    assert Member.objects.count() == 0
