"""A person says yes to a sentence at a desk: it is shown, and nothing but a yes is one (C13)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from plaudit.cli.check import EXIT_NEEDS_A_PERSON
from plaudit.cli.opening import stop_with

Agreed = Annotated[
    bool,
    typer.Option("--agreed", help="The person read the sentence, or heard it, and agreed."),
]


def ask(sentence: str, *, otherwise: str) -> None:
    """Show the sentence and wait for a yes; without one end the command, saying `otherwise`."""
    typer.echo(f"{sentence}\n", err=True)
    if not sys.stdin.isatty():
        stop_with(
            "Nobody is there to answer. Where the person agreed, say so: --agreed.",
            code=EXIT_NEEDS_A_PERSON,
        )
    typer.echo("Do you agree? [y/N] ", err=True, nl=False)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        stop_with(otherwise)
