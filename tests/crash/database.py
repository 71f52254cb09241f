"""The database under test: a PostgreSQL of its own, killed in three ways and started again."""

from __future__ import annotations

import os
import signal
import time
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from plaudit.store import embedded, embedded_place
from plaudit.store.embedded_programs import account_for, programs_for

SETTINGS = {
    "shared_buffers": "32MB",
    "max_wal_size": "128MB",
    "max_connections": "40",
    # One call before each recovery, not one for each of a thousand files: restarts are quick.
    "recovery_init_sync_method": "syncfs",
    # Nothing reaches the disk by the way: what a commit doesn't write itself is lost in a kill.
    "wal_writer_delay": "10s",
}
GONE_SECONDS = 20
_numbers = count(1)


class Database:
    """A server in a folder. fsync, full_page_writes and synchronous_commit are on, as always."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server = embedded.start(folder, settings=SETTINGS)

    @property
    def pid(self) -> int:
        """The postmaster's process."""
        assert self._server.pid is not None
        return self._server.pid

    def new_book(self) -> str:
        """Make an empty database and return its URL."""
        name = f"crash_{next(_numbers)}"
        with psycopg.connect(self._server.url, autocommit=True) as owner:
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self._server.url.replace("@/plaudit?", f"@/{name}?")

    def drop_book(self, url: str) -> None:
        """Remove a database: files that are gone need no look at the next recovery."""
        name = url.partition("@/")[2].partition("?")[0]
        with psycopg.connect(self._server.url, autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def start(self) -> None:
        """Start the server where it is down, and wait through its recovery."""
        self._server = embedded.start(self.folder, settings=SETTINGS)

    def is_up(self) -> bool:
        """Return whether there is a postmaster."""
        return embedded_place.postmaster(self._real) is not None

    def kill_postmaster(self) -> None:
        """Kill the postmaster; its backends notice and go."""
        os.kill(self.pid, signal.SIGKILL)

    def kill_a_backend(self, url: str) -> bool:
        """Kill a backend that serves a book; False where nobody is connected."""
        with psycopg.connect(url) as owner:
            found = owner.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() ORDER BY state = 'active' DESC, pid LIMIT 1"
            ).fetchone()
        if found is None:
            return False
        os.kill(found[0], signal.SIGKILL)
        return True

    def stop_immediately(self) -> None:
        """Stop as `pg_ctl stop -m immediate` does: no checkpoint, no goodbye."""
        account, _ = account_for(self._real)
        programs, _ = programs_for(account)
        done = programs.run("pg_ctl", ["stop", "-D", str(self._real), "-m", "immediate", "-W"])
        assert done.returncode == 0, done.stdout

    def wait_until_gone(self) -> None:
        """Wait until a killed server has ended."""
        end = time.monotonic() + GONE_SECONDS
        while self.is_up():
            assert time.monotonic() < end, f"the server didn't end in {GONE_SECONDS} seconds"
            time.sleep(0.01)

    def wait_until_ready(self) -> None:
        """Wait until the server takes connections: after a backend was killed it recovers."""
        end = time.monotonic() + GONE_SECONDS
        while True:
            try:
                psycopg.connect(self._server.url).close()
            except psycopg.OperationalError:
                assert time.monotonic() < end, f"no recovery within {GONE_SECONDS} seconds"
                time.sleep(0.02)
            else:
                return

    def stop(self) -> None:
        """Stop the server for good."""
        embedded.stop(self.folder)

    def log(self) -> str:
        """Return what the server has logged."""
        return (self._real / "server.log").read_text("utf-8", errors="replace")

    @property
    def _real(self) -> Path:
        return self.folder.resolve()
