"""The keys of check-ins, and what the book has in place of a code, a member or a place.

All are derived from one secret that lies beside the database: a dump alone shows no code and
doesn't say which deeds are of which place. Source: docs/decisions/0027-checking-in.md.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from pathlib import Path

from plaudit.core.check_in import NUMBER_DIGITS, digits_of, step_of
from plaudit.core.own_number import short_number
from plaudit.store.secrets import secret, secrets_folder

SECRET = "check-ins"  # noqa: S105 (the name of a file)
_MARK_BYTES = 16
_SHARED_BYTES = 6
_OWN_BYTES = 10
_SEALED_BYTES = 8


def number_of(running: int) -> int:
    """Return the number of a check-in that is opened: it says nothing of how many there are."""
    return short_number(_derived("numbers"), running, digits=NUMBER_DIGITS)


def check_in_key(number: int) -> bytes:
    """Return the key of a check-in's codes."""
    return _derived(f"codes:{number}")


def codes_between(number: int, starts_at: int, ends_at: int) -> tuple[int, list[str]]:
    """Return the first step of a stretch of time, and the codes that a place shows in it."""
    key, first = check_in_key(number), step_of(starts_at)
    return first, [digits_of(key, step) for step in range(first, step_of(ends_at - 1) + 1)]


def shared_mark(number: int) -> str:
    """Return what the event ids of one check-in's deeds begin with."""
    return "in-" + _derived(f"deeds:{number}")[:_SHARED_BYTES].hex()


def event_id_of(number: int, member_id: int) -> str:
    """Return the event id of a member's deed at a check-in: the same one, however it is told."""
    own = _derived(f"deed:{number}:{member_id}")[:_OWN_BYTES].hex()
    return f"{shared_mark(number)}-{own}"


def mark_of_code(code: str) -> bytes:
    """Return what the book keeps of a live code that was used."""
    return _derived(f"used:{code}")[:_MARK_BYTES]


def mark_of_letters(letters: str) -> bytes:
    """Return what the book keeps of letters that were used."""
    return _derived(f"letters:{letters}")[:_MARK_BYTES]


def seal_member(letters: str, member_id: int) -> bytes:
    """Return whose letters are, so that only who has the letters can open it."""
    return _mixed(letters, member_id.to_bytes(_SEALED_BYTES))


def open_member(letters: str, sealed: bytes) -> int:
    """Return whose letters are."""
    return int.from_bytes(_mixed(letters, sealed))


def mark_of_member(member_id: int) -> bytes:
    """Return under what wrong codes of a member are counted."""
    return _derived(f"tries:{member_id}")[:_MARK_BYTES]


def _mixed(letters: str, text: bytes) -> bytes:
    # A pad of its own for each letters, which are made up once and used once.
    pad = _derived(f"whose:{letters}")
    return bytes(one ^ other for one, other in zip(text, pad[:_SEALED_BYTES], strict=True))


def _derived(text: str) -> bytes:
    return hmac.digest(_key_in(secrets_folder()), text.encode(), "sha256")


@lru_cache(maxsize=4)
def _key_in(folder: Path) -> bytes:  # noqa: ARG001 (kept by folder)
    return secret(SECRET)
