"""The lines of a file of deeds: where one ends, and which of them say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from plaudit.ingest.limits import DEED_BYTES_MAX

COMMENT = b"#"
"""A line of a JSON lines file that starts with it is passed over: `take-in` writes its reasons so,
before each deed that it refused."""
_END_BYTES = 2


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file, each with its end.

    Of one that is longer than a deed may be only the start is kept, one byte too long, so that the
    door says so.
    """
    most = DEED_BYTES_MAX + _END_BYTES
    while line := file.readline(most):
        yield line
        while len(line) == most and not line.endswith(b"\n"):
            line = file.readline(most)


def without_end(line: bytes) -> bytes:
    r"""Return a line without its one end.

    >>> without_end(b"{}\r\n"), without_end(b"{}\n\n"), without_end(b"{}")
    (b'{}', b'{}\n', b'{}')
    """
    return line.removesuffix(b"\n").removesuffix(b"\r")


def says_nothing(line: bytes) -> bool:
    r"""Return whether a line of JSON is passed over: it is blank, or a comment.

    Of a line that is longer than a deed may be only the start is known, so it isn't blank.

    >>> says_nothing(b" \n"), says_nothing(b"# refused\n"), says_nothing(b" " * 70_000)
    (True, True, False)
    """
    return line.startswith(COMMENT) or (is_short(line) and not line.strip())


def is_short(line: bytes) -> bool:
    """Return whether a line is as long as a deed may be, at most."""
    return len(without_end(line)) <= DEED_BYTES_MAX
