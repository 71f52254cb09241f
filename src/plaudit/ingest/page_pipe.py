"""What the process that listens and one that answers pages say to each other, over a socket.

Both sides frame alike: two lengths, what is said of the request or the answer, then its body as it
is. A socket carries one request at a time, so an answer needs no number. A process that answers
begins by saying that it is ready.
"""

from __future__ import annotations

import pickle
from struct import Struct
from typing import Any

HEAD = Struct(">II")
"""Bytes of what is said, and bytes of the body."""
READY = b"+"


def framed(said: object, *, body_bytes: int) -> bytes:
    """Return what goes before a body."""
    pickled = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    return HEAD.pack(len(pickled), body_bytes) + pickled


def said_in(pickled: bytes) -> Any:
    """Return what was said: both ends are ours, and nobody else has one."""
    return pickle.loads(pickled)  # noqa: S301
