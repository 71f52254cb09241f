"""`plaudit check`: the mistakes in activity and edition files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import activities_folder

if TYPE_CHECKING:
    from rich.console import Console

    from plaudit.actions.check import Checked
    from plaudit.core.catalogue.mistakes import Mistake

EXIT_MISTAKES = 1
MISTAKES_SHOWN = 200
"""How many mistakes are printed; `--json` has them all."""


def add_to(app: typer.Typer) -> None:
    """Add `plaudit check` to the command line."""
    app.command("check")(check)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Editions and activities.")],
    *,
    activities: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The folder of the activity types.",
            show_default="catalogue/activities",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the mistakes as JSON.")] = False,
) -> None:
    """Check editions and activities: every mistake with its place and what to write instead.

    Exit code 0: no mistake; 1: mistakes, printed in the order of their places; 2: wrong use.
    """
    from plaudit.actions.check import check as find_mistakes

    checked = find_mistakes(files, activities_folder=activities or activities_folder())
    if as_json:
        typer.echo(as_text(checked))
    else:
        show(checked.mistakes)
        typer.echo(summary(checked, files=len(set(files))))
    if checked.mistakes:
        raise typer.Exit(EXIT_MISTAKES)


def as_text(checked: Checked) -> str:
    """Return what was found as JSON."""
    import json
    from dataclasses import asdict

    found = {
        "sound": not checked.mistakes,
        "mistakes": [asdict(mistake) for mistake in checked.mistakes],
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def show(mistakes: Sequence[Mistake]) -> None:
    """Print mistakes, in colours on a terminal."""
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False, markup=False)
    for mistake in mistakes[:MISTAKES_SHOWN]:
        if not console.is_terminal:
            typer.echo(mistake.rendered())
        else:
            show_coloured(mistake, console=console)
        typer.echo()
    if len(mistakes) > MISTAKES_SHOWN:
        typer.echo(f"… and {len(mistakes) - MISTAKES_SHOWN} more.\n")


def show_coloured(mistake: Mistake, *, console: Console) -> None:
    """Print one mistake: the place bold, the caret red."""
    for line in mistake.rendered().splitlines():
        style = ""
        if line.startswith(mistake.file):
            style = "bold"
        elif line.strip() == "^":
            style = "bold red"
        elif line.startswith("    "):
            style = "cyan"
        console.print(line, style=style)


def summary(checked: Checked, *, files: int) -> str:
    """Return the last line: how much was checked, and what came out.

    >>> from plaudit.actions.check import Checked
    >>> summary(Checked((), (), ()), files=2)
    '2 files checked: no mistakes.'
    """
    found = len(checked.mistakes)
    count = "no mistakes" if not found else "1 mistake" if found == 1 else f"{found} mistakes"
    return f"{files} {'file' if files == 1 else 'files'} checked: {count}."
