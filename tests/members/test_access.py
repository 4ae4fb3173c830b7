"""Members act as themselves; staff enter the office with a second factor; scrutineers only read."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from members import access, roles
from members.models import User
from members.roles import Role
from tests.members.people import (
    add_member,
    add_staff,
    app_code,
    enter_office,
    set_up_app,
    sign_in,
)

pytestmark = pytest.mark.django_db


def test_whoever_is_not_signed_in_is_asked_to(client: Client) -> None:
    for url in ("/try/office/", "/try/mine/"):
        assert client.get(url)["Location"] == f"/sign-in/?next={url}"


def test_signing_in_leads_back_to_where_the_person_was_going(client: Client) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    page = sign_in(client, "aisha@example.org", next="/try/mine/")
    assert page.content == b"acting as Aisha Khan (1)"


def test_a_member_without_office_is_refused_by_every_office_page(client: Client) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org")
    sign_in(client, "aisha@example.org")
    assert client.get("/try/office/").status_code == 403
    assert client.get("/try/engine-room/").status_code == 403
    assert client.get("/security/").status_code == 403


def test_an_officer_with_a_second_factor_comes_in(client: Client) -> None:
    enter_office(client, "ro@example.org", Role.OFFICER)
    response = client.get("/try/office/")
    assert response.content == b"in the office"
    assert "no-store" in response["Cache-Control"]


def test_an_officer_is_no_administrator(client: Client) -> None:
    enter_office(client, "ro@example.org", Role.OFFICER)
    assert client.get("/try/engine-room/").status_code == 403


def test_a_scrutineer_reads_and_changes_nothing(client: Client) -> None:
    enter_office(client, "scrutineer@example.org", Role.SCRUTINEER)
    assert client.get("/try/office/").status_code == 200
    for change in (client.post, client.put, client.patch, client.delete):
        assert change("/try/office/").status_code == 403


def test_a_scrutineer_who_becomes_an_officer_instead_may_change(client: Client) -> None:
    user = enter_office(client, "sol@example.org", Role.SCRUTINEER)
    assert client.post("/try/office/").status_code == 403
    roles.revoke(user, Role.SCRUTINEER, actor=None)
    roles.grant(user, Role.OFFICER, actor=None)
    assert client.post("/try/office/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_staff_without_a_second_factor_are_sent_to_set_one_up(client: Client) -> None:
    add_staff("ro@example.org", Role.OFFICER)
    sign_in(client, "ro@example.org")
    assert client.get("/try/office/")["Location"] == "/security/"
    page = client.get("/security/app/add/")
    secret = page.context["form"].secret
    client.post("/security/app/add/", {"code": app_code(secret)})
    assert client.get("/try/office/").content == b"in the office"


def test_the_mailed_code_alone_does_not_sign_in_whoever_has_a_second_factor(
    client: Client,
) -> None:
    user = add_staff("ro@example.org", Role.OFFICER)
    set_up_app(user)
    page = sign_in(client, "ro@example.org")
    assert page.redirect_chain[-1] == ("/sign-in/second-factor/", 302)
    assert "_auth_user_id" not in client.session
    assert client.get("/try/office/")["Location"].startswith("/sign-in/")


def test_a_session_from_before_the_second_factor_was_set_up_must_show_it(
    client: Client,
) -> None:
    user = add_staff("ro@example.org", Role.OFFICER)
    sign_in(client, "ro@example.org")
    secret = set_up_app(user)
    assert client.get("/try/office/")["Location"] == ("/security/confirm/?next=%2Ftry%2Foffice%2F")
    assert client.get("/security/passkeys/add/")["Location"].startswith("/security/confirm/")
    client.post("/security/confirm/?next=/try/office/", {"code": app_code(secret)})
    assert client.get("/try/office/").content == b"in the office"


def test_whoever_removes_the_second_factor_is_out(client: Client) -> None:
    user = enter_office(client, "ro@example.org", Role.OFFICER)
    user.authenticator_set.all().delete()  # type: ignore[attr-defined]
    assert client.get("/try/office/")["Location"] == "/security/"


def test_an_office_taken_away_closes_the_door_at_once(client: Client) -> None:
    user = enter_office(client, "ro@example.org", Role.OFFICER)
    roles.revoke(user, Role.OFFICER, actor=None)
    assert client.get("/try/office/").status_code == 403


def test_a_sign_in_that_was_stopped_ends_running_sessions(client: Client) -> None:
    user = enter_office(client, "ro@example.org", Role.OFFICER)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/try/office/")["Location"].startswith("/sign-in/")


def test_a_shared_mailbox_asks_which_member_is_here(client: Client) -> None:
    add_member("1", "Aisha Khan", "house@example.org")
    tom = add_member("2", "Tom Brown", "House@example.org")
    page = sign_in(client, "house@example.org", next="/try/mine/")
    assert page.redirect_chain[-1][0] == "/home/choose/?next=%2Ftry%2Fmine%2F"
    assert "Aisha Khan (1)" in page.content.decode()
    page = client.post("/home/choose/", {"member": str(tom.pk), "next": "/try/mine/"}, follow=True)
    assert page.content == b"acting as Tom Brown (2)"


def test_nobody_acts_as_a_member_of_another_mailbox(client: Client) -> None:
    add_member("1", "Aisha Khan", "house@example.org")
    add_member("2", "Tom Brown", "house@example.org")
    stranger = add_member("3", "Zoë Walsh", "zoe@example.org")
    sign_in(client, "house@example.org")
    assert client.post("/home/choose/", {"member": str(stranger.pk)}).status_code == 422
    assert client.get("/try/mine/")["Location"].startswith("/home/choose/")
    request: Any = client.get("/home/choose/").wsgi_request
    with pytest.raises(PermissionDenied):
        access.act_as(request, stranger)


def test_choosing_leads_to_no_other_site(client: Client) -> None:
    add_member("1", "Aisha Khan", "house@example.org")
    tom = add_member("2", "Tom Brown", "house@example.org")
    sign_in(client, "house@example.org")
    answer = client.post("/home/choose/", {"member": str(tom.pk), "next": "https://evil.example/"})
    assert "evil" not in answer["Location"]


def test_choosing_nobody_is_explained(client: Client) -> None:
    add_member("1", "Aisha Khan", "house@example.org")
    add_member("2", "Tom Brown", "house@example.org")
    sign_in(client, "house@example.org")
    answer = client.post("/home/choose/", {})
    assert answer.status_code == 422
    assert "Choose which member you are." in answer.content.decode()


def test_a_mailbox_that_has_left_the_list_is_told_so(client: Client) -> None:
    member = add_member("1", "Aisha Khan", "aisha@example.org")
    sign_in(client, "aisha@example.org")
    member.email_key = ""
    member.save()
    page = client.get("/try/mine/", follow=True)
    assert "This address is not on the membership list" in page.content.decode()


def test_staff_who_are_no_members_go_to_the_office(client: Client) -> None:
    enter_office(client, "ro@example.org", Role.OFFICER)
    assert client.get("/home/choose/")["Location"] == access.office_url()


def test_a_page_for_everybody_looks_nothing_up(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):  # whether any election is to be had in Welsh
        client.get("/")


def test_a_gatekeeper_without_an_office_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        access.staff_required()
    with pytest.raises(TypeError):
        access.staff_required(print)  # type: ignore[arg-type]
