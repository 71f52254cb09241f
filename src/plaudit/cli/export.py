"""`plaudit export`: everything that is held about one member, as a file that explains itself.

`plaudit carry` reads such a file elsewhere, without a database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plaudit.cli.looking import BY, REASON, Why, looker, write_look
from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.writing import stop_unless_new, written


def add_to(app: typer.Typer) -> None:
    """Add `plaudit export` and `plaudit carry` to the command line."""
    app.command("export")(export)
    app.command("carry")(carry)


def export(
    member: Annotated[int, typer.Argument(help="The member's number.", show_default=False)],
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    *,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Write a zip with one CSV file a table.")
    ] = False,
    language: Annotated[str, typer.Option(help="The language: en, th or zh-Hans.")] = "en",
    by: Annotated[str, BY] = "",
    reason: Annotated[Why, REASON] = Why.NOT_SAID,
) -> None:
    """Write everything that is held about a member into a file: JSON, or CSV in a zip.

    The JSON is described by schemas/export.schema.json. Who looked, and why, is written down
    first, and stands in the export. The file is readable for you alone; give it to the member and
    delete it. Exit code 0: written; 1: no such member; 2: the file is
    there already, or can't be written; then no look is written down.
    """
    from plaudit.actions.export import exporting
    from plaudit.pages.export_files import for_its_owner, write_csv, write_json
    from plaudit.pages.voices import UnknownLanguage, voice_of

    try:
        voice = voice_of(language)
    except UnknownLanguage as unknown:
        stop_with(f"There is no language {unknown}.", code=EXIT_USAGE)
    stop_unless_new(file)
    now = now_instant()
    with opened() as connection:
        write_look(connection, member, looker(by, reason, "plaudit export"))
        with exporting(connection, member, voice=voice, now=now) as found:
            if found is None:
                stop_with(f"There is no member {member}.")
            write = write_csv if as_csv else write_json
            with written(file), for_its_owner(file) as stream:
                write(stream, found.head, columns=found.columns, rows=found.rows)
    typer.echo(f"Written: {file}, for member {member} alone.")


def carry(
    file: Annotated[Path, typer.Argument(help="An export: JSON, or a zip of CSV.")],
    into: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    *,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Write a zip with one CSV file a table.")
    ] = False,
) -> None:
    """Read an export, check each value against its column, and write it again in either form.

    Needs no database. Exit code 0: written; 1: not an export; 2: the file is there
    already, or can't be written.
    """
    from plaudit.core.carry.export import NotAnExport
    from plaudit.pages.export_files import for_its_owner, read_file, write_csv, write_json

    stop_unless_new(into)
    try:
        found = read_file(file)
    except (NotAnExport, OSError) as wrong:
        stop_with(f"{file} was not read. {wrong}")
    rows = ((table, row) for table, of_table in found.rows.items() for row in of_table)
    write = write_csv if as_csv else write_json
    with written(into), for_its_owner(into) as stream:
        write(stream, found.head, columns=found.columns, rows=rows)
    typer.echo(f"Written: {into}.")
