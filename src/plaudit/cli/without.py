"""`--without FILE`: a list of struck-out deeds, which a replay leaves out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, stop_with

if TYPE_CHECKING:
    from plaudit.replay.gathering import Gathering
    from plaudit.replay.struck_out import LeftOut

WITHOUT = typer.Option(
    metavar="FILE",
    help="Struck-out deeds, which are left out as if never reported: a .parquet, .csv or .jsonl "
    "file with source and id.",
)


def check_list(without: Path | None) -> None:
    """End the command where a list of struck-out deeds isn't there, or not of a known kind."""
    from plaudit.replay.deed_files import KINDS

    if without is None:
        return
    if without.suffix.lower() not in KINDS:
        said = f"{without}: a list of struck-out deeds is a {', '.join(KINDS)} file."
        stop_with(said, code=EXIT_USAGE)
    if not without.is_file():
        stop_with(f"{without}: there is no such file.", code=EXIT_USAGE)


def leave_out(gathering: Gathering, without: Path) -> None:
    """Leave the deeds of a list out of a gathering. Refuses: ends the command, saying why."""
    from plaudit.replay.struck_out import UnfitList

    try:
        gathering.leave_out(without)
    except UnfitList as wrong:
        stop_with(str(wrong), code=EXIT_REFUSED)


def tell_left_out(said: LeftOut | None) -> None:
    """Say on the error stream how many deeds were left out, and which of the list aren't there."""
    if said is None:
        return
    typer.echo(f"Left out as struck out: {said.found:,} of {said.named:,} deeds named.", err=True)
    missing = said.named - said.found
    if missing:
        few = ", ".join(f"{source} {id}" for source, id in said.not_there)
        more = " …" if missing > len(said.not_there) else ""
        typer.echo(f"Not among these deeds: {missing:,} of them ({few}{more}).", err=True)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
