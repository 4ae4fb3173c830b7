"""Keys: wrapped, opened where the setting is given, destroyed for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from elections.ballots import keys
from elections.ballots.errors import (
    KeyDestroyed,
    KeyMissing,
    KeyNotGiven,
    KeyUnreadable,
    PreflightFailed,
)
from elections.ballots.models import Key
from tests.ballots import polls
from tests.ballots.polls import LONDON, MEMBERS, Poll, casting_keys, execute, rows


def _escrow(settings: Any, poll: Poll) -> Path:
    return Path(settings.TALLY_ESCROW_DIR) / f"{poll.election}.sealing"


def test_no_private_half_is_stored_as_it_is(poll: Poll) -> None:
    made = casting_keys()
    stored = b"".join(bytes(key.wrapped or b"") for key in Key.objects.all())
    for private in (made.board[0], made.code, made.lot_seed, made.issuing[LONDON][0]):
        assert private not in stored


def test_keys_are_read_back(poll: Poll) -> None:
    keys.forget([poll.election])
    assert keys.board(poll.election) == casting_keys().board[0]
    assert keys.code(poll.election) == casting_keys().code
    assert keys.lot_seed(poll.election) == casting_keys().lot_seed
    numbers = keys.issuing(poll.election, MEMBERS).private_numbers()
    assert numbers.d != keys.issuing(poll.election, LONDON).private_numbers().d


def test_a_process_without_the_setting_says_which_it_lacks(poll: Poll, settings: Settings) -> None:
    keys.forget([poll.election])
    settings.BALLOT_KEY = settings.TALLY_KEY = None
    with pytest.raises(KeyNotGiven, match="was not given BALLOT_KEY"):
        keys.board(poll.election)
    with pytest.raises(KeyNotGiven, match="was not given TALLY_KEY"):
        keys.sealing_private(poll.election)
    with pytest.raises(KeyNotGiven, match="was not given TALLY_KEY"):
        keys.make_sealing_key(polls.announced().election)


def test_another_setting_does_not_open_them(poll: Poll, settings: Settings) -> None:
    keys.forget([poll.election])
    settings.BALLOT_KEY = settings.TALLY_KEY = bytes(32)
    with pytest.raises(KeyUnreadable):
        keys.code(poll.election)
    with pytest.raises(KeyUnreadable):
        keys.sealing_private(poll.election)


def test_a_key_does_not_open_in_the_place_of_another(poll: Poll) -> None:
    other = polls.fixed()
    wrapped = {key.election: key.wrapped for key in Key.objects.filter(purpose=Key.Purpose.CODE)}
    kept = list(Key.objects.all())
    for key in kept:
        if key.purpose == Key.Purpose.CODE:
            swapped = other.election if key.election == poll.election else poll.election
            key.wrapped = wrapped[swapped]
    execute("TRUNCATE ballots_key")
    Key.objects.bulk_create(kept)
    keys.forget([poll.election])
    with pytest.raises(KeyUnreadable):
        keys.code(poll.election)


def test_an_election_without_keys_says_so(db: None) -> None:
    poll = polls.announced()
    with pytest.raises(KeyMissing):
        keys.board(poll.election)
    with pytest.raises(KeyMissing):
        keys.sealing_public(poll.election)
    with pytest.raises(KeyMissing):
        keys.sealing_private(poll.election)
    assert not keys.sealing_key_is_ready(poll.election)


def test_the_sealing_key_is_made_once(db: None) -> None:
    poll = polls.announced()
    keys.make_sealing_key(poll.election)
    public = keys.sealing_public(poll.election)
    keys.make_sealing_key(poll.election)
    assert keys.sealing_public(poll.election) == public
    assert keys.sealing_key_is_ready(poll.election)
    keys.preflight(poll.election)


def test_the_escrow_copy_is_for_its_owner_only_and_not_the_bare_key(
    poll: Poll, settings: Settings
) -> None:
    path = _escrow(settings, poll)
    assert path.stat().st_mode & 0o777 == 0o600
    private = keys.sealing_private(poll.election).private_bytes_raw()
    assert private not in path.read_bytes()
    assert [one.name for one in path.parent.glob(f"{poll.election}*")] == [path.name]


def test_the_preflight_finds_a_copy_that_is_lost_spoilt_or_of_another(
    poll: Poll, settings: Settings
) -> None:
    path, other = _escrow(settings, poll), _escrow(settings, polls.fixed())
    for spoilt in (b"", path.read_bytes()[:-1], other.read_bytes()):
        path.write_bytes(spoilt)
        with pytest.raises(PreflightFailed, match="not the sealing key"):
            keys.preflight(poll.election)
    path.unlink()
    with pytest.raises(PreflightFailed, match="no escrow copy"):
        keys.preflight(poll.election)


def test_destroyed_casting_keys_are_gone_and_the_rest_is_not(poll: Poll) -> None:
    other = polls.fixed()
    keys.code(poll.election)  # this process remembers it
    keys.destroy_casting_keys([poll.election])
    for destroyed in (
        lambda: keys.code(poll.election),
        lambda: keys.issuing(poll.election, LONDON),
        lambda: keys.issuing(poll.election, MEMBERS),
    ):
        with pytest.raises(KeyDestroyed):
            destroyed()
    assert keys.board(poll.election) == keys.board(other.election)
    assert keys.lot_seed(poll.election)
    assert keys.code(other.election)
    assert keys.sealing_key_is_ready(poll.election)


def test_a_destroyed_key_does_not_stay_on_a_page(poll: Poll) -> None:
    before = rows("SELECT pg_relation_filenode('ballots_key')")
    keys.destroy_casting_keys([poll.election])
    assert rows("SELECT pg_relation_filenode('ballots_key')") != before


def test_all_keys_of_an_abandoned_election_go_with_the_escrow_copy(
    poll: Poll,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        keys.destroy_all_keys([poll.election])
        assert _escrow(settings, poll).exists()  # until it is sure
    assert not _escrow(settings, poll).exists()
    assert not Key.objects.filter(election=poll.election, wrapped__isnull=False).exists()
    with pytest.raises(KeyDestroyed):
        keys.sealing_private(poll.election)
    with pytest.raises(KeyDestroyed):
        keys.board(poll.election)


def test_a_process_forgets_a_key_that_another_one_destroyed(
    poll: Poll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "REMEMBERED_SECONDS", -1)
    keys.forget([poll.election])
    keys.code(poll.election)
    kept = list(Key.objects.all())
    for key in kept:
        key.wrapped = None
    execute("TRUNCATE ballots_key")
    Key.objects.bulk_create(kept)
    with pytest.raises(KeyDestroyed):
        keys.code(poll.election)


def test_keys_are_not_shown_by_accident() -> None:
    assert casting_keys().code.hex() not in repr(casting_keys())
    assert "object at" in repr(casting_keys())


def test_a_second_set_of_keys_is_refused(poll: Poll) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        keys.store(poll.election, casting_keys())
