"""`plaudit charter`: what no programme may do, clause by clause."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_USAGE, stop_with
from plaudit.cli.writing import write_text

if TYPE_CHECKING:
    from plaudit.core.charter.clause import Clause


def add_to(app: typer.Typer) -> None:
    """Add `plaudit charter` to the command line."""
    app.command("charter")(charter)


def charter(
    clauses: Annotated[
        list[str] | None, typer.Argument(metavar="[CLAUSE]…", help="Like C07. All where left out.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the clauses as JSON.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write docs/reference/charter.md anew.")
    ] = False,
    into: Annotated[Path, typer.Option(metavar="DIR", help="The project's folder.")] = Path(),
) -> None:
    """Print the charter: each clause with its reason, what holds it, and what to do instead."""
    import json

    from plaudit.core.charter.clauses import BY_NUMBER, CLAUSES
    from plaudit.core.charter.page import charter_page
    from plaudit.core.charter.showing import clause_as_data

    if write:
        write_text(into / "docs/reference/charter.md", charter_page())
        return
    wanted = [number.upper() for number in clauses or ()]
    unknown = [number for number in wanted if number not in BY_NUMBER]
    if unknown:
        stop_with(f"There is no clause {unknown[0]}. Clauses are C01 to C26.", code=EXIT_USAGE)
    chosen = [BY_NUMBER[number] for number in wanted] or list(CLAUSES)
    if as_json:
        typer.echo(
            json.dumps([clause_as_data(one) for one in chosen], indent=2, ensure_ascii=False)
        )
        return
    for clause in chosen:
        _show(clause)


def _show(clause: Clause) -> None:
    from rich.console import Console

    from plaudit.core.charter.clause import LAYERS

    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"{clause.number}  {clause.text}", style="bold")
    console.print(f"Why: {clause.reason}")
    console.print("What holds it:")
    for layer in clause.layers:
        console.print(f"  {layer}  {LAYERS[layer]}")
    console.print("What to do instead:")
    for way in clause.instead:
        console.print(f"  · {way}")
    if clause.question:
        console.print(f"What a person is asked: {clause.question}")
    console.print()
