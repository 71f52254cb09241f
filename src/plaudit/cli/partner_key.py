"""`plaudit partner key`: a partner may have several keys, so that a new one can take over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.counted import counted
from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with

if TYPE_CHECKING:
    import psycopg

    from plaudit.store.partners import Key, Listed

Partner = Annotated[
    str, typer.Argument(metavar="PARTNER", help="The partner's id.", show_default=False)
]


def add_to(partner: typer.Typer) -> None:
    """Add `plaudit partner key` to the commands about partners."""
    key = typer.Typer(no_args_is_help=True, help="Keys: made, replaced and withdrawn.")
    key.command()(new)
    key.command()(withdraw)
    partner.add_typer(key, name="key")


def new(partner: Partner) -> None:
    """Make one more key for a partner and print it, this once. Its other keys go on working.

    To replace a key: make a new one, give it to the partner, and withdraw the old one.

    Exit code 0: made; 1: no such partner.
    """
    from plaudit.actions.register_partner import add_key

    with opened() as connection:
        key = add_key(connection, registered(connection, partner).partner_id, now=now_instant())
    typer.echo("Give this key to the partner. It is not shown again.", err=True)
    typer.echo(key)


def withdraw(
    partner: Partner,
    mark: Annotated[
        str | None,
        typer.Argument(help="The key's mark, from plaudit partner list.", show_default=False),
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Withdraw all its keys.")] = False,
) -> None:
    """Withdraw a partner's key. Within a few seconds nobody gets in with it, for good.

    Exit code 0: withdrawn; 1: no such partner or key; 2: it has several, and none is named.
    """
    from plaudit.actions.withdraw_keys import withdraw_keys

    with opened() as connection:
        keys = registered(connection, partner).keys
        wanted = [key for key in keys if mark is None or key.mark == mark.lower()]
        if not wanted:
            named = "" if mark is None else f" with the mark {mark}"
            stop_with(f"{partner} has no key{named} that can be used.")
        if len(wanted) > 1 and not every:
            marks = ", ".join(key.mark for key in keys)
            said = f"{partner} has {len(keys)} keys: name one of {marks}, or say --all."
            stop_with(said, code=EXIT_USAGE)
        done = withdraw_keys(connection, [key.key_hash for key in wanted], now=now_instant())
    typer.echo(f"Withdrawn: {done} of {counted(len(keys), 'key')}.")


def registered(connection: psycopg.Connection, partner: str) -> Listed:
    """Return a registered partner of any programme; end the command where there is none."""
    from plaudit.store.catalogue import read_programmes
    from plaudit.store.partners import list_partners

    for programme in read_programmes(connection):
        for one in list_partners(connection, programme.programme_id):
            if one.registered.id == partner:
                return one
    return stop_with(f"There is no partner {partner}.")


def as_tables(keys: Sequence[Key]) -> list[dict[str, str]]:
    """Return keys as they are listed."""
    return [
        {"mark": key.mark, "made_at": shown(key.made_at)}
        | ({} if key.ends_at is None else {"ends_at": shown(key.ends_at)})
        for key in keys
    ]


def shown(at: datetime) -> str:
    """Return a moment as it is listed."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
