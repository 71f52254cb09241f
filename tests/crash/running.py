"""The service under test as its killer sees it: a process, its socket, its orders, its log.

Each is a process of its own, forked from one that has read the program and done nothing with it:
to read it takes longer than most lives of a service here.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import socket
import threading
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import IO

import msgspec

from tests.crash import service
from tests.crash.points import Order, Setup

_NURSERY = get_context("forkserver")
_NURSERY.set_forkserver_preload([service.__name__])
START_SECONDS = 60
STOP_SECONDS = 40
LOG_SHOWN_CHARACTERS = 4_000


class Stuck(Exception):
    """The service did not do what was waited for: a sentence, and the end of its log."""


class Service:
    """Started, killed and started again on one socket: what connects meanwhile waits in line."""

    def __init__(self, url: str, log_path: Path, *, injected: tuple[str, ...] = ()) -> None:
        self._url = url
        self._injected = injected
        self._log_path = log_path
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._socket.getsockname()[1]
        self._process: ForkServerProcess | None = None
        self._orders: IO[bytes] | None = None
        self._words: queue.Queue[str] = queue.Queue()

    def start(self, *, writers: int) -> None:
        """Start the process where it doesn't run, and wait until it takes requests."""
        if self.is_up():
            return
        self._forget()
        self._words = queue.Queue()
        setup = Setup(self._url, writers, self._injected)
        orders, self._orders = _pipe()
        told, says = _pipe()
        with orders, says, self._log_path.open("ab") as log:
            ends = [DupFd(one.fileno()) for one in (orders, says, log, self._socket)]
            self._process = _NURSERY.Process(target=service.live, args=(setup, *ends), daemon=True)
            self._process.start()
        threading.Thread(target=_collect, args=(told, self._words), daemon=True).start()
        self.wait_for("up", seconds=START_SECONDS)

    def is_up(self) -> bool:
        """Return whether the process lives."""
        return self._process is not None and self._process.is_alive()

    def arm(self, order: Order) -> None:
        """Give the service its order to kill."""
        assert self._orders is not None
        self._orders.write(msgspec.json.encode(order) + b"\n")
        self._orders.flush()

    def wait_for(self, word: str, *, seconds: float) -> None:
        """Return when the service says a word.

        Refuses: Stuck when it doesn't in time, or ends without it.
        """
        try:
            said = self._words.get(timeout=seconds)
        except queue.Empty:
            raise Stuck(f"no {word!r} in {seconds} seconds.\n{self.log()}") from None
        if said != word:
            raise Stuck(f"waited for {word!r}, but: {said!r}.\n{self.log()}")

    def kill(self) -> None:
        """Kill the process."""
        assert self._process is not None
        self._process.kill()
        self._process.join(STOP_SECONDS)

    def wait_until_gone(self) -> None:
        """Collect the process after it killed itself."""
        assert self._process is not None
        self._process.join(STOP_SECONDS)

    def stop(self) -> None:
        """Stop as an operator does, and let go of the socket.

        Refuses: Stuck when the service doesn't finish cleanly what it took in.
        """
        try:
            if self.is_up():
                assert self._process is not None
                assert self._process.pid is not None
                os.kill(self._process.pid, signal.SIGTERM)
                self.wait_for("stopped", seconds=STOP_SECONDS)
                self._process.join(STOP_SECONDS)
        finally:
            self.close()

    def close(self) -> None:
        """Let go of everything, at once."""
        if self.is_up():
            self.kill()
        self._forget()
        self._socket.close()

    def log(self) -> str:
        """Return the end of what the service logged."""
        return self._log_path.read_text("utf-8", errors="replace")[-LOG_SHOWN_CHARACTERS:]

    def _forget(self) -> None:
        if self._process is None:
            return
        self._process.join(STOP_SECONDS)
        assert not self._process.is_alive(), "it didn't end"
        assert self._orders is not None
        with contextlib.suppress(BrokenPipeError):  # an order that it didn't live to read
            self._orders.close()
        self._process = None


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    """Return both ends of a pipe: what is read, and what is written."""
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


def _collect(told: IO[bytes], words: queue.Queue[str]) -> None:
    with told:
        for line in told:
            words.put(line.decode().strip())
    words.put("(ended)")
