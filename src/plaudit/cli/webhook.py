"""`plaudit webhook`: where partners get their messages, and how these fare."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import now_instant, opened, stop_with
from plaudit.cli.writing import write_text

if TYPE_CHECKING:
    import psycopg

SHOWN_MESSAGES = 20
PAGE = Path("docs/reference/webhooks.md")
Partner = Annotated[str, typer.Argument(metavar="PARTNER", help="The partner's id.")]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit webhook` to the command line."""
    webhook = typer.Typer(no_args_is_help=True, help="Messages to partners: where they are sent.")
    for command in (add, rotate, remove, messages, kinds):
        webhook.command()(command)
    webhook.command("list")(list_all)
    app.add_typer(webhook, name="webhook")


def add(
    partner: Partner,
    url: Annotated[str, typer.Argument(help="Where to send messages: https, a public host.")],
) -> None:
    """Send a partner's messages to a URL. Prints the secret that signs them, this once.

    A partner that has a webhook keeps its secret; if it was stopped, it starts again.
    """
    from plaudit.actions.connect_webhook import connect_webhook
    from plaudit.cli.work import may_go_to_loopback

    with opened() as connection:
        number = _number(connection, partner)
        try:
            secret = connect_webhook(
                connection, number, url=url, now=now_instant(), to_loopback=may_go_to_loopback()
            )
        except ValueError as refused:
            stop_with(str(refused))
    if secret is None:
        typer.echo("The URL was changed; the secret stays the same.", err=True)
    else:
        typer.echo("Give this secret to the partner. It is not shown again.", err=True)
        typer.echo(secret)


def rotate(partner: Partner) -> None:
    """Replace a partner's secret. For two days those before sign too, after the new one."""
    from plaudit.actions.connect_webhook import rotate_secret
    from plaudit.core.webhook_signing import SIGNATURES_MOST

    with opened() as connection:
        secret = rotate_secret(connection, _number(connection, partner), now=now_instant())
    if secret is None:
        stop_with(
            f"{partner} has no webhook, or {SIGNATURES_MOST} secrets of it sign already: "
            "plaudit webhook list shows until when."
        )
    typer.echo("Give this secret to the partner. It is not shown again.", err=True)
    typer.echo(secret)


def remove(partner: Partner) -> None:
    """Forget a partner's URL and secrets. Messages that wait are kept for 30 days."""
    from plaudit.actions.connect_webhook import disconnect_webhook

    with opened() as connection:
        if not disconnect_webhook(connection, _number(connection, partner)):
            stop_with(f"{partner} has no webhook.")
    typer.echo("Removed.")


def list_all() -> None:
    """List all webhooks, with how many messages wait, were delivered and were given up."""
    from plaudit.store.webhooks import read_webhooks

    with opened() as connection:
        found = read_webhooks(connection)
    for one in found:
        typer.echo(f"{one.partner}  {one.url}")
        typer.echo(f"    {one.waiting} waiting, {one.delivered} delivered, {one.given_up} given up")
        if one.stopped_at:
            typer.echo(f"    stopped {_shown(one.stopped_at)}: the partner said it is gone")
        if one.old_secret_until:
            typer.echo(f"    earlier secrets sign until {_shown(one.old_secret_until)}")
    if not found:
        typer.echo("No partner has a webhook.")


def messages(partner: Partner) -> None:
    """Show what became of a partner's last messages."""
    from plaudit.store.deliveries import last_deliveries

    with opened() as connection:
        found = last_deliveries(connection, _number(connection, partner), most=SHOWN_MESSAGES)
    for one in found:
        if one.was_delivered:
            state = "delivered"
        elif one.ended_at is not None:
            state = "given up"
        else:
            state = f"next try {_shown(one.next_try_at)}"
        answer = one.last_answer or "no answer yet"
        typer.echo(
            f"msg_{one.message_id}  {one.kind}  {_shown(one.happened_at)}  {state}, "
            f"{one.tries} {'try' if one.tries == 1 else 'tries'}, {answer}"
        )
    if not found:
        typer.echo(f"There is no message to {partner}.")


def kinds(
    write: Annotated[bool, typer.Option("--write", help=f"Write {PAGE} anew.")] = False,
) -> None:
    """Print the reference of all messages."""
    from plaudit.cli.webhook_page import page

    if write:
        write_text(PAGE, page())
    else:
        typer.echo(page(), nl=False)


def _number(connection: psycopg.Connection, partner: str) -> int:
    from plaudit.store.partners import partner_number

    found = partner_number(connection, partner)
    return stop_with(f"There is no partner {partner}.") if found is None else found


def _shown(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"
