"""A settler with a process of its own: an interpreter runs one thread at a time.

The child ends when its parent does, however that ends; what it was settling then is committed or
not, and nobody was answered. Source: docs/decisions/0007-settling.md.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.core.ledger import Outcome
from plaudit.ingest import settler_child
from plaudit.ingest.settler_pipe import Answered, Asked, Told, outcomes_of, receive, send

STOP_SECONDS = 30
"""How long a child may take to end what it is at; then it is killed, which loses nothing."""


class UnsettledBatch(Exception):
    """A batch that can't be settled. The message is the fault's type: the child logged the rest."""


class SettlerProcess:
    """Settles batches in the database by a child, which counts on a core of its own.

    Refuses: psycopg.OperationalError when the database is away or the child has ended: nothing of
             the batch is stored, or it can't be known, and it may be sent again.
    """

    def __init__(self, url: str) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            command = [sys.executable, "-m", settler_child.__name__, str(number)]
            # In a group of its own: Ctrl-C is for the server, which settles what it took in.
            self._child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, pass_fds=[number], start_new_session=True
            )
        self._pipe = Connection(ours.detach())
        self._told = Told()
        try:
            self._ask(url)
        except BaseException:
            self.close()
            raise

    @property
    def process_id(self) -> int:
        """The child's process id."""
        return self._child.pid

    def settle(self, arrivals: Sequence[Arrival], *, now: int) -> list[Outcome]:
        """Settle a batch in one transaction; one outcome for each arrival, in order."""
        return outcomes_of(self._ask(self._told.asked_of(arrivals, now=now)), arrivals)

    def close(self) -> None:
        """Let the child go: it ends where its input does."""
        self._pipe.close()
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _ask(self, asked: Asked | str) -> Answered:
        try:
            send(self._pipe, asked)
            answered = receive(self._pipe)
        except (EOFError, OSError) as ended:
            raise psycopg.OperationalError("the settler's process has ended") from ended
        assert isinstance(answered, Answered), type(answered)
        if answered.away:
            raise psycopg.OperationalError(answered.away)
        if answered.fault:
            raise UnsettledBatch(answered.fault)
        return answered
