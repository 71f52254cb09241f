"""`plaudit backup`: the book, the journal of erasures, and the secrets, in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plaudit.cli.opening import now_instant, started_database, stop_with
from plaudit.cli.writing import stop_unless_writable

KEY_FILE = typer.Option(
    "--key-file", metavar="FILE", help="What seals the secrets. Keep it elsewhere."
)


def add_to(app: typer.Typer) -> None:
    """Add `plaudit backup` to the command line."""
    app.command("backup")(backup)


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder, on another disk.")],
    key_file: Annotated[Path | None, KEY_FILE] = None,
) -> None:
    """Write a backup, as the book is at one instant; Plaudit goes on serving.

    With --key-file the secrets beside the database are in it, sealed. Without, they are left out:
    keep a copy of their folder elsewhere, never beside a backup.
    """
    from plaudit.actions.back_up import back_up
    from plaudit.store.backup_folder import Unfit
    from plaudit.store.connect import connect
    from plaudit.store.embedded import Trouble
    from plaudit.store.erasures import journal_here
    from plaudit.store.kept_secrets import Locked, key_of
    from plaudit.store.secrets import secrets_folder

    stop_unless_writable(folder=folder)
    try:
        key = None if key_file is None else key_of(key_file)
        with connect(url := started_database(), role="owner") as connection:
            back_up(
                connection,
                url,
                folder.absolute(),
                journal=journal_here(),
                key=key,
                now=now_instant(),
            )
    except (Unfit, Locked, Trouble) as refused:
        stop_with(str(refused))
    except OSError as fault:
        stop_with(f"The backup could not be written: {fault}")
    typer.echo(f"The backup is in {folder}.")
    if key is None:
        typer.echo(
            f"The secrets are not in it. Keep a copy of {secrets_folder()} elsewhere: without it "
            "every partner's handles are lost.",
            err=True,
        )
