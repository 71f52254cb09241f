"""`plaudit statement`: what a member has, and why, point by point."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.looking import BY, REASON, Why, looker, write_look
from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with

if TYPE_CHECKING:
    import psycopg

    from plaudit.core.statement import Cursor, Statement
    from plaudit.pages.voices import GettextVoice

LINE_CELLS = 4_000
"""Longer than any sentence: what isn't a terminal gets unbroken lines."""


def add_to(app: typer.Typer) -> None:
    """Add `plaudit statement` to the command line."""
    app.command("statement")(statement)


def statement(
    member: Annotated[int, typer.Argument(help="The member's number.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print the statement as JSON.")] = False,
    language: Annotated[str, typer.Option(help="The language: en, th or zh-Hans.")] = "en",
    link: Annotated[
        bool, typer.Option("--link", help="Print a link to the member's page, good for 15 minutes.")
    ] = False,
    deeds: Annotated[int, typer.Option(min=1, help="How many deeds, the newest first.")] = 20,
    by: Annotated[str, BY] = "",
    reason: Annotated[Why, REASON] = Why.NOT_SAID,
) -> None:
    """Print what a member has, until when, and how the points of each deed were counted.

    Each deed has its key, by which plaudit ask, reverse and strike-out name it.

    With --link: print a signed link instead, for the member alone, at the address in PLAUDIT_URL
    (http://localhost:8000 where that isn't set). Who looked, and why, is written down first, and
    the member sees it. Exit code 1: no such member.
    """
    from plaudit.pages.voices import UnknownLanguage, voice_of

    try:
        voice = voice_of(language)
    except UnknownLanguage as unknown:
        stop_with(f"There is no language {unknown}.", code=EXIT_USAGE)
    with opened() as connection:
        write_look(connection, member, looker(by, reason, "plaudit statement"))
        found = read_whole(connection, member, deeds=1 if link else deeds)
    if found is None:
        stop_with(f"There is no member {member}.")
    if link:
        typer.echo(page_link(member))
    elif as_json:
        from plaudit.cli.statement_json import statement_json

        typer.echo(json.dumps(statement_json(found, voice), ensure_ascii=False, indent=2))
    else:
        print_statement(found, voice, keys=True)


def read_whole(connection: psycopg.Connection, member_id: int, *, deeds: int) -> Statement | None:
    """Return a member's statement with that many entries, read page after page."""
    from dataclasses import replace

    from plaudit.store.statement import read_statement

    now = now_instant()
    before: Cursor | None = None
    whole: Statement | None = None
    while True:
        left = deeds - (len(whole.entries) if whole else 0)
        part = read_statement(connection, member_id, now=now, limit=left, before=before)
        if part is None:
            return whole
        whole = replace(part, entries=(*(whole.entries if whole else ()), *part.entries))
        before = part.older
        if before is None or len(whole.entries) >= deeds:
            return whole


def page_link(member_id: int, address: str | None = None) -> str:
    """Return a signed link to a member's page, at the address given or that of PLAUDIT_URL."""
    from plaudit.config.settings import PLAUDIT_URL
    from plaudit.pages.passes import link_path
    from plaudit.store.ways_in import passes_ended

    with opened() as connection:
        path = link_path(member_id, ended=passes_ended(connection, member_id))
    return f"{address or PLAUDIT_URL}{path}"


def print_statement(found: Statement, voice: GettextVoice, *, keys: bool = False) -> None:
    """Print a statement: with colour on a terminal; elsewhere plain, a line for each sentence.

    `keys`: with the keys by which commands name its entries.
    """
    from rich.console import Console

    from plaudit.cli.statement_text import statement_text

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=LINE_CELLS)
    console.print(statement_text(found, voice, keys=keys))
