"""`plaudit check`: editions, activities and rewards against the charter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.actions.catalogue_folder import catalogue_folder
from plaudit.cli.opening import EXIT_USAGE, activities_folder, stop_with

if TYPE_CHECKING:
    from plaudit.actions.check import Checked
    from plaudit.core.charter.check import Report
    from plaudit.core.charter.finding import Finding

EXIT_MISTAKES = 1
EXIT_NEEDS_A_PERSON = 3
SHOWN_MAX = 200
"""How many findings are printed; `--json` has them all."""


def add_to(app: typer.Typer) -> None:
    """Add `plaudit check` to the command line."""
    app.command("check")(check)


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Editions, activities and rewards.")
    ],
    *,
    as_json: Annotated[
        bool | None,
        typer.Option("--json/--sarif", help="Print the findings as JSON, or as SARIF for editors."),
    ] = None,
    today: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="Also refuse an edition, not approved yet, whose day of publication is past.",
        ),
    ] = None,
    activities: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Deed types.", show_default="catalogue/activities"),
    ] = None,
    counting: Annotated[
        bool, typer.Option("--counting", help="Only what counting needs; the charter is left out.")
    ] = False,
) -> None:
    """Check editions, activities and rewards against the charter: all findings at once.

    Each finding names its clause, its place, what was seen and what to do; the gravest comes first.
    An edition's deed types are checked with it; they may be among the files.

    Exit code 0: passes; 1: refused; 3: a person must answer a question; 2: wrong use.
    """
    if counting:
        _count_only(files, activities or activities_for(files), as_json=bool(as_json))
        return
    reports = examined(files, activities, today=today.date() if today else None)
    print_reports(reports, as_json=as_json)
    stop_at_result(reports)


def examined(
    files: Sequence[Path], activities: Path | None = None, *, today: date | None = None
) -> list[Report]:
    """Return the reports of files.

    Refuses: ends the command where the data catalogue or a registry can't be read.
    """
    from plaudit.actions.examine import examine, open_catalogue
    from plaudit.core.catalogue.mistakes import Mistakes

    folder = activities or activities_for(files)
    try:
        opened = open_catalogue(catalogue_folder(beside=folder), folder)
    except Mistakes as wrong:
        stop_with(f"The catalogue can't be read.\n\n{wrong}", code=EXIT_USAGE)
    return examine(files, opened, today=today)


def activities_for(files: Sequence[Path]) -> Path:
    """Return the folder of deed types: of the catalogue around a file, here, or our own.

    Around a file: beside its programme's folder, or beside the folder of all programmes.
    """
    for path in files[:1]:
        for around in path.resolve().parents[1:3]:
            if (around / "activities").is_dir():
                return around / "activities"
    return activities_folder()


def print_reports(reports: Sequence[Report], *, as_json: bool | None) -> None:
    """Print reports: as JSON, as SARIF (False), or for people (None)."""
    import json

    from plaudit.core.charter import showing

    if as_json is None:
        _print_for_people(reports)
        return
    data = (
        showing.as_data(reports)
        if as_json
        else showing.as_sarif(reports, version=metadata.version("plaudit"))
    )
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def _print_for_people(reports: Sequence[Report]) -> None:
    from rich.console import Console

    from plaudit.core.charter.showing import lines, verdict

    console = Console(soft_wrap=True, highlight=False, markup=False)
    every = list(dict.fromkeys(found for report in reports for found in report.findings))
    for found in every[:SHOWN_MAX]:
        for line in lines(found):
            console.print(line, style=_style(line, found))
        console.print()
    if len(every) > SHOWN_MAX:
        console.print(f"… and {len(every) - SHOWN_MAX} more.\n")
    for report in reports:
        console.print(verdict(report))


def _style(line: str, found: Finding) -> str:
    """Return how a line looks on a terminal."""
    if line.strip() == "^":
        return "bold red" if found.is_error else "bold yellow"
    if line.startswith("    "):
        return "cyan"
    if line.startswith(f"{found.clause}: "):
        return "dim"
    return "bold" if line.startswith(f"{found.clause} ") else ""


def stop_at_result(reports: Sequence[Report]) -> None:
    """End the command with the exit code of the reports."""
    from plaudit.core.charter.finding import Result
    from plaudit.core.charter.showing import overall

    result = overall(reports)
    if result is Result.REFUSED:
        raise typer.Exit(EXIT_MISTAKES)
    if result is Result.NEEDS_A_PERSON:
        raise typer.Exit(EXIT_NEEDS_A_PERSON)


def _count_only(files: Sequence[Path], activities: Path, *, as_json: bool) -> None:
    """Check files as far as counting goes; end with code 1 where there is a mistake."""
    from plaudit.actions.check import check as find_mistakes

    checked = find_mistakes(files, activities_folder=activities)
    if as_json:
        typer.echo(as_text(checked))
    else:
        for mistake in checked.mistakes[:SHOWN_MAX]:
            typer.echo(f"{mistake.rendered()}\n")
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


def summary(checked: Checked, *, files: int) -> str:
    """Return the last line: how much was checked, and what came out.

    >>> from plaudit.actions.check import Checked
    >>> summary(Checked((), (), ()), files=2)
    '2 files checked: no mistakes.'
    """
    found = len(checked.mistakes)
    count = "no mistakes" if not found else "1 mistake" if found == 1 else f"{found} mistakes"
    return f"{files} {'file' if files == 1 else 'files'} checked: {count}."
