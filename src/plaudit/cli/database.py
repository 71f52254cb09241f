"""`plaudit database`: the PostgreSQL that keeps the book."""

from __future__ import annotations

import typer


def add_to(app: typer.Typer) -> None:
    """Add `plaudit database` to the command line."""
    database = typer.Typer(no_args_is_help=True, help="The PostgreSQL that keeps the book.")
    app.add_typer(database, name="database")
