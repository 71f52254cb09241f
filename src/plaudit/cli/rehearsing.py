"""The parts of a rehearsal put together: two editions, deeds, a day, and two files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.without import check_list, sha256_of
from plaudit.cli.writing import written

if TYPE_CHECKING:
    from plaudit.cli.replaying import Asked
    from plaudit.core.edition import Edition
    from plaudit.lab.report import Rehearsal, Side
    from plaudit.replay.gathering import Gathering
    from plaudit.replay.snapshot import Snapshot

ALWAYS = date(2000, 1, 1)
"""From when both editions are taken to be in force: before any deed can be."""


class Sides(NamedTuple):
    """The files of both editions, and the folder of their deed types."""

    draft: Path
    current: Path
    activities: Path


class Past(NamedTuple):
    """Files of deeds (none: the live book), and a list of those that were struck out."""

    deeds: list[Path]
    without: Path | None = None


def past_of(over: list[Path], without: Path | None) -> Past:
    """Return the past that is named. Refuses: ends the command where a file can't be one."""
    from plaudit.cli.replaying import deed_files

    check_list(without)
    return Past(deed_files(over), without)


def rehearsal(sides: Sides, over: Past, folder: Path, *, memory: str, threads: int) -> Rehearsal:
    """Return the rehearsal of a draft over files, or over the live book where there are none.

    Refuses: ends the command where something can't be read.
    """
    from plaudit.cli.progress import bar
    from plaudit.cli.replaying import Asked, read_rules, replay_of
    from plaudit.core.period import Calendar, date_of, day_number
    from plaudit.lab.rehearsing import rehearsed
    from plaudit.lab.report import Rehearsal
    from plaudit.replay.inputs import TooMany

    known, [after] = read_rules([sides.draft], sides.activities)
    _, [before] = read_rules([sides.current], sides.activities)
    if (after.programme, after.time_zone) != (before.programme, before.time_zone):
        stop_with("Both editions have to be of one programme and time zone.", code=EXIT_USAGE)
    always = [replace(one, starts_on=day_number(ALWAYS)) for one in (before, after)]
    asked = Asked([sides.draft, sides.current], always, known, *over)
    snapshot, files = _snapshot_of(asked, folder, memory=memory, threads=threads)
    replays = [replay_of(snapshot, [one], known, limits=True) for one in always]
    try:
        with bar("Rehearsing", total=snapshot.about.arrived) as moved:
            sums = rehearsed(snapshot, *replays, threads=threads, moved=moved)
    except TooMany:
        said = "A member has so many deeds in one period that they can't be counted exactly."
        stop_with(said, code=EXIT_REFUSED)
    _refuse_few(sums.members)
    return Rehearsal(
        draft=_side(sides.draft, after, sides.activities),
        current=_side(sides.current, before, sides.activities),
        files=files,
        without=_named(over.without) if over.without else None,
        about=snapshot.about,
        sums=sums,
        activities=known,
        districts={},
        sentences=_in_words(sides),
        rehearsed_on=date_of(Calendar(after.time_zone).day_of(now_instant())),
    )


def _refuse_few(members: int) -> None:
    from plaudit.core.few import MEMBERS_LEAST

    if members < MEMBERS_LEAST:
        stop_with(
            f"These deeds are of fewer than {MEMBERS_LEAST} members: a rehearsal of them would "
            "show what single persons have."
        )


def _snapshot_of(
    asked: Asked, folder: Path, *, memory: str, threads: int
) -> tuple[Snapshot, list[tuple[str, str]]]:
    """Return the snapshot of the files, or of the book; and names with hashes of what was read."""
    from plaudit.cli.replaying import gathered
    from plaudit.core.period import Calendar
    from plaudit.replay.gathering import Gathering, Machine

    if asked.deeds:
        snapshot = gathered(asked, folder, refused=None, memory=memory, threads=threads)
        return snapshot, [_named(path) for path in asked.deeds]
    edition = asked.editions[0]
    calendar = Calendar(edition.time_zone)
    machine = Machine(memory, threads)
    gathering = Gathering(folder, asked.activities, calendar, machine=machine)
    hashed = _gather_book(gathering, edition.programme)
    snapshot = gathering.finish(first_day=edition.starts_on, made_from=hashed)
    return snapshot, [("the book", hashed)]


def _gather_book(gathering: Gathering, programme: str) -> str:
    """Take the deeds of the live book; return a hash of them. Refuses: ends the command."""
    from plaudit.lab.book import OtherFacts, gather_book
    from plaudit.store.catalogue import programme_number

    with opened() as connection:
        programme_id = programme_number(connection, programme)
        connection.rollback()
        if programme_id is None:
            stop_with(f"The book has no programme {programme}.")
        try:
            return gather_book(gathering, connection, programme_id)
        except OtherFacts as wrong:
            stop_with(str(wrong))


def report_files(name: Path) -> tuple[Path, Path]:
    """Return the page and the JSON file of a report that is named so."""
    return name.with_name(f"{name.name}.html"), name.with_name(f"{name.name}.json")


def write_report(done: Rehearsal, name: Path) -> str:
    """Write NAME.html and NAME.json, in English; return the SHA-256 of the JSON."""
    from plaudit.core.rehearsal_form import canonical, report_sha256
    from plaudit.core.sentence import ENGLISH
    from plaudit.lab.report import report_of
    from plaudit.lab.report_page import page_of
    from plaudit.lab.report_words import names_in
    from plaudit.pages.voices import voice_of

    report = report_of(done)
    names = names_in((done.current.edition, done.draft.edition), done.activities)
    page = page_of(report, voice_of(ENGLISH), names=names)
    page_file, report_file = report_files(name)
    with written(report_file):
        report_file.write_bytes(canonical(report))
    with written(page_file):
        page_file.write_text(page, encoding="utf-8")
    return report_sha256(report)


def _side(path: Path, edition: Edition, activities: Path) -> Side:
    """Return an edition with the hash that [rehearsal] names, and its budget of a year."""
    from plaudit.cli.check import examined
    from plaudit.core.charter.approval import rehearsed_hash
    from plaudit.lab.report import Side

    [report] = examined([path], activities)
    budget = None if report.view is None else report.view.value("budget", "points_a_year")
    hashed = "" if report.view is None else rehearsed_hash(report.view)
    return Side(edition, hashed, budget if isinstance(budget, int) else None)


def _in_words(sides: Sides) -> list[str]:
    from plaudit.cli.diff import both_sides
    from plaudit.core.difference.compare import difference
    from plaudit.core.difference.telling import in_sentences
    from plaudit.core.sentence import ENGLISH
    from plaudit.pages.voices import voice_of

    before, after = both_sides([str(sides.current), str(sides.draft)], sides.activities)
    return in_sentences(difference(before, after), voice_of(ENGLISH))


def _named(path: Path) -> tuple[str, str]:
    """Return a file's name, and the SHA-256 of what it holds."""
    return path.name, sha256_of(path)
