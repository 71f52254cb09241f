"""A turn: threads of one interpreter that work one after the other, and wait side by side.

An interpreter runs one thread at a time and lets them change places in no order: two that settle
large batches slow each other down while they judge, and then wait for the server at the same time.
In turn, one judges while the server writes what the other came to.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

_MINE = threading.local()
"""The turn that a thread is in."""


class Turn:
    """What threads share: a block belongs to one of them, in the order in which they ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        assert _of_this_thread() is None, "a thread has one turn"
        self._take()
        _MINE.turn = self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _MINE.turn = None
        self._leave()

    @contextmanager
    def left(self) -> Iterator[None]:
        """Let another thread have the turn for as long as the block lasts."""
        self._leave()
        try:
            yield
        finally:
            self._take()

    def _take(self) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # released by who hands the turn over

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


@contextmanager
def waiting() -> Iterator[None]:
    """Let others work while this thread waits, where it works in a turn."""
    turn = _of_this_thread()
    if turn is None:
        yield
        return
    with turn.left():
        yield


def _of_this_thread() -> Turn | None:
    turn: Turn | None = getattr(_MINE, "turn", None)
    return turn
