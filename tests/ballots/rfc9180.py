"""HPKE base mode written out from RFC 9180, for X25519, HKDF-SHA256 and AES-128-GCM.

It is checked against the vectors of the RFC's appendix A.1, and then checks what seals our papers.
"""

from __future__ import annotations

import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEM_SUITE = b"KEM" + (0x0020).to_bytes(2, "big")
SUITE = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0020, 0x0001, 0x0001))


def _extract(salt: bytes, key: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), key, "sha256")


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    done, block, counter = b"", b"", 1
    while len(done) < length:
        block = hmac.digest(key, block + info + bytes([counter]), "sha256")
        done, counter = done + block, counter + 1
    return done[:length]


def _labeled_extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return _extract(salt, b"HPKE-v1" + suite + label + key)


def _labeled_expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    return _expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def shared_secret(exchanged: bytes, enc: bytes, recipient: bytes) -> bytes:
    """Section 4.1, ExtractAndExpand."""
    secret = _labeled_extract(KEM_SUITE, b"", b"eae_prk", exchanged)
    return _labeled_expand(KEM_SUITE, secret, b"shared_secret", enc + recipient, 32)


def key_schedule(secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Section 5.1 in base mode: key and base nonce."""
    context = (
        b"\0"
        + _labeled_extract(SUITE, b"", b"psk_id_hash", b"")
        + _labeled_extract(SUITE, b"", b"info_hash", info)
    )
    key = _labeled_extract(SUITE, secret, b"secret", b"")
    return (
        _labeled_expand(SUITE, key, b"key", context, 16),
        _labeled_expand(SUITE, key, b"base_nonce", context, 12),
    )


def seal(ephemeral: bytes, recipient: bytes, info: bytes, aad: bytes, plain: bytes) -> bytes:
    """enc ‖ ciphertext of the first message, with an ephemeral key of our choice."""
    key = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = key.public_key().public_bytes_raw()
    exchanged = key.exchange(X25519PublicKey.from_public_bytes(recipient))
    aead, nonce = key_schedule(shared_secret(exchanged, enc, recipient), info)
    return enc + AESGCM(aead).encrypt(nonce, plain, aad)


def unseal(private: bytes, info: bytes, aad: bytes, sealed: bytes) -> bytes:
    key = X25519PrivateKey.from_private_bytes(private)
    enc, ciphertext = sealed[:32], sealed[32:]
    exchanged = key.exchange(X25519PublicKey.from_public_bytes(enc))
    recipient = key.public_key().public_bytes_raw()
    aead, nonce = key_schedule(shared_secret(exchanged, enc, recipient), info)
    return AESGCM(aead).decrypt(nonce, ciphertext, aad)
