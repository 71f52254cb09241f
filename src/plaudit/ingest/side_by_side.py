"""A file's deeds settled in a few lanes at once, by threads of one process.

While the server writes what one lane came to, the next is judged: a batch is two messages there and
two back (store.exchange), and who waits for one lets another work (store.turn).
Source: docs/decisions/0038-rows-and-looks.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.actions.house import House
from plaudit.actions.settle import settle
from plaudit.core.ledger import Outcome
from plaudit.ingest.connected import ConnectedSettler, KnownHandles
from plaudit.ingest.lanes import places_by_lane
from plaudit.store.turn import Turn

LANES = 3
FEW_DEEDS = 500
"""So many aren't worth a connection more."""

_Part = tuple[Sequence[int], Future[list[Outcome]]]
"""The deeds of a batch that go down one lane: their places, and what becomes of them."""


class Begun:
    """A batch that is being settled."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = parts

    def outcomes(self) -> list[Outcome]:
        """Wait, and return one outcome for each arrival, in order.

        Refuses: psycopg.OperationalError when the database is away: part of the batch may be
                 stored, and all of it may be sent again.
        """
        wait([settled for _, settled in self._parts])  # for all of them, also where one failed
        found: dict[int, Outcome] = {}
        for places, settled in self._parts:
            found |= zip(places, settled.result(), strict=True)
        return [found[place] for place in range(len(found))]


class SideBySide:
    """Settles one batch after the other, each in as many lanes as may be.

    A batch goes down one lane where a budget may end in it: then it reaches those who come first.
    """

    def __init__(self, url: str, connection: psycopg.Connection, house: House) -> None:
        self._url = url
        self._connection = connection
        self._house = house
        self._handles = KnownHandles()
        self._turn = Turn()
        self._beside: list[ConnectedSettler] = []
        self._threads = [ThreadPoolExecutor(1) for _ in range(LANES)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for thread in self._threads:
            thread.shutdown()
        for settler in self._beside:
            settler.close()

    def begin(self, arrivals: Sequence[Arrival], *, now: int) -> Begun:
        """Begin to settle a batch. The one before it must have been waited for.

        Units:   `now` in microseconds since the epoch.
        Refuses: psycopg.OperationalError when the database is away; of what it began, `outcomes`.
        """
        is_one = len(arrivals) <= FEW_DEEDS or self._may_a_budget_end(arrivals, now=now)
        by_lane = places_by_lane(
            arrivals, members_of=self._handles.members_of, lanes=1 if is_one else LANES
        )
        if len(by_lane) > 1 and not self._beside:
            self._beside = [ConnectedSettler(self._url) for _ in range(LANES - 1)]
        parts: list[_Part] = []
        for lane, places in by_lane.items():
            mine = [arrivals[place] for place in places]
            submit = self._threads[lane].submit
            parts.append((places, submit(self._settle, mine, lane=lane, now=now)))
        return Begun(parts)

    def _settle(self, arrivals: Sequence[Arrival], *, lane: int, now: int) -> list[Outcome]:
        """Settle what goes down a lane; the first has the connection that knows of budgets."""
        if not arrivals:
            return []
        with self._turn.taken():
            if lane == 0 or not self._beside:
                return settle(self._connection, self._house, arrivals, now=now)
            return self._beside[lane - 1].settle(arrivals, now=now)

    def _may_a_budget_end(self, arrivals: Sequence[Arrival], *, now: int) -> bool:
        house = self._house
        partners = [house.partners[one] for one in {partner_id for partner_id, _ in arrivals}]
        if any(partner.budget_points_a_week is not None for partner in partners):
            return True
        purses = [
            house.purses.purse_of(self._connection, house.programmes[one], now=now)
            for one in {partner.programme_id for partner in partners}
        ]
        return not all(purse is None or purse.is_far_from_its_end() for purse in purses)
