"""`plaudit database`: start, stop, look at and upgrade the PostgreSQL that keeps the book."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_DATABASE, stop_with

if TYPE_CHECKING:
    from plaudit.store.embedded import Server

Json = Annotated[bool, typer.Option("--json", help="Answer as one JSON object.")]

_ELSEWHERE = "PLAUDIT_DATABASE_URL names a PostgreSQL that Plaudit does not start or stop."


def add_to(app: typer.Typer) -> None:
    """Add `plaudit database` to the command line."""
    database = typer.Typer(no_args_is_help=True, help="The PostgreSQL that keeps the book.")
    for command in (start, stop, status, upgrade):
        database.command()(command)
    app.add_typer(database, name="database")


def start(*, as_json: Json = False) -> None:
    """Start the embedded PostgreSQL, and wait until it takes connections.

    Running already is fine. After a crash this waits for the recovery. With PLAUDIT_DATABASE_URL
    set it does nothing.
    """
    from plaudit.store import embedded

    server = embedded.start()
    for sentence in server.said:
        typer.echo(sentence, err=True)
    _show(server, as_json=as_json, sentence=f"The database runs: {server.url}")


def stop(*, as_json: Json = False) -> None:
    """Stop the embedded PostgreSQL cleanly. Stopped already is fine."""
    from plaudit.store import embedded

    stopped = embedded.stop()
    server = embedded.status()
    sentence = "The database was not running." if stopped is None else "The database has stopped."
    _show(server, as_json=as_json, sentence=sentence)


def status(*, as_json: Json = False) -> None:
    """Tell whether the database runs, where its data is and how to reach it.

    Ends with 0 when it runs, with 3 when it does not.
    """
    from plaudit.store import embedded

    server = embedded.status()
    runs = f"runs (process {server.pid})" if server.pid else "does not run"
    _show(server, as_json=as_json, sentence=f"The database in {server.data_dir} {runs}.")
    if not server.is_elsewhere and server.pid is None:
        raise typer.Exit(3)


def upgrade(*, as_json: Json = False) -> None:
    """Bring the tables up to date: each change once, in order, all of them or none."""
    import psycopg

    from plaudit.store import embedded
    from plaudit.store.connect import connect
    from plaudit.store.durability import refuse_forgetful
    from plaudit.store.upgrade import upgrade as make_changes

    server = embedded.status()
    try:
        with connect(server.url, role="owner") as connection:
            refuse_forgetful(connection)
            made = make_changes(connection)
    except psycopg.OperationalError as away:
        if server.is_elsewhere:
            raise
        said = f"The database doesn't answer; start it: plaudit database start. ({away})"
        stop_with(said, code=EXIT_DATABASE)
    if as_json:
        typer.echo(json.dumps({"changes": made}))
    elif made:
        typer.echo("Changes made:\n" + "\n".join(f"  {name}" for name in made))
    else:
        typer.echo("The tables are up to date.")


def _show(server: Server, *, as_json: bool, sentence: str) -> None:
    if as_json:
        facts = {
            "running": None if server.is_elsewhere else server.pid is not None,
            "elsewhere": server.is_elsewhere,
            "pid": server.pid,
            "data": None if server.data_dir is None else str(server.data_dir),
            "url": None if server.is_elsewhere else server.url,  # it may hold a password
        }
        typer.echo(json.dumps(facts))
    else:
        typer.echo(_ELSEWHERE if server.is_elsewhere else sentence)
