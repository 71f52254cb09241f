"""A request's headers and body, read within the limits while they stream in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from typing import NamedTuple

from plaudit.core.deed import shown
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.ingest.limits import (
    BODY_SECONDS_MAX,
    BUSY_SECONDS,
    DRAIN_IDLE_SECONDS_MAX,
    DRAINED_BYTES_MAX,
    HELD_BYTES_MAX,
)
from plaudit.ingest.ports import Receive

SINGLE = b"application/cloudevents+json"
BATCH = b"application/cloudevents-batch+json"

_TOKEN = rb"[!#$%&'*+.^_`|~0-9a-z-]+"
_PARAMETER = re.compile(
    rb"[ \t]*;[ \t]*(?:(" + _TOKEN + rb")=(?:(" + _TOKEN + rb')|"((?:[^"\\]|\\.)*)"))?'
)
"""One parameter of a media type, or none after its semicolon. Source: RFC 9110, section 5.6.6."""
_WANTED = frozenset(
    (b"authorization", b"content-type", b"content-length", b"content-encoding", b"expect")
)


class ClientGone(Exception):
    """The client went away before its request was whole. There is nobody to answer."""


class Head(NamedTuple):
    """What the door wants to know of a request's headers. `length` is None when chunked."""

    authorization: bytes
    content_type: bytes
    length: int | None
    waits_for_continue: bool


def head_of(headers: Iterable[tuple[bytes, bytes]]) -> Head:
    """Return the headers that the door reads. One that stands twice counts as not sent."""
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _WANTED:
            found[name] = b"" if name in found else value
    content_type = found.get(b"content-type", b"")
    if found.get(b"content-encoding", b"identity").strip().lower() != b"identity":
        content_type = b"compressed " + content_type
    length = found.get(b"content-length", b"")
    return Head(
        found.get(b"authorization", b""),
        content_type,
        int(length) if length.isdigit() and len(length) < 20 else None,
        b"expect" in found,
    )


def is_batch(content_type: bytes) -> bool:
    """Return whether a content type is that of a batch; False: of one deed.

    Refuses: CONTENT_TYPE_UNKNOWN for any other, and for another charset than UTF-8.

    >>> is_batch(b"application/cloudevents-batch+json; charset=utf-8")
    True
    """
    if content_type == BATCH:
        return True
    if content_type == SINGLE:
        return False
    media = media_type_of(content_type)
    if media not in (SINGLE, BATCH):
        seen = shown(content_type.decode("latin-1")) if content_type else "missing"
        raise Refused(refusal(Code.CONTENT_TYPE_UNKNOWN, seen=seen))
    return media == BATCH


def media_type_of(content_type: bytes) -> bytes:
    """Return a content type without its parameters; nothing for another charset than UTF-8.

    >>> media_type_of(b"Application/JSON; charset=UTF-8"), media_type_of(b"a/b; charset=latin-1")
    (b'application/json', b'')
    >>> media_type_of(b'a/b; x="c;d";'), media_type_of(b"a/b; x"), media_type_of(b"a/b, c/d")
    (b'a/b', b'', b'a/b, c/d')
    """
    said = content_type.lower().strip()
    media, semicolon, _ = said.partition(b";")
    at = len(said) if not semicolon else len(media)
    while at < len(said):
        found = _PARAMETER.match(said, at)
        if found is None:
            return b""
        name, token, quoted = found.groups()
        if name == b"charset" and (token or _unquoted(quoted)) != b"utf-8":
            return b""
        at = found.end()
    return media.strip()


def _unquoted(text: bytes) -> bytes:
    return re.sub(rb"\\(.)", rb"\1", text)


class Held:
    """How many bytes of bodies are held for all requests together."""

    def __init__(self) -> None:
        self.total_bytes = 0


class Incoming:
    """One request's body, as it streams in."""

    def __init__(self, receive: Receive, held: Held) -> None:
        self._receive = receive
        self._held = held
        self._read_bytes = 0
        self._is_whole = False
        self._is_slow = False

    @property
    def is_whole(self) -> bool:
        """Whether the body's end has come."""
        return self._is_whole

    async def read(self, *, length: int | None, limit: int) -> bytes:
        """Return the body.

        Units:   `length` (what the client said; None when chunked) and `limit` in bytes.
        Refuses: BODY_TOO_LARGE, BODY_TOO_SLOW, BODY_INCOMPLETE, TOO_BUSY; ClientGone.
        """
        if length is not None and length > limit:
            raise Refused(refusal(Code.BODY_TOO_LARGE, limit=limit))
        parts: list[bytes] = []
        held_bytes = 0
        try:
            async with asyncio.timeout(BODY_SECONDS_MAX):
                while not self._is_whole:
                    part = await self._next()
                    if self._read_bytes > limit:
                        raise Refused(refusal(Code.BODY_TOO_LARGE, limit=limit))
                    parts.append(part)
                    held_bytes += len(part)
                    self._held.total_bytes += len(part)
                    if self._held.total_bytes > HELD_BYTES_MAX:
                        raise Refused(refusal(Code.TOO_BUSY, wait_seconds=BUSY_SECONDS))
        except TimeoutError:
            self._is_slow = True
            raise Refused(refusal(Code.BODY_TOO_SLOW, limit=BODY_SECONDS_MAX)) from None
        finally:
            self._held.total_bytes -= held_bytes
        if length is not None and length != self._read_bytes:
            raise Refused(refusal(Code.BODY_INCOMPLETE, expected=length))
        return parts[0] if len(parts) == 1 else b"".join(parts)

    async def drain(self) -> bool:
        """Read what is left and drop it; return whether all of it came, within the limits.

        An answer that meets a client still sending would be lost with the connection.
        """
        if self._is_slow:
            return False
        try:
            async with asyncio.timeout(BODY_SECONDS_MAX):
                while not self._is_whole and self._read_bytes <= DRAINED_BYTES_MAX:
                    async with asyncio.timeout(DRAIN_IDLE_SECONDS_MAX):
                        await self._next()
        except TimeoutError:
            return False
        return self._is_whole

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] != "http.request":
            raise ClientGone
        part: bytes = message.get("body", b"")
        self._read_bytes += len(part)
        self._is_whole = not message.get("more_body", False)
        return part
