"""`plaudit forecast`: points to be issued, redeemed, expired and owed, month by month."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plaudit.cli.opening import EXIT_USAGE, stop_with
from plaudit.cli.without import WITHOUT
from plaudit.cli.writing import stop_unless_writable, work_folder, written

if TYPE_CHECKING:
    from plaudit.lab.forecast_report import Made

FILES = typer.Argument(
    metavar="EDITION.toml DEEDS…",
    help="An edition, then deeds: .parquet, .csv or .jsonl files, in the order in which they "
    "arrived.",
    show_default=False,
)
BOOK = typer.Option(metavar="PROGRAMME", help="Over the live book instead; it is only read.")
SPENDS = typer.Option(
    metavar="LOW,MIDDLE,HIGH",
    help="Where nothing is known of spending: of 100 points that members hold, how many are spent "
    "in a month.",
)
MONTHS = typer.Option(min=1, max=24, help="How many months, with the present one.")
OUTPUT = typer.Option(
    metavar="FILE.html", help="Where the page goes.", show_default="forecast-PROGRAMME.html"
)
AS_JSON = typer.Option("--json", help="Print the forecast as JSON.")
WORK = typer.Option(metavar="DIR", help="Where the sorted deeds are kept, for the next time.")
MEMORY = typer.Option(help="How much memory sorting takes before it uses the disk.")
THREADS = typer.Option(min=1, max=64, help="How many pieces are counted at once.")
ACTIVITIES = typer.Option(
    metavar="DIR", help="Deed types.", show_default="that of the edition's catalogue"
)


def add_to(app: typer.Typer) -> None:
    """Add `plaudit forecast` to the command line."""
    app.command("forecast")(forecast)


def forecast(
    files: Annotated[list[Path] | None, FILES] = None,
    *,
    book: Annotated[str | None, BOOK] = None,
    spends: Annotated[str, SPENDS] = "2.5,5,10",
    months: Annotated[int, MONTHS] = 12,
    output: Annotated[Path | None, OUTPUT] = None,
    as_json: Annotated[bool, AS_JSON] = False,
    without: Annotated[Path | None, WITHOUT] = None,
    work: Annotated[Path | None, WORK] = None,
    memory: Annotated[str, MEMORY] = "2GB",
    threads: Annotated[int, THREADS] = 2,
    activities: Annotated[Path | None, ACTIVITIES] = None,
) -> None:
    """Forecast points by month for a treasurer, with a range, and say how good it was on the past.

    Totals, never a person. Where the simple way (as a year before) was nearer on the past than the
    models of plaudit[forecast], it is used. An edition counts as if always in force.

    plaudit forecast --book riverside

    plaudit forecast riverside/2026-10.toml city/deeds-*.parquet --spends 3,6,9

    Exit code 0: written; 1: too little is known, or a file can't be read; 2: wrong use.
    """
    from plaudit.cli.forecasting import made_of_book, made_of_deeds
    from plaudit.cli.replaying import editions_and_deeds
    from plaudit.lab.spending import assumed as assumed_between

    if (book is None) == (not files) or (book and (work or without)):
        stop_with("Name an edition and deeds, or --book PROGRAMME.", code=EXIT_USAGE)
    stop_unless_writable(output or Path(f"forecast-{book or 'PROGRAMME'}.html"), folder=work)
    assumed = assumed_between(*assumed_shares(spends))
    if book is not None:
        made = made_of_book(book, assumed, months=months)
    else:
        asked = editions_and_deeds(files or [], activities, without=without)
        with work_folder(work) as where:
            made = made_of_deeds(asked, where, assumed, months=months, machine=(memory, threads))
    _write(made, output or Path(f"forecast-{made.programme}.html"), as_json=as_json)


def assumed_shares(spends: str) -> tuple[float, float, float]:
    """Return the shares that are assumed. Refuses: ends the command over what isn't that."""
    try:
        low, middle, high = (float(one) / 100 for one in spends.split(","))
    except ValueError:
        low, middle, high = 0.0, 0.0, 0.0
    if not 0 < low <= middle <= high <= 1:
        stop_with(
            f"--spends {spends}: write three numbers above 0, rising, like 2.5,5,10.",
            code=EXIT_USAGE,
        )
    return low, middle, high


def _write(made: Made, page: Path, *, as_json: bool) -> None:
    """Write the page, and print the forecast."""
    from plaudit.lab.forecast_page import forecast_page
    from plaudit.lab.forecast_report import forecast_data

    data = forecast_data(made)
    with written(page):
        page.write_text(forecast_page(data), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        _show(data, page)


def _show(data: Any, page: Path) -> None:
    """Print months as a table, what has to be said with them, and where the page is."""
    from rich.console import Console
    from rich.table import Table

    table = Table("Month", box=None)
    for name in ("issued", "redeemed", "expired", "owed"):
        table.add_column(name.title(), justify="right")
        table.add_column("from, to", justify="right", style="dim")
    for one in data["months"]:
        cells = []
        for name in ("issued", "redeemed", "expired", "owed"):
            said = one[name]
            cells += [f"{said['middle']:,}", f"{said['low']:,} to {said['high']:,}"]
        table.add_row(one["month"], *cells)
    console = Console(width=max(120, Console().width))
    console.print(table)
    for sentence in data["said"]:
        typer.echo(f"- {sentence}")
    typer.echo(f"\nThe page: {page}")
