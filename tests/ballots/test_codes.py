"""Voting codes are derived from K, the member and the generation."""

from __future__ import annotations

import base64
import hmac
import re

import pytest

from elections.ballots import codes, keys
from elections.ballots.errors import KeyDestroyed
from tests.ballots import polls
from tests.ballots.polls import Poll, casting_keys


def test_a_code_is_the_documented_mac(poll: Poll) -> None:
    message = (
        b"momentum/1/code\0" + poll.election.bytes + (7).to_bytes(8, "big") + b"\x00\x00\x00\x02"
    )
    expected = hmac.digest(casting_keys().code, message, "sha256")[:16]
    code = codes.code_for(poll.election, 7, 2)
    assert base64.b32decode(code + "======") == expected
    assert re.fullmatch("[A-Z2-7]{26}", code)


def test_the_code_is_known_again_however_it_is_typed(poll: Poll) -> None:
    code = codes.code_for(poll.election, 7, 1)
    spoken = "-".join(code[start : start + 4] for start in range(0, 26, 4)).lower()
    misread = code.replace("O", "0").replace("I", "1").replace("B", "8")
    for typed in (code, spoken, f" {code} ", misread):
        assert codes.check_code(poll.election, 7, 1, typed)


def test_no_other_code_is_taken_for_it(poll: Poll) -> None:
    other = polls.fixed()
    for wrong in (
        codes.code_for(poll.election, 8, 1),
        codes.code_for(poll.election, 7, 2),
        codes.code_for(other.election, 7, 1),
        codes.code_for(poll.election, 7, 1)[:-1],
        "A" * 26,
        "",
        "É",
    ):
        assert not codes.check_code(poll.election, 7, 1, wrong)


def test_codes_end_with_the_poll(poll: Poll) -> None:
    code = codes.code_for(poll.election, 7, 1)
    keys.destroy_casting_keys([poll.election])
    with pytest.raises(KeyDestroyed):
        codes.check_code(poll.election, 7, 1, code)
