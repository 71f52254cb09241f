"""Signing closings: one Ed25519 key of the house's own, beside the database like all secrets.

Anybody who has its public half can check a closing without us. Source: RFC 8032.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from plaudit.core.closing_chain import Signed
from plaudit.store.secrets import secret, secrets_folder

SECRET = "closings"  # noqa: S105 (the name of a file)
_OF = b"plaudit closing 1\n"
"""Stands before each text, so that a signature of anything else is none of a closing."""


def sign_closing(text: str) -> Signed:
    """Return a closing's text, signed with the key beside the database (made at its first use)."""
    key = _key_in(secrets_folder())
    return Signed(text, key.sign(_OF + text.encode()), key.public_key().public_bytes_raw())


def is_signed(signed: Signed) -> bool:
    """Return whether a text's signature is of the key that stands beside it."""
    try:
        key = Ed25519PublicKey.from_public_bytes(signed.public_key)
        key.verify(signed.signature, _OF + signed.text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=4)
def _key_in(folder: Path) -> Ed25519PrivateKey:  # noqa: ARG001 (kept by folder)
    return Ed25519PrivateKey.from_private_bytes(secret(SECRET))
