"""Sealing papers: HPKE base mode (RFC 9180) with X25519, HKDF-SHA256 and AES-128-GCM, empty aad.

A sealed paper is enc ‖ ciphertext, 48 bytes longer than the paper. Keys are raw 32 bytes (RFC 7748).
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from elections.ballots import formats
from elections.ballots.paper import Fault, MalformedPaper

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


def make_key() -> tuple[bytes, bytes]:
    """A new sealing key: private and public half."""
    key = X25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def seal(public: bytes, digest: bytes, sheet: int, paper: bytes) -> bytes:
    """The paper sealed for one sheet of the election whose manifest has the digest E."""
    key = X25519PublicKey.from_public_bytes(public)
    return _SUITE.encrypt(paper, key, formats.seal_info(digest, sheet))


def unseal(private: X25519PrivateKey, digest: bytes, sheet: int, sealed: bytes) -> bytes:
    """The paper; MalformedPaper if it was not sealed to this key, election and sheet."""
    try:
        return _SUITE.decrypt(sealed, private, formats.seal_info(digest, sheet))
    except InvalidTag as error:
        raise MalformedPaper(Fault.UNSEALABLE) from error


def private_key(raw: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(raw)
