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

    from plaudit.core.refusals import Refused
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


def stop_with_refusal(member: int, refused: Refused) -> NoReturn:
    """Say why nothing was done for a member whose number was typed: a partner's words name none."""
    from plaudit.core.refusals import Code

    if refused.refusal.code is Code.MEMBER_UNKNOWN:
        stop_with(f"There is no member {member} who takes part.")
    stop_with(str(refused))


def started_database() -> str:
    """Return the URL of the database, started and upgraded where that is ours to do.

    Refuses: what `said_of_database` has a sentence for: the server can't be started, doesn't answer
             or may lose data, or the restore of a backup isn't finished.
    """
    from plaudit.store import embedded
    from plaudit.store.connect import connect, refuse_unfinished
    from plaudit.store.durability import refuse_forgetful
    from plaudit.store.upgrade import upgrade

    server = embedded.start()
    for sentence in server.said:
        print(sentence, file=sys.stderr)
    with connect(server.url, role="owner") as connection:
        refuse_unfinished(connection)
        refuse_forgetful(connection)
        upgrade(connection)
    return server.url


@contextmanager
def opened(*, role: Role = "service", hot: bool = False) -> Iterator[psycopg.Connection]:
    """Open a connection to a database that is up to date, for as long as the block lasts."""
    from plaudit.store.connect import connect

    with connect(started_database(), role=role, hot=hot) as connection:
        yield connection


def said_of_database(fault: Exception) -> str | None:
    """Return what a command says where the database isn't as it must be; None for another fault.

    Every command ends with it and EXIT_DATABASE: cli.main sees to that, so that none can forget.
    """
    if "psycopg" not in sys.modules:  # nothing of the database was imported, so it isn't at fault
        return None
    import psycopg

    from plaudit.store.connect import Unfinished
    from plaudit.store.durability import Forgetful
    from plaudit.store.embedded import Trouble
    from plaudit.store.upgrade import ChangedAfterwards

    if isinstance(fault, (Trouble, ChangedAfterwards, Forgetful, Unfinished)):
        return str(fault)
    if isinstance(fault, psycopg.OperationalError):
        return f"The database doesn't answer: {fault}"
    return None
