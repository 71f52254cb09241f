"""What `plaudit replay` and `plaudit rehearse` share: files in, a snapshot out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import typer

from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, stop_with
from plaudit.cli.without import check_list, leave_out, sha256_of, tell_left_out
from plaudit.cli.writing import written

if TYPE_CHECKING:
    from plaudit.core.activity import Activity
    from plaudit.core.deed import Report, Unread
    from plaudit.core.edition import Edition
    from plaudit.ingest.reading import Reader
    from plaudit.replay.counting import Replay
    from plaudit.replay.gathering import Gathering
    from plaudit.replay.refusals import Refused
    from plaudit.replay.results import Row
    from plaudit.replay.snapshot import Snapshot


class Asked(NamedTuple):
    """What a command names: editions as files and as values, activities, files of deeds.

    `without`: a list of struck-out deeds.
    """

    paths: list[Path]
    editions: list[Edition]
    activities: dict[str, Activity]
    deeds: list[Path]
    without: Path | None = None


TOO_MANY = "A member has so many deeds in one period that they can't be counted exactly."


def editions_and_deeds(
    files: list[Path], folder: Path | None, *, without: Path | None = None
) -> Asked:
    """Return editions, their activities, and the files of deeds, from the files named.

    Refuses: ends the command where one is missing, wrong, or not of a known kind.
    """
    from plaudit.cli.check import activities_for

    paths, named = parted([str(one) for one in files])
    check_list(without)
    deeds = deed_files([Path(one) for one in named])
    known, editions = read_rules(paths, folder or activities_for(paths))
    return Asked(paths, editions, known, deeds, without)


def parted(files: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Return the editions among the files named, and the deeds.

    Refuses: ends the command where there is none of either.
    """
    paths = [Path(one) for one in files if one.endswith(".toml")]
    deeds = [one for one in files if not one.endswith(".toml")]
    if not paths or not deeds:
        stop_with("Name an edition (.toml) and a file of deeds.", code=EXIT_USAGE)
    return paths, deeds


def deed_files(named: Sequence[Path]) -> list[Path]:
    """Return the files of deeds that are named: of a folder, its files.

    Refuses: ends the command where one isn't there, or can't be one.
    """
    from plaudit.replay.deed_files import NoSuchFile, files_here
    from plaudit.replay.parquet import UnfitFile

    try:
        return files_here(named)
    except NoSuchFile as wrong:
        return stop_with(str(wrong), code=EXIT_USAGE)
    except UnfitFile as wrong:
        return stop_with(str(wrong), code=EXIT_REFUSED)


def read_rules(paths: list[Path], folder: Path) -> tuple[dict[str, Activity], list[Edition]]:
    """Return activities and editions. Refuses: ends the command where they have mistakes."""
    from plaudit.actions.catalogue_files import read_activities, read_editions
    from plaudit.core.catalogue.mistakes import Mistakes

    try:
        known = read_activities(folder)
        return known, read_editions(paths, known)
    except Mistakes as wrong:
        return stop_with(str(wrong), code=EXIT_REFUSED)


def gathered(
    asked: Asked, folder: Path, *, refused: Path | None, memory: str, threads: int
) -> Snapshot:
    """Return the snapshot of these files: the one in the folder if it is of the same, or a new one.

    A snapshot has no refused deeds: where these are asked for it is made anew. Else one that was
    stopped goes on with the file at which it was.

    Refuses: ends the command where a file can't be read as deeds, saying why.
    """
    from plaudit.core.period import Calendar
    from plaudit.replay.gathering import Gathering, Machine
    from plaudit.replay.snapshot import read_snapshot, signature

    first_day = min(edition.starts_on for edition in asked.editions)
    calendar = Calendar(asked.editions[0].time_zone)
    read_with = "\n".join((calendar.zone_name, str(first_day), signature(asked.activities)))
    made_from = _made_from(asked, read_with)
    snapshot = read_snapshot(folder)
    if refused is None and snapshot is not None and snapshot.about.made_from == made_from:
        tell_left_out(snapshot.about.left_out)
        return snapshot
    _remove_old_parts(folder)
    gathering = Gathering(
        folder, asked.activities, calendar,
        machine=Machine(memory, threads), read_with="" if refused else read_with,
    )  # fmt: skip
    with ExitStack() as stack:
        stack.callback(gathering.close)
        if asked.without is not None:
            leave_out(gathering, asked.without)
        file = stack.enter_context(refused.open("wb")) if refused else None
        codes = _take_all(asked.deeds, gathering, first_day=first_day, refused=file)
        for code, count in codes.most_common():
            typer.echo(f"Refused: {count:,} as {code}.", err=True)
        snapshot = gathering.finish(first_day=first_day, made_from=made_from)
    tell_left_out(snapshot.about.left_out)
    return snapshot


def _take_all(
    deeds: list[Path], gathering: Gathering, *, first_day: int, refused: BinaryIO | None
) -> Counter[str]:
    """Take the files from the one on at which a gathering was stopped; return refusals by code."""
    from plaudit.cli.counting_lines import refused_line
    from plaudit.cli.progress import bar
    from plaudit.ingest.files import WrongFile
    from plaudit.ingest.reading import Reader
    from plaudit.replay.parquet import UnfitFile, parquet_deeds

    reader = Reader(gathering.activities)
    done, codes = gathering.go_on([_as_it_is(one) for one in deeds])
    if done:
        typer.echo(f"Going on: {done:,} of {len(deeds):,} files were gathered before.", err=True)

    def refuse(one: Refused) -> None:
        codes[one.code] += 1
        if refused is not None:
            refused.write(refused_line(one.source, one.event_id, one.code))

    with bar("Gathering", total=sum(one.stat().st_size for one in deeds[done:])) as moved:
        for one in deeds[done:]:
            try:
                if one.suffix.lower() == ".parquet":
                    parquet_deeds(gathering, one).take(
                        first_day=first_day, read=reader.read_line, refuse=refuse
                    )
                    moved(one.stat().st_size)
                else:
                    reports = _reports(one, reader, dict(gathering.activities), moved=moved)
                    gathering.take_reports(reports, first_day=first_day, refuse=refuse)
            except (UnfitFile, WrongFile) as wrong:
                stop_with(f"{one}: {wrong}", code=EXIT_REFUSED)
            gathering.took(_as_it_is(one), codes)
    return codes


def _reports(
    path: Path, reader: Reader, activities: dict[str, Activity], *, moved: Callable[[float], None]
) -> Iterator[Report | Unread]:
    """Yield what the door reads in a CSV or JSON lines file."""
    from plaudit.ingest.files import is_csv
    from plaudit.ingest.lines import lines_of
    from plaudit.ingest.reported import csv_reported, lines_reported

    def read(file: BinaryIO) -> Iterator[bytes]:
        for line in lines_of(file):
            moved(len(line))
            yield line

    with path.open("rb") as file:
        if is_csv(path):
            yield from csv_reported(file, reader, activities, moved=moved)
        else:
            yield from lines_reported(read(file), reader)


def _as_it_is(file: Path) -> str:
    """Return a file's name, size and time of change."""
    return f"{file.resolve()} {file.stat().st_size} {file.stat().st_mtime_ns}"


def _made_from(asked: Asked, read_with: str) -> str:
    """Return a hash of the files (names, sizes, times of change) and of how they are read.

    Of a list of struck-out deeds: of what stands in it.
    """
    said = [_as_it_is(one) for one in asked.deeds]
    if asked.without is not None:
        said.append(f"without {sha256_of(asked.without)}")
    said.append(read_with)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _remove_old_parts(folder: Path) -> None:
    """Remove what was made from another snapshot."""
    for old in (folder / "snapshot.json", *folder.glob("totals-*/*")):
        old.unlink(missing_ok=True)


def replay_of(
    snapshot: Snapshot, editions: list[Edition], known: dict[str, Activity], *, limits: bool = False
) -> Replay:
    """Return editions compiled for a snapshot's columns; `limits`: what rules' own cut, too."""
    from plaudit.replay.counting import Replay

    about = snapshot.about
    return Replay(
        editions,
        known,
        activity_ids=about.activity_ids,
        partner_ids=about.partner_ids,
        limits=limits,
    )


def parts_folder(snapshot: Snapshot, editions: Iterable[Path], *, by_month: bool) -> Path:
    """Return the folder for totals by these files of editions: another one for other rules."""
    said = hashlib.sha256(str(by_month).encode())
    for path in editions:
        said.update(hashlib.sha256(path.read_bytes()).digest())
    folder = snapshot.folder / f"totals-{said.hexdigest()[:16]}"
    folder.mkdir(exist_ok=True)
    return folder


def write_rows(
    rows: Iterator[Row], rule_ids: Sequence[str], *, by_month: bool, output: Path | None
) -> None:
    """Write totals as CSV if the file is named so, else as JSON lines."""
    from plaudit.cli.count import write_lines
    from plaudit.replay.results import csv_lines, json_lines

    is_csv = output is not None and output.suffix == ".csv"
    lines = csv_lines(rows, rule_ids, by_month=by_month) if is_csv else json_lines(rows)
    if output is None:
        write_lines(lines)
        return
    with written(output), output.open("wb") as file:
        file.writelines(lines)
