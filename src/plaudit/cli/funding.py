"""`plaudit funding`: what is left of each programme's budget, and until when it lasts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import now_instant, opened

if TYPE_CHECKING:
    from plaudit.core.funding import Funding


def add_to(app: typer.Typer) -> None:
    """Add `plaudit funding` to the command line."""
    app.command("funding")(funding)


def funding(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Print what is left of each programme's budget for the year, and until when it will last.

    The days are worked out from the busiest and the quietest of the last four weeks. Exit code 0:
    printed; 1: a budget is used up.
    """
    from plaudit.actions.house import open_house
    from plaudit.store.funding import read_funding

    now = now_instant()
    with opened() as connection:
        programmes = open_house(connection).programmes.values()
        found = {one.id: read_funding(connection, one, now=now) for one in programmes}
    if as_json:
        typer.echo(json.dumps({id: _as_json(one) for id, one in found.items()}, indent=2))
    else:
        for id, one in found.items():
            typer.echo(f"{id}: {_in_words(one)}")
        if not found:
            typer.echo("No programme is published here.")
    if any(one is not None and not one.left_points for one in found.values()):
        raise typer.Exit(1)


def _as_json(one: Funding | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "budget_points": one.budget_points,
        "left_points": one.left_points,
        "first_on": _on(one.first_day),
        "last_on": _on(one.last_day),
        "year_ends_on": _on(one.year_ends_on),
    }


def _in_words(one: Funding | None) -> str:
    if one is None:
        return "its edition states no budget."
    left = f"{one.left_points:,} of {one.budget_points:,} points are left this year; "
    if not one.left_points:
        return "the budget of this year is used up. Deeds are refused, and members are told."
    if one.first_day is None:
        return left + "at the pace of the last weeks they last for the year."
    until = "the end of the year" if one.last_day is None else _on(one.last_day)
    return (
        left
        + f"at the pace of the last weeks they last until between {_on(one.first_day)} "
        + (f"and {until}.")
    )


def _on(day: int | None) -> str | None:
    from plaudit.core.period import date_of

    return None if day is None else date_of(day).isoformat()
