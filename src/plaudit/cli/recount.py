"""`plaudit recount`: the awards of a month, counted once more from the deeds alone."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import opened, stop_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    import psycopg

    from plaudit.core.programme import Programme
    from plaudit.lab.recounting import Recounted
    from plaudit.store.awarded import Awarded


def add_to(app: typer.Typer) -> None:
    """Add `plaudit recount` to the command line."""
    app.command("recount")(recount)


def recount(
    programme: Annotated[str, typer.Argument(help="The programme's id.")],
    month: Annotated[
        str, typer.Option("--month", help="The month in which deeds happened: 2026-10.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Count a month's deeds of the book once more, and name each award that differs.

    It reads and never writes. It says how many deeds it looked at, and adds up no points. A deed
    that differs is shown with its number and the points that were booked and counted for it;
    nothing of whose it is. What happened longer ago than its facts are kept is checked from the
    totals that stand beside its award.
    Exit code 0: every award is what its deed gives; 1: some differ, or the programme isn't known.
    """
    from plaudit.actions.house import open_house
    from plaudit.cli.progress import bar
    from plaudit.core.period import Period, day_number, end_of
    from plaudit.lab.recounting import recounted

    first = day_number(_first_of(month))
    until = end_of(Period.MONTH, first)
    assert until is not None
    with opened() as connection:
        connection.execute("SET default_transaction_read_only = on")
        known = {one.id: one for one in open_house(connection).programmes.values()}
        if programme not in known:
            others = f". Known: {', '.join(known)}." if known else ", nor any other."
            stop_with(f"No programme {programme} is published here{others}")
        found = known[programme]
        with bar("Counting", total=until - first) as moved:
            result = recounted(found, _deeds(connection, found, range(first, until), moved))
    typer.echo(json.dumps(asdict(result)) if as_json else _in_words(result))
    if result.different:
        raise typer.Exit(1)


def _deeds(
    connection: psycopg.Connection,
    programme: Programme,
    days: Iterable[int],
    moved: Callable[[float], None],
) -> Iterator[Awarded]:
    from plaudit.store.awarded import awarded_deeds

    for day in days:
        yield from awarded_deeds(connection, programme.programme_id, day=day)
        moved(1)


def _first_of(month: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise typer.BadParameter(f"{month} isn't a month. Write it as 2026-10.") from None


def _in_words(result: Recounted) -> str:
    deeds = "deed counted from its" if result.from_facts == 1 else "deeds counted from their"
    counted = f"{result.from_facts:,} {deeds} facts, {result.from_totals:,} from "
    lines = [counted + "the totals beside their awards."]
    lines += [
        f"  WRONG  deed {one.deed}: {one.because}; booked {one.booked}"
        + ("." if one.expected is None else f", counted {one.expected}.")
        for one in result.shown
    ]
    if result.different > len(result.shown):
        lines.append(f"  … and {result.different - len(result.shown):,} more.")
    lines.append(
        "Every award is what its deed gives."
        if not result.different
        else "1 award differs. Stop and look."
        if result.different == 1
        else f"{result.different:,} awards differ. Stop and look."
    )
    return "\n".join(lines)
