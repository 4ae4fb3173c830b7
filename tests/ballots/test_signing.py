"""Tokens, receipts and checkpoints are signed as RFC 8017 and RFC 8032 have it."""

from __future__ import annotations

from hashlib import sha384

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from elections.ballots import formats, signing
from tests.ballots.polls import LONDON, casting_keys

E = bytes(range(32))
TRACKER = formats.tracker_of(b"a sealed paper")


def _mask(seed: bytes, length: int) -> bytes:
    blocks = (sha384(seed + counter.to_bytes(4, "big")).digest() for counter in range(length))
    mask = b""
    while len(mask) < length:
        mask += next(blocks)
    return mask[:length]


def _is_pss(key: rsa.RSAPublicKey, signature: bytes, message: bytes) -> bool:
    """EMSA-PSS-VERIFY of RFC 8017 section 9.1.2 with SHA-384, written out, for a salt of 48."""
    numbers = key.public_numbers()
    encoded = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(384, "big")
    masked, digest, end = encoded[:-49], encoded[-49:-1], encoded[-1]
    block = bytes(a ^ b for a, b in zip(masked, _mask(digest, len(masked)), strict=True))
    block = bytes([block[0] & 0x7F]) + block[1:]
    padding, salt = block[:-49], block[-48:]
    return (
        end == 0xBC
        and not any(padding)
        and block[-49] == 1
        and digest == sha384(bytes(8) + sha384(message).digest() + salt).digest()
    )


def test_a_token_is_an_rsa_pss_signature_over_the_randomised_message() -> None:
    private, public = casting_keys().issuing[LONDON]
    key = signing.issuing_public(public)
    message = formats.token_message(E, LONDON, TRACKER, b"r" * 32)
    assert message == b"r" * 32 + b"momentum/1/paper\0" + E + b"\x00\x01" + bytes.fromhex(TRACKER)
    signature = signing.sign_token(signing.issuing_private(private), message)
    assert len(signature) == formats.SIGNATURE
    assert _is_pss(key, signature, message)
    assert signing.is_token(key, signature, message)


def test_a_token_of_another_sheet_election_paper_or_random_is_none() -> None:
    private, public = casting_keys().issuing[LONDON]
    key = signing.issuing_public(public)
    message = formats.token_message(E, LONDON, TRACKER, b"r" * 32)
    signature = signing.sign_token(signing.issuing_private(private), message)
    for other in (
        formats.token_message(E, 2, TRACKER, b"r" * 32),
        formats.token_message(bytes(32), LONDON, TRACKER, b"r" * 32),
        formats.token_message(E, LONDON, "00" * 32, b"r" * 32),
        formats.token_message(E, LONDON, TRACKER, b"s" * 32),
    ):
        assert not signing.is_token(key, signature, other)
    assert not signing.is_token(key, bytes(384), message)


def test_only_rsa_3072_with_65537_is_an_issuing_key() -> None:
    def der(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> bytes:
        return key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    small = rsa.generate_private_key(65537, 1024).public_key()
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    for wrong in (der(small), der(curve), b"no key"):
        with pytest.raises(ValueError):
            signing.issuing_public(wrong)


def test_the_board_signs_the_same_message_alike() -> None:
    private, public = signing.make_board_key()
    message = formats.receipt_message(E, LONDON, TRACKER)
    assert message == b"momentum/1/receipt\0" + E + b"\x00\x01" + bytes.fromhex(TRACKER)
    signature = signing.sign_board(private, message)
    assert signing.sign_board(private, message) == signature
    assert signing.is_board(public, signature, message)
    assert not signing.is_board(public, signature, message + b"!")
    assert not signing.is_board(casting_keys().board[1], signature, message)


def test_the_board_verifies_the_vector_of_rfc_8032_section_7_1() -> None:
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    private = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b4"
        "6bd25bf5f0595bbe24655141438e7a100b"
    )
    assert signing.sign_board(private, b"") == signature
    assert signing.is_board(public, signature, b"")
