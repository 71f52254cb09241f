"""A process that answers for tests of ingest.page_processes: what it is asked stands in the path.

python -m tests.doors.answering_child HOW SOCKET ...

HOW: usual; full: as where a disk is full; hangs: it is never ready; dies: at once when it is.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
import time
from collections.abc import MutableMapping
from typing import IO, Any

from plaudit.ingest.answers import Answer, answer_of
from plaudit.ingest.page_answering import answer_all, let_parent_decide
from plaudit.ingest.page_pipe import READY


def answer(scope: MutableMapping[str, Any], body: IO[bytes]) -> Answer:
    """Answer with the process id, slowly, with what was sent, with a fault, or not at all.

    /moment: with the process id, and when it began and ended to work, in ns.
    """
    path = scope["path"]
    if path == "/moment":
        began_at = time.monotonic_ns()
        time.sleep(0.01)
        return answer_of(200, b"%d %d %d" % (os.getpid(), began_at, time.monotonic_ns()))
    if path.startswith("/slow"):
        time.sleep(0.3)
    if path == "/never":
        time.sleep(600)
    if path == "/echo":
        return answer_of(200, body.read())
    if path == "/fault":
        raise ValueError("what was sent must not be in the log")
    if path == "/end":
        os._exit(3)
    return answer_of(200, b"%d" % os.getpid())


def main() -> None:
    """Answer until nobody asks any more."""
    let_parent_decide()
    how, *numbers = sys.argv[1:]
    if how == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if how == "hangs":
        time.sleep(600)
    if how == "dies":
        socket.socket(fileno=int(numbers[0])).sendall(READY)
        os._exit(4)
    answer_all(answer, [int(number) for number in numbers])


if __name__ == "__main__":
    main()
