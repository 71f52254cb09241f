"""What a settler's process and its parent say to each other, over sockets of their own."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from plaudit.actions.batch import Arrival
from plaudit.core.activity import Activity
from plaudit.core.deed import Report
from plaudit.core.ledger import Outcome

ACTIVITIES_TOLD_MAX = 10_000
"""Activities that a child keeps; a catalogue has a hundred, and is read anew when it changes."""

_tuple = tuple.__new__
"""Makes a NamedTuple without the detour over its keywords: this runs for every deed."""


class Asked(NamedTuple):
    """A batch to settle, in whole columns and plain tuples: five times as quick as objects.

    A report has the number of its activity. Those that the child doesn't know yet come with it:
    `activities`, the first of which has the number `first`.
    """

    now: int
    partner_ids: list[int]
    reports: list[tuple[Any, ...]]
    first: int
    activities: list[Activity]

    def arrivals(self, known: list[Activity]) -> list[Arrival]:
        """Return the batch as settling takes it. `known`: the activities so far, by number."""
        known[self.first :] = self.activities
        return [
            _tuple(
                Arrival,
                (partner_id, _tuple(Report, (event_id, source, subject, known[number], at, facts))),
            )
            for partner_id, (event_id, source, subject, number, at, facts) in zip(
                self.partner_ids, self.reports, strict=True
            )
        ]


class Told:
    """The activities that a child was told of: each is sent to it once."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._activities: list[Activity] = []
        """By number; while they are kept here, nothing else has their identity."""

    def asked_of(self, arrivals: Sequence[Arrival], *, now: int) -> Asked:
        """Return a batch as it is sent."""
        named = {id(report.activity): report.activity for _, report in arrivals}
        if len(self._numbers) + len(named) > ACTIVITIES_TOLD_MAX:
            self._numbers.clear()
            self._activities.clear()
        first = len(self._activities)
        for identity, activity in named.items():
            if identity not in self._numbers:
                self._numbers[identity] = len(self._activities)
                self._activities.append(activity)
        numbers = self._numbers
        return Asked(
            now,
            [partner_id for partner_id, _ in arrivals],
            [
                (event_id, source, subject, numbers[id(activity)], happened_at, facts)
                for _, (event_id, source, subject, activity, happened_at, facts) in arrivals
            ],
            first,
            self._activities[first:],
        )


class Answered(NamedTuple):
    """What became of a batch: status and refusal of each deed. Before any batch: "ready".

    `away`: the database went away. `fault`: the batch can't be settled; the log says why.
    """

    outcomes: list[tuple[Any, ...]]
    away: str = ""
    fault: str = ""


def outcomes_of(answered: Answered, arrivals: Sequence[Arrival]) -> list[Outcome]:
    """Return the outcomes of a batch with the ids of its deeds."""
    return [
        _tuple(Outcome, (report.event_id, status, refused))
        for (_, report), (status, refused) in zip(arrivals, answered.outcomes, strict=True)
    ]


def send(pipe: Connection, said: object) -> None:
    """Send one message."""
    pipe.send_bytes(pickle.dumps(said, pickle.HIGHEST_PROTOCOL))


def receive(pipe: Connection) -> Any:
    """Return the next message. EOFError or OSError: the other one has ended."""
    return pickle.loads(pipe.recv_bytes())  # noqa: S301 (both ends are ours; nobody else has one)
