"""The HTTP server: uvicorn with the time and size limits that it lacks. Source: decision 0004."""

from __future__ import annotations

import asyncio
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from plaudit.ingest.limits import (
    CONNECTIONS_MAX,
    DRAIN_SECONDS_MAX,
    HEADER_BYTES_MAX,
    HEADER_SECONDS_MAX,
    IDLE_SECONDS_MAX,
)

_HEAD_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\n"
    b"connection: close\r\n\r\n"
)


class LimitedProtocol(HttpToolsProtocol):
    """HTTP/1.1, where the head of a request must come in time and be of limited size."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._awaits_head = True
        self._head_bytes = 0
        self._too_slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give a new connection its time for the first request."""
        super().connection_made(transport)
        self._give_time()

    def data_received(self, data: bytes) -> None:
        """Take what has arrived; refuse a head that grows too long."""
        self._head_bytes += len(data)
        super().data_received(data)
        if not self._awaits_head or self.transport.is_closing():
            return
        if self._head_bytes > HEADER_BYTES_MAX:
            self.transport.write(_HEAD_TOO_LARGE)
            self.transport.close()
        elif self._too_slow is None:
            self._give_time()

    def on_message_begin(self) -> None:
        """Note that a head has begun."""
        super().on_message_begin()
        self._awaits_head = True

    def on_headers_complete(self) -> None:
        """Note that the head is there."""
        self._awaits_head = False
        self._head_bytes = 0
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Note that the next head may come."""
        self._awaits_head = True
        self._head_bytes = 0
        super().on_response_complete()

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


def server_of(app: Any, *, host: str, port: int) -> uvicorn.Server:
    """Return the server for an ASGI application; `.run()` serves until SIGINT or SIGTERM.

    A stop takes no new connections and waits DRAIN_SECONDS_MAX for the open requests.
    """
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            loop="uvloop",
            http=LimitedProtocol,
            ws="none",
            lifespan="on",
            access_log=False,
            log_config=None,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            limit_concurrency=CONNECTIONS_MAX,
            timeout_keep_alive=IDLE_SECONDS_MAX,
            timeout_graceful_shutdown=DRAIN_SECONDS_MAX,
        )
    )
