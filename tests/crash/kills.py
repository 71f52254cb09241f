"""Which kills a campaign makes: every named point in turn, in an order that the seed gives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from random import Random
from typing import NamedTuple

from tests.crash import points
from tests.crash.points import Whom

NTH_MOST = 8
NTH_WEEK_MOST = 3
"""A process makes few partitions."""

COMMIT_SECONDS_MOST = 0.004
"""A commit on a usual disk takes about as long: a kill within it lands before, in or after it."""

MOMENT_SECONDS_MOST = 0.25


class Kill(NamedTuple):
    """Who is killed, and when: at a named point, or (None) after `wait_seconds` of work."""

    whom: Whom
    point: str | None = None
    nth: int = 1
    wait_seconds: float = 0.0

    def __str__(self) -> str:
        where = f"at a random moment ({1000 * self.wait_seconds:.0f} ms)"
        if self.point is not None:
            where = f"{self.point}, time {self.nth}"
        return f"{self.whom} {where}"


def at_points(chance: Random, pairs: list[tuple[Whom, str]], *, many: int) -> list[Kill]:
    """Return kills at named points: each pair as often as any other, or once more."""
    return list(islice(_rounds(chance, pairs), many))


def _rounds(chance: Random, pairs: list[tuple[Whom, str]]) -> Iterator[Kill]:
    order = list(pairs)
    chance.shuffle(order)
    for whom, point in cycle(order):
        during = point == points.DURING_COMMIT
        wait_seconds = chance.uniform(1e-6, COMMIT_SECONDS_MOST) if during else 0.0
        most = NTH_WEEK_MOST if point == points.WEEK_MADE else NTH_MOST
        yield Kill(whom, point, chance.randint(1, most), wait_seconds)


def at_moments(chance: Random, order: list[Whom], *, many: int) -> list[Kill]:
    """Return kills at random moments of those in `order`, in turn."""
    turns = islice(cycle(order), many)
    return [Kill(whom, wait_seconds=chance.uniform(0, MOMENT_SECONDS_MOST)) for whom in turns]


def of_service() -> list[tuple[Whom, str]]:
    """Return every point for the service."""
    return [("service", point) for point in points.EVERYWHERE]


def of_database() -> list[tuple[Whom, str]]:
    """Return every point for the database, in each of the ways it dies."""
    dying: list[Whom] = ["postmaster", "immediate stop"]
    anywhere: list[tuple[Whom, str]] = [
        (whom, point) for point in points.EVERYWHERE for whom in dying
    ]
    return anywhere + [("backend", point) for point in points.IN_TRANSACTION]
