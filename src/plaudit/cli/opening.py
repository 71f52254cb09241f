"""What commands open before they work: the database, up to date, in the role they need."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from plaudit.actions.catalogue_folder import CATALOGUE

if TYPE_CHECKING:
    import psycopg

    from plaudit.store.connect import Role

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_DATABASE = 4


def now_instant() -> int:
    """Return this instant in microseconds since the epoch."""
    return time.time_ns() // 1000


def activities_folder() -> Path:
    """Return catalogue/activities here, else in the checkout that this program runs from."""
    here = Path("catalogue/activities")
    return here if here.is_dir() else CATALOGUE / "activities"


def stop_with(sentence: str, *, code: int = EXIT_REFUSED) -> NoReturn:
    """Say a sentence on the error stream and end with an exit code."""
    import typer

    typer.echo(sentence, err=True)
    raise typer.Exit(code)


def started_database() -> str:
    """Return the URL of the database, started and upgraded where that is ours to do.

    Refuses: ends the command with a sentence where the server can't be started or may lose data, or
             the restore of a backup isn't finished.
    """
    import psycopg

    from plaudit.store import embedded
    from plaudit.store.connect import Unfinished, connect, refuse_unfinished
    from plaudit.store.durability import Forgetful, refuse_forgetful
    from plaudit.store.upgrade import ChangedAfterwards, upgrade

    try:
        server = embedded.start()
        for sentence in server.said:
            print(sentence, file=sys.stderr)
        with connect(server.url, role="owner") as connection:
            refuse_unfinished(connection)
            refuse_forgetful(connection)
            upgrade(connection)
    except (embedded.Trouble, ChangedAfterwards, Forgetful, Unfinished) as trouble:
        stop_with(str(trouble), code=EXIT_DATABASE)
    except psycopg.OperationalError as away:
        stop_with(f"The database doesn't answer: {away}", code=EXIT_DATABASE)
    return server.url


@contextmanager
def opened(*, role: Role = "service", hot: bool = False) -> Iterator[psycopg.Connection]:
    """Open a connection to a database that is up to date, for as long as the block lasts."""
    import psycopg

    from plaudit.store.connect import connect

    url = started_database()
    try:
        with connect(url, role=role, hot=hot) as connection:
            yield connection
    except psycopg.OperationalError as away:
        stop_with(f"The database went away: {away}", code=EXIT_DATABASE)
