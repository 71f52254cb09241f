"""`plaudit replay`: what an edition gives for many deeds, as totals by member."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, stop_with
from plaudit.cli.without import WITHOUT
from plaudit.cli.writing import stop_unless_writable, work_folder

if TYPE_CHECKING:
    from plaudit.cli.replaying import Asked
    from plaudit.cli.replaying_spark import Place, Wanted
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
BY = typer.Option(help="A line for each member, or for each member's month.", show_default="member")
OUTPUT = typer.Option(
    metavar="FILE",
    help="A .jsonl, .csv or .parquet file. With Spark, .parquet is a folder.",
    show_default="standard output",
)
REFUSED = typer.Option(help="Where refused deeds are written, as plaudit count writes them.")
BOOK = typer.Option(
    "--book",
    help="Over the deeds of the live book instead, beside the awards that it holds: sums and what "
    "differs, never a member. The book is only read.",
)
AS_JSON = typer.Option("--json", help="With --book: print the result as JSON.")
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
    by: Annotated[By | None, BY] = None,
    output: Annotated[str | None, OUTPUT] = None,
    refused: Annotated[Path | None, REFUSED] = None,
    without: Annotated[Path | None, WITHOUT] = None,
    work: Annotated[Path | None, WORK] = None,
    memory: Annotated[str, MEMORY] = "2GB",
    threads: Annotated[int, THREADS] = 2,
    activities: Annotated[Path | None, ACTIVITIES] = None,
    engine: Annotated[Engine, ENGINE] = Engine.HERE,
    master: Annotated[str | None, MASTER] = None,
    book: Annotated[bool, BOOK] = False,
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Count very many deeds by one edition or several, and write each member's totals.

    The points and refusals are those of plaudit count; a repeated (source, id) is left out, and so
    is each deed that --without names. JSON lines: member, points, and points by rule.

    plaudit replay catalogue/programmes/riverside/2026-10.toml deeds-*.parquet --by month

    With --book there is no list: points by rule, activity and month, of 20 members at least, as
    booked and as counted now, and how many deeds differ.
    Exit code 0: done; 1: something can't be read, or of the book an award differs; 2: wrong use.
    """
    from plaudit.cli.replaying_book import replay_of_book
    from plaudit.cli.replaying_spark import Place, Wanted, replay_on_spark

    if book:
        _refuse_lists((by, output, refused, without, work, master), engine)
        return replay_of_book(files, activities, as_json=as_json)
    _check_options(engine, work, master, output=output, as_json=as_json)
    wanted = Wanted(by is By.MONTH, output, refused, without)
    _check_places(wanted, engine, work)
    place = Place(master, threads, memory)
    if engine is Engine.SPARK:
        return replay_on_spark(files, activities, wanted, on=place)
    return _replay_here(files, activities, wanted, on=place, work=work)


def _replay_here(
    files: list[str], folder: Path | None, wanted: Wanted, *, on: Place, work: Path | None
) -> None:
    from plaudit.cli.replaying import editions_and_deeds, gathered

    asked = editions_and_deeds([Path(one) for one in files], folder, without=wanted.without)
    to = Path(wanted.output) if wanted.output else None
    with work_folder(work) as kept:
        snapshot = gathered(
            asked, kept, refused=wanted.refused, memory=on.memory, threads=on.threads
        )
        _count(snapshot, asked, by_month=wanted.by_month, threads=on.threads, output=to)


def _refuse_lists(named: tuple[object, ...], engine: Engine) -> None:
    """End the command where something is asked for that --book doesn't give."""
    if any(one is not None for one in named) or engine is Engine.SPARK:
        stop_with(
            "--book gives sums of groups and never a list: what a member has is shown to nobody "
            "else. Leave out --by, --output, --refused, --without, --work and --engine spark.",
            code=EXIT_USAGE,
        )


def _check_options(
    engine: Engine, work: Path | None, master: str | None, *, output: str | None, as_json: bool
) -> None:
    """End the command where options don't go together."""
    said = None
    if output is not None and not output.endswith((".jsonl", ".csv", ".parquet")):
        said = f"{output}: write .jsonl, .csv or .parquet."
    elif engine is Engine.SPARK and work is not None:
        said = "--work belongs to --engine here: Spark keeps nothing to go on with."
    elif engine is Engine.HERE and master is not None:
        said = "--master goes with --engine spark."
    elif as_json:
        said = "--json goes with --book."
    if said is not None:
        stop_with(said, code=EXIT_USAGE)


def _check_places(wanted: Wanted, engine: Engine, work: Path | None) -> None:
    """End the command where a file can't be written. A cluster says so itself of its own folder."""
    output = wanted.output
    is_clusters = engine is Engine.SPARK and f"{output}".endswith(".parquet")
    to = None if output is None or is_clusters or "://" in output else Path(output)
    stop_unless_writable(to, wanted.refused, folder=work)


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
