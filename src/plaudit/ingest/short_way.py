"""The short way of a request: one deed, which came whole with its head, needs no task of its own.

ASGI's tasks, messages and time limits cost more than all the rest of reading it. Clients that send
head and body by two calls, as Python's usual ones do, meet it by chance. What isn't the usual in
any way goes the usual way, which knows every limit and every refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from plaudit.ingest.answers import Answer
from plaudit.ingest.body import Head

Tell = Callable[[Answer], None]
"""Takes the answer to a request. It is called once, on the loop."""


AtOnce = Callable[[Head, bytes, Tell], bool]
"""Takes a request's head and whole body; False: it didn't, and never calls `tell`."""


class Nobody:
    """Takes the place of the event that wakes a request's task: there is no task."""

    def set(self) -> None:
        """Wake nobody."""


class ShortCycle:
    """A request on the short way, as the server's protocol looks at the one under way."""

    message_event = Nobody()

    def __init__(self, *, keep_alive: bool) -> None:
        self.keep_alive = keep_alive
        self.disconnected = False
        self.response_complete = False


def written(
    answer: Answer, more_headers: Iterable[tuple[bytes, bytes]], *, stays_open: bool
) -> bytes:
    """Return an answer as HTTP/1.1 has it."""
    pieces = [STATUS_LINE[answer.status]]
    for name, value in more_headers:
        pieces += (name, b": ", value, b"\r\n")
    for name, value in answer.headers:
        pieces += (name, b": ", value, b"\r\n")
    pieces += (b"\r\n" if stays_open else b"connection: close\r\n\r\n", answer.body)
    return b"".join(pieces)
