"""Direct SQL, as somebody would write it who has the site's own access to the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from elections.models import (
    Candidate,
    Contest,
    Election,
    Nomination,
    RollSheet,
    SupportingNomination,
    Timetable,
)
from tests.voting.cast import entry_of, vote


def sql(text: str, *params: str | int | None) -> Callable[[], None]:
    def run() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(text, params)

    return run


def test_nobody_is_marked_twice_or_unmarked(election: Election) -> None:
    vote(election, "Callum", "Bea Okafor")
    entry = entry_of(election, "Callum")
    for statement in (
        sql("UPDATE elections_rollsheet SET status = 'open' WHERE entry_id = %s", entry.pk),
        sql("DELETE FROM elections_rollsheet WHERE entry_id = %s", entry.pk),
        sql(
            "INSERT INTO elections_rollsheet (entry_id, sheet_id, status) "
            "SELECT entry_id, sheet_id, 'open' FROM elections_rollsheet WHERE entry_id = %s",
            entry.pk,
        ),
        sql(
            "INSERT INTO elections_rollentry "
            "(election_id, member_id, status, email, labour, code_generation, nonce) "
            "SELECT election_id, member_id, status, email, labour, 2, nonce "
            "FROM elections_rollentry WHERE id = %s",
            entry.pk,
        ),
        sql(
            "UPDATE elections_rollentry SET member_id = member_id + 1 WHERE id = %s",
            entry.pk,
        ),
        sql("TRUNCATE elections_rollsheet"),
        sql("TRUNCATE elections_rollentry CASCADE"),
    ):
        with pytest.raises(DatabaseError):
            statement()
    assert list(RollSheet.objects.filter(entry=entry).values_list("status", flat=True)) == ["cast"]


def test_a_cast_paper_never_changes(election: Election) -> None:
    vote(election, "Callum", "Bea Okafor")
    for statement in (
        sql("UPDATE ballots_inbox SET sealed = '\\x00'"),
        sql("DELETE FROM ballots_inbox"),
        sql("TRUNCATE ballots_box"),
    ):
        with pytest.raises(DatabaseError):
            statement()


def test_fixed_papers_keep_their_candidates(election: Election) -> None:
    contest = Contest.objects.get(title="Scotland")
    for statement in (
        sql("UPDATE elections_candidate SET ballot_name = 'Mallory'"),
        sql("DELETE FROM elections_candidate"),
        sql(
            "INSERT INTO elections_candidate "
            "(contest_id, number, ballot_name, statement, slate_label, slate_path) "
            "VALUES (%s, 9, 'Mallory', '', '', '')",
            contest.pk,
        ),
        sql("UPDATE elections_contest SET seats = 9"),
        sql(
            "INSERT INTO elections_minimum (contest_id, attribute, least) VALUES (%s, 'bame', 1)",
            contest.pk,
        ),
        sql("UPDATE elections_sheet SET number = number + 10"),
    ):
        with pytest.raises(DatabaseError):
            statement()
    assert Candidate.objects.filter(contest=contest).count() == 3


def test_the_close_moves_only_later_and_never_once_passed(election: Election) -> None:
    with pytest.raises(DatabaseError):
        sql("UPDATE elections_timetable SET voting_closes_at = voting_closes_at - interval '1 s'")()
    sql("UPDATE elections_timetable SET voting_closes_at = voting_closes_at + interval '1 s'")()
    with pytest.raises(DatabaseError):
        sql("UPDATE elections_timetable SET voting_opens_at = voting_opens_at - interval '1 s'")()
    for replaced in ("DELETE FROM elections_timetable", "TRUNCATE elections_timetable"):
        with pytest.raises(DatabaseError):
            sql(replaced)()
    assert Timetable.objects.count() == 1


def test_who_counts_towards_reserved_seats_is_fixed_with_the_papers(election: Election) -> None:
    nomination = Nomination.objects.filter(contest__election=election)[0]
    declare = (
        "INSERT INTO elections_identitydeclaration (nomination_id, attribute, consented_at) "
        "VALUES (%s, 'women', now())"
    )
    with pytest.raises(DatabaseError, match="declarations no longer change"):
        sql(declare, nomination.pk)()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    sql(declare, nomination.pk)()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
    for statement in ("DELETE FROM", "UPDATE"):
        rest = " SET attribute = 'bame'" if statement == "UPDATE" else ""
        with pytest.raises(DatabaseError, match="declarations no longer change"):
            sql(f"{statement} elections_identitydeclaration{rest}")()


def test_a_recorded_act_is_never_taken_back(election: Election) -> None:
    for column in ("published_at", "papers_fixed_at"):
        with pytest.raises(DatabaseError):
            sql(f"UPDATE elections_election SET {column} = NULL")()


def test_nobody_nominates_one_person_twice_or_beyond_the_limit(election: Election) -> None:
    given = SupportingNomination.objects.first()
    assert given is not None
    other = Nomination.objects.exclude(pk=given.nomination_id).filter(contest=given.contest)[0]
    SupportingNomination.objects.filter(nomination=other, member=given.member).delete()
    for nomination, slot, refusal in (
        (given.nomination_id, 9, "supporting_once_for_each_candidate"),
        (other.pk, given.slot, "supporting_up_to_the_limit"),
        (other.pk, 99, "beyond the limit of the contest"),
    ):
        with pytest.raises(DatabaseError, match=refusal):
            sql(
                "INSERT INTO elections_supportingnomination "
                "(nomination_id, contest_id, member_id, slot, given_at) "
                "VALUES (%s, %s, %s, %s, now())",
                nomination,
                given.contest_id,
                given.member_id,
                slot,
            )()


def test_an_audit_line_is_never_edited(election: Election) -> None:
    for statement in (
        sql("UPDATE members_auditentry SET reason = 'better'"),
        sql("DELETE FROM members_auditentry"),
        sql("TRUNCATE members_auditentry"),
    ):
        with pytest.raises(DatabaseError):
            statement()
