"""Named crash points: the places on a deed's way at which a process is killed."""

from __future__ import annotations

from typing import Literal

import msgspec

WEEK_MADE = "after a week's partition was made"
BEFORE_TRANSACTION = "before the transaction"
LOCKED = "after the lock"
DEEDS_ADDED = "after deeds were added"
MEMBERS_UPDATED = "after the update of members"
TOTALS_ADDED = "after the batch's totals were added"
BEFORE_COMMIT = "before the commit is sent"
DURING_COMMIT = "while the commit runs"
COMMITTED = "after the commit, before the answer"
ANSWERING = "while the answer is sent"
ANSWERED = "after the answer"

IN_TRANSACTION = (
    BEFORE_TRANSACTION, LOCKED, DEEDS_ADDED, MEMBERS_UPDATED, TOTALS_ADDED, BEFORE_COMMIT,
    DURING_COMMIT, COMMITTED,
)  # fmt: skip
"""Points at which a backend of the database works for the service."""

EVERYWHERE = (WEEK_MADE, *IN_TRANSACTION, ANSWERING, ANSWERED)

Whom = Literal["service", "backend", "postmaster", "immediate stop", "both"]
"""Who is killed by SIGKILL; both are the service and the postmaster, as when a machine stops.

An immediate stop is what `pg_ctl stop -m immediate` sends.
"""


class Order(msgspec.Struct, frozen=True):
    """What the service is told: kill `whom` when `point` is reached for the `nth` time.

    `delay_seconds` lets the work go on until the kill, where that is the point of it.
    """

    whom: Whom
    point: str
    nth: int
    delay_seconds: float
    postmaster_pid: int


class Setup(msgspec.Struct, frozen=True):
    """How the service is started: its database, and what is put into it."""

    url: str
    writers: int
    injected: tuple[str, ...]
