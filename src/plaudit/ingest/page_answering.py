"""The other end of `ingest.page_process`: threads that answer, a socket each.

A thread reads a request, answers it and waits for the next one, until the process that listens
closes its end of the socket, or ends.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from plaudit.core.refusals import Code, refusal
from plaudit.ingest.answers import Answer, problem_answer
from plaudit.ingest.faults import log_fault
from plaudit.ingest.limits import BODY_KEPT_BYTES
from plaudit.ingest.page_pipe import HEAD, READY, framed, said_in

AnswerHere = Callable[[MutableMapping[str, Any], IO[bytes]], Answer]
"""Answers a request, by its ASGI scope and its whole body; several threads call it."""
_PART_BYTES = 262_144


def let_parent_decide() -> None:
    """Leave it to the process that listens when this one ends, whoever is told to stop."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def answer_all(answer: AnswerHere, numbers: Sequence[int]) -> None:
    """Say that this process is ready, and answer what comes by sockets of these numbers."""
    channels = [socket.socket(fileno=number) for number in numbers]
    # Daemons: where the system has no thread left, this process ends instead of waiting for some.
    threads = [
        threading.Thread(target=_serve, args=(one, answer), name="plaudit-page", daemon=True)
        for one in channels
    ]
    for thread in threads:
        thread.start()
    with contextlib.suppress(OSError):  # who started this one has gone; the threads see it too
        channels[0].sendall(READY)
    for thread in threads:
        thread.join()


def _serve(channel: socket.socket, answer: AnswerHere) -> None:
    with channel, channel.makefile("rb") as asked:
        try:
            while len(head := asked.read(HEAD.size)) == HEAD.size:
                said_bytes, body_bytes = HEAD.unpack(head)
                scope = said_in(asked.read(said_bytes))
                parts = _parts(asked, body_bytes)
                status, headers, said = _answered(answer, scope, parts)
                for _ in parts:
                    pass  # of a body that could not be kept: the next request comes after it
                channel.sendall(framed((status, headers), body_bytes=len(said)) + said)
        except (EOFError, OSError):
            pass  # the other end has gone, in the middle of a request


def _answered(
    answer: AnswerHere, scope: MutableMapping[str, Any], parts: Iterable[bytes]
) -> Answer:
    try:
        with SpooledTemporaryFile(max_size=BODY_KEPT_BYTES) as body:
            for part in parts:
                body.write(part)
            body.seek(0)
            return answer(scope, body)
    except Exception as fault:  # noqa: BLE001 (the thread goes on, and somebody waits)
        log_fault("A request could not be answered", fault)
        return problem_answer(refusal(Code.OUR_FAULT))


def _parts(asked: IO[bytes], body_bytes: int) -> Iterator[bytes]:
    """Yield a body as it comes."""
    while body_bytes:
        part = asked.read(min(body_bytes, _PART_BYTES))
        if not part:
            raise EOFError
        body_bytes -= len(part)
        yield part
