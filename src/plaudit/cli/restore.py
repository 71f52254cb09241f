"""`plaudit restore`: a backup into an empty database, its erasures carried out before it opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.backup import KEY_FILE
from plaudit.cli.opening import EXIT_DATABASE, EXIT_REFUSED, now_instant, stop_with

if TYPE_CHECKING:
    from plaudit.actions.restore_backup import Restored


def add_to(app: typer.Typer) -> None:
    """Add `plaudit restore` to the command line."""
    app.command("restore")(restore)


def restore(
    folder: Annotated[Path, typer.Argument(help="The backup's folder.")],
    key_file: Annotated[Path | None, KEY_FILE] = None,
    erasures: Annotated[
        list[Path] | None,
        typer.Option("--erasures", metavar="FILE", help="A copy of the journal of erasures."),
    ] = None,
    journal_lost: Annotated[
        bool, typer.Option("--journal-lost", help="There is no journal left, and no copy of it.")
    ] = False,
) -> None:
    """Restore a backup into an empty database.

    Until the erasures since the backup are carried out and the book is checked, no door opens; a
    restore that was cut off is run again. Exit code 1: refused, or the book isn't sound; 4: the
    database doesn't answer.
    """
    import psycopg

    from plaudit.actions.restore_backup import Place, restore_backup
    from plaudit.store import embedded
    from plaudit.store.backup_folder import Unfit
    from plaudit.store.connect import connect
    from plaudit.store.erasures import JournalFile, journal_here
    from plaudit.store.kept_secrets import Locked, key_of

    copies = [JournalFile(path) for path in erasures or ()]
    url = embedded.start().url
    connect(
        url, role="owner", while_restoring=True
    ).close()  # one that never answered is told apart
    try:
        key = None if key_file is None else key_of(key_file)
        place = Place(url, journal_here(), copies, journal_lost)
        done = restore_backup(folder.absolute(), place, key=key, now=now_instant(), say=typer.echo)
    except (Unfit, Locked, embedded.Trouble) as refused:
        stop_with(str(refused))
    except psycopg.OperationalError as away:
        stop_with(f"The database went away; run the restore again: {away}", code=EXIT_DATABASE)
    tell(done)


def tell(done: Restored) -> None:
    """Print what a restore did; end the command where the book isn't sound."""
    for change in done.changes:
        typer.echo(f"  change made: {change}")
    typer.echo(f"{done.erased} {'person' if done.erased == 1 else 'people'} erased again.")
    typer.echo(f"What members had left or stopped, and have again: {done.stopped}.")
    ways = "way in was" if done.removed == 1 else "ways in were"
    typer.echo(f"{done.removed} {ways} removed again. The staff has to sign in anew.")
    if done.findings:
        typer.echo("The book is not sound, and stays closed. Found by:", err=True)
        for finding in done.findings:
            typer.echo(f"  {finding.check}: {finding.rows}", err=True)
        raise typer.Exit(EXIT_REFUSED)
    typer.echo("The book is restored and sound.")
