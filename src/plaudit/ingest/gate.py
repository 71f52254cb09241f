"""The gate before the partners' API: key, limits and strict JSON as the door for deeds has them.

It asks who calls, reads the body while it streams in, and hands both on to an application that
knows the addresses. What it refuses is handed on too: an address that isn't there is said first.
"""

from __future__ import annotations

import asyncio

from plaudit.core.caller import CALLER, Caller
from plaudit.core.deed import shown
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.voucher import Till
from plaudit.ingest.answers import problem_answer
from plaudit.ingest.body import ClientGone, Head, Held, Incoming, head_of, media_type_of
from plaudit.ingest.faults import log_fault
from plaudit.ingest.keys import Keys
from plaudit.ingest.limits import (
    API_BODY_BYTES_MAX,
    API_REQUESTS_MAX,
    API_WAITING_MAX,
    BUSY_SECONDS,
)
from plaudit.ingest.ports import Application, Message, Receive, Scope, Send
from plaudit.ingest.strict_json import values_of

JSON = b"application/json"
_LARGE_BYTES = 16 * 1024
"""A larger text is read on a thread: it would hold up the deeds."""


class Gate:
    """An ASGI application before another one, for HTTP requests alone."""

    def __init__(self, keys: Keys, inside: Application) -> None:
        self._keys = keys
        self._inside = inside
        self._held = Held()
        self._places = asyncio.Semaphore(API_REQUESTS_MAX)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        sending = _Sending(send)
        try:
            await self._answer(scope, Incoming(receive, self._held), sending)
        except ClientGone:
            return
        except Exception as fault:  # noqa: BLE001 (the server would log what was sent)
            log_fault("A request to the API could not be answered", fault)
            if not sending.has_begun:
                await sending.refuse(refusal(Code.OUR_FAULT))

    async def _answer(self, scope: Scope, incoming: Incoming, sending: _Sending) -> None:
        head = head_of(scope["headers"])
        till = await self._till(head)
        raw, body = b"", None
        if isinstance(till, Till):
            raw, body = await self._body(head, incoming)
        if not incoming.is_whole and (head.waits_for_continue or not await incoming.drain()):
            # A client that waits for "100 Continue" has not sent its body, and now won't.
            sending.closes = True
        if self._waiting >= API_WAITING_MAX:
            await sending.refuse(refusal(Code.TOO_BUSY, wait_seconds=BUSY_SECONDS))
            return
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            handed_on = {**scope, CALLER: Caller(till, body)}
            await self._inside(handed_on, _whole(raw), sending.send)
        finally:
            self._places.release()

    async def _till(self, head: Head) -> Till | Refusal:
        try:
            return await self._keys.till_of(head.authorization)
        except Refused as no:
            return no.refusal

    async def _body(self, head: Head, incoming: Incoming) -> tuple[bytes, object | Refusal]:
        """Return the body as it came, and what its JSON text says."""
        try:
            if head.length:
                _must_be_json(head)
            raw = await incoming.read(length=head.length, limit=API_BODY_BYTES_MAX)
            if not raw:
                return raw, None
            _must_be_json(head)
            if len(raw) > _LARGE_BYTES:
                return raw, await asyncio.to_thread(values_of, raw)
            return raw, values_of(raw)
        except Refused as no:
            return b"", no.refusal


def _must_be_json(head: Head) -> None:
    if media_type_of(head.content_type) != JSON:
        seen = shown(head.content_type.decode("latin-1")) if head.content_type else "missing"
        raise Refused(refusal(Code.NOT_JSON, seen=seen))


class _Sending:
    """What goes back to the client; the connection ends with it where `closes` is set."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.closes = False
        self.has_begun = False

    async def send(self, message: Message) -> None:
        """Send one message of ASGI."""
        if message["type"] == "http.response.start":
            self.has_begun = True
            if self.closes:
                message["headers"] = [*message["headers"], (b"connection", b"close")]
        await self._send(message)

    async def refuse(self, refused: Refusal) -> None:
        """Send a whole problem."""
        status, headers, body = problem_answer(refused)
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _whole(raw: bytes) -> Receive:
    """Return what receives a body that is there already, and then waits for nothing more."""
    parts: list[Message] = [{"type": "http.request", "body": raw, "more_body": False}]

    async def receive() -> Message:
        if parts:
            return parts.pop()
        nothing: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        return await nothing

    return receive
