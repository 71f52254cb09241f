"""Lines of the journal of erasures: an instant, what happened, and a check sum of both.

No line has a name or a fact of anybody: a member's number, an activity's id, a hash.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import NamedTuple

LEFT, STILL, WITHOUT = "left", "still", "without:"


class Begun(NamedTuple):
    """That the journal was begun at an instant: nothing of before stands in it."""

    at: int


class Erasure(NamedTuple):
    """That a member was erased at an instant (microseconds since the epoch)."""

    at: int
    member_id: int


class RemovedKey(NamedTuple):
    """That a way in was removed at an instant: SHA-256 of its mark, in hexadecimal digits."""

    at: int
    mark_hash: str


class Stopped(NamedTuple):
    """That a member stopped something at an instant.

    `what`: LEFT the programme; STILL, the record stands still since; WITHOUT and an activity's id:
    its deeds aren't recorded any more.
    """

    at: int
    member_id: int
    what: str


Line = Begun | Erasure | RemovedKey | Stopped


def text_of(lines: Iterable[Line]) -> bytes:
    """Return lines as the journal's file has them.

    >>> text_of([Erasure(100, 61234), Stopped(200, 7, WITHOUT + "cup_return")]).splitlines()
    [b'100 61234 618741bf', b'200 stop:7:without:cup_return 6260b0f3']
    """
    return b"".join(map(_line, lines))


def line_of(text: bytes) -> Line | None:
    """Return the line that a text is; None where it is torn, or of a kind that isn't known.

    >>> line_of(b"100 61234 618741bf")
    Erasure(at=100, member_id=61234)
    >>> line_of(b"100 61235 618741bf") is None
    True
    """
    at, _, rest = text.partition(b" ")
    what, _, _ = rest.partition(b" ")
    if not at.isdigit():
        return None
    found = _found(int(at), what.decode("ascii", "replace"))
    return found if found is not None and _line(found) == text + b"\n" else None


def _found(at: int, what: str) -> Line | None:
    kind, _, rest = what.partition(":")
    whose, _, stopped = rest.partition(":")
    if what.isdecimal():
        return Erasure(at, int(what))
    if kind == "key":
        return RemovedKey(at, rest)
    if kind == "stop" and whose.isdecimal():
        return Stopped(at, int(whose), stopped)
    return Begun(at) if what == "begun" else None


def _line(line: Line) -> bytes:
    what = "begun"
    if isinstance(line, Erasure):
        what = f"{line.member_id}"
    elif isinstance(line, RemovedKey):
        what = f"key:{line.mark_hash}"
    elif isinstance(line, Stopped):
        what = f"stop:{line.member_id}:{line.what}"
    said = f"{line.at} {what}".encode()
    return b"%b %08x\n" % (said, zlib.crc32(said))
