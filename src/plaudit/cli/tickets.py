"""`plaudit tickets`: the codes that a house gives for its own door."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with


def add_to(app: typer.Typer) -> None:
    """Add `plaudit tickets` to the command line."""
    tickets = typer.Typer(no_args_is_help=True, help="Codes of tickets, kept sealed.")
    tickets.command()(add)
    app.add_typer(tickets, name="tickets")


def add(
    reward: Annotated[str, typer.Argument(help="The reward's id.", show_default=False)],
    file: Annotated[Path, typer.Argument(help="A CSV file, a code a line in the first column.")],
    programme: Annotated[str, typer.Option(help="The programme's id.", show_default=False)],
) -> None:
    """Add tickets to a reward's stock, sealed; one that is there isn't added again."""
    from plaudit.actions.add_tickets import FILE_BYTES_MAX, add_tickets
    from plaudit.cli.rewards import named_programme
    from plaudit.core.refusals import Refused

    try:
        with file.open("rb") as opened_file:
            raw = opened_file.read(FILE_BYTES_MAX + 1)
    except OSError as fault:
        stop_with(f"{file} can't be read: {fault.strerror}.", code=EXIT_USAGE)
    with opened() as connection:
        programme_id, _ = named_programme(connection, programme)
        try:
            added = add_tickets(connection, programme_id, reward, raw, now=now_instant())
        except Refused as refused:
            stop_with(f"No ticket was added. {refused}")
    typer.echo(f"Tickets added: {added}.")
