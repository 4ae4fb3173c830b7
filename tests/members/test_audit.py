"""The audit is only added to, and says where it was broken."""

from __future__ import annotations

import io
import threading
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from members import audit, roles
from members.models import AuditEntry, StaffRole, User
from members.roles import Role

pytestmark = pytest.mark.django_db


def _three_entries() -> None:
    actor = User.objects.of_mailbox("ro@example.org")
    audit.record(audit.Action.ROLE_GRANTED, actor=None, subject="a", reason="new – ünicode")
    audit.record(audit.Action.COUNT_STORED, actor=actor, election=uuid.uuid4(), detail={"é": [1]})
    audit.record(audit.Action.ROLE_REVOKED, actor=actor, subject="c")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else they are still pending


def _tamper(statement: str) -> None:
    """As whoever owns the table could: with the triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE members_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE members_auditentry ENABLE TRIGGER USER")


def test_every_entry_carries_the_digest_of_the_one_before() -> None:
    _three_entries()
    first, second, third = AuditEntry.objects.all()
    assert first.previous == "0" * 64
    assert (second.previous, third.previous) == (first.digest, second.digest)
    assert [first.id, second.id, third.id] == [1, 2, 3]
    assert audit.verify() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE members_auditentry SET reason = 'another'",
        "UPDATE members_auditentry SET digest = digest",
        "DELETE FROM members_auditentry",
        "TRUNCATE members_auditentry",
    ],
)
def test_direct_sql_cannot_change_an_entry(statement: str) -> None:
    _three_entries()
    with (
        pytest.raises(IntegrityError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 3


def test_direct_sql_cannot_choose_place_time_or_digest() -> None:
    _three_entries()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO members_auditentry (id, at, action, subject, reason, detail, previous,"
            " digest) VALUES (1, '2001-01-01', 'role-granted', '', '', '{}', 'x', 'y')"
        )
    last = AuditEntry.objects.latest("id")
    assert last.id == 4
    assert last.at.year > 2001
    assert audit.verify() is None


def test_an_action_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(IntegrityError, match="audit_action_is_known"), transaction.atomic():
        audit.record("vote-seen", actor=None)  # type: ignore[arg-type]


def test_no_action_speaks_of_a_choice_or_a_tracker() -> None:
    # Upvoting a question of a hustings is no vote.
    words = [action.replace("upvoted", "") for action in audit.Action.values]
    assert not [word for word in words if "choice" in word or "track" in word or "vote" in word]


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        (
            "UPDATE members_auditentry SET reason = 'another' WHERE id = 2",
            "entry 2: its text is not what was recorded",
        ),
        (
            "UPDATE members_auditentry SET at = at + interval '1 microsecond' WHERE id = 1",
            "entry 1: its text is not what was recorded",
        ),
        ("DELETE FROM members_auditentry WHERE id = 2", "entry 3: an entry before it is missing"),
        (
            "UPDATE members_auditentry SET digest = repeat('1', 64) WHERE id = 1",
            "entry 1: its text is not what was recorded",
        ),
    ],
)
def test_verifying_names_the_first_broken_entry(statement: str, broken: str) -> None:
    _three_entries()
    _tamper(statement)
    assert str(audit.verify()) == broken
    with pytest.raises(CommandError, match=broken):
        call_command("verify_audit")


def test_an_entry_rewritten_with_a_new_digest_breaks_the_next() -> None:
    _three_entries()
    _tamper(
        "UPDATE members_auditentry SET reason = 'x', digest = encode(sha256(convert_to("
        "jsonb_build_array(id, previous, to_char(at AT TIME ZONE 'UTC',"
        " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), action, actor_id, subject, election, 'x'::text,"
        " detail)::text, 'UTF8')), 'hex') WHERE id = 1"
    )
    assert str(audit.verify()) == "entry 2: it does not follow the entry before it"


def test_a_whole_audit_is_said_to_hold() -> None:
    _three_entries()
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    assert "The audit holds: 3 entries." in out.getvalue()
    assert AuditEntry.objects.latest("id").digest in out.getvalue()
    call_command("verify_audit", stdout=io.StringIO())


@pytest.mark.django_db(transaction=True)
def test_entries_made_at_the_same_moment_form_one_chain() -> None:
    def record_some() -> None:
        for _time in range(10):
            audit.record(audit.Action.MAIL_QUEUED, actor=None)
        connection.close()

    threads = [threading.Thread(target=record_some) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEntry.objects.count() == 40
    assert audit.verify() is None


def test_offices_given_and_taken_are_on_record_once() -> None:
    user = User.objects.of_mailbox("Ro@Example.org")
    assert roles.grant(user, Role.OFFICER, actor=None)
    assert not roles.grant(user, Role.OFFICER, actor=None)
    assert roles.has_role(user, Role.OFFICER)
    assert roles.has_role(user)
    assert not roles.has_role(user, Role.ADMINISTRATOR)
    assert roles.revoke(user, Role.OFFICER, actor=user, reason="stands")
    assert not roles.revoke(user, Role.OFFICER, actor=user)
    assert list(AuditEntry.objects.values_list("action", "subject", "reason")) == [
        ("role-granted", "ro@example.org", ""),
        ("role-revoked", "ro@example.org", "stands"),
    ]


def test_staff_are_added_by_command() -> None:
    out = io.StringIO()
    call_command("add_staff", "Ro@Example.org", "--role=officer", stdout=out)
    call_command(
        "add_staff", "ro@example.org", "--role=officer", "--role=administrator", stdout=out
    )
    user = User.objects.get()
    assert roles.of(user) == {Role.OFFICER, Role.ADMINISTRATOR}
    assert "officer granted" in out.getvalue()
    assert "held already" in out.getvalue()


def test_no_scrutineer_is_added_by_command_who_conducts_elections() -> None:
    with pytest.raises(CommandError, match="is a returning officer or an administrator"):
        call_command("add_staff", "ro@example.org", "--role=officer", "--role=scrutineer")
    assert not StaffRole.objects.exists(), "all of it or nothing"
    call_command("add_staff", "sol@example.org", "--role=scrutineer", stdout=io.StringIO())
    with pytest.raises(CommandError, match="is a scrutineer, who is independent"):
        call_command("add_staff", "sol@example.org", "--role=officer")
    assert roles.of(User.objects.get(email="sol@example.org")) == {Role.SCRUTINEER}


@pytest.mark.parametrize("other", [Role.OFFICER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("is_scrutineer_first", [True, False])
def test_a_scrutineer_is_neither_officer_nor_administrator(
    other: Role, is_scrutineer_first: bool
) -> None:
    user = User.objects.of_mailbox("both@example.org")
    first, second = Role.SCRUTINEER, other
    if not is_scrutineer_first:
        first, second = second, first
    roles.grant(user, first, actor=None)
    with pytest.raises(roles.NotGranted, match="independent"):
        roles.grant(user, second, actor=None)
    assert roles.of(user) == {first}
    with pytest.raises(IntegrityError, match="independent"), transaction.atomic():
        StaffRole.objects.create(user=user, role=second)
    third = User.objects.of_mailbox("third@example.org")
    elsewhere = StaffRole.objects.create(user=third, role=second)
    with pytest.raises(IntegrityError, match="independent"), transaction.atomic():
        StaffRole.objects.filter(pk=elsewhere.pk).update(user=user)
    roles.revoke(user, first, actor=None)
    assert roles.grant(user, second, actor=None)
    assert StaffRole.objects.filter(pk=elsewhere.pk).update(role=first) == 1, (
        "the same office alone"
    )


def test_nobody_gives_an_office_to_themselves() -> None:
    user = User.objects.of_mailbox("ada@example.org")
    roles.grant(user, Role.ADMINISTRATOR, actor=None)
    with pytest.raises(roles.NotGranted, match="Nobody gives an office to themselves"):
        roles.grant(user, Role.OFFICER, actor=user)
    assert roles.of(user) == {Role.ADMINISTRATOR}


def test_staff_need_an_address() -> None:
    with pytest.raises(CommandError, match="not an email address"):
        call_command("add_staff", "ro at example.org", "--role=officer")
