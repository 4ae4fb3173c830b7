"""Papers are sealed by HPKE as RFC 9180 has it, for one sheet of one election."""

from __future__ import annotations

import os

import pytest

from elections.ballots import formats, sealing
from elections.ballots.paper import Fault, MalformedPaper
from tests.ballots import rfc9180

E = bytes(range(32))
# RFC 9180, appendix A.1.1, base setup information and encryption 0.
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
EPHEMERAL = bytes.fromhex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736")
ENC = bytes.fromhex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431")
RECIPIENT = bytes.fromhex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")
PRIVATE = bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
PLAIN = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
CIPHERTEXT = bytes.fromhex(
    "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
)


def test_the_rfc_written_out_gives_its_vectors() -> None:
    sealed = rfc9180.seal(EPHEMERAL, RECIPIENT, INFO, b"Count-0", PLAIN)
    assert sealed == ENC + CIPHERTEXT
    assert rfc9180.unseal(PRIVATE, INFO, b"Count-0", sealed) == PLAIN


def test_what_we_seal_opens_by_the_rfc() -> None:
    private, public = sealing.make_key()
    sealed = sealing.seal(public, E, 7, b"paper")
    assert len(sealed) == len(b"paper") + formats.OVERHEAD
    info = b"momentum/1/seal\0" + E + b"\x00\x07"
    assert rfc9180.unseal(private, info, b"", sealed) == b"paper"


def test_what_is_sealed_by_the_rfc_opens_here() -> None:
    private, public = sealing.make_key()
    sealed = rfc9180.seal(os.urandom(32), public, formats.seal_info(E, 7), b"", b"paper")
    assert sealing.unseal(sealing.private_key(private), E, 7, sealed) == b"paper"


def test_the_same_paper_is_never_sealed_alike_twice() -> None:
    _, public = sealing.make_key()
    assert sealing.seal(public, E, 7, b"paper") != sealing.seal(public, E, 7, b"paper")


def test_a_paper_opens_for_its_own_election_sheet_and_key_only() -> None:
    private, public = sealing.make_key()
    key = sealing.private_key(private)
    other = sealing.private_key(sealing.make_key()[0])
    sealed = sealing.seal(public, E, 7, b"paper")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for attempt in (
        (key, E, 8, sealed),
        (key, bytes(32), 7, sealed),
        (other, E, 7, sealed),
        (key, E, 7, changed),
        (key, E, 7, sealed[:40]),
        (key, E, 7, bytes(53)),
        (key, E, 7, b""),
    ):
        with pytest.raises(MalformedPaper) as raised:
            sealing.unseal(*attempt)
        assert raised.value.fault == Fault.UNSEALABLE
