"""`plaudit unusual`: what is unusual in partners' reports, for a person to look at."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.writing import stop_unless_writable, work_folder

if TYPE_CHECKING:
    from plaudit.cli.replaying import Asked
    from plaudit.core.partner_day import PartnerDay
    from plaudit.lab.report import Data

FILES = typer.Argument(
    metavar="EDITION.toml DEEDS…",
    help="An edition, for its deed types, then deeds: .parquet, .csv or .jsonl files.",
    show_default=False,
)
BOOK = typer.Option(metavar="PROGRAMME", help="In the live book instead; it is only read.")
LAST = typer.Option(
    "--until",
    formats=["%Y-%m-%d"],
    help="The last day.",
    show_default="yesterday; the last one of files",
)
DAYS = typer.Option(min=1, max=366, help="How many days up to it are looked at.")
AS_JSON = typer.Option("--json", help="Print what was found as JSON.")
WORK = typer.Option(metavar="DIR", help="Where the sorted deeds are kept, for the next time.")
ACTIVITIES = typer.Option(
    metavar="DIR", help="Deed types.", show_default="that of the edition's catalogue"
)


def add_to(app: typer.Typer) -> None:
    """Add `plaudit unusual` to the command line."""
    app.command("unusual")(unusual)


class Read(NamedTuple):
    """What was read: the programme, the days that are looked at, and what was reported."""

    programme: str
    days: range
    reported: list[PartnerDay]


def unusual(
    files: Annotated[list[Path] | None, FILES] = None,
    *,
    book: Annotated[str | None, BOOK] = None,
    until: Annotated[datetime | None, LAST] = None,
    days: Annotated[int, DAYS] = 1,
    as_json: Annotated[bool, AS_JSON] = False,
    work: Annotated[Path | None, WORK] = None,
    activities: Annotated[Path | None, ACTIVITIES] = None,
) -> None:
    """List what is unusual in partners' reports: a reason to ask the partner, and no more.

    Counts, amounts, hours, bursts, repeats, refusals and stops, each against the partner's own
    last weeks. Never about a member; nothing is written, and nothing follows by itself. In files,
    refusals aren't known.

    plaudit unusual --book riverside --days 7

    Exit code 0: listed, even if it is nothing; 1: nothing can be read; 2: wrong use.
    """
    from plaudit.cli.replaying import editions_and_deeds
    from plaudit.core.period import day_number

    if (book is None) == (not files) or (book and work):
        stop_with("Name an edition and deeds, or --book PROGRAMME.", code=EXIT_USAGE)
    stop_unless_writable(folder=work)
    last = None if until is None else day_number(until.date())
    if book is not None:
        read = _of_book(book, last, days=days)
    else:
        asked = editions_and_deeds(files or [], activities)
        with work_folder(work) as where:
            read = _of_files(asked, where, last, days=days)
    data = _data(read)
    if as_json:
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        _show(data)


def _data(read: Read) -> Data:
    from plaudit.lab.unusual import unusual as look
    from plaudit.lab.unusual_words import unusual_data
    from plaudit.pages.voices import voice_of

    looked, voice = look(read.reported, read.days), voice_of("en")
    first, last = read.days[0], read.days[-1]
    return unusual_data(
        looked, programme=read.programme, first_day=first, last_day=last, voice=voice
    )


def _show(data: Any) -> None:
    """Print each line with its place, then what has to be said about all of them."""
    for one in data["found"]:
        typer.echo(f"{one['day']}  {one['partner']}, {one['activity']}: {one['reason']}")
    if not data["found"]:
        typer.echo(f"Nothing unusual from {data['first_day']} to {data['last_day']}.")
    for sentence in data["said"]:
        typer.echo(f"- {sentence}")


def _of_book(programme: str, last: int | None, *, days: int) -> Read:
    """Return what the book has of some days. Refuses: ends the command where it has none such."""
    from plaudit.core.period import Calendar
    from plaudit.lab.reported import of_book
    from plaudit.store.catalogue import read_programmes

    with opened() as connection:
        known = {one.id: one for one in read_programmes(connection)}
        if programme not in known:
            stop_with(f"The book has no programme {programme}.")
        published = known[programme]
        yesterday = Calendar(published.time_zone).day_of(now_instant()) - 1
        end = 1 + (yesterday if last is None else last)
        asked = range(end - days, end)
        return Read(programme, asked, of_book(connection, published, asked))


def _of_files(asked: Asked, folder: Path, last: int | None, *, days: int) -> Read:
    """Return what files have of some days. Refuses: ends the command where they have no deeds."""
    from dataclasses import replace

    from plaudit.cli.rehearsing import ALWAYS
    from plaudit.cli.replaying import gathered
    from plaudit.core.period import day_number
    from plaudit.lab.reported import of_deeds
    from plaudit.replay.partner_days import last_day

    always = [replace(one, starts_on=day_number(ALWAYS)) for one in asked.editions[:1]]
    asked = asked._replace(editions=always)
    snapshot = gathered(asked, folder, refused=None, memory="2GB", threads=2)
    newest = last_day(snapshot)
    if newest is None:
        stop_with("There is no deed in these files.")
    end = 1 + (newest if last is None else last)
    wanted = range(end - days, end)
    return Read(always[0].programme, wanted, of_deeds(snapshot, asked.activities, wanted))
