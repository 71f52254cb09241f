"""Codes of vouchers: derived from a voucher's number with a key that lies beside the database.

The database keeps a keyed hash of a code, by which a till's code is found. The code itself is
kept nowhere: its 60 bits come from HMAC-SHA256 over the voucher's number, so that the member can
see it again, and nobody without the key can make one. See docs/decisions/0015-vouchers.md.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from pathlib import Path

from plaudit.core.voucher import CODE_BITS, code_of
from plaudit.store.secrets import secret, secrets_folder

SECRET = "vouchers"  # noqa: S105 (the name of a file)
_HASH_BYTES = 16


class VoucherCodes:
    """Makes codes and their hashes with one secret key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def code_of(self, voucher_id: int) -> str:
        """Return a voucher's code."""
        digest = self._digest(b"code", voucher_id.to_bytes(8, "big"))
        return code_of(int.from_bytes(digest[:8], "big") >> (64 - CODE_BITS))

    def hash_of(self, code: str) -> bytes:
        """Return what the database keeps of a code."""
        return self._digest(b"hash", code.encode())[:_HASH_BYTES]

    def hash_of_voucher(self, voucher_id: int) -> bytes:
        """Return what the database keeps of a voucher's code."""
        return self.hash_of(self.code_of(voucher_id))

    def mark_of_ticket(self, ticket: str) -> bytes:
        """Return by what a ticket that is added twice is known."""
        return self._digest(b"ticket", ticket.encode())[:_HASH_BYTES]

    def key_of_numbers(self, kind: str, partner_id: int) -> bytes:
        """Return the key under which a partner is told numbers of its own, of one kind of thing."""
        return self._digest(b"numbers", f"{kind} {partner_id}".encode())

    def _digest(self, what: bytes, of: bytes) -> bytes:
        return hmac.digest(self._key, what + b":" + of, "sha256")


def voucher_codes() -> VoucherCodes:
    """Return the codes with the key beside the database, made at its first use."""
    return _codes_in(secrets_folder())


@lru_cache(maxsize=4)
def _codes_in(folder: Path) -> VoucherCodes:  # noqa: ARG001 (kept by folder)
    return VoucherCodes(secret(SECRET))
