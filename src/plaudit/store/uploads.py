"""Tables that partners sent on their pages: sealed, in parts, and gone after a day at most."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from psycopg.pq import TransactionStatus

from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime
from plaudit.store.sealed import Seal
from plaudit.store.secrets import secret

KEPT = DAY_SECONDS * SECOND
"""How long a table is kept at most. Source: docs/decisions/0029-partners-at-their-pages.md."""
KEY_NAME = "uploads"


class Upload(NamedTuple):
    """How a table fares: its rows, the parts that were taken in, and what became of their rows."""

    upload_id: str
    sent_at: datetime
    ends_at: datetime
    row_count: int
    parts: int
    taken: int
    accepted: int
    duplicates: int
    refused: int

    @property
    def is_over(self) -> bool:
        """Whether all of it was taken in."""
        return self.taken == self.parts


def lock_uploads(connection: psycopg.Connection, partner_id: int) -> None:
    """Let a partner add one table at a time, until the transaction ends."""
    connection.execute(query("lock_uploads"), {"partner_id": partner_id})


@contextmanager
def alone_with(connection: psycopg.Connection, upload_id: str) -> Iterator[None]:
    """Let nobody else take in a table, or choose for it, for as long as the block lasts.

    The lock outlives transactions: what settles a part commits before the part is marked.
    """
    connection.execute(query("lock_upload"), {"upload_id": upload_id})
    try:
        yield
    finally:
        # A connection that is lost, or stands in a transaction that failed, is closed by its owner.
        if connection.info.transaction_status == TransactionStatus.IDLE:
            connection.execute(query("unlock_upload"), {"upload_id": upload_id})


def uploads_of(connection: psycopg.Connection, partner_id: int, *, now: int) -> list[Upload]:
    """Return a partner's tables that are kept, the newest first."""
    asked = {"partner_id": partner_id, "now": as_datetime(now)}
    return [Upload(*row) for row in connection.execute(query("uploads_of_partner"), asked)]


def add_upload(
    connection: psycopg.Connection,
    partner_id: int,
    *,
    head: Any,
    parts: Sequence[Sequence[Any]],
    now: int,
) -> str:
    """Keep a table, and return its id. `head` and the rows of each part: as JSON has them."""
    upload_id = str(uuid.uuid4())
    given = {
        "upload_id": upload_id,
        "partner_id": partner_id,
        "sent_at": as_datetime(now),
        "ends_at": as_datetime(now + KEPT),
        "row_count": sum(map(len, parts)),
        "sealed_head": _sealed(head, of=upload_id),
    }
    connection.execute(query("add_upload"), given)
    for part, rows in enumerate(parts):
        said = {"upload_id": upload_id, "part": part, "sealed": _sealed(rows, of=upload_id)}
        connection.execute(query("add_upload_part"), said)
    return upload_id


def upload_head(
    connection: psycopg.Connection, partner_id: int, upload_id: str, *, now: int
) -> Any:
    """Return the head of a partner's table; None where it has none of this id."""
    asked = {"partner_id": partner_id, "upload_id": upload_id, "now": as_datetime(now)}
    row = connection.execute(query("upload_head"), asked).fetchone()
    return None if row is None else _opened(row[0], of=upload_id)


def change_head(connection: psycopg.Connection, upload_id: str, head: Any) -> None:
    """Keep another head of a table."""
    given = {"upload_id": upload_id, "sealed_head": _sealed(head, of=upload_id)}
    connection.execute(query("change_upload_head"), given)


def all_parts(connection: psycopg.Connection, upload_id: str) -> list[list[Any]]:
    """Return the rows of each part, in order: those that were refused, once it was taken in."""
    rows = connection.execute(query("upload_parts"), {"upload_id": upload_id}).fetchall()
    return [_opened(sealed, of=upload_id) for _, sealed in rows]


def is_begun(connection: psycopg.Connection, upload_id: str) -> bool:
    """Return whether a part of a table was taken in."""
    row = connection.execute(query("upload_is_begun"), {"upload_id": upload_id}).fetchone()
    assert row is not None
    return bool(row[0])


def next_part(connection: psycopg.Connection, upload_id: str) -> tuple[int, list[Any]] | None:
    """Return the first part that wasn't taken in yet, or None."""
    row = connection.execute(query("next_upload_part"), {"upload_id": upload_id}).fetchone()
    return None if row is None else (row[0], _opened(row[1], of=upload_id))


def end_part(
    connection: psycopg.Connection,
    upload_id: str,
    part: int,
    *,
    refused: Sequence[Any],
    counts: tuple[int, int, int],
) -> None:
    """Write down what became of a part: (accepted, duplicates, refused), and the refused rows."""
    accepted, duplicates, refused_count = counts
    given = {
        "upload_id": upload_id,
        "part": part,
        "sealed": _sealed(refused, of=upload_id),
        "accepted": accepted,
        "duplicates": duplicates,
        "refused": refused_count,
    }
    connection.execute(query("end_upload_part"), given)


def forget_upload(connection: psycopg.Connection, partner_id: int, upload_id: str) -> bool:
    """Forget a partner's table; False where it has none of this id."""
    given = {"partner_id": partner_id, "upload_id": upload_id}
    return connection.execute(query("forget_upload"), given).rowcount == 1


def clear_uploads(connection: psycopg.Connection, *, now: int) -> int:
    """Delete what is past its last moment, and return how many tables."""
    return connection.execute(query("clear_uploads"), {"now": as_datetime(now)}).rowcount


def _seal() -> Seal:
    return Seal(secret(KEY_NAME))


def _sealed(said: Any, *, of: str) -> bytes:
    return _seal().seal(json.dumps(said, ensure_ascii=False).encode(), of=f"upload {of}")


def _opened(sealed: bytes, *, of: str) -> Any:
    return json.loads(_seal().open(bytes(sealed), of=f"upload {of}"))
