"""What the test session promises to every test."""

from __future__ import annotations

import os
import socket

import psycopg2
import pytest
import pytest_socket
import redis
from celery import shared_task
from django.contrib.auth.models import Group
from django.db import connection


@shared_task
def nothing() -> None:
    """For the queue."""


def names() -> list[str]:
    return list(Group.objects.values_list("name", flat=True))


@pytest.mark.parametrize("time", range(3))
@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_nothing_behind(time: int) -> None:
    """TRUNCATE would not do: here it is refused, as our triggers refuse it elsewhere."""
    assert names() == []
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RAISE 'never'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER never BEFORE DELETE OR TRUNCATE ON auth_group EXECUTE FUNCTION refuse()"
        )
    Group.objects.create(name=f"time {time}")


@pytest.mark.django_db(transaction=True)
def test_restoring_waits_for_no_connection_that_a_test_left_open() -> None:
    left: list[object] = []
    left.append(psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None}))
    assert names() == []


@pytest.mark.django_db
def test_the_database_knows_no_row_of_the_tests_before() -> None:
    assert names() == []


def test_only_this_machine_can_be_reached() -> None:
    with (
        socket.socket() as attempt,
        pytest.raises(
            (pytest_socket.SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"
        ),
    ):
        attempt.connect(("192.0.2.1", 80))


@pytest.mark.parametrize("time", range(2))
def test_a_task_waits_in_the_real_queue_and_ends_with_its_test(
    time: int, broker: redis.Redis
) -> None:
    assert broker.llen("celery") == 0
    nothing.delay()
    assert broker.llen("celery") == 1


def test_two_sessions_do_not_meet(request: pytest.FixtureRequest) -> None:
    assert os.environ["MOMENTUM_VAR"].endswith(str(os.getpid()))
