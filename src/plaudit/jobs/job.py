"""What a job is: a bounded batch that may run at any time, twice, or be killed in the middle."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import psycopg

from plaudit.store.connect import Role

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Done(NamedTuple):
    """What one batch did: how many things, and whether more are waiting."""

    things: int
    more: bool = False


class Alarm(Exception):
    """What a person must look at: the worker ends with it, when the other due jobs have run."""


class Job(NamedTuple):
    """A job of the timetable.

    `run(connection, now)` does one batch in transactions of its own, in the job's role. It is
    called again at once while there is more, then every so often. `now` is in microseconds.
    """

    name: str
    every_seconds: int
    role: Role
    run: Callable[[psycopg.Connection, int], Done]
