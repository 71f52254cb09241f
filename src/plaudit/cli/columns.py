"""`plaudit columns`: every column that the database keeps about members, why and until when."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import opened
from plaudit.cli.writing import stop_unless_writable, write_text

if TYPE_CHECKING:
    from plaudit.store.columns import Column

PAGE = Path("docs/reference/columns.md")
EXPORT_SCHEMA = Path("schemas/export.schema.json")
_HEAD = """# What the database keeps about a member

Made by `plaudit columns --write` from the live tables; a test compares it with them. The list is
closed: a new column about a person comes with its purpose and its last day, or the test fails
(charter, C01 and C17). `evidence_days`, `deed_months`, `voucher_months`, `question_months` and
`consent_months` are those of the edition, within the charter's limits.

There is no name, no address, no handle of a partner, no level, rank, score or lifetime total.
"""
_ROW = "| {} | {} | {} | {} |"
_OTHERS = """
## Tables that hold nothing about a member
"""


def add_to(app: typer.Typer) -> None:
    """Add `plaudit columns` to the command line."""
    app.command("columns")(columns)


def columns(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the columns as JSON.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help=f"Write {PAGE} and the export's schema anew.")
    ] = False,
) -> None:
    """Print every column of the book: what is kept about members, why and until when."""
    import json

    from plaudit.actions.export import columns_of_export
    from plaudit.core.carry.schema import schema_text
    from plaudit.store.columns import read_columns

    if write:
        stop_unless_writable(PAGE, EXPORT_SCHEMA)
    with opened() as connection:
        found = read_columns(connection)
        schema = schema_text(columns_of_export(connection))
    if write:
        for path, text in ((PAGE, columns_page(found)), (EXPORT_SCHEMA, schema)):
            write_text(path, text)
    elif as_json:
        typer.echo(json.dumps([one._asdict() for one in found], indent=2))
    else:
        typer.echo(columns_page(found), nl=False)


def columns_page(columns: Iterable[Column]) -> str:
    """Return the page of columns, as Markdown."""
    lines = [_HEAD]
    others: list[str] = []
    for table, of_table in groupby(columns, key=lambda column: column.table):
        rows = list(of_table)
        if not rows[0].is_about_members:
            others.append(f"- `{table}`: {', '.join(f'`{row.name}`' for row in rows)}")
            continue
        lines += [
            f"\n## `{table}`\n",
            "| column | type | what for | last day |",
            "|---|---|---|---|",
        ]
        for row in rows:
            lines.append(_ROW.format(f"`{row.name}`", row.type, row.purpose, row.last_day))
    return "\n".join([*lines, _OTHERS, *others]) + "\n"
