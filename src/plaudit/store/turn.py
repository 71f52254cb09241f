"""A turn: threads of one interpreter that work one after the other, and wait side by side.

An interpreter runs one thread at a time and lets them change places every few milliseconds: two
that settle large batches slow each other down while they judge, and then wait for the server at the
same time. In turn, one judges while the server writes what the other came to.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_MINE = threading.local()
"""The turn that a thread is in."""


class Turn:
    """What threads share: only one of them is in it at a time."""

    def __init__(self) -> None:
        self._free = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have the turn for as long as the block lasts, but for what it only waits for."""
        assert _of_this_thread() is None, "a thread has one turn"
        with self._free:
            _MINE.turn = self
            try:
                yield
            finally:
                _MINE.turn = None

    @contextmanager
    def left(self) -> Iterator[None]:
        """Let another thread have the turn for as long as the block lasts."""
        self._free.release()
        try:
            yield
        finally:
            self._free.acquire()


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
