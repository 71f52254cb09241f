"""`plaudit replay`: what an edition gives for many deeds, as totals by member."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, stop_with
from plaudit.cli.without import WITHOUT

if TYPE_CHECKING:
    from plaudit.cli.replaying import Asked
    from plaudit.replay.counting import Replay
    from plaudit.replay.snapshot import Snapshot


class Engine(StrEnum):
    """What counts."""

    HERE = "here"
    SPARK = "spark"


class By(StrEnum):
    """What a line of totals is about."""

    MEMBER = "member"
    MONTH = "month"


FILES = typer.Argument(
    metavar="EDITION.toml … DEEDS…",
    help="Editions of one programme, then deeds: .parquet, .csv or .jsonl files, in the order in "
    "which they arrived. With Spark also URIs that the cluster knows.",
    show_default=False,
)
BY = typer.Option(help="A line for each member, or for each member's month.")
OUTPUT = typer.Option(
    metavar="FILE",
    help="A .jsonl, .csv or .parquet file. With Spark, .parquet is a folder.",
    show_default="standard output",
)
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


ENGINE = typer.Option(
    help="What counts: this program alone, or Apache Spark (pip install 'plaudit[spark]')."
)
MASTER = typer.Option(
    metavar="URL",
    help="Where Spark runs: local[2], yarn, spark://HOST:7077, k8s://….",
    show_default="what spark-submit says, or this machine with --threads and --memory",
)


def add_to(app: typer.Typer) -> None:
    """Add `plaudit replay` to the command line."""
    app.command("replay")(replay)


def replay(
    files: Annotated[list[str], FILES],
    *,
    by: Annotated[By, BY] = By.MEMBER,
    output: Annotated[str | None, OUTPUT] = None,
    refused: Annotated[Path | None, REFUSED] = None,
    without: Annotated[Path | None, WITHOUT] = None,
    work: Annotated[Path | None, WORK] = None,
    memory: Annotated[str, MEMORY] = "2GB",
    threads: Annotated[int, THREADS] = 2,
    activities: Annotated[Path | None, ACTIVITIES] = None,
    engine: Annotated[Engine, ENGINE] = Engine.HERE,
    master: Annotated[str | None, MASTER] = None,
) -> None:
    """Count very many deeds by one edition or several, and write each member's totals.

    The points are those of plaudit count, to the last one, and so are the refusals; a repeated
    (source, id) is left out, and so is each deed that --without names. JSON lines: member, points,
    and points by rule (zero left out). Deeds that were refused are counted by code on the error
    stream.

    plaudit replay catalogue/programmes/riverside/2026-10.toml deeds-*.parquet --by month

    Exit code 0: done; 1: an edition, an activity or a file can't be read; 2: wrong use.
    """
    from plaudit.cli.replaying import editions_and_deeds, gathered
    from plaudit.cli.replaying_spark import Place, Wanted, replay_on_spark

    _check_options(engine, work, master, output=output)
    if engine is Engine.SPARK:
        wanted = Wanted(by is By.MONTH, output, refused, without)
        replay_on_spark(files, activities, wanted, on=Place(master, threads, memory))
        return
    asked = editions_and_deeds([Path(one) for one in files], activities, without=without)
    to = Path(output) if output else None
    place: AbstractContextManager[Path | str] = nullcontext(work) if work else TemporaryDirectory()
    with place as folder:
        snapshot = gathered(asked, Path(folder), refused=refused, memory=memory, threads=threads)
        _count(snapshot, asked, by_month=by is By.MONTH, threads=threads, output=to)


def _check_options(
    engine: Engine, work: Path | None, master: str | None, *, output: str | None
) -> None:
    """End the command where options don't go together."""
    said = None
    if output is not None and not output.endswith((".jsonl", ".csv", ".parquet")):
        said = f"{output}: write .jsonl, .csv or .parquet."
    elif engine is Engine.SPARK and work is not None:
        said = "--work belongs to --engine here: Spark keeps nothing to go on with."
    elif engine is Engine.HERE and master is not None:
        said = "--master goes with --engine spark."
    if said is not None:
        stop_with(said, code=EXIT_USAGE)


def _count(
    snapshot: Snapshot, asked: Asked, *, by_month: bool, threads: int, output: Path | None
) -> None:
    from plaudit.cli.progress import bar
    from plaudit.cli.replaying import TOO_MANY, parts_folder, replay_of
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
        stop_with(TOO_MANY, code=EXIT_REFUSED)
    _write(snapshot, replay, parts, by_month=by_month, output=output)


def _write(
    snapshot: Snapshot, replay: Replay, parts: list[Path], *, by_month: bool, output: Path | None
) -> None:
    from plaudit.cli.replaying import write_rows
    from plaudit.replay.results import rows_of, write_parquet
    from plaudit.replay.running import rule_ids

    ids = rule_ids(replay.editions)
    if output is not None and output.suffix == ".parquet":
        write_parquet(snapshot, parts, ids, by_month=by_month, to=output)
        return
    write_rows(rows_of(snapshot, parts, ids), ids, by_month=by_month, output=output)
