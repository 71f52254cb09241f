"""The door: an ASGI application for deeds, without a framework.

POST /v1/deeds takes one deed or a batch, GET /v1/health, /v1/refusals and /v1/openapi.json say
what there is to know. Each deed of a readable batch gets its own outcome.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from plaudit.actions.batch import Arrival
from plaudit.core.deed import Unread, shown
from plaudit.core.ledger import Outcome
from plaudit.core.problem import REFUSALS_PATH
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.ingest.answers import (
    Answer,
    answer_of,
    deed_answer,
    outcomes_answer,
    problem_answer,
    refusals_answer,
)
from plaudit.ingest.body import ClientGone, Head, Held, Incoming, head_of, is_batch
from plaudit.ingest.faults import log_fault
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys
from plaudit.ingest.limits import AWAY_SECONDS, BODY_BYTES_MAX, DEED_BYTES_MAX
from plaudit.ingest.openapi import openapi_text
from plaudit.ingest.ports import Receive, Scope, Send, Signed
from plaudit.ingest.reading import Reader, Reading
from plaudit.ingest.short_way import ShortWay

DEEDS_PATH = "/v1/deeds"
HEALTH_PATH = "/v1/health"
OPENAPI_PATH = "/v1/openapi.json"
PATHS = frozenset((DEEDS_PATH, HEALTH_PATH, REFUSALS_PATH, OPENAPI_PATH))
"""The door's addresses; what else is under /v1/ is the partners' API."""


class Door:
    """The ASGI application. `start` before the first request, `stop` after the last one."""

    def __init__(
        self, keys: Keys, gather: Gather, *, document: Callable[[], bytes] = openapi_text
    ) -> None:
        self._document = document
        self._keys = keys
        self._gather = gather
        self.short_way = ShortWay(keys, gather)
        self._held = Held()
        self._exact = ThreadPoolExecutor(1, thread_name_prefix="plaudit-exact")
        self._pages: dict[str, Callable[[], Awaitable[Answer]]] = {
            HEALTH_PATH: self._health,
            REFUSALS_PATH: self._refusals,
            OPENAPI_PATH: self._openapi,
        }

    async def start(self) -> None:
        """Start to settle. The database may be away; the door then answers 503."""
        self._gather.start()

    async def stop(self) -> None:
        """Settle what was taken in, then let go of threads and connections."""
        await self._gather.stop()
        await self._keys.stop()
        self._exact.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send=send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, *, send: Send) -> None:
        try:
            answer = await self._answered(scope, Incoming(receive, self._held))
        except ClientGone:
            return
        except Exception as fault:  # noqa: BLE001 (the server would log what was sent)
            log_fault("A request could not be answered", fault)
            answer = problem_answer(refusal(Code.OUR_FAULT))
        status, headers, body = answer
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send(
            {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body}
        )

    async def _answered(self, scope: Scope, incoming: Incoming) -> Answer:
        head = head_of(scope["headers"])
        try:
            return await self._routed(scope, head, incoming=incoming)
        except Refused as no:
            answer = problem_answer(no.refusal)
            # A client that waits for "100 Continue" has not sent its body, and now won't.
            if head.waits_for_continue or not await incoming.drain():
                answer.headers.append((b"connection", b"close"))
            return answer

    async def _routed(self, scope: Scope, head: Head, *, incoming: Incoming) -> Answer:
        path, method = scope["path"], scope["method"]
        if path == DEEDS_PATH:
            _check_method(method, allowed=("POST",))
            return await self._deeds(head, incoming)
        page = self._pages.get(path)
        if page is None:
            raise Refused(refusal(Code.NOT_FOUND))
        _check_method(method, allowed=("GET", "HEAD"))
        return await page()

    async def _deeds(self, head: Head, incoming: Incoming) -> Answer:
        signed = await self._keys.signed_in(head.authorization)
        if is_batch(head.content_type):
            raw = await incoming.read(length=head.length, limit=BODY_BYTES_MAX)
            readings = signed.reader.quick_batch(raw)
            if readings is None:
                readings = await self._exact_batch(signed.reader, raw)
            outcomes = await self._settled(signed, readings)
            return outcomes_answer(outcomes, [reading.event_id for reading in readings])
        raw = await incoming.read(length=head.length, limit=DEED_BYTES_MAX)
        reading = signed.reader.read_one(raw)
        [outcome] = await self._settled(signed, [reading])
        return deed_answer(outcome, reading.event_id)

    async def _exact_batch(self, reader: Reader, raw: bytes) -> list[Reading]:
        """Read a batch the exact way, on a thread: a hostile one takes a good part of a second."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._exact, reader.exact_batch, raw)

    async def _settled(self, signed: Signed, readings: list[Reading]) -> list[Outcome | Refusal]:
        """Settle what could be read, and return one outcome or refusal for each reading."""
        arrivals = [
            Arrival(signed.partner_id, reading)
            for reading in readings
            if not isinstance(reading, Unread)
        ]
        settled = await self._gather.settle(arrivals)
        if len(arrivals) == len(readings):
            return list(settled)
        rest = iter(settled)
        return [
            reading.refusal if isinstance(reading, Unread) else next(rest) for reading in readings
        ]

    async def _health(self) -> Answer:
        if await self._keys.is_there():
            return answer_of(200, b'{"status":"ok"}')
        raise Refused(refusal(Code.SERVICE_AWAY, wait_seconds=AWAY_SECONDS))

    async def _refusals(self) -> Answer:
        return refusals_answer()

    async def _openapi(self) -> Answer:
        return answer_of(200, self._document())


def _check_method(method: str, *, allowed: tuple[str, ...]) -> None:
    if method not in allowed:
        raise Refused(
            refusal(Code.METHOD_NOT_ALLOWED, allowed=", ".join(allowed), seen=shown(method))
        )
