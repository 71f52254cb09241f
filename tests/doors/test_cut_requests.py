"""However requests are cut into packets and put together, the answers are the usual way's."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn.server import ServerState

from plaudit.ingest.ports import Receive, Scope, Send
from plaudit.ingest.server import server_of
from tests.doors.bodies import deed
from tests.doors.fakes import KEY, FakeBook, door_of
from tests.doors.serving import CHUNKED, HEAD, chunk, what_is_taken, with_length

CLOSES = b"Connection: close\r\nHost:"


def one(**changed: object) -> bytes:
    return json.dumps(deed(**changed)).encode()


USUAL = [
    with_length(one(id="nobody-1")),
    with_length(one(id="nobody-1", time="2026-04-03T09:12:00.123456Z")),
    with_length(one(id="till-7/000009")),
    with_length(one() + b"\r\n\r\n"),
    with_length(one()).replace(b"Host:", b"X: y\r\nHost:"),
    with_length(one()).replace(b"events+json", b"events+json; charset=utf-8"),
]
OTHERS = [
    with_length(one(type="deed.unheard_of")),
    with_length(b"{}"),
    b"\r\n" + with_length(one(id="nobody-2")),
    with_length(one()).replace(KEY.encode(), b"guessed"),
    with_length(b"[" + one() + b"]").replace(b"events+json", b"events-batch+json"),
    CHUNKED + chunk(one()) + b"0\r\n\r\n",
    HEAD + b"Content-Length: 0\r\n\r\n",
    b"GET /v1/health HTTP/1.1\r\nHost: door\r\n\r\n",
]
ENDS = [
    b"",
    with_length(one()).replace(b"Host:", CLOSES),
    b"GET /v1/health HTTP/1.1\r\nHost: door\r\nConnection: close\r\n\r\n",
    b"GARBAGE\r\n\r\n",
    with_length(one()).replace(b"\r\nHost", b"\nHost"),
    CHUNKED + b"zz\r\n",
]
"""What may stand last: after most of them the connection is closed."""


class Wire(asyncio.Transport):
    """Keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.is_closed = False
        self.changed = asyncio.Event()

    def write(self, data: Any) -> None:
        assert not self.is_closed
        self.written += data
        self.changed.set()

    def close(self) -> None:
        self.is_closed = True
        self.changed.set()

    def is_closing(self) -> bool:
        return self.is_closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Connections:
    """A door, and another one that knows no short way; both for all examples."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._book = FakeBook()
        self.door = door_of(self._book)
        self._runner.run(self.door.start())

        async def usual(scope: Scope, receive: Receive, send: Send) -> None:
            await self.door(scope, receive, send)

        self._configs = [server_of(app, host="door", port=0).config for app in (usual, self.door)]
        for config in self._configs:
            config.load()

    def said(self, packets: Sequence[bytes], *, how_many: int, short: bool) -> list[bytes]:
        """Return the answers on one connection, and whether it was closed."""
        self._book._seen.clear()
        return self._runner.run(self._said(packets, how_many=how_many, short=short))

    async def _said(self, packets: Sequence[bytes], *, how_many: int, short: bool) -> list[bytes]:
        config = self._configs[short]
        protocol: asyncio.Protocol = config.http_protocol_class(  # type: ignore[call-arg]
            config=config, server_state=ServerState(), app_state={}
        )
        wire = Wire()
        protocol.connection_made(wire)
        for packet in packets:
            if wire.is_closed:
                break
            protocol.data_received(packet)
            await asyncio.sleep(0)
        async with asyncio.timeout(5):
            while wire.written.count(b"HTTP/1.1 ") < how_many and not wire.is_closed:
                wire.changed.clear()
                await wire.changed.wait()
        protocol.connection_lost(None)
        return [*re.split(rb"(?=HTTP/1\.1 )", wire.written), b"closed" if wire.is_closed else b""]

    def stop(self) -> None:
        self._runner.run(self.door.stop())
        self._runner.close()


@pytest.fixture(scope="module")
def connections() -> Iterator[Connections]:
    found = Connections()
    yield found
    found.stop()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(USUAL + OTHERS), min_size=1, max_size=4),
    st.sampled_from(ENDS),
    st.data(),
)
def test_any_way_to_cut_requests_gives_the_same_answers(
    connections: Connections, requests: list[bytes], end: bytes, data: st.DataObject
) -> None:
    stream = b"".join([*requests, end])
    starts = [sum(map(len, requests[:at])) for at in range(1, len(requests))]
    ends_of_heads = [found.end() for found in re.finditer(b"\r\n\r\n", stream)]
    places = st.sampled_from([*starts, *ends_of_heads]) | st.integers(1, len(stream) - 1)
    cuts = sorted({0, *data.draw(st.lists(places, max_size=6)), len(stream)})
    packets = [stream[at:to] for at, to in pairwise(cuts)]
    how_many = len(requests) + bool(end)

    usual = connections.said([*requests, end][:how_many], how_many=how_many, short=False)

    assert connections.said([stream], how_many=how_many, short=True) == usual
    assert connections.said(packets, how_many=how_many, short=True) == usual


def test_usual_requests_take_the_short_way_however_they_are_cut(
    connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = what_is_taken(monkeypatch)
    for request in USUAL:
        for at in (0, 40, request.index(b"{"), len(request) - 1):
            packets = [request[:at], request[at:]] if at else [request]
            assert len(connections.said(packets, how_many=1, short=True)) == 3

    assert taken == [True] * 4 * len(USUAL)


def test_a_known_head_within_another_request_is_none(connections: Connections) -> None:
    whole = USUAL[0]
    assert b" 404 " in connections.said([whole], how_many=1, short=True)[1]
    packets = [b"GET /v1/health HTTP/1.1\r\nX: ", whole]

    usual = connections.said(packets, how_many=1, short=False)

    assert b" 200 " in usual[1]
    assert connections.said(packets, how_many=1, short=True) == usual
