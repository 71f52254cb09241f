"""The process that settles for `ingest.settler_process`: started by it, and ended with it.

python -m plaudit.ingest.settler_child SOCKET
"""

from __future__ import annotations

import gc
import signal
import sys
from contextlib import closing
from multiprocessing.connection import Connection

import psycopg

from plaudit.core.activity import Activity
from plaudit.ingest.connected import ConnectedSettler
from plaudit.ingest.faults import log_fault
from plaudit.ingest.settler_pipe import Answered, Asked, receive, send


def main() -> None:
    """Settle what the parent asks until it closes its end, or the database goes away."""
    # The parent settles what it took in when it is told to stop, and closes its end afterwards.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pipe = Connection(int(sys.argv[1]))
    try:
        _work(pipe)
    except (EOFError, ConnectionError):
        pass  # the parent has gone
    except psycopg.OperationalError as away:
        send(pipe, Answered([], away=type(away).__name__))
    except Exception as fault:  # noqa: BLE001 (one poisonous request: the parent looks for it)
        log_fault("A batch could not be settled", fault)
        send(pipe, Answered([], fault=type(fault).__name__))


def _work(pipe: Connection) -> None:
    url = receive(pipe)
    assert isinstance(url, str), type(url)
    with closing(ConnectedSettler(url)) as settler:
        _settle(pipe, settler)


def _settle(pipe: Connection, settler: ConnectedSettler) -> None:
    # What is loaded stays: the collector needn't look at it, nor after every few hundred deeds.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    activities: list[Activity] = []
    send(pipe, Answered([]))
    while True:
        asked = receive(pipe)
        assert isinstance(asked, Asked), type(asked)
        outcomes = settler.settle(asked.arrivals(activities), now=asked.now)
        send(pipe, Answered([(status, refused) for _, status, refused in outcomes]))


if __name__ == "__main__":
    main()
