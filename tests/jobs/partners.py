"""A partner's side of a webhook: a real HTTP server on this machine that keeps what arrives."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from plaudit.core.webhook_signing import secret_of, verify


class Arrived(NamedTuple):
    """One request as a partner gets it."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, *secrets: str) -> dict[str, Any]:
        """Return the message, verified with the secrets as a partner does."""
        kept = [secret_of(secret) for secret in secrets]
        verify(self.headers, self.body, secrets=kept, now=int(time.time()))
        found: dict[str, Any] = json.loads(self.body)
        return found


class Partner:
    """Answers each request with `answer(number of the request, from 1)`: a status."""

    def __init__(self, answer: Callable[[int], int], *, slow_seconds: float) -> None:
        self.arrived: list[Arrived] = []
        self.answer = answer
        self.slow_seconds = slow_seconds
        self.headers: dict[str, str] = {}
        """What it answers with besides."""
        self.let_go = threading.Event()
        partner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                partner.arrived.append(Arrived(self.path, headers, body))
                number = len(partner.arrived)
                partner.let_go.wait(partner.slow_seconds)
                self.send_response(partner.answer(number))
                for name, value in partner.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def speak_tls(self, context: ssl.SSLContext) -> None:
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def serve(self) -> None:
        self._server.serve_forever(poll_interval=0.02)

    def stop(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def partner(
    answer: Callable[[int], int] = lambda _: 204,
    *,
    slow_seconds: float = 0,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Partner]:
    """Run a partner for the length of the block."""
    found = Partner(answer, slow_seconds=slow_seconds)
    if tls is not None:
        found.speak_tls(tls)
    thread = threading.Thread(target=found.serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.stop()
        thread.join(5)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
