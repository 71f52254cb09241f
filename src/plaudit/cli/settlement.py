"""`plaudit settlement`: what reward partners are owed, month by month."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli import settlement_files
from plaudit.cli.counted import counted
from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.writing import stop_unless_writable

if TYPE_CHECKING:
    import psycopg

    from plaudit.store.settlement import Made

Partner = Annotated[str, typer.Argument(metavar="PARTNER", help="The partner's id.")]
Month = Annotated[str, typer.Argument(metavar="MONTH", help="A month, like 2026-11.")]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit settlement` to the command line."""
    from plaudit.cli import settlement_booking

    settlement = typer.Typer(
        no_args_is_help=True,
        help="What reward partners are owed: monthly statements, corrections, payments, disputes.",
    )
    settlement.command()(close)
    settlement.command("list")(list_all)
    settlement.command()(show)
    settlement_booking.add_to(settlement)
    app.add_typer(settlement, name="settlement")


def close(month: Month) -> None:
    """Make the statements of a month that is over, and those missing before it.

    It can run again: what is stated stays. What comes in later stands in the next statement.
    Exit code 1: the month isn't over; 2: it isn't written like 2026-11.
    """
    from plaudit.actions.close_month import close_month
    from plaudit.core.settlement import shown_month

    with told() as connection:
        made = close_month(connection, month_of(month), now=now_instant())
    for one in made:
        typer.echo(
            f"{one.head.partner}  {shown_month(one.head.month)}  number {one.head.number}, "
            f"{counted(one.closing_points, 'point')} owed"
        )
    if not made:
        typer.echo("Nothing to make: every statement is there.")


def list_all(partner: Partner) -> None:
    """List a partner's statements and disputes, the newest first, and what is owed now.

    Exit code 1: no such partner.
    """
    from plaudit.core.settlement import shown_month
    from plaudit.store.disputes import read_disputes
    from plaudit.store.settlement import read_owed, read_statements

    with told() as connection:
        number = number_of(connection, partner)
        made, disputes = read_statements(connection, number), read_disputes(connection, number)
        owed = read_owed(connection, number)
    for one in made:
        said = one.statement
        typer.echo(
            f"{shown_month(said.head.month)}  number {said.head.number}, "
            f"{counted(said.vouchers, 'voucher')}, {counted(said.closing_points, 'point')} owed, "
            f"sha256 {said.sha256}"
        )
    for dispute in disputes:
        where = f"line {dispute.line}" if dispute.line else "the whole"
        typer.echo(f"{shown_month(dispute.month)}  {where} disputed: {dispute.reason}")
        typer.echo(f"    “{dispute.words}”")
        if dispute.decided is None:
            typer.echo("    open")
        else:
            points = dispute.decided.points
            result = (
                "explained"
                if points is None
                else f"corrected by {'+' if points > 0 else ''}{counted(points, 'point')}"
            )
            typer.echo(f"    {result} by {dispute.decided.decided_by}: {dispute.decided.words}")
    typer.echo(f"Owed now: {counted(owed, 'point')}.")


def show(
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="The partner's id.")],
    month: Annotated[
        str, typer.Argument(metavar="[MONTH]", help="A month; otherwise the newest statement.")
    ] = "",
    csv: Annotated[Path | None, typer.Option("--csv", help="Write it to a file as CSV.")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write it to a file as PDF.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show one statement: its lines, balances, number and hash.

    The JSON is the canonical text that the hash is of. The PDF is in each language of the
    programme. Exit code 1: no such partner or statement, or a font is missing; 2: a file can't be
    written.
    """
    from plaudit.core.settlement import shown_month
    from plaudit.store.settlement import read_statements

    asked = month_of(month) if month else None
    stop_unless_writable(csv, pdf)
    with told() as connection:
        number = number_of(connection, partner)
        found = read_statements(connection, number, month=asked)
        if not found:
            of = f" of {shown_month(asked)}" if asked is not None else ""
            stop_with(f"{partner} has no statement{of}.")
        if csv is not None:
            settlement_files.write_csv(csv, found[0])
        if pdf is not None:
            settlement_files.write_pdf(pdf, found[0], connection=connection, partner_id=number)
    if as_json:
        typer.echo(found[0].statement.text)
    elif csv is None and pdf is None:
        _print(found[0])


def _print(made: Made) -> None:
    from plaudit.core.period import date_of
    from plaudit.core.settlement import shown_month

    said = made.statement
    head = said.head
    typer.echo(f"{head.partner}, {shown_month(head.month)}, statement {head.number}")
    typer.echo(f"{'opening balance':<52}{said.opening_points:>12}")
    for number, line in enumerate(said.lines, start=1):
        what = (
            f"{line.vouchers} × {line.what}" if line.vouchers else f"{line.what} {line.reference}"
        )
        late = ", late" if said.is_late(line) else ""
        text = f"{number:>4}  {date_of(line.day)}  {line.kind}{late}: {what}"
        typer.echo(f"{text:<52}{line.points:>12}")
    typer.echo(f"{'closing balance, in points':<52}{said.closing_points:>12}")
    typer.echo(f"sha256  {said.sha256}")
    typer.echo(f"before  {said.previous_sha256 or 'none, it is the first'}")


@contextmanager
def told() -> Iterator[psycopg.Connection]:
    """Open the book; end the command with the sentence of a refusal."""
    from plaudit.core.refusals import Refused

    try:
        with opened() as connection:
            yield connection
    except Refused as refused:
        stop_with(str(refused))


def number_of(connection: psycopg.Connection, partner: str) -> int:
    """Return a partner's number; end the command where there is none."""
    from plaudit.store.partners import partner_number

    found = partner_number(connection, partner)
    return stop_with(f"There is no partner {partner}.") if found is None else found


def month_of(written: str) -> int:
    """Return a month's first day as a day number; end the command where it isn't one."""
    from plaudit.core.settlement import month_named

    found = month_named(written)
    if found is None:
        stop_with(f"{json.dumps(written)} is no month. Write it like 2026-11.", code=EXIT_USAGE)
    return found
