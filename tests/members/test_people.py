"""What the database refuses about members and those who sign in, whatever Python does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from members.models import Member, PostcodeArea, Region, StaffRole, User
from tests.members.people import add_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (lambda: add_member("1", "Twice Khan"), "member_number_once"),
        (lambda: add_member("", "Aisha Khan"), "member_has_a_number"),
        (lambda: add_member("2", ""), "member_has_a_name"),
        (lambda: add_member("2", "Tom Brown", status="wibble"), "member_status_is_known"),
        (lambda: add_member("2", "Tom Brown", flags=["tall"]), "member_flags_are_known"),
        (lambda: add_member("2", "Tom", labour_member="?"), "member_labour_member_is_known"),
        (lambda: User.objects.create(email="A@example.org"), "user_email_is_lower_case"),
        (lambda: User.objects.create(email="taken@example.org"), "members_user_email"),
        (
            lambda: User.objects.create(email="b@example.org", password="plain"),
            "user_has_no_password",
        ),
        (
            lambda: StaffRole.objects.create(user=User.objects.get(), role="king"),
            "staff_role_is_known",
        ),
        (
            lambda: PostcodeArea.objects.create(area="sw", region=Region.objects.all()[0]),
            "postcode_area_is_capital_letters",
        ),
        (
            lambda: Region.objects.update(takes_international=True),
            "one_region_takes_international",
        ),
    ],
)
def test_the_database_refuses(wrong: Callable[[], object], name: str) -> None:
    add_member("1", "Aisha Khan")
    User.objects.of_mailbox("taken@example.org")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        wrong()


def test_the_regions_are_those_of_2022_and_every_postcode_area_has_one() -> None:
    assert list(Region.objects.values_list("name", flat=True)) == [
        "London & Eastern",
        "North West & North East",
        "Midlands",
        "South East",
        "South West",
        "Yorkshire, Northern Ireland & International",
        "Scotland",
        "Wales",
    ]
    areas = set(PostcodeArea.objects.values_list("area", flat=True))
    assert len([area for area in areas if len(area) <= 2]) >= 124
    assert {"ZE", "BT", "GY", "JE", "IM", "BF", "BFPO", "TD", "HX"} <= areas
    international = Region.objects.get(takes_international=True)
    assert international.name.endswith("International")


def test_a_mailbox_finds_its_members_whatever_the_capitals() -> None:
    aisha = add_member("1", "Aisha Khan", " Aisha@Example.org")
    assert list(Member.objects.of_mailbox("AISHA@example.org ")) == [aisha]
    add_member("2", "Tom Brown", "nonsense")
    assert not Member.objects.of_mailbox("nonsense").exists()
    assert not Member.objects.of_mailbox("").exists()
    assert list(User.objects.of_mailbox("aisha@example.org").members()) == [aisha]


def test_somebody_is_found_by_number_name_or_address() -> None:
    aisha = add_member("100", "Aisha Khan", "aisha@example.org")
    add_member("200", "Tom Khan", "tom@example.org")
    assert list(Member.objects.matching("100")) == [aisha]
    assert list(Member.objects.matching("khan aisha")) == [aisha]
    assert list(Member.objects.matching("AISHA@")) == [aisha]
    assert not Member.objects.matching("10\x000x").exists()


def test_an_envelope_has_no_empty_lines() -> None:
    member = add_member("1", "Aisha Khan", address_1="Flat 2,\n7 Quay", postcode="SW1A 1AA")
    assert member.address_lines == ["Flat 2,", "7 Quay", "SW1A 1AA"]
