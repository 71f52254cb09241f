"""The embedded PostgreSQL 18: start it, stop it, ask how it is.

It listens on a socket that only its own user (and root) can reach, never on TCP; the password
is in a file that only they can read. PLAUDIT_DATABASE_URL points elsewhere: then nothing here
starts or stops anything.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from plaudit.store import embedded_place as place
from plaudit.store.embedded_launch import launch, wait_until_ready
from plaudit.store.embedded_programs import Account, Programs, Trouble, account_for, programs_for
from plaudit.store.place import database_elsewhere, var_dir

__all__ = ["Server", "Trouble", "database_url", "default_data_dir", "start", "status", "stop"]

DATABASE = "plaudit"
START_SECONDS = 120
"""How long a start may take: after a crash under load, recovery reads up to max_wal_size."""


class Server(NamedTuple):
    """A PostgreSQL: where it is, and whether it runs.

    `url` holds no password. `pid` is None when it is stopped or elsewhere; `said` are sentences
    for the operator about what was done on the way.
    """

    url: str
    data_dir: Path | None
    pid: int | None
    said: tuple[str, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """Whether this is the server that PLAUDIT_DATABASE_URL names."""
        return self.data_dir is None


def default_data_dir() -> Path:
    """Return where the embedded database is kept unless told otherwise."""
    return var_dir() / "postgres"


def database_url() -> str:
    """Return the URL to connect to: PLAUDIT_DATABASE_URL, or that of the embedded server."""
    return status().url


def start(
    data_dir: Path | None = None,
    *,
    settings: Mapping[str, str] | None = None,
    wait_seconds: float = START_SECONDS,
) -> Server:
    """Start the embedded PostgreSQL unless it runs, and return it when it takes connections.

    A new data folder is filled first; after a crash this waits for the recovery. `settings`
    replaces single settings. Without `data_dir`, PLAUDIT_DATABASE_URL goes first.
    Refuses: Trouble, with the reason and the end of the server's log.
    """
    if data_dir is None and (elsewhere := _elsewhere()):
        return elsewhere
    given = (data_dir or default_data_dir()).absolute()
    with place.locked(given, wait_seconds=wait_seconds):
        account, said = account_for(_real(given))
        programs, more = programs_for(account)
        said += more
        if not place.is_made(_real(given)):
            said += place.make(given, programs)
        real = _real(given)
        if place.postmaster(real) is None:
            said += place.hand_over(real, account)
            launch(real, programs, settings=settings or {}, wait_seconds=wait_seconds)
        running = wait_until_ready(real, wait_seconds)
        _ensure_database(real, programs, socket_dir=running.socket_dir)
    return Server(_url(real, running.socket_dir), given, running.pid, said)


def stop(data_dir: Path | None = None, *, wait_seconds: float = START_SECONDS) -> Server | None:
    """Stop the embedded PostgreSQL cleanly; return what ran, or None when nothing did.

    Refuses: Trouble when it does not stop in time.
    """
    before = status(data_dir)
    if before.is_elsewhere or before.pid is None:
        return None
    assert before.data_dir is not None
    with place.locked(before.data_dir, wait_seconds=wait_seconds):
        real = _real(before.data_dir)
        account, _ = account_for(real)
        programs, _ = programs_for(account)
        done = programs.run(
            "pg_ctl",
            ["stop", "-D", str(real), "-m", "fast", "-w", "-t", str(int(wait_seconds))],
        )
        if done.returncode != 0 and place.postmaster(real) is not None:
            raise Trouble(f"The database in {before.data_dir} did not stop:\n{done.stdout}")
        socket_dir = place.socket_dir_for(real, account)
        if socket_dir != real:
            shutil.rmtree(socket_dir, ignore_errors=True)
    return before


def status(data_dir: Path | None = None) -> Server:
    """Return the database as it is now; `pid` is None when it does not run.

    Refuses: Trouble where PLAUDIT_DATABASE_URL names none.
    """
    if data_dir is None and (elsewhere := _elsewhere()):
        return elsewhere
    given = (data_dir or default_data_dir()).absolute()
    real = _real(given)
    running = place.postmaster(real) if place.is_made(real) else None
    if running is not None:
        return Server(_url(real, running.socket_dir), given, running.pid)
    socket_dir = real
    if real.exists():
        owner = real.stat()
        socket_dir = place.socket_dir_for(real, Account(owner.st_uid, owner.st_gid, switch=False))
    return Server(_url(real, socket_dir), given, None)


def _elsewhere() -> Server | None:
    """Return the server that PLAUDIT_DATABASE_URL names. Refuses: Trouble for what names none."""
    url = database_elsewhere()
    if url is None:
        return None
    if not _is_address(url):  # not quoted: it may hold a password
        raise Trouble(
            "PLAUDIT_DATABASE_URL is no address of a PostgreSQL. "
            "Write it like postgresql://USER:PASSWORD@HOST/NAME."
        )
    return Server(url, None, None)


@cache
def _is_address(url: str) -> bool:
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return False
    return True


def _real(data_dir: Path) -> Path:
    return Path(os.path.realpath(data_dir))


def _url(real: Path, socket_dir: Path) -> str:
    host = quote(str(socket_dir), safe="")
    password_file = quote(str(real / place.PASSWORD_FILE), safe="")
    return f"postgresql://{place.USER}@/{DATABASE}?host={host}&passfile={password_file}"


def _ensure_database(real: Path, programs: Programs, *, socket_dir: Path) -> None:
    try:
        psycopg.connect(_url(real, socket_dir)).close()
    except psycopg.OperationalError as fault:
        if "does not exist" not in str(fault):
            raise Trouble(f"The database runs, but does not let us in: {fault}") from fault
        made = programs.run(
            "createdb",
            [f"--host={socket_dir}", f"--username={place.USER}", DATABASE],
            PGPASSFILE=str(real / place.PASSWORD_FILE),
        )
        if made.returncode != 0:
            raise Trouble(f"The database {DATABASE} could not be made: {made.stdout}") from None
