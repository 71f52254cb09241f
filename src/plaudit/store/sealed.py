"""Sealing: what lies in the database encrypted, under a key that lies beside it.

AES-256 in GCM: 12 random bytes, then the text with its tag. What a thing belongs to is bound in, so
that a sealed text that is moved to another row does not open.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class NotOpened(Exception):
    """A sealed text that this key doesn't open: it was changed or moved, or the key is another."""


class Seal:
    """Seals and opens with one key of 32 bytes (store.secrets)."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, *, of: str) -> bytes:
        """Return a text sealed. `of`: what it belongs to, as `webhook 7`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, of.encode())

    def open(self, sealed: bytes, *, of: str) -> bytes:
        """Return the plain text.

        Refuses: NotOpened.
        """
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, text, of.encode())
        except (InvalidTag, ValueError) as fault:
            raise NotOpened(f"What is sealed for {of} doesn't open with this key.") from fault
