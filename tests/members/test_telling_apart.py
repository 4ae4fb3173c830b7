"""Records that look like one person are found, and staff decide with a reason whether they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from members import telling_apart
from members.models import AuditEntry, Member, MemberNote, SamePersonDecision, User
from members.roles import Role
from tests.members.people import add_member, enter_office

pytestmark = pytest.mark.django_db
BORN = date(1980, 2, 29)


@pytest.fixture
def officer(client: Client) -> User:
    return enter_office(client, "ro@example.org", Role.OFFICER)


@pytest.fixture
def twice(db: None) -> tuple[Member, Member]:
    """Aisha Khan is on the list twice."""
    return (
        add_member("1", "Aisha Khan", "aisha@example.org", date_of_birth=BORN),
        add_member("2", "AISHA KHAN", "a.khan@example.org", date_of_birth=BORN),
    )


def found() -> list[tuple[str, str, list[str]]]:
    """The pairs by membership number, and what they have in common."""
    numbers = dict(Member.objects.values_list("pk", "number"))
    return [
        (numbers[pair.first], numbers[pair.second], [one.value for one in pair.likenesses])
        for pair in telling_apart.undecided()
    ]


def _text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def _decide(one: Member, other: Member, keep: Member | None, actor: User) -> None:
    telling_apart.decide(
        one, other, keep=keep, reason="Told by telephone", actor=actor, now=timezone.now()
    )


# --- Which look alike ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "likeness"),
    [
        ("aisha  khan", {"date_of_birth": BORN}, "birth"),
        ("Aisha Khan", {"postcode": "g1 1aa"}, "postcode"),
        ("Ai-sha Khan", {"email": "AISHA@example.org"}, "mailbox"),
    ],
)
def test_one_name_and_one_thing_more_look_alike(
    name: str, given: dict[str, Any], likeness: str
) -> None:
    add_member("1", "Aisha Khan", "aisha@example.org", date_of_birth=BORN, postcode="G1 1AA")
    add_member("2", name, given.pop("email", ""), **given)
    assert found() == [("1", "2", [likeness])]


def test_namesakes_in_different_places_do_not() -> None:
    add_member("1", "Aisha Khan", "a1@example.org", date_of_birth=BORN, postcode="G1 1AA")
    add_member(
        "2", "Aisha Khan", "a2@example.org", date_of_birth=date(1981, 1, 1), postcode="G2 1AA"
    )
    assert found() == []


@pytest.mark.parametrize("postcode", ["75001", "ZZ99 9ZZ"])
def test_a_postcode_that_is_a_town_or_no_place_tells_nothing_without_the_street(
    postcode: str,
) -> None:
    add_member("1", "Aisha Khan", postcode=postcode, address_1="1 Rue du Louvre")
    add_member("2", "Aisha Khan", postcode=postcode)
    assert found() == []
    add_member("3", "Aisha Khan", postcode=postcode, address_1="1 rue du louvre")
    assert found() == [("1", "3", ["postcode"])]


def test_what_nothing_is_known_of_is_nothing_in_common() -> None:
    add_member("1", "Aisha Khan")
    add_member("2", "Aisha Khan")
    assert found() == []


def test_other_names_at_one_address_do_not() -> None:
    add_member("1", "Megan Price", "shared@example.org", date_of_birth=BORN, postcode="CF1 1AA")
    add_member("2", "Dafydd Price", "shared@example.org", date_of_birth=BORN, postcode="CF1 1AA")
    assert found() == []


def test_three_records_make_three_pairs_until_one_is_found_to_be_another(officer: User) -> None:
    one, two, three = (
        add_member(str(number), "Aisha Khan", postcode="G1 1AA", date_of_birth=BORN)
        for number in (1, 2, 3)
    )
    both = ["birth", "postcode"]
    assert found() == [("1", "2", both), ("1", "3", both), ("2", "3", both)]
    _decide(one, two, one, officer)
    assert found() == [("1", "3", both)]
    _decide(one, three, None, officer)
    assert found() == []


def test_only_some_members_may_be_looked_at(twice: tuple[Member, Member]) -> None:
    assert len(telling_apart.undecided(Member.objects.filter(status="active"))) == 1
    assert telling_apart.undecided(Member.objects.filter(number="1")) == []


def test_the_pairs_of_one_record_are_found_however_many_others_wait(
    twice: tuple[Member, Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("3", "4"):
        add_member(number, "Tom Brown", postcode="G1 1AA")
    monkeypatch.setattr(telling_apart, "MOST", 1)
    tom = Member.objects.get(number="4")
    assert [pair.second for pair in telling_apart.undecided(touching=[tom.pk])] == [tom.pk]
    assert [pair.second for pair in telling_apart.undecided()] == [twice[1].pk]
    assert telling_apart.undecided(touching=[]) == []


# --- Deciding ------------------------------------------------------------------------------------


def url(pair: tuple[Member, Member]) -> str:
    return f"/office/members/{pair[0].pk}/same-person/{pair[1].pk}/"


def test_the_list_shows_both_records_and_leads_to_the_decision(
    client: Client, officer: User, twice: tuple[Member, Member]
) -> None:
    page = _text(client.get("/office/members/same-persons/"))
    assert "same date of birth" in page
    assert "a.khan@example.org" in page
    assert f'href="{url(twice)}"' in page
    page = _text(client.get(url(twice)))
    assert "One person: keep record 2" in page


def test_one_person_keeps_one_record(
    client: Client, officer: User, twice: tuple[Member, Member]
) -> None:
    aisha, again = twice
    answer = client.post(
        url(twice), {"decision": aisha.pk, "reason": "Both are hers, she says."}, follow=True
    )
    assert "No pair waits" in _text(answer)
    aisha.refresh_from_db()
    again.refresh_from_db()
    assert (aisha.same_person_as, again.same_person_as) == (None, aisha)
    assert "same person as Aisha Khan (1)" in _text(client.get(f"/office/members/{again.pk}/"))
    entry = AuditEntry.objects.get(action="same-person-decided")
    assert (entry.actor, entry.subject) == (officer, "members 1 and 2")
    assert entry.reason == "Both are hers, she says."
    assert entry.detail == {"kept": "1"}


def test_two_people_are_no_longer_asked_about(
    client: Client, officer: User, twice: tuple[Member, Member]
) -> None:
    client.post(url(twice), {"decision": "two", "reason": "Cousins."})
    assert telling_apart.undecided() == []
    assert not Member.objects.exclude(same_person_as=None).exists()
    page = _text(client.get("/office/members/same-persons/decided/"))
    assert "Two people" in page
    assert "Cousins." in page


def test_a_decision_is_corrected_by_another_and_both_are_on_record(
    client: Client, officer: User, twice: tuple[Member, Member]
) -> None:
    aisha, again = twice
    client.post(url(twice), {"decision": aisha.pk, "reason": "One."})
    client.post(url(twice), {"decision": again.pk, "reason": "The newer one."})
    aisha.refresh_from_db()
    again.refresh_from_db()
    assert (aisha.same_person_as, again.same_person_as) == (again, None)
    client.post(url(twice), {"decision": "two", "reason": "Cousins after all."})
    aisha.refresh_from_db()
    assert aisha.same_person_as is None
    assert SamePersonDecision.objects.get().reason == "Cousins after all."
    said = AuditEntry.objects.filter(action="same-person-decided").values_list("reason", flat=True)
    assert list(said) == ["One.", "The newer one.", "Cousins after all."]


def test_a_record_is_not_kept_that_is_somebody_elses(officer: User) -> None:
    one, two, three = (
        add_member(str(number), "Aisha Khan", date_of_birth=BORN) for number in (1, 2, 3)
    )
    _decide(one, two, one, officer)
    with pytest.raises(telling_apart.NotDecided, match=r"Record 2 .* same person as .*\(1\)"):
        _decide(two, three, two, officer)
    _decide(two, three, None, officer)
    two.refresh_from_db()
    assert two.same_person_as == one


def test_a_decision_needs_its_reason_and_keeps_what_was_chosen(
    client: Client, officer: User, twice: tuple[Member, Member]
) -> None:
    answer = client.post(url(twice), {"decision": "two", "reason": " "})
    assert answer.status_code == 422
    assert "Say why." in _text(answer)
    assert "checked" in _text(answer)
    assert len(telling_apart.undecided()) == 1


def test_a_pair_is_two_records(client: Client, officer: User, twice: tuple[Member, Member]) -> None:
    aisha, _again = twice
    assert client.get(url((aisha, aisha))).status_code == 404
    with pytest.raises(DatabaseError), transaction.atomic():
        SamePersonDecision.objects.create(
            first=twice[1],
            second=aisha,
            is_same=True,
            reason="x",
            decided_by=officer,
            decided_at=timezone.now(),
        )


# --- Staff notes ---------------------------------------------------------------------------------


def test_a_note_is_kept_and_the_audit_does_not_repeat_it(client: Client, officer: User) -> None:
    aisha = add_member("1", "Aisha Khan")
    page = client.post(
        f"/office/members/{aisha.pk}/note/", {"text": "Wants <b>large</b> print."}, follow=True
    )
    assert "Wants &lt;b&gt;large&lt;/b&gt; print." in _text(page)
    note = MemberNote.objects.get()
    assert (note.member, note.written_by) == (aisha, officer)
    entry = AuditEntry.objects.get(action="note-added")
    assert (entry.actor, entry.subject, entry.reason, entry.detail) == (
        officer,
        "member 1",
        "",
        {},
    )


def test_a_note_says_something(client: Client, officer: User) -> None:
    aisha = add_member("1", "Aisha Khan")
    answer = client.post(f"/office/members/{aisha.pk}/note/", {"text": " "})
    assert answer.status_code == 422
    assert "Write the note." in _text(answer)
    assert not MemberNote.objects.exists()
