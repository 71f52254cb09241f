"""`plaudit replay`: what an edition gives for many deeds, as totals by member."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, stop_with

if TYPE_CHECKING:
    from plaudit.cli.replaying import Asked
    from plaudit.replay.counting import Replay
    from plaudit.replay.snapshot import Snapshot


class By(StrEnum):
    """What a line of totals is about."""

    MEMBER = "member"
    MONTH = "month"


FILES = typer.Argument(
    metavar="EDITION.toml … DEEDS…",
    help="Editions of one programme, then deeds: .parquet, .csv or .jsonl files, in the order in "
    "which they arrived.",
    show_default=False,
)
BY = typer.Option(help="A line for each member, or for each member's month.")
OUTPUT = typer.Option(help="A .jsonl, .csv or .parquet file.", show_default="standard output")
REFUSED = typer.Option(help="Where refused deeds are written, as plaudit count writes them.")
WORK = typer.Option(
    metavar="DIR",
    help="Where work is kept. The same command with the same DIR goes on where it stopped.",
    show_default="a folder that is removed afterwards",
)
MEMORY = typer.Option(help="How much memory sorting takes before it uses the disk.")
THREADS = typer.Option(min=1, max=64, help="How many pieces are counted at once.")
ACTIVITIES = typer.Option(
    metavar="DIR",
    help="The folder of activities.",
    show_default="that of the edition's catalogue, or catalogue/activities",
)


def add_to(app: typer.Typer) -> None:
    """Add `plaudit replay` to the command line."""
    app.command("replay")(replay)


def replay(
    files: Annotated[list[Path], FILES],
    *,
    by: Annotated[By, BY] = By.MEMBER,
    output: Annotated[Path | None, OUTPUT] = None,
    refused: Annotated[Path | None, REFUSED] = None,
    work: Annotated[Path | None, WORK] = None,
    memory: Annotated[str, MEMORY] = "2GB",
    threads: Annotated[int, THREADS] = 2,
    activities: Annotated[Path | None, ACTIVITIES] = None,
) -> None:
    """Count very many deeds by one edition or several, and write each member's totals.

    The points are those of plaudit count, to the last one, and so are the refusals; a repeated
    (source, id) is left out. JSON lines: member, points, and points by rule (zero left out).
    Deeds that were refused are counted by code on the error stream.

    plaudit replay catalogue/programmes/riverside/2026-10.toml deeds-*.parquet --by month

    Exit code 0: done; 1: an edition, an activity or a file can't be read; 2: wrong use.
    """
    from plaudit.cli.replaying import editions_and_deeds, gathered

    if output is not None and output.suffix not in (".jsonl", ".csv", ".parquet"):
        stop_with(f"{output}: write .jsonl, .csv or .parquet.", code=EXIT_USAGE)
    asked = editions_and_deeds(files, activities)
    place: AbstractContextManager[Path | str] = nullcontext(work) if work else TemporaryDirectory()
    with place as folder:
        snapshot = gathered(asked, Path(folder), refused=refused, memory=memory, threads=threads)
        _count(snapshot, asked, by_month=by is By.MONTH, threads=threads, output=output)


def _count(
    snapshot: Snapshot, asked: Asked, *, by_month: bool, threads: int, output: Path | None
) -> None:
    from plaudit.cli.progress import bar
    from plaudit.cli.replaying import parts_folder, replay_of
    from plaudit.replay.inputs import TooMany
    from plaudit.replay.running import Job, write_totals

    replay = replay_of(snapshot, asked.editions, asked.activities)
    folder = parts_folder(snapshot, asked.paths, by_month=by_month)
    try:
        with bar("Counting", total=snapshot.about.arrived) as moved:
            parts = write_totals(
                Job(snapshot, replay, threads), folder, by_month=by_month, moved=moved
            )
    except TooMany:
        said = "A member has so many deeds in one period that they can't be counted exactly."
        stop_with(said, code=EXIT_REFUSED)
    _write(snapshot, replay, parts, by_month=by_month, output=output)


def _write(
    snapshot: Snapshot, replay: Replay, parts: list[Path], *, by_month: bool, output: Path | None
) -> None:
    from plaudit.replay.results import csv_lines, json_lines, rows_of, write_parquet
    from plaudit.replay.running import rule_ids

    ids = rule_ids(replay)
    if output is not None and output.suffix == ".parquet":
        write_parquet(snapshot, parts, ids, by_month=by_month, to=output)
        return
    rows = rows_of(snapshot, parts, ids)
    if output is not None and output.suffix == ".csv":
        _put(csv_lines(rows, ids, by_month=by_month), output)
    else:
        _put(json_lines(rows), output)


def _put(lines: Iterator[bytes], output: Path | None) -> None:
    from plaudit.cli.count import write_lines

    if output is None:
        write_lines(lines)
        return
    with output.open("wb") as file:
        file.writelines(lines)
