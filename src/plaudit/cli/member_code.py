"""`plaudit member code`: a code that a member shows, for somebody without a phone."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from plaudit.cli.looking import BY, REASON, Why, looker, write_look
from plaudit.cli.opening import now_instant, opened, stop_with_refusal


def code(
    member: Annotated[int, typer.Argument(help="The member's number.", show_default=False)],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    by: Annotated[str, BY] = "",
    reason: Annotated[Why, REASON] = Why.NOT_SAID,
) -> None:
    """Print a code with which one partner links a member: POST /v1/links.

    It can be used once, within five minutes, by any partner of the programme. The partner learns
    its own handle for the member and nothing else. That it was made is written down, and the
    member sees it.

    Exit code 0: printed; 1: no such member who takes part, or the record is restricted.
    """
    from plaudit.actions.show_code import show_code
    from plaudit.core.instant import shown_instant
    from plaudit.core.refusals import Refused
    from plaudit.core.voucher import grouped

    with opened() as connection:
        write_look(connection, member, looker(by, reason, "plaudit member code"))
        try:
            shown = show_code(connection, member, now=now_instant())
        except Refused as refused:
            stop_with_refusal(member, refused)
    until = shown_instant(shown.ends_at)
    if as_json:
        said = {"member": member, "code": grouped(shown.code), "until": until}
        typer.echo(json.dumps(said))
    else:
        typer.echo(f"It can be used once, until {until}.", err=True)
        typer.echo(grouped(shown.code))
