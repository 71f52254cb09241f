"""Live codes: what a member's QR code says, another one each half minute, derived and never stored.

A live code is one block of AES-256 over (member id, step, zeros), as handles are: two codes of one
member have nothing in common, a made-up one opens to nothing. A phone gets those of an hour ahead,
so that it can show them without a connection. The book has the last one that was used.
Source: charter, C15; docs/decisions/0025-the-app.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from struct import Struct
from typing import NamedTuple

import psycopg
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB

from plaudit.core.linking import LIVE_CHARACTERS, can_be_used, end_of
from plaudit.core.voucher import number_of_code, read_code, written
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime
from plaudit.store.secrets import secret, secrets_folder

SECRET = "live-codes"  # noqa: S105 (the name of a file)
_BLOCK = Struct(">QII")


class Opened(NamedTuple):
    """Whose code it is, of which step, and how it is written."""

    member_id: int
    step: int
    code: str


def live_codes(member_id: int, steps: Sequence[int]) -> list[str]:
    """Return a member's codes for these steps."""
    plain = b"".join(_BLOCK.pack(member_id, step, 0) for step in steps)
    encryptor = _cipher().encryptor()
    sealed = encryptor.update(plain) + encryptor.finalize()
    size = _BLOCK.size
    blocks = (sealed[at : at + size] for at in range(0, len(sealed), size))
    return [written(int.from_bytes(block), LIVE_CHARACTERS) for block in blocks]


def open_live_code(text: str) -> Opened | None:
    """Return what a code is of, used or not; None where we made none such."""
    code = read_code(text, characters=LIVE_CHARACTERS)
    number = None if code is None else number_of_code(code)
    if code is None or number is None or number >> 8 * _BLOCK.size:
        return None
    decryptor = _cipher().decryptor()
    plain = decryptor.update(number.to_bytes(_BLOCK.size)) + decryptor.finalize()
    member_id, step, rest = _BLOCK.unpack(plain)
    return None if rest or member_id >> 63 else Opened(member_id, step, code)


def use_live_code(
    connection: psycopg.Connection, partner_id: int, text: str, *, now: int
) -> int | None:
    """Use up a code and return the member who shows it; None where nobody does at this partner."""
    opened = open_live_code(text)
    if opened is None or not can_be_used(opened.step, now=now):
        return None
    member_id, step, _ = opened
    given = {
        "member_id": member_id,
        "step": step,
        "ends_at": as_datetime(end_of(step)),
        "partner_id": partner_id,
    }
    row = connection.execute(query("use_live_code"), given).fetchone()
    return None if row is None else int(row[0])


def clear_live_codes(connection: psycopg.Connection, *, now: int) -> int:
    """Delete what is kept of codes whose time is over, and return how many."""
    return connection.execute(query("clear_live_codes"), {"now": as_datetime(now)}).rowcount


def _cipher() -> Cipher[ECB]:
    return _cipher_in(secrets_folder())


@lru_cache(maxsize=4)
def _cipher_in(folder: Path) -> Cipher[ECB]:  # noqa: ARG001 (kept by folder)
    # One block for each code, each different: what ECB is bad at doesn't come up.
    return Cipher(AES256(secret(SECRET)), ECB())  # noqa: S305
