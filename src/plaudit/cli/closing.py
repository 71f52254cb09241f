"""`plaudit closing`: signed totals of each month that is over, for auditors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.counted import counted
from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.writing import stop_unless_writable, write_text

if TYPE_CHECKING:
    import psycopg

    from plaudit.store.closings import Kept

Programme = Annotated[str, typer.Argument(metavar="PROGRAMME", help="The programme's id.")]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit closing` to the command line."""
    closing = typer.Typer(
        no_args_is_help=True,
        help="Signed totals of each month that is over: close, list, write to a file, verify.",
    )
    closing.command()(close)
    closing.command("list")(list_all)
    closing.command()(show)
    closing.command()(write)
    closing.command()(verify)
    app.add_typer(closing, name="closing")


def close() -> None:
    """Close every month that is over and not closed, of every programme. The worker does it too.

    A month is over a day after its end, where the programme is. It can run again.
    """
    from plaudit.actions.close_books import close_books
    from plaudit.core.settlement import shown_month

    with opened() as connection:
        made = close_books(connection, now=now_instant())
    for one in made:
        month = shown_month(one.head.month)
        typer.echo(f"{one.head.programme}  {month}  number {one.head.number}, sha256 {one.sha256}")
    if not made:
        typer.echo("Nothing to close: every month that is over is closed.")


def list_all(programme: Programme) -> None:
    """List a programme's closings, the newest first, with their hashes, and the public key.

    Exit code 1: no such programme.
    """
    from plaudit.core.closing import closing_of
    from plaudit.core.settlement import shown_month

    kept = _read(programme)
    for one in reversed(kept):
        made = closing_of(one.signed.text)
        month = shown_month(made.head.month)
        typer.echo(f"{month}  number {made.head.number}, sha256 {made.sha256}")
    for key in dict.fromkeys(one.signed.public_key for one in kept):
        typer.echo(f"public key  {key.hex()}")
    if not kept:
        typer.echo(f"{programme} has no closing yet.")


def show(
    programme: Programme,
    month: Annotated[str, typer.Argument(metavar="MONTH", help="A month, like 2026-11.")],
) -> None:
    """Print the text of one closing: the JSON that hash and signature are of.

    Exit code 1: no such programme or closing.
    """
    from plaudit.core.closing import closing_of
    from plaudit.core.settlement import shown_month

    for one in _read(programme):
        if shown_month(closing_of(one.signed.text).head.month) == month:
            typer.echo(one.signed.text)
            return
    stop_with(f"{programme} has no closing of {month}.")


def write(
    programme: Programme,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write them.")],
) -> None:
    """Write all closings of a programme to a file that `verify` reads, without a database.

    Its figures are exact. Anybody may have the hashes and the public key: the page of figures shows
    them. Exit code 1: no such programme; 2: the file can't be written.
    """
    from plaudit.core.closing_file import closings_file

    stop_unless_writable(file)
    write_text(file, closings_file([one.signed for one in _read(programme)]))


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of closings.")],
    key: Annotated[
        str, typer.Option("--key", help="The public key, from a place that you trust.")
    ] = "",
) -> None:
    """Check a file of closings: each signed, each going on where the one before ended.

    It needs no database. Exit code 1: something is wrong, shown closing by closing; 2: the file or
    the key can't be read.
    """
    from plaudit.core.closing_chain import faults_of
    from plaudit.core.closing_file import closings_in
    from plaudit.store.closing_key import is_signed

    try:
        signed = closings_in(file.read_text("utf-8"))
        trusted = bytes.fromhex(key) if key else None
    except (OSError, ValueError) as fault:
        stop_with(f"{file} can't be checked: {fault}.", code=EXIT_USAGE)
    faults = faults_of(signed, is_signed=is_signed, key=trusted)
    for one in faults:
        typer.echo(f"  WRONG  closing {one.place}: {one.said}")
    if faults:
        raise typer.Exit(EXIT_REFUSED)
    several = f"{counted(len(signed), 'closing')} are signed and follow one another."
    typer.echo(several if len(signed) > 1 else "1 closing is signed.")
    for public_key in sorted({one.public_key.hex() for one in signed}):
        typer.echo(f"public key  {public_key}")
    if trusted is None:
        typer.echo("Compare the key with that on the programme's page of figures, or give --key.")


def _read(programme: str) -> list[Kept]:
    from plaudit.store.closings import read_closings

    with opened() as connection:
        return read_closings(connection, _number(connection, programme))


def _number(connection: psycopg.Connection, programme: str) -> int:
    from plaudit.store.catalogue import programme_number

    found = programme_number(connection, programme)
    return stop_with(f"There is no programme {programme}.") if found is None else found
