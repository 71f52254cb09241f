"""A process that answers pages, as the one that listens sees it: sockets to its threads.

The child ends when its parent does, however that ends: its sockets are closed then.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO

from plaudit.ingest.answers import Answer
from plaudit.ingest.page_pipe import HEAD, framed, said_in
from plaudit.ingest.ports import Scope

READY_SECONDS = 60
"""How long a process may take to begin."""
_PART_BYTES = 262_144
_OURS_ALONE = ("asgi", "state")
"""What the server keeps in a scope for itself."""


class Ended(Exception):
    """The process at the other end ended, perhaps in the middle of answering."""


class NeverAsked(Ended):
    """It ended before it had the whole request: nothing of it was done."""


class Channel:
    """A socket to one thread of a process, for one request at a time."""

    def __init__(self, ours: socket.socket, process: PageProcess) -> None:
        ours.settimeout(0)
        self._socket = ours
        self.process = process
        self.is_lost = False
        """Whether it was left in the middle of a request: nothing can be asked by it any more."""

    async def is_ready(self) -> bool:
        """Wait until the process says that it is ready; False where it ended, or takes too long."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                return bool(await asyncio.get_running_loop().sock_recv(self._socket, 1))
        except OSError:  # TimeoutError is one
            return False

    async def ask(self, scope: Scope, body: IO[bytes]) -> Answer:
        """Hand a request over and return its answer.

        Refuses: NeverAsked or Ended, where the process has ended.
        """
        self.is_lost = True
        await self._hand_over(scope, body)
        try:
            answer = await self._answer()
        except ConnectionResetError as fault:  # Linux: some of the request was never read
            raise NeverAsked from fault
        except OSError as fault:
            raise Ended from fault
        self.is_lost = False
        return answer

    async def _hand_over(self, scope: Scope, body: IO[bytes]) -> None:
        handed = {name: value for name, value in scope.items() if name not in _OURS_ALONE}
        body_bytes = body.seek(0, os.SEEK_END)
        body.seek(0)
        await self._send(framed(handed, body_bytes=body_bytes))
        while part := body.read(_PART_BYTES):
            await self._send(part)

    async def _send(self, part: bytes) -> None:
        try:
            await asyncio.get_running_loop().sock_sendall(self._socket, part)
        except OSError as fault:
            raise NeverAsked from fault

    async def _answer(self) -> Answer:
        loop, got = asyncio.get_running_loop(), bytearray()
        while part := await loop.sock_recv(self._socket, _PART_BYTES):
            got += part
            if len(got) < HEAD.size:
                continue
            said_bytes, body_bytes = HEAD.unpack_from(got)
            body_at = HEAD.size + said_bytes
            if len(got) == body_at + body_bytes:
                status, headers = said_in(bytes(got[HEAD.size : body_at]))
                return Answer(status, headers, bytes(got[body_at:]))
        raise Ended

    def end(self) -> None:
        """Let the thread at the other end answer what it was asked, and go."""
        with contextlib.suppress(OSError):  # it has gone
            self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Ask by it no more."""
        self._socket.close()


class PageProcess:
    """A process that answers pages.

    Takes:   `command`: the module that it runs, and what it is told before the numbers of its
             sockets.
    Refuses: OSError where the system has no process or socket left.
    """

    def __init__(self, command: Sequence[str], *, threads: int) -> None:
        pairs = [socket.socketpair() for _ in range(threads)]
        numbers = [theirs.fileno() for _, theirs in pairs]
        try:
            # In a group of its own: Ctrl-C is for the one that listens, which ends this one.
            self._child = subprocess.Popen(
                [sys.executable, "-m", *command, *map(str, numbers)],
                stdin=subprocess.DEVNULL,
                pass_fds=numbers,
                start_new_session=True,
            )
        finally:
            for _, theirs in pairs:
                theirs.close()
        self._channels = [Channel(ours, self) for ours, _ in pairs]
        self._is_ready = False
        self.free = list(self._channels)
        """The channels by which nothing is asked just now."""

    @property
    def process_id(self) -> int:
        """The child's process id."""
        return self._child.pid

    async def is_ready(self) -> bool:
        """Wait until it can be asked; False where it ended, or takes too long."""
        self._is_ready = await self._channels[0].is_ready()
        return self._is_ready

    async def ended(self) -> int:
        """Wait for its end and return its code.

        A thread waits that nobody waits for: a service that is forced to end does, and it with us.
        """
        loop, is_over = asyncio.get_running_loop(), asyncio.Event()

        def watch() -> None:
            self._child.wait()
            with contextlib.suppress(RuntimeError):  # the loop ended before
                loop.call_soon_threadsafe(is_over.set)

        threading.Thread(target=watch, name="plaudit-watch", daemon=True).start()
        await is_over.wait()
        return self._child.wait()

    def end(self) -> None:
        """Let it answer what it was asked, and go; at once where it hadn't begun."""
        if not self._is_ready:
            self.kill()
        for channel in self._channels:
            channel.end()

    def close(self) -> None:
        """Close what led to it: it has ended."""
        for channel in self._channels:
            channel.close()

    def kill(self) -> None:
        """End it now."""
        self._child.kill()
