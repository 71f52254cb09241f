"""`plaudit count`: what deeds earn by an edition, without a database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from plaudit.actions.catalogue_folder import catalogue_folder
from plaudit.cli.check import activities_for
from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, stop_with

if TYPE_CHECKING:
    from plaudit.core.activity import Activity
    from plaudit.core.edition import Edition

WRITTEN_LINES = 2_000
"""How many lines are handed to the system at once."""


def add_to(app: typer.Typer) -> None:
    """Add `plaudit count` to the command line."""
    app.command("count")(count)


def count(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="EDITION.toml [EDITION.toml …] DEEDS.jsonl",
            help="One edition or several of one programme, then the deeds: JSON lines (- for "
            "standard input), or CSV where named *.csv.",
        ),
    ],
    activities: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The folder of activities.",
            show_default="that of the edition's catalogue, or catalogue/activities",
        ),
    ] = None,
) -> None:
    """Count deeds by an edition and write one JSON line for each.

    Deeds are CloudEvents, one a line, or a table with a column for each fact; empty lines, and
    those of JSON that start with #, are passed over. A counted deed gives source, deed, member,
    points and the points of each rule; a refused one its code; a repeated (source, id) is left
    out. An edition that breaks the charter is counted too, with a warning on the error stream.

    Exit code 0: done, refused deeds and all; 1: an edition or activity has mistakes; 2: usage.
    """
    *paths, deeds = files
    if not paths:
        said = "Name an edition and a file of deeds: plaudit count EDITION.toml DEEDS.jsonl"
        stop_with(said, code=EXIT_USAGE)
    folder = activities or activities_for(paths)
    known, editions = _read(paths, folder)
    try:
        source = sys.stdin.buffer if str(deeds) == "-" else deeds.open("rb")
    except OSError as fault:
        stop_with(f"{deeds} can't be read: {fault.strerror}.", code=EXIT_USAGE)
    _warn_of_the_charter(paths, folder)
    with source:
        _count(source, known, editions, is_csv=deeds.suffix.lower() == ".csv")


def _read(paths: list[Path], folder: Path) -> tuple[dict[str, Activity], list[Edition]]:
    from plaudit.actions.catalogue_files import read_activities, read_editions
    from plaudit.core.catalogue.mistakes import Mistakes

    try:
        known = read_activities(folder)
        return known, read_editions(paths, known)
    except Mistakes as wrong:
        return stop_with(str(wrong), code=EXIT_REFUSED)


def _warn_of_the_charter(paths: list[Path], folder: Path) -> None:
    """Say which clauses the editions break; the arithmetic is the same either way."""
    from plaudit.actions.examine import examine, open_catalogue
    from plaudit.core.catalogue.mistakes import Mistakes

    try:
        catalogue = open_catalogue(catalogue_folder(beside=folder), folder)
    except Mistakes:
        said = "Warning: the charter's registries can't be read; plaudit check says why."
        typer.echo(said, err=True)
        return
    for report in examine(paths, catalogue):
        clauses = sorted({found.clause for found in report.findings if found.is_error})
        if clauses:
            said = (
                f"Warning: {report.file} breaks the charter ({', '.join(clauses)}). It is counted "
                "as arithmetic; plaudit check says what is wrong."
            )
            typer.echo(said, err=True)


def _count(
    source: BinaryIO, known: dict[str, Activity], editions: list[Edition], *, is_csv: bool
) -> None:
    import gc

    from plaudit.cli.counting_lines import count_reports
    from plaudit.core.counting import Counting
    from plaudit.core.period import Calendar
    from plaudit.ingest.files import WrongFile
    from plaudit.ingest.lines import lines_of
    from plaudit.ingest.reading import Reader
    from plaudit.ingest.reported import csv_reported, lines_reported

    gc.disable()  # nothing here makes circles, and looking for them costs a third
    reader = Reader(known)
    if is_csv:
        reports = csv_reported(source, reader, known)
    else:
        reports = lines_reported(lines_of(source), reader)
    calendar = Calendar(editions[0].time_zone)
    try:
        write_lines(count_reports(reports, counting=Counting(editions, known), calendar=calendar))
    except WrongFile as wrong:
        stop_with(f"{source.name}: {wrong}", code=EXIT_USAGE)


def write_lines(lines: Iterator[bytes]) -> None:
    """Write lines to the standard output; a reader that has seen enough may leave."""
    out = sys.stdout.buffer
    try:
        while some := b"".join(islice(lines, WRITTEN_LINES)):
            out.write(some)
        out.flush()
    except BrokenPipeError:
        _forget_output()  # the reader has seen enough
    except OSError as fault:
        _forget_output()
        stop_with(f"The lines can't be written: {fault.strerror}.", code=EXIT_USAGE)


def _forget_output() -> None:
    """Let what is left in the buffer go nowhere, so that the end of the program can't stumble."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
