"""`plaudit schema`: JSON Schemas and reference pages of the catalogue's files, and of refusals."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from plaudit.cli.writing import write_text, written


class File(StrEnum):
    """A kind of file."""

    EDITION = "edition"
    ACTIVITY = "activity"
    REWARD = "reward"


def add_to(app: typer.Typer) -> None:
    """Add `plaudit schema` to the command line."""
    app.command("schema")(schema)


def schema(
    file: Annotated[File, typer.Argument(help="Whose schema to print.")] = File.EDITION,
    *,
    write: Annotated[
        bool, typer.Option("--write", help="Write all schemas and reference pages to their files.")
    ] = False,
    into: Annotated[Path, typer.Option(metavar="DIR", help="The project's folder.")] = Path(),
) -> None:
    """Print the JSON Schema of edition, activity or reward files, for editors."""
    from plaudit.core.catalogue.schema import schema_text

    if not write:
        typer.echo(schema_text(file.value), nl=False)
        return
    for path, text in made_files().items():
        place = into / path
        with written(place):
            place.parent.mkdir(parents=True, exist_ok=True)
        write_text(place, text)


def made_files() -> dict[str, str]:
    """Return every file that is made from the catalogue's descriptions and codes, by its path."""
    from plaudit.cli import refusals_page
    from plaudit.core.catalogue.reference import PAGES
    from plaudit.core.catalogue.schema import TABLES, schema_text

    schemas = {f"schemas/{name}.schema.json": schema_text(name) for name in TABLES}
    pages = PAGES | {"refusals": refusals_page.page}
    return schemas | {f"docs/reference/{name}.md": page() for name, page in pages.items()}
