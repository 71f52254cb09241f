"""`plaudit synth`: a made-up city's deeds, to try rules out before there is a real one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from plaudit.cli.opening import EXIT_USAGE, stop_with
from plaudit.cli.writing import stop_unless_writable, written


class Preset(StrEnum):
    """How large the city is."""

    RIVERSIDE = "riverside"
    LARGE = "large"
    PILOT = "pilot"


EDITION = typer.Argument(metavar="EDITION.toml", help="Its deed types and partners are used.")
TO = typer.Argument(metavar="DIR", help="Where the files go.")
PRESET = typer.Option(
    help="riverside: 10,000 members, 10,000 deeds a day; large: 1 million and 1.5 million; "
    "pilot: 3.69 million active and 10 million."
)
FIRST = typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")
DAYS = typer.Option(min=1, max=3_660, help="How many days.")
SEED = typer.Option(help="The same seed gives the same city.")
ACTIVITIES = typer.Option(
    metavar="DIR", help="Deed types.", show_default="that of the edition's catalogue"
)


def add_to(app: typer.Typer) -> None:
    """Add `plaudit synth` to the command line."""
    app.command("synth")(synth)


def synth(
    edition: Annotated[Path, EDITION],
    to: Annotated[Path, TO],
    *,
    preset: Annotated[Preset, PRESET] = Preset.RIVERSIDE,
    first: Annotated[datetime, FIRST] = datetime(2026, 10, 1),  # noqa: DTZ001 (a day)
    days: Annotated[int, DAYS] = 92,
    seed: Annotated[int, SEED] = 1,
    activities: Annotated[Path | None, ACTIVITIES] = None,
) -> None:
    """Write a made-up city's deeds as Parquet, in the order of arrival.

    Deeds follow hours, weekdays, seasons and weather; a few members do much, many do little; 4 %
    of the reports come days late and 3 in 1,000 come twice. Of 1,000 deeds 2 are struck out later:
    _struck-out/struck-out.parquet names them. Nobody real is in it. plaudit replay and plaudit
    rehearse read the files as they are, and leave out what is struck out with --without.

    Exit code 0: written; 1: the edition has mistakes; 2: wrong use.
    """
    from plaudit.cli.check import activities_for
    from plaudit.cli.progress import bar
    from plaudit.cli.replaying import read_rules
    from plaudit.core.partner_terms import PartnerTerms, partners_of
    from plaudit.core.period import Calendar, day_number
    from plaudit.lab.city import PRESETS, City
    from plaudit.lab.city_files import STRUCK_OUT, write_city

    stop_unless_writable(folder=to)
    if to.exists() and any(to.iterdir()):
        stop_with(f"{to} isn't empty. Name another folder.", code=EXIT_USAGE)
    known, [rules] = read_rules([edition], activities or activities_for([edition]))
    counted = [one for one in known.values() if any(one.id in s.on for s in rules.stages)]
    partners = partners_of(edition.read_text("utf-8")) or (PartnerTerms("a-partner", ""),)
    city = City(PRESETS[preset.value], counted, partners, Calendar(rules.time_zone), seed)
    first_day = day_number(first.date())
    last_day = first_day + days - 1
    with written(to), bar("Making", total=city.size.deeds_a_day * days) as moved:
        files, deeds = write_city(city, to, first_day=first_day, last_day=last_day, moved=moved)
    typer.echo(f"{deeds:,} deeds in {len(files)} files, from {first:%Y-%m-%d} on: {to}.")
    typer.echo(f"Those that are struck out (--without): {to / STRUCK_OUT}")
