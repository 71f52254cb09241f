"""What stands behind the door in the tests of its HTTP mechanics: no database, but its faults."""

from __future__ import annotations

import asyncio
import json
import threading
import zlib
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple, TypeVar

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.core.ledger import Outcome
from plaudit.core.refusals import Code, refusal
from plaudit.ingest.app import Door
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys
from plaudit.ingest.ports import Message, Settler, Signed
from plaudit.ingest.reading import Reader
from tests.doors.bodies import ACTIVITIES

KEY = "plaudit_a-key-for-the-tests"
NOW = 1_775_190_000_000_000
SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
READER = Reader(ACTIVITIES)
T = TypeVar("T")


class FakeBook:
    """Remembers what was settled. Ids that start with `poison` make a batch fail."""

    def __init__(self) -> None:
        self.batches: list[list[Arrival]] = []
        self.is_away = False
        self.keys = {KEY: Signed(1, "cafe-lotus", READER)}
        self.asked_keys: list[str] = []
        self.opened = 0
        self.closed = 0
        self.before_commit: Callable[[], object] = lambda: None
        self._seen: set[tuple[int, str]] = set()
        self._lock = threading.Lock()

    @property
    def settled(self) -> list[str]:
        """The ids of all deeds that were settled, in order."""
        return [arrival.report.event_id for batch in self.batches for arrival in batch]

    def open_settler(self) -> Settler:
        if self.is_away:
            raise psycopg.OperationalError("away")
        self.opened += 1
        return self

    def settle(self, arrivals: Sequence[Arrival], *, now: int) -> list[Outcome]:
        assert now == NOW, now
        self.before_commit()
        if self.is_away:
            raise psycopg.OperationalError("away")
        assert not any(one.report.event_id.startswith("poison") for one in arrivals), arrivals
        with self._lock:
            self.batches.append(list(arrivals))
            return [self._outcome(partner_id, report.event_id) for partner_id, report in arrivals]

    def _outcome(self, partner_id: int, event_id: str) -> Outcome:
        if event_id.startswith("nobody"):
            return Outcome(event_id, "refused", refusal(Code.MEMBER_UNKNOWN))
        if (partner_id, event_id) in self._seen:
            return Outcome(event_id, "duplicate")
        self._seen.add((partner_id, event_id))
        return Outcome(event_id, "accepted")

    def sign_in(self, key: str) -> Signed | None:
        self.asked_keys.append(key)
        if self.is_away:
            raise psycopg.OperationalError("away")
        return self.keys.get(key)

    def is_there(self) -> bool:
        return not self.is_away

    def close(self) -> None:
        self.closed += 1


class Gate:
    """Holds the writer inside its first transaction until the test opens it."""

    def __init__(self, book: FakeBook) -> None:
        self._is_open = threading.Event()
        self.is_reached = threading.Event()
        book.before_commit = self._wait

    def _wait(self) -> None:
        self.is_reached.set()
        assert self._is_open.wait(10)

    def wait(self) -> None:
        """Return when the writer has come to it."""
        assert self.is_reached.wait(10)

    async def reached(self) -> None:
        """Return when the writer has come to it, and let others go on meanwhile."""
        await asyncio.to_thread(self.wait)

    def open(self) -> None:
        """Let the writer go on."""
        self._is_open.set()


class Reply(NamedTuple):
    """A whole answer. Header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Gone(Exception):
    """The door gave no answer, because the client had gone."""


def members_of(arrivals: Sequence[Arrival]) -> list[int]:
    """Return a number for each handle, the same for the same handle."""
    return [zlib.crc32(report.subject.encode()) for _, report in arrivals]


def door_of(book: FakeBook, *, writers: int = 1) -> Door:
    gather = Gather(book.open_settler, members_of=members_of, writers=writers, clock=lambda: NOW)
    return Door(Keys(book), gather)


@asynccontextmanager
async def opened(book: FakeBook, *, writers: int = 1) -> AsyncIterator[Door]:
    door = door_of(book, writers=writers)
    await door.start()
    try:
        yield door
    finally:
        book.before_commit = lambda: None
        await door.stop()


async def ask(
    door: Door,
    body: bytes | list[bytes] = b"",
    *,
    method: str = "POST",
    path: str = "/v1/deeds",
    content_type: str = SINGLE,
    key: str | None = KEY,
    more_headers: Sequence[tuple[bytes, bytes]] = (),
    leaves: bool = False,
) -> Reply:
    """Send one request through the ASGI callable. A list is a body in parts."""
    headers = [(b"content-type", content_type.encode("latin-1"))] if content_type else []
    if key is not None:
        headers.append((b"authorization", f"Bearer {key}".encode()))
    parts = body if isinstance(body, list) else [body]
    messages: list[Message] = [
        {"type": "http.request", "body": part, "more_body": leaves or at < len(parts) - 1}
        for at, part in enumerate(parts)
    ]
    messages.append({"type": "http.disconnect"})
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [*headers, *more_headers],
    }
    await door(scope, receive, send)
    if not sent:
        raise Gone
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], found, sent[1]["body"])


def with_door(book: FakeBook, asking: Callable[[Door], Coroutine[Any, Any, T]]) -> T:
    """Open a door for one test and return what `asking` found."""

    async def run() -> T:
        async with opened(book) as door:
            return await asking(door)

    return asyncio.run(run())
