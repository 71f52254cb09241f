"""The `plaudit` command: finds the commands and runs one.

A command is a file of this room with a function `add_to(app)`. It imports what it needs inside
the command, so that `plaudit --help` answers at once.
"""

from __future__ import annotations

from importlib import metadata
from typing import Annotated

import typer

from plaudit.cli import (
    approve,
    audit,
    backup,
    charter,
    check,
    closing,
    columns,
    count,
    database,
    demo,
    diff,
    editions,
    export,
    forecast,
    funding,
    member,
    notice,
    partner,
    publish,
    questions,
    recount,
    rehearse,
    replay,
    restore,
    reverse,
    rewards,
    rights,
    schema,
    serve,
    settlement,
    staff,
    statement,
    synth,
    take_in,
    tickets,
    unusual,
    voucher,
    webhook,
    work,
)

COMMANDS = (
    demo,
    serve,
    work,
    check,
    charter,
    notice,
    count,
    replay,
    rehearse,
    forecast,
    synth,
    take_in,
    approve,
    publish,
    editions,
    diff,
    partner,
    member,
    statement,
    export,
    rights,
    rewards,
    voucher,
    tickets,
    settlement,
    reverse,
    questions,
    funding,
    staff,
    audit,
    recount,
    closing,
    unusual,
    columns,
    webhook,
    backup,
    restore,
    database,
    schema,
)


def version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"plaudit {metadata.version('plaudit')}")
        raise typer.Exit


def plaudit(
    show_version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Opt-in civic rewards: partners report good deeds, members earn points.

    Exit codes: 0 done; 1 refused or wrong, with the reason; 2 wrong use; 3 a person must answer a
    question first; 4 the database doesn't answer or can't be started.
    """


def application() -> typer.Typer:
    """Return the command line with every command of `COMMANDS`."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_show_locals=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(plaudit)
    for command in COMMANDS:
        command.add_to(app)
    return app


def main() -> None:
    """Run the command line (the entry point of the package)."""
    application()()


if __name__ == "__main__":
    main()
