"""Doing what a partner asked for once, however often the same request is sent.

The answer is kept in the transaction of what was done: either both are there, or nothing is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.store.given_answers import Answer, Asked, add_answer, find_answer, lock_answer

KEPT_HOURS = 24
"""For how long the same key gets the same answer, at least."""


class Once(NamedTuple):
    """An answer, and whether it was given before: then nothing was done this time."""

    answer: Answer
    is_replayed: bool


def once(
    connection: psycopg.Connection, asked: Asked, do: Callable[[], Answer], *, now: int
) -> Once:
    """Return the answer that was given under the key, or do what is asked and keep its answer.

    Requests under one key wait for one another. A refusal isn't kept: nothing was done, so the same
    key may be tried again; what `do` wrote before it refused (a wrong code counts) stays.

    Units:   `now` in microseconds since the epoch.
    Refuses: IDEMPOTENCY_KEY_REUSED for another request under the key, and whatever `do` refuses.
    """
    with connection.transaction():
        lock_answer(connection, asked)
        given = find_answer(connection, asked)
        if given is None:
            try:
                answer = do()
            except Refused as no:
                refused = no
            else:
                add_answer(connection, asked, answer, now=now)
                return Once(answer, is_replayed=False)
        elif given.is_of_this:
            return Once(given.answer, is_replayed=True)
        else:
            raise Refused(refusal(Code.IDEMPOTENCY_KEY_REUSED))
    raise refused
