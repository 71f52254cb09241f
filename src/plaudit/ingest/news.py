"""News for open pages: a stream that says "something is new", and nothing of what it is.

One look a second serves all open streams: it asks the book for the versions of their wallets, over
one connection. Settling does nothing for it. Source: docs/decisions/0025-the-app.md.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol
from urllib.parse import parse_qs

import psycopg

from plaudit.core.passes import opens
from plaudit.core.refusals import Code, refusal
from plaudit.ingest.answers import Answer, answer_of, problem_answer
from plaudit.ingest.faults import log_fault
from plaudit.ingest.limits import (
    AWAY_SECONDS,
    HEARTBEAT_SECONDS,
    LOOK_SECONDS,
    NEWS_BUSY_SECONDS,
    STREAMS_A_MEMBER_MAX,
    STREAMS_MAX,
)
from plaudit.ingest.ports import Receive, Scope, Send
from plaudit.store.news import WalletVersion

NEWS_PATH = "/member/news"
NEW, MANY, OVER, HEARTBEAT = "new", "many", "over", b":\n\n"
_LAST = (OVER, MANY)
"""What ends a stream. After "over" a page loads itself again; after "many" only its reader does."""
_VERSION = re.compile(r"\d{1,20}(-\d{1,20})?(\.\d{1,9})?", re.ASCII)
"""Of the wallet, and of what was refused last."""
_RETRY_SECONDS = (2, 8)
"""After how long a browser comes again by itself: not all in the same moment."""


class Admitted(NamedTuple):
    """Whose pass was sent, when it ends in seconds since the epoch, and what it opens.

    `ended`: how often the member's passes had been ended when it was given (glossary: pass).
    """

    member_id: int
    ends_at: int
    ended: int
    mark: str

    def opens(self, found: WalletVersion) -> bool:
        """Return whether it wasn't ended since, or is the one that goes on."""
        return opens(found, ended=self.ended, mark=self.mark)


Admit = Callable[[str], Admitted | None]
"""Says whose pass the cookies hold; or None."""


class Look(Protocol):
    """Looks for the versions of wallets, over a connection of its own; one thread uses it.

    Raises psycopg.OperationalError when the database is away.
    """

    def versions(self, member_ids: Sequence[int]) -> Mapping[int, WalletVersion]:
        """Return the version of each member's wallet; none of who is gone."""

    def close(self) -> None:
        """Close the connection. Raises nothing."""


class _Stream:
    """One open page: the version that it shows, and what is to be said to it."""

    def __init__(self, sent: Admitted, *, version: str) -> None:
        self.sent = sent
        self.member_id = sent.member_id
        self.version = version
        self.waiting: list[str] = []
        self.woken = asyncio.Event()

    def say(self, what: str) -> None:
        """Say that something is new, or why it ends; said twice it is said once."""
        if what not in self.waiting:
            self.waiting.append(what)
        self.woken.set()


class News:
    """An ASGI application for NEWS_PATH alone."""

    def __init__(self, look: Look, admit: Admit) -> None:
        self._look = look
        self._admit = admit
        self._streams: dict[int, list[_Stream]] = {}
        """By member, the oldest first."""
        self._looking: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="plaudit-news")

    @property
    def open_streams(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._streams.values()))

    async def stop(self) -> None:
        """End all streams and let go of the connection."""
        for stream in [one for streams in self._streams.values() for one in streams]:
            stream.say(OVER)
        if self._looking is not None:
            self._looking.cancel()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._look.close)
        self._thread.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        admitted = self._admit(headers.get(b"cookie", ""))
        if scope["method"] != "GET":
            await _answer(send, problem_answer(refusal(Code.METHOD_NOT_ALLOWED, allowed="GET",
                                                       seen="another one")))  # fmt: skip
        elif admitted is None:
            await _answer(send, answer_of(403, b"", content_type=b"text/plain"))
        elif self.open_streams >= STREAMS_MAX:
            full = refusal(Code.TOO_BUSY, wait_seconds=NEWS_BUSY_SECONDS)
            await _answer(send, problem_answer(full))
        else:
            stream = _Stream(admitted, version=_seen(scope, headers))
            self._open(stream)
            try:
                await _stream(stream, receive, send)
            finally:
                self._shut(stream)

    def _open(self, stream: _Stream) -> None:
        streams = self._streams.setdefault(stream.member_id, [])
        streams.append(stream)
        for oldest in streams[:-STREAMS_A_MEMBER_MAX]:
            oldest.say(MANY)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_on())

    def _shut(self, stream: _Stream) -> None:
        streams = self._streams[stream.member_id]
        streams.remove(stream)
        if not streams:
            del self._streams[stream.member_id]

    async def _look_on(self) -> None:
        """Look once a LOOK_SECONDS for as long as a stream is open."""
        loop = asyncio.get_running_loop()
        while self._streams:
            pause: float = LOOK_SECONDS
            try:
                asked = list(self._streams)
                found = await loop.run_in_executor(self._thread, self._look.versions, asked)
                self._tell(asked, found)
            except psycopg.OperationalError:
                pause = AWAY_SECONDS
            except Exception as fault:  # noqa: BLE001 (one bad look isn't the end of all streams)
                log_fault("Looking for news failed", fault)
                pause = AWAY_SECONDS
            await asyncio.sleep(pause)
        self._looking = None

    def _tell(self, asked: Sequence[int], found: Mapping[int, WalletVersion]) -> None:
        for member_id in asked:
            now = found.get(member_id)
            for stream in self._streams.get(member_id, ()):
                if now is None or not stream.sent.opens(now):
                    stream.say(OVER)
                elif now.version != stream.version:
                    stream.version = now.version
                    stream.say(NEW)


def _seen(scope: Scope, headers: Mapping[bytes, str]) -> str:
    """Return the version that a page shows: what its stream said last, else its address."""
    said = (
        headers.get(b"last-event-id")
        or parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])[0]
    )
    return said if _VERSION.fullmatch(said) else ""


async def _stream(stream: _Stream, receive: Receive, send: Send) -> None:
    """Say what there is to say until the page is gone, or its pass is over."""
    gone = asyncio.ensure_future(_until_gone(receive))
    gone.add_done_callback(lambda _: stream.woken.set())
    begin = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-accel-buffering", b"no"),  # a proxy that gathers would hold the news back
    ]
    await send({"type": "http.response.start", "status": 200, "headers": begin})
    milliseconds = random.randint(*(seconds * 1_000 for seconds in _RETRY_SECONDS))  # noqa: S311
    said = b"retry: %d\n\n" % milliseconds
    try:
        while not gone.done():
            await send({"type": "http.response.body", "body": said, "more_body": True})
            left = stream.sent.ends_at - time.time()
            try:
                async with asyncio.timeout(max(0, min(left, HEARTBEAT_SECONDS))):
                    await stream.woken.wait()
                said = _events(stream)
            except TimeoutError:
                said = HEARTBEAT if left > HEARTBEAT_SECONDS else _event(OVER, stream.version)
            if said.startswith((b"event: over", b"event: many")):
                await send({"type": "http.response.body", "body": said})
                return
    finally:
        gone.cancel()


def _events(stream: _Stream) -> bytes:
    """Return what is waiting, and note that it is said; why it ends stands alone."""
    waiting, stream.waiting = stream.waiting, []
    stream.woken.clear()
    for what in _LAST:
        if what in waiting:
            return _event(what, stream.version)
    return b"".join(_event(what, stream.version) for what in waiting) or HEARTBEAT


def _event(what: str, version: str) -> bytes:
    """Return one event of a stream. Source: HTML standard, server-sent events."""
    return f"event: {what}\nid: {version}\ndata: {what}\n\n".encode()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(send: Send, answer: Answer) -> None:
    status, headers, body = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
