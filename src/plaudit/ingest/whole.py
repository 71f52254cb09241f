"""Requests that are read whole before they are answered, whole as well: pages and the API.

What answers them may be a thread of this process or another process: it sees no connection, and a
slow visitor holds nothing but the own body, which is bounded before (`ingest.bounded`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from typing import IO

from plaudit.core.refusals import Refusal, Refused
from plaudit.ingest.answers import Answer
from plaudit.ingest.limits import BODY_KEPT_BYTES
from plaudit.ingest.ports import Receive, Scope, Send

PART_BYTES = 65_536
"""Of an answer that is sent at a time, so that a slow visitor holds the rest up."""

AnswerWhole = Callable[[Scope, IO[bytes]], Awaitable[Answer]]
"""Answers a request with its whole body; Refused where nobody can."""


class Whole:
    """An ASGI application over what answers whole requests, for HTTP requests alone."""

    def __init__(self, answer: AnswerWhole, *, say: Callable[[Scope, Refusal], Answer]) -> None:
        self._answer = answer
        self._say = say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        with SpooledTemporaryFile(max_size=BODY_KEPT_BYTES) as body:
            if not await _read(receive, body):
                return
            try:
                answer = await self._answer(scope, body)
            except Refused as no:
                answer = await asyncio.to_thread(self._say, scope, no.refusal)
        await _send(send, answer)


async def _read(receive: Receive, body: IO[bytes]) -> bool:
    """Read a request's body; False where the client went before it was whole."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        body.write(message.get("body", b""))
        if not message.get("more_body", False):
            body.seek(0)
            return True


async def _send(send: Send, answer: Answer) -> None:
    status, headers, body = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    for at in range(0, len(body), PART_BYTES):
        part, is_more = body[at : at + PART_BYTES], at + PART_BYTES < len(body)
        await send({"type": "http.response.body", "body": part, "more_body": is_more})
    if not body:
        await send({"type": "http.response.body", "body": b""})
