"""What the door needs from the rest of the house, so that it can be tried without it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, NamedTuple, Protocol

from plaudit.actions.batch import Arrival
from plaudit.core.ledger import Outcome
from plaudit.ingest.reading import Reader

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Signed(NamedTuple):
    """The partner that a key belongs to, and the reader of its programme's deeds."""

    partner_id: int
    source: str
    reader: Reader


class Settler(Protocol):
    """Settles batches over a connection of its own; one thread uses it.

    Each method may raise psycopg.OperationalError: the database is away, nothing was stored or
    it can't be known, and sending again is harmless.
    """

    def settle(self, arrivals: Sequence[Arrival], *, now: int) -> list[Outcome]:
        """Settle a batch in one transaction; one outcome for each arrival, in order."""

    def close(self) -> None:
        """Close the connection. Raises nothing."""


class Registry(Protocol):
    """Knows partners' keys, over a connection of its own; one thread uses it."""

    def sign_in(self, key: str) -> Signed | None:
        """Return whose key this is; None for an unknown or withdrawn one.

        Raises psycopg.OperationalError when the database is away.
        """

    def is_there(self) -> bool:
        """Return whether the database answers. Raises nothing."""

    def close(self) -> None:
        """Close the connection. Raises nothing."""


OpenSettler = Callable[[], Settler]
"""Opens a settler; psycopg.OperationalError when the database is away."""

MembersOf = Callable[[Sequence[Arrival]], Sequence[int | None]]
"""Says whose deeds these are, in order; None where a handle is nobody's. Asks no database."""
