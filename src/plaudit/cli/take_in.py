"""`plaudit take-in`: a file of deeds goes through the same door as a request."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.take_in_table import take_in_table
from plaudit.cli.writing import stop_unless_writable
from plaudit.core.table.numbers import Decimals
from plaudit.core.table.reading import Choices
from plaudit.core.table.times import Order

if TYPE_CHECKING:
    import psycopg

    from plaudit.actions.batch import Arrival
    from plaudit.actions.house import House
    from plaudit.core.activity import Activity
    from plaudit.core.ledger import Outcome
    from plaudit.ingest.files import Row
    from plaudit.ingest.reading import Reader
    from plaudit.ingest.side_by_side import Begun, SideBySide

BATCH_DEEDS = 5_000
PARTNER = typer.Option(
    help="FILE is this partner's own table, as a spreadsheet program keeps it: .xlsx, .ods, or "
    "CSV of any kind."
)
DAY_ORDER = typer.Option(help="In such a table: what comes first in 3/4/2026.")
DECIMALS = typer.Option(help="In such a table: what stands before decimals.")
ACTIVITY = typer.Option(help="What such a table reports, where it doesn't say it.")


def add_to(app: typer.Typer) -> None:
    """Add `plaudit take-in` to the command line."""
    app.command("take-in")(take_in)


def take_in(
    file: Annotated[Path, typer.Argument(help="Deeds: JSON lines, or CSV where named *.csv.")],
    refusals: Annotated[
        Path | None,
        typer.Option(help="Where refused deeds go. Otherwise beside FILE, named *.refused.*"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the sums as JSON.")] = False,
    partner: Annotated[str | None, PARTNER] = None,
    day_order: Annotated[Order | None, DAY_ORDER] = None,
    decimals: Annotated[Decimals | None, DECIMALS] = None,
    activity: Annotated[str | None, ACTIVITY] = None,
) -> None:
    """Take in a file of deeds, through the same checks as a partner's request.

    Deeds of several partners may stand in one file: each deed's source is its partner. What is
    refused goes to a second file with the reason; mend it there and take that file in. Taking a
    file in twice is harmless. Exit code 0: all taken in; 1: some were refused; 2: a file
    can't be read, or what is refused can't be written, and nothing was taken in.
    """
    from plaudit.actions.house import open_house

    ends = file.suffix if partner is None else ".csv"
    goes = refusals or file.with_name(f"{file.stem}.refused{ends}")
    with _opened_file(file, goes) as source, opened(hot=True) as connection:
        house = open_house(connection)
        if not house.programmes:
            stop_with("No programme is published yet. Publish an edition first.", code=EXIT_USAGE)
        if partner is None:
            sums = _take_in(connection, house, file, source, refusals=goes)
        else:
            chosen = Choices(day_order, decimals, activity)
            sums = take_in_table(
                connection, house, file, partner=partner, choices=chosen, refusals=goes
            )
    _say(sums, as_json=as_json)
    if sums["refused"]:
        raise typer.Exit(EXIT_REFUSED)


def _opened_file(file: Path, refusals: Path) -> BinaryIO:
    """Open a file of deeds, once it is known that what is refused has a place."""
    if not file.is_file():
        stop_with(f"There is no file {file}.", code=EXIT_USAGE)
    if refusals.resolve() == file.resolve():
        said = f"{file} is taken in; refused deeds can't go there. Name another file."
        stop_with(said, code=EXIT_USAGE)
    stop_unless_writable(refusals, otherwise="Name another file with --refusals.")
    try:
        return file.open("rb")
    except OSError as fault:
        stop_with(f"{file} can't be read: {fault.strerror}.", code=EXIT_USAGE)


def _take_in(
    connection: psycopg.Connection,
    house: House,
    file: Path,
    source: BinaryIO,
    *,
    refusals: Path,
) -> dict[str, Any]:
    from plaudit.actions.house import activities_of
    from plaudit.cli.progress import bar
    from plaudit.cli.refusals_file import RefusalsFile
    from plaudit.ingest.reading import Reader
    from plaudit.ingest.side_by_side import SideBySide
    from plaudit.store.embedded import database_url

    activities = activities_of(house)
    rows, columns = _rows(file, source, activities)
    sums: dict[str, Any] = {"accepted": 0, "duplicate": 0, "refused": 0, "refusals": None}
    reader = Reader(activities, of_partners=True)
    with (
        RefusalsFile(refusals, columns=columns) as refused,
        SideBySide(database_url(), connection, house) as settler,
        bar("Taking in deeds", total=file.stat().st_size) as step,
    ):
        for batch, outcomes in _settled(rows, settler, house=house, reader=reader):
            for row, outcome in zip(batch, outcomes, strict=True):
                sums[outcome.status] += 1
                if outcome.refusal is not None:
                    refused.add(row, outcome.refusal)
            step(sum(len(row.text) for row in batch))
        sums["refusals"] = None if refused.path is None else str(refused.path)
    return sums


def _rows(
    file: Path, source: BinaryIO, activities: dict[str, Activity]
) -> tuple[Iterator[Row], list[str] | None]:
    """Return the rows of a file, and its columns where it is CSV."""
    from plaudit.ingest.files import WrongFile, csv_header, csv_rows, is_csv, json_rows

    if not is_csv(file):
        return json_rows(source), None
    try:
        columns = csv_header(source, activities)
    except WrongFile as wrong:
        stop_with(f"{file}: {wrong}", code=EXIT_USAGE)
    return csv_rows(source, columns=columns, activities=activities), columns


def _settled(
    rows: Iterator[Row], settler: SideBySide, *, house: House, reader: Reader
) -> Iterator[tuple[list[Row], list[Outcome]]]:
    """Yield the rows of each batch with their outcomes; the next one is read meanwhile."""
    before: tuple[list[Row], list[Outcome | None], Begun] | None = None
    while batch := list(islice(rows, BATCH_DEEDS)):
        refused, arrivals = read_rows(batch, house=house, reader=reader)
        if before is not None:
            yield _ended(*before)
        before = batch, refused, settler.begin(arrivals, now=now_instant())
    if before is not None:
        yield _ended(*before)


def _ended(
    batch: list[Row], refused: list[Outcome | None], begun: Begun
) -> tuple[list[Row], list[Outcome]]:
    settled = iter(begun.outcomes())
    return batch, [next(settled) if outcome is None else outcome for outcome in refused]


def read_rows(
    batch: list[Row], *, house: House, reader: Reader
) -> tuple[list[Outcome | None], list[Arrival]]:
    """Read rows: an outcome for each that is refused as it is, and what is to be settled."""
    from plaudit.actions.batch import Arrival
    from plaudit.core.deed import Report
    from plaudit.core.ledger import Outcome
    from plaudit.core.refusals import Code, refusal

    outcomes: list[Outcome | None] = []
    arrivals: list[Arrival] = []
    by_source = {partner.id: partner.partner_id for partner in house.partners.values()}
    for row in batch:
        reading = reader.read_line(row.raw)
        if row.fault is not None:
            outcomes.append(Outcome("", "refused", row.fault))
        elif not isinstance(reading, Report):
            outcomes.append(Outcome(reading.event_id or "", "refused", reading.refusal))
        elif reading.source not in by_source:
            said = refusal(Code.SOURCE_UNKNOWN, seen=f'"{reading.source[:40]}"')
            outcomes.append(Outcome(reading.event_id, "refused", said))
        else:
            outcomes.append(None)
            arrivals.append(Arrival(by_source[reading.source], reading))
    return outcomes, arrivals


def _say(sums: dict[str, Any], *, as_json: bool) -> None:
    import json

    if as_json:
        typer.echo(json.dumps(sums))
        return
    deeds = "deed" if sums["accepted"] == 1 else "deeds"
    typer.echo(
        f"{sums['accepted']:,} {deeds} taken in, {sums['duplicate']:,} known already, "
        f"{sums['refused']:,} refused."
    )
    if sums["refusals"]:
        typer.echo(f"The refused ones, each with its reason: {sums['refusals']}")
