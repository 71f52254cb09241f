"""Answers that were given under an Idempotency-Key, kept so that a retry gets the same one.

The partner's key is kept as a keyed hash, and the answer is sealed under a key that is derived
from it: only who sends the key again can read what was answered. A handle or a webhook's secret in
an answer is as safe as where the partner keeps it.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import psycopg

from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime
from plaudit.store.sealed import Seal
from plaudit.store.secrets import secret, secrets_folder

SECRET = "answers"  # noqa: S105 (the name of a file)


class Asked(NamedTuple):
    """A request under a partner's Idempotency-Key. `request`: all of it that counts, as bytes."""

    partner_id: int
    key: str
    request: bytes


class Answer(NamedTuple):
    """What was answered: an HTTP status and the body."""

    status: int
    body: bytes


class Given(NamedTuple):
    """An answer that is kept, and whether it was given to the very same request."""

    is_of_this: bool
    answer: Answer


def lock_answer(connection: psycopg.Connection, asked: Asked) -> None:
    """Let one request under a key go on at a time, until the transaction ends."""
    connection.execute(query("lock_answer"), {"mark": _mark(asked)})


def find_answer(connection: psycopg.Connection, asked: Asked) -> Given | None:
    """Return what was answered under a key, or None."""
    row = connection.execute(query("given_answer"), {"mark": _mark(asked)}).fetchone()
    if row is None:
        return None
    request_mark, status, sealed = row
    is_of_this = hmac.compare_digest(bytes(request_mark), _digest(b"request", asked, asked.request))
    return Given(is_of_this, Answer(status, _seal(asked).open(bytes(sealed), of=_of(asked))))


def add_answer(connection: psycopg.Connection, asked: Asked, answer: Answer, *, now: int) -> None:
    """Keep what is answered. `now` in microseconds since the epoch."""
    given = {
        "mark": _mark(asked),
        "partner_id": asked.partner_id,
        "request_mark": _digest(b"request", asked, asked.request),
        "status": answer.status,
        "sealed": _seal(asked).seal(answer.body, of=_of(asked)),
        "given_at": as_datetime(now),
    }
    connection.execute(query("add_given_answer"), given)


def clear_answers(connection: psycopg.Connection, *, before: int, most: int) -> int:
    """Delete answers that were given before an instant, at most so many, and return how many."""
    given = {"before": as_datetime(before), "most": most}
    return connection.execute(query("clear_given_answers"), given).rowcount


def _mark(asked: Asked) -> bytes:
    return _digest(b"mark", asked, b"")


def _seal(asked: Asked) -> Seal:
    return Seal(_digest(b"seal", asked, b""))


def _of(asked: Asked) -> str:
    return f"answer to {asked.partner_id}"


def _digest(what: bytes, asked: Asked, more: bytes) -> bytes:
    """Return 32 bytes that nobody can make without our secret and the partner's key."""
    head = f"{asked.partner_id}:{len(asked.key)}:{asked.key}:".encode()
    return hmac.digest(_secret_in(secrets_folder()), what + b":" + head + more, "sha256")


@lru_cache(maxsize=4)
def _secret_in(folder: Path) -> bytes:  # noqa: ARG001 (kept by folder)
    return secret(SECRET)
