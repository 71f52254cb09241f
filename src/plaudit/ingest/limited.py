"""HTTP/1.1 as uvicorn reads it, with the time and size limits that it lacks for a request's head.

Source: decision 0004.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sized
from typing import Any

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.ingest.answers import problem_answer, written
from plaudit.ingest.limits import (
    BUSY_SECONDS,
    CONNECTIONS_MAX,
    HEADER_BYTES_MAX,
    HEADER_SECONDS_MAX,
)
from plaudit.ingest.news import NEWS_PATH
from plaudit.ingest.offers import head_without_offer, is_offer
from plaudit.ingest.ports import Receive, Scope, Send

_LINE_BYTES = 4
"""Bytes of a header's line beside its name and its value."""


class HeadTooLarge(Exception):
    """Said to the parser, which stops at it. The client is told with a 431."""


class LimitedProtocol(HttpToolsProtocol):
    """HTTP/1.1, where the head of a request must come in time and be of limited size."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.scope = {}  # type: ignore[typeddict-item]  # no request was read yet
        self._awaits_head = True
        self._head_bytes = 0
        self._is_too_large = False
        self._too_slow: asyncio.TimerHandle | None = None
        self._is_in_body = False
        """Whether a request was handed on whose body is still to come."""
        self._refused: Refusal | None = None
        """What is said once the requests before it are answered. Nothing more is read."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give a new connection its time for the first request."""
        super().connection_made(transport)
        self._give_time()

    def data_received(self, data: bytes) -> None:
        """Take what has arrived, in parts no longer than a head may be.

        What follows a whole request in the same part isn't counted as the next one's head.
        """
        for start in range(0, len(data), HEADER_BYTES_MAX):
            if self._refused is not None or self.transport.is_closing():
                return
            self._take(data[start : start + HEADER_BYTES_MAX])

    def _take(self, data: bytes) -> None:
        """Read a part; refuse a head that grows too long."""
        self._head_bytes += len(data)
        self._read(data)
        if self._refused is not None:
            return
        if not self._awaits_head or self.transport.is_closing():
            return
        if self._head_bytes > HEADER_BYTES_MAX:
            self._refuse(refusal(Code.HEAD_TOO_LARGE, limit=HEADER_BYTES_MAX))
        elif self._too_slow is None:
            self._give_time()

    def _read(self, data: bytes) -> None:
        """Let the parser read a part, and a head that offers another protocol once more."""
        self._unset_keepalive_if_required()
        while data:
            try:
                self.parser.feed_data(data)
                data = b""
            except HttpParserUpgrade as stopped:
                if not is_offer(self.parser):
                    return
                head = head_without_offer(self.parser, self.url, self.headers)
                data = head + data[stopped.args[0] :]
                self.parser = HttpRequestParser(self)
                self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn
            except HttpParserError:
                self.send_400_response("")
                return

    def on_message_begin(self) -> None:
        """Note that a head has begun."""
        super().on_message_begin()
        self._awaits_head = True

    def on_headers_complete(self) -> None:
        """Note that the head is there; one that is too large may have come at once."""
        self._awaits_head = False
        self._head_bytes = 0
        self._stop_waiting()
        lines = sum(len(name) + len(value) + _LINE_BYTES for name, value in self.headers)
        if len(self.url) + lines > HEADER_BYTES_MAX:
            self._is_too_large = True
            raise HeadTooLarge
        if not is_offer(self.parser):
            self._begin()

    def _begin(self) -> None:
        """Hand a request on whose head is there."""
        if self.transport.is_closing():
            return
        served = self.app
        if is_full(self.connections):
            self.app = _too_busy
        try:
            super().on_headers_complete()
        finally:
            self.app = served
        self._is_in_body = True

    def on_message_complete(self) -> None:
        """Note that what comes now is no body any more."""
        if is_offer(self.parser):
            return
        self._head_bytes = 0
        self._is_in_body = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (uvicorn's words aren't ours)
        """Answer what the parser stopped at, and close."""
        if self._is_too_large:
            self._refuse(refusal(Code.HEAD_TOO_LARGE, limit=HEADER_BYTES_MAX))
        else:
            self._refuse(refusal(Code.NOT_HTTP))

    def _refuse(self, refused: Refusal) -> None:
        """Say a refusal and close, once the requests before it are answered."""
        is_awaited = not getattr(self.cycle, "response_complete", True)
        if self._is_in_body:  # the newest request is the refused one
            is_awaited = bool(self.pipeline)
            if is_awaited:
                self.pipeline.popleft()
        if is_awaited:
            self._refused = refused
            self._stop_waiting()
        else:
            self._end_with(refused)

    def _end_with(self, refused: Refusal) -> None:
        if not self.transport.is_closing():
            self.transport.write(written(problem_answer(refused), (), stays_open=False))
            self.transport.close()

    def on_response_complete(self) -> None:
        """Note that the next head may come; one that was sent ahead may be there already."""
        if self._refused is not None and not self.pipeline:
            self._end_with(self._refused)
            return
        if self.cycle.response_complete:
            self._await_head()
        super().on_response_complete()

    def _await_head(self) -> None:
        self._awaits_head = True
        self._head_bytes = 0

    def shutdown(self) -> None:
        """End with the server: a stream of news, which has no end of its own, at once."""
        super().shutdown()
        if not self.transport.is_closing() and self.scope.get("path") == NEWS_PATH:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock with the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _give_time(self) -> None:
        self._too_slow = self.loop.call_later(HEADER_SECONDS_MAX, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._too_slow is not None:
            self._too_slow.cancel()
            self._too_slow = None


def is_full(connections: Sized) -> bool:
    """Return whether there are more connections than are served."""
    return len(connections) > CONNECTIONS_MAX


async def _too_busy(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 (ASGI's)
    """Answer a request on a connection too many, and close it."""
    status, headers, body = problem_answer(refusal(Code.TOO_BUSY, wait_seconds=BUSY_SECONDS))
    headers = [*headers, (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
