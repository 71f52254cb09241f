"""Signing vouchers for tills without a connection: an Ed25519 key for each day.

Each day's key is derived from one secret that lies beside the database; a till gets the public
halves of the days whose vouchers can still be used. Source: RFC 8032; core.signed_voucher.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from plaudit.core.signed_voucher import Claim, claim_of, parts_of, payload_of, text_of
from plaudit.store.secrets import secret, secrets_folder

SECRET = "offline"  # noqa: S105 (the name of a file)


class Signer:
    """Signs and reads vouchers with one secret of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, claim: Claim) -> str:
        """Return the text of a voucher's QR code, signed with the key of its day."""
        payload = payload_of(claim)
        return text_of(payload, _private(self._key, claim.key_day).sign(payload))

    def public_key(self, day: int) -> bytes:
        """Return the public half of a day's key, 32 bytes."""
        return _private(self._key, day).public_key().public_bytes_raw()

    def read(self, text: str) -> Claim | None:
        """Return what a text says, or None where we didn't sign it."""
        parts = parts_of(text)
        claim = None if parts is None else claim_of(parts[0])
        if parts is None or claim is None:
            return None
        return claim if is_signed(self.public_key(claim.key_day), *parts) else None


def signer() -> Signer:
    """Return the signer with the secret beside the database, made at its first use."""
    return _signer_in(secrets_folder())


@lru_cache(maxsize=4)
def _signer_in(folder: Path) -> Signer:  # noqa: ARG001 (kept by folder)
    return Signer(secret(SECRET))


def is_signed(public_key: bytes, payload: bytes, signature: bytes) -> bool:
    """Return whether a signature is of this key: what a till checks by itself."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, payload)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=256)
def _private(key: bytes, day: int) -> Ed25519PrivateKey:
    seed = hmac.digest(key, b"voucher key of day:" + day.to_bytes(2, "big"), "sha256")
    return Ed25519PrivateKey.from_private_bytes(seed)
