"""Signatures: RSA-PSS on tokens, Ed25519 (RFC 8032) on receipts and checkpoints.

Token signatures are RSA-3072, e = 65537, RSASSA-PSS with SHA-384, MGF1-SHA-384 and a salt of 48
bytes (RFC 8017) over the randomised message: what RSABSSA-SHA384-PSS-Randomized of RFC 9474
verifies, so that one verifier serves papers signed here and papers signed blind.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

IssuingPublicKey = rsa.RSAPublicKey
BITS, EXPONENT, SALT = 3072, 65537, 48
_PSS = padding.PSS(padding.MGF1(hashes.SHA384()), SALT)
_SHA384 = hashes.SHA384()


def make_issuing_key() -> tuple[bytes, bytes]:
    """A new issuing key (takes a second or so): PKCS #8 and SubjectPublicKeyInfo, both DER."""
    key = rsa.generate_private_key(EXPONENT, BITS)
    return (
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
    )


def make_board_key() -> tuple[bytes, bytes]:
    """A new board key: private and public half, 32 bytes each."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def issuing_private(der: bytes) -> rsa.RSAPrivateKey:
    # The key is our own, and AES-GCM has just vouched for it: testing its primes takes 0.1 s.
    key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("An issuing key is an RSA key.")
    return key


def issuing_public(der: bytes) -> rsa.RSAPublicKey:
    """The public issuing key; ValueError unless it is RSA-3072 with e = 65537."""
    key = serialization.load_der_public_key(der)
    if (
        not isinstance(key, rsa.RSAPublicKey)
        or key.key_size != BITS
        or key.public_numbers().e != EXPONENT
    ):
        raise ValueError("An issuing key is RSA-3072 with e = 65537.")
    return key


def sign_token(key: rsa.RSAPrivateKey, message: bytes) -> bytes:
    """384 bytes over a token message."""
    return key.sign(message, _PSS, _SHA384)


def is_token(key: rsa.RSAPublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message, _PSS, _SHA384)
    except InvalidSignature:
        return False
    return True


def sign_board(private: bytes, message: bytes) -> bytes:
    """64 bytes over a receipt message or a checkpoint; the same message gives the same bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def is_board(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True
