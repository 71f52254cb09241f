"""`plaudit voucher`: take, show, honour, take back, cancel: a voucher's way by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.counted import counted
from plaudit.cli.opening import now_instant, opened, stop_with, stop_with_refusal

if TYPE_CHECKING:
    import psycopg

    from plaudit.core.voucher import Till, Voucher

Member = Annotated[int, typer.Argument(help="The member's number.", show_default=False)]
Partner = Annotated[str, typer.Argument(help="The partner's id.", show_default=False)]
Number = Annotated[int, typer.Argument(help="The voucher's number.", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit voucher` to the command line."""
    voucher = typer.Typer(
        no_args_is_help=True, help="Take a reward for points; honour it, or give it back."
    )
    for command in (take, show, ticket, honour, undo, cancel, lapse, covered):
        voucher.command()(command)
    app.add_typer(voucher, name="voucher")


def take(
    member: Member,
    reward: Annotated[
        str, typer.Argument(help="The reward's id: plaudit rewards.", show_default=False)
    ],
    key: Annotated[
        str, typer.Option(help="A word of your own: the same word takes the same voucher, once.")
    ] = "",
) -> None:
    """Take a reward for its price, out of the points that expire the soonest."""
    import secrets

    from plaudit.actions.take import take as run

    with _told(member) as connection:
        taken = run(connection, member, reward, key=key or secrets.token_hex(), now=now_instant())
    _print(taken)


def show(
    member: Member,
    qr: Annotated[
        bool, typer.Option("--qr", help="Print the signed text of each open voucher's QR code.")
    ] = False,
) -> None:
    """Print a member's vouchers, open ones first and with their code."""
    from plaudit.store.offline import signed_vouchers
    from plaudit.store.vouchers import list_vouchers

    with _told() as connection:
        found = list_vouchers(connection, member)
        signed = signed_vouchers(connection, member)
    for one in found:
        _print(one)
        if qr and one.voucher_id in signed:
            typer.echo(f"  {signed[one.voucher_id]}")
    if not found:
        typer.echo(f"Member {member} has no voucher.")


def ticket(member: Member, voucher: Number) -> None:
    """Open a ticket: print its own code. From then on the voucher is used."""
    from plaudit.actions.open_ticket import open_ticket

    with _told() as connection:
        typer.echo(open_ticket(connection, member, voucher, now=now_instant()))


def honour(
    partner: Partner,
    code: Annotated[
        str, typer.Argument(help="The twelve characters, or a QR code's text.", show_default=False)
    ],
) -> None:
    """Honour a voucher at a partner's till, by its code."""
    from plaudit.actions.honour import honour as run

    with _told() as connection:
        done = run(connection, _till(connection, partner), code, now=now_instant())
    typer.echo(
        f"Honoured, number {done.number}: {done.reward}, {counted(done.points, 'point')} owed."
    )
    if done.ticket is not None:
        typer.echo(f"Ticket: {done.ticket}")


def undo(
    partner: Partner,
    number: Annotated[int, typer.Argument(help="The number that honouring printed.")],
) -> None:
    """Take back what was honoured by mistake, within a minute."""
    from plaudit.actions.undo import undo as run

    with _told() as connection:
        run(connection, _till(connection, partner), number, now=now_instant())
    typer.echo(f"Number {number} was taken back. The voucher is open again.")


def cancel(member: Member, voucher: Number) -> None:
    """Give a voucher back that wasn't used; its points return to the lots they came from."""
    from plaudit.actions.cancel import cancel as run

    with _told() as connection:
        done = run(connection, member, voucher, now=now_instant())
    _print(done)


def lapse() -> None:
    """Give the points of vouchers back that nobody used until their last day.

    A timed job does the same.
    """
    from plaudit.actions.lapse import lapse as run

    lapsed = 0
    with _told() as connection:
        while done := run(connection, now=now_instant()):
            lapsed += done
    typer.echo(f"Vouchers that lapsed: {lapsed}.")


def covered(
    programme: Annotated[str, typer.Argument(help="The programme's id.", show_default=False)],
    days: Annotated[int, typer.Option(min=1, help="How many days back.")] = 30,
) -> None:
    """List what the programme pays: vouchers taken offline, given back or over meanwhile."""
    from plaudit.cli.rewards import named_programme
    from plaudit.core.period import DAY_SECONDS, SECOND
    from plaudit.store.offline import covered_honours

    with _told() as connection:
        programme_id, _ = named_programme(connection, programme)
        since = now_instant() - days * DAY_SECONDS * SECOND
        found = covered_honours(connection, programme_id, since=since)
    for one in found:
        typer.echo(
            f"{one.number}  {one.partner}, till {one.till}  {counted(one.points, 'point')}  "
            f"taken {one.honoured_at:%Y-%m-%d %H:%M}, sent {one.recorded_at:%Y-%m-%d %H:%M} UTC"
        )
    points = counted(sum(one.points for one in found), "point")
    typer.echo(f"{len(found)} in {counted(days, 'day')}, {points}.")


@contextmanager
def _told(member: int = 0) -> Iterator[psycopg.Connection]:
    """Open the book; end the command with the sentence of a refusal, of a member who was named."""
    from plaudit.core.refusals import Refused

    try:
        with opened() as connection:
            yield connection
    except Refused as refused:
        stop_with_refusal(member, refused)


def _till(connection: psycopg.Connection, partner: str) -> Till:
    """Return the command line as a till of a partner."""
    import hashlib

    from plaudit.core.voucher import Till
    from plaudit.store.partners import partner_number

    number = partner_number(connection, partner)
    if number is None:
        stop_with(f"There is no partner {partner}.")
    return Till(number, hashlib.sha256(f"command line, {partner}".encode()).digest())


def _print(voucher: Voucher) -> None:
    from plaudit.core.period import date_of
    from plaudit.core.voucher import grouped

    code = "" if voucher.code is None else f", code {grouped(voucher.code)}"
    until = f", until {date_of(voucher.last_on)}" if voucher.code is not None else ""
    typer.echo(
        f"Voucher {voucher.voucher_id}: {voucher.reward} at {voucher.partner}, "
        f"{counted(voucher.price_points, 'point')}, {voucher.state}{until}{code}"
    )
