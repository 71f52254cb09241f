"""`plaudit rewards`: what a programme offers today, the same for every member."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with
from plaudit.core.period import Calendar, date_of

if TYPE_CHECKING:
    import psycopg

    from plaudit.pages.voices import GettextVoice
    from plaudit.store.rewards import Offered

_HEADS = ("reward", "what it is", "points", "left", "at most a month", "open", "partner")


def add_to(app: typer.Typer) -> None:
    """Add `plaudit rewards` to the command line."""
    app.command("rewards")(rewards)


def rewards(
    programme: Annotated[str, typer.Argument(help="The programme's id.", show_default=False)],
    language: Annotated[str, typer.Option(help="The language: en, th or zh-Hans.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """Print what a programme offers today: price, how many are left, when it can be taken.

    The list, its order and its prices are the same for every member.
    """
    from plaudit.pages.voices import UnknownLanguage, voice_of
    from plaudit.store.rewards import list_rewards

    try:
        voice = voice_of(language)
    except UnknownLanguage as unknown:
        stop_with(f"There is no language {unknown}.", code=EXIT_USAGE)
    with opened() as connection:
        programme_id, time_zone = named_programme(connection, programme)
        today = Calendar(time_zone).day_of(now_instant())
        offered = list_rewards(connection, programme_id, today=today)
    if as_json:
        typer.echo(json.dumps([_plain(one) for one in offered], ensure_ascii=False, indent=2))
    elif offered:
        _print(offered, voice)
    else:
        typer.echo(f"{programme} offers no reward today.")


def named_programme(connection: psycopg.Connection, id: str) -> tuple[int, str]:
    """Return (number, time zone) of a programme.

    Refuses: ends the command where there is none.
    """
    from plaudit.store.catalogue import read_programmes

    found = [one for one in read_programmes(connection) if one.id == id]
    if not found:
        stop_with(f"There is no programme {id}.")
    return found[0].programme_id, found[0].time_zone


def _plain(one: Offered) -> dict[str, Any]:
    terms = one.terms
    closes_on = None if terms.closes_on is None else date_of(terms.closes_on).isoformat()
    return {
        "id": terms.id,
        "title": dict(terms.title),
        "kind": terms.kind,
        "partner": one.partner,
        "price_points": terms.price_points,
        "left": one.left,
        "at_most_a_month": terms.at_most_a_month,
        "opens_on": date_of(terms.opens_on).isoformat(),
        "closes_on": closes_on,
        "is_open": one.is_open,
        "open_alternative": dict(terms.open_alternative),
    }


def _print(offered: list[Offered], voice: GettextVoice) -> None:
    from rich.console import Console
    from rich.table import Table

    from plaudit.core.voice import text_in

    table = Table(*_HEADS, box=None, pad_edge=False)
    for one in offered:
        terms = one.terms
        closes = "" if terms.closes_on is None else f" – {voice.day(terms.closes_on - 1)}"
        table.add_row(
            terms.id,
            text_in(terms.title, voice, otherwise=terms.id),
            str(terms.price_points),
            str(one.left),
            "" if terms.at_most_a_month is None else str(terms.at_most_a_month),
            f"{voice.day(terms.opens_on)}{closes}" if one.is_open else "not now",
            one.partner,
        )
    console = Console(highlight=False, markup=False)
    console.print(table)
