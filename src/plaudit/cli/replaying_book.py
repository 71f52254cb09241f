"""`plaudit replay EDITION… --book`: the live book counted once more, and compared with itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with

if TYPE_CHECKING:
    from plaudit.core.activity import Activity
    from plaudit.core.edition import Edition
    from plaudit.lab.book_replay import Compared, GroupSums

_BY = {"rule": "Rule", "activity": "Kind of deed", "month": "Month"}


def replay_of_book(files: list[str], folder: Path | None, *, as_json: bool) -> None:
    """Count the book's deeds by the editions named, and print how that compares with its awards.

    Refuses: ends the command where something can't be read; with 1 where the editions are those in
             force and an award, or a total, isn't what they give.
    """
    from plaudit.cli.check import activities_for
    from plaudit.cli.replaying import read_rules

    paths = [Path(one) for one in files]
    if any(path.suffix != ".toml" for path in paths):
        stop_with("--book takes editions (.toml) alone: name no file of deeds.", code=EXIT_USAGE)
    known, editions = read_rules(paths, folder or activities_for(paths))
    done = _compared(editions, known)
    typer.echo(json.dumps(_data(done)) if as_json else "\n".join(_lines(done)))
    if done.is_in_force and (done.different or done.totals_different):
        raise typer.Exit(1)


def _compared(editions: list[Edition], known: dict[str, Activity]) -> Compared:
    from plaudit.actions.house import open_house
    from plaudit.cli.progress import bar
    from plaudit.cli.replaying import TOO_MANY
    from plaudit.lab.book import OtherFacts
    from plaudit.lab.book_replay import BookReplay
    from plaudit.replay.inputs import TooMany
    from plaudit.store.awarded import awards_by_member
    from plaudit.store.reading import reading

    with opened() as connection, reading(connection):
        house = open_house(connection)
        found = {one.id: one for one in house.programmes.values()}.get(editions[0].programme)
        if found is None:
            stop_with(f"The book has no programme {editions[0].programme}.")
        partner_ids = [one.id for one in house.partners.values()]
        try:
            today = found.calendar.day_of(now_instant())
            replay = BookReplay(found, editions, known, partner_ids=partner_ids, today=today)
            with bar("Counting", total=None) as moved:
                for some in awards_by_member(connection, found.programme_id):
                    replay.add(some)
                    moved(sum(map(len, some)))
        except OtherFacts as wrong:
            stop_with(str(wrong))
        except TooMany:
            stop_with(TOO_MANY)
    return replay.compared


def _data(done: Compared) -> dict[str, object]:
    said = asdict(done)
    told = done.told()
    said["groups"] = {by: {id: asdict(one) for id, one in told[by].items()} for by in told}
    return said


def _lines(done: Compared) -> Iterator[str]:
    yield f"{done.deeds:,} deeds of {done.members:,} members were counted once more."
    if done.past_facts:
        yield f"Past their facts' last day, so not counted: {done.past_facts:,}."
    if done.too_early:
        yield f"From before these editions, so not counted: {done.too_early:,}."
    for by, groups in done.told().items():
        if groups:
            yield from ("", _line(_BY[by], "deeds", "booked", "replayed", "differ"))
            yield from (_group(name, one) for name, one in groups.items())
    if any("others" in groups for groups in done.told().values()):
        yield "Others are groups of fewer than 20 members, told together."
    yield from ("", *_verdict(done))


def _group(name: str, one: GroupSums) -> str:
    figures = (one.deeds, one.booked_points, one.replayed_points, one.different)
    return _line(name, *(f"{figure:,}" for figure in figures))


def _line(name: str, *figures: str) -> str:
    return f"{name:<28}" + "".join(f"{figure:>16}" for figure in figures)


def _verdict(done: Compared) -> Iterator[str]:
    if not done.is_in_force:
        yield (
            "These aren't the editions by which the book counted. "
            f"They give {done.different:,} of these deeds other points."
        )
        return
    for one in done.shown:
        yield (
            f"  WRONG  deed {one.deed}: {one.because}; booked {one.booked}, counted {one.expected}."
        )
    if done.different > len(done.shown):
        yield f"  … and {done.different - len(done.shown):,} more."
    if done.different or done.totals_different:
        yield (
            f"{done.different:,} awards and {done.totals_different:,} of {done.totals:,} running "
            "totals differ. Stop and look."
        )
        return
    yield f"Every award is what the replay gives, and so is each of {done.totals:,} running totals."
