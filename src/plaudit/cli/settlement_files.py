"""Writing a settlement statement to a file: as CSV, as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from plaudit.cli.opening import stop_with
from plaudit.cli.writing import write_text, written

if TYPE_CHECKING:
    import psycopg

    from plaudit.store.settlement import Made


def write_csv(path: Path, made: Made) -> None:
    """Write a statement as CSV, and say where it is."""
    from plaudit.core.settlement_csv import statement_csv

    write_text(path, statement_csv(made.statement))


def write_pdf(path: Path, made: Made, *, connection: psycopg.Connection, partner_id: int) -> None:
    """Write a statement as PDF, and say where it is and the file's hash.

    Ends the command with a sentence where a font is missing.
    """
    from hashlib import sha256

    from plaudit.pages.papers.fonts import FontMissing
    from plaudit.pages.papers.settlement_pdf import statement_pdf
    from plaudit.store.settled_names import read_names

    try:
        content = statement_pdf(made, read_names(connection, partner_id, made.statement))
    except FontMissing as missing:
        stop_with(str(missing))
    with written(path):
        path.write_bytes(content)
    typer.echo(f"written: {path}, sha256 {sha256(content).hexdigest()}")
