"""`plaudit rehearse`: what a draft would have given, beside the edition in force."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from plaudit.cli.forecast import assumed_shares
from plaudit.cli.opening import EXIT_USAGE, stop_with
from plaudit.cli.without import WITHOUT
from plaudit.cli.writing import stop_unless_writable, work_folder

DRAFT = typer.Argument(metavar="DRAFT.toml", help="The edition to try.")
AGAINST = typer.Option(metavar="CURRENT.toml", help="The edition that it would take the place of.")
OVER = typer.Option(metavar="DEEDS", help="A .parquet, .csv or .jsonl file; again for each more.")
BOOK = typer.Option("--book", help="Over the deeds of the live book instead; it is only read.")
OUTPUT = typer.Option(
    metavar="NAME", help="NAME.html and NAME.json are written.", show_default="rehearsal-EDITION"
)
DISTRICTS = typer.Option(metavar="FILE.csv", help="Lines of PARTNER,DISTRICT.")
WORK = typer.Option(
    metavar="DIR", help="Where the sorted deeds are kept, for the next rehearsal over the same."
)
MEMORY = typer.Option(help="How much memory sorting takes before it uses the disk.")
THREADS = typer.Option(min=1, max=64, help="How many pieces are counted at once.")
SPENDS = typer.Option(
    metavar="LOW,MIDDLE,HIGH",
    help="Of 100 points that members hold, how many are assumed to be spent in a month.",
)
ACTIVITIES = typer.Option(
    metavar="DIR", help="Deed types.", show_default="that of the draft's catalogue"
)


def add_to(app: typer.Typer) -> None:
    """Add `plaudit rehearse` to the command line."""
    app.command("rehearse")(rehearse)


def rehearse(
    draft: Annotated[Path, DRAFT],
    *,
    against: Annotated[Path, AGAINST],
    over: Annotated[list[Path] | None, OVER] = None,
    book: Annotated[bool, BOOK] = False,
    output: Annotated[Path | None, OUTPUT] = None,
    districts: Annotated[Path | None, DISTRICTS] = None,
    without: Annotated[Path | None, WITHOUT] = None,
    work: Annotated[Path | None, WORK] = None,
    memory: Annotated[str, MEMORY] = "2GB",
    threads: Annotated[int, THREADS] = 2,
    spends: Annotated[str, SPENDS] = "2.5,5,10",
    activities: Annotated[Path | None, ACTIVITIES] = None,
) -> None:
    """Count past deeds by a draft and by the current edition, and report the difference.

    Both are counted as if in force all the time. Of the book, deeds whose facts are past their
    last day, struck-out deeds and restricted members are left out. The report is a page, and JSON
    of one form, whose SHA-256 an approval can name. It shows groups of deeds, never a member.

    plaudit rehearse 2027-04.toml --against 2026-10.toml --over deeds.parquet

    Exit code 0: written; 1: an edition or a file can't be read; 2: wrong use.
    """
    from plaudit.cli.check import activities_for
    from plaudit.cli.rehearsing import Sides, past_of, rehearsal, report_files, write_report

    if book == bool(over) or (book and (work or without)):
        stop_with("Name --over FILES, or --book without --work and --without.", code=EXIT_USAGE)
    stop_unless_writable(*report_files(output or Path("rehearsal-EDITION")), folder=work)
    past = past_of(over or [], without)
    shares = assumed_shares(spends)
    sides = Sides(draft, against, activities or activities_for([draft]))
    with work_folder(work) as where:
        done = rehearsal(sides, past, where, memory=memory, threads=threads)
    done = replace(done, districts=_districts(districts) if districts else {}, spends=shares)
    name = output or Path(f"rehearsal-{done.draft.edition.id}")
    hashed = write_report(done, name)
    typer.echo(f"{name}.html and {name}.json\nSHA-256 of the JSON: {hashed}")


def _districts(path: Path) -> dict[str, str]:
    """Return each partner's district. Refuses: ends the command over a file that isn't that."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        stop_with(f"{path} can't be read: {fault}.", code=EXIT_USAGE)
    if any(len(row) != 2 for row in rows):
        stop_with(f"{path}: each line is PARTNER,DISTRICT.", code=EXIT_USAGE)
    return {partner.strip(): district.strip() for partner, district in rows}
