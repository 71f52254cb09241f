"""The service under test, a process of its own: the real door, its points watched.

Orders come on standard input, one JSON line each (points.Order); "up", "reached" and "stopped" go
to standard output. When the test goes away, it stops.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import zlib
from collections.abc import Sequence
from typing import Protocol

import msgspec

from plaudit.actions.batch import Arrival
from plaudit.ingest.app import DEEDS_PATH, Door
from plaudit.ingest.connected import ConnectedRegistry, ConnectedSettler
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys
from plaudit.ingest.ports import Message, Receive, Scope, Send
from plaudit.ingest.server import server_of
from tests.crash import points, variants
from tests.crash.points import Order, Setup
from tests.crash.watching import TRIGGER, tell
from tests.riverside import NOW

STDIN = 0
ARRIVED_SECONDS = 0.005
"""How long an answer takes to its client, generously."""


class Passed(Protocol):
    """A file that was handed to this process (multiprocessing.reduction.DupFd)."""

    def detach(self) -> int:
        """Return its number here."""


class Watched:
    """The door, with the points around its answers."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request as the door does."""
        status = 0

        async def sent(message: Message) -> None:
            nonlocal status
            await send(message)
            status = message.get("status", status)
            if message["type"] == "http.response.body" and status == 200:
                TRIGGER.reach(points.ANSWERING)
                loop = asyncio.get_running_loop()
                loop.call_later(ARRIVED_SECONDS, TRIGGER.reach, points.ANSWERED)

        if scope["type"] == "lifespan":
            tell("up")
            await self._door(scope, receive, send)
            tell("stopped")
        else:
            is_deeds = scope["path"] == DEEDS_PATH
            await self._door(scope, receive, sent if is_deeds else send)


def _listen() -> None:
    for line in os.fdopen(STDIN, "rb"):
        TRIGGER.arm(msgspec.json.decode(line, type=Order))
    os.kill(os.getpid(), signal.SIGTERM)


def _anyone(arrivals: Sequence[Arrival]) -> list[int]:
    """Let any writer have any member's deeds, as where several services run: writers meet."""
    return [zlib.crc32(report.event_id.encode()) for _, report in arrivals]


def live(setup: Setup, *ends: Passed) -> None:
    """Serve until SIGTERM, or until killed.

    `ends`: standard input, output and error, and the socket that listens.
    """
    *standard, listening = (end.detach() for end in ends)
    for number, end in enumerate(standard):
        os.dup2(end, number)
        os.close(end)
    variants.watched()
    for name in setup.injected:
        variants.INJECTED[name]()
    threading.Thread(target=_listen, daemon=True).start()
    door = Door(
        Keys(ConnectedRegistry(setup.url)),
        Gather(
            lambda: ConnectedSettler(setup.url),
            members_of=_anyone,
            writers=setup.writers,
            clock=lambda: NOW,
        ),
    )
    server = server_of(Watched(door), host="127.0.0.1", port=0)
    server.run(sockets=[socket.socket(fileno=listening)])
