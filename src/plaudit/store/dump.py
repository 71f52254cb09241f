"""Writing the database out and reading it in, with PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from psycopg.pq import Conninfo

from plaudit.store.embedded_programs import Account, Programs, Trouble, installed_programs


def write_dump(url: str, path: Path) -> None:
    """Write the whole database into a file, as it is at one instant. Others go on working.

    Refuses: Trouble, with what pg_dump said.
    """
    _run("pg_dump", url, ["--format=custom", "--no-owner", f"--file={path}"])


def read_dump(url: str, path: Path) -> None:
    """Read a dump into a database that is empty, all of it or nothing.

    Refuses: Trouble, with what pg_restore said.
    """
    args = ["--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={_name(url)}"]
    _run("pg_restore", url, [*args, str(path)])


def _run(program: str, url: str, args: Sequence[str]) -> None:
    # How to get in goes through the environment: a command line can be read by others.
    # A database whose restore isn't finished is read-only for all who don't ask.
    environment = _environment(url) | {"PGOPTIONS": "-c default_transaction_read_only=off"}
    done = _programs(program).run(program, args, stdout=None, **environment)
    if done.returncode != 0:
        said = done.stdout.strip()[-2000:]
        raise Trouble(f"{program} ended with code {done.returncode}:\n{said}")


def _programs(program: str) -> Programs:
    """Return the programs of the wheel, or those on PATH; they run as whoever we are."""
    ours = Account(os.geteuid(), os.getegid(), switch=False)
    try:
        return installed_programs(ours)
    except Trouble:
        found = shutil.which(program)
        if found is None:
            raise
        return Programs(Path(found).parent, ours)


def _environment(url: str) -> dict[str, str]:
    return {
        option.envvar.decode(): option.val.decode()
        for option in Conninfo.parse(url.encode())
        if option.val is not None and option.envvar is not None
    }


def _name(url: str) -> str:
    name = _environment(url).get("PGDATABASE")
    assert name, "a URL names its database"
    return name
