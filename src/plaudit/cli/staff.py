"""`plaudit staff`: who works for a programme and its partners, and what each may do."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.partner_key import registered
from plaudit.core.staff import Role

if TYPE_CHECKING:
    import psycopg

    from plaudit.store.staff import Workplace

Number = Annotated[int, typer.Argument(help="The person's number.", show_default=False)]
Roles = Annotated[
    list[Role], typer.Option("--role", help="What the person may do; say it once for each.")
]
By = Annotated[str, typer.Option(help="Your name. Otherwise the one you are logged in with.")]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit staff` to the command line."""
    staff = typer.Typer(
        no_args_is_help=True, help="Who works for a programme and its partners, and as what."
    )
    for command in (hire, roles, invite, end):
        staff.command()(command)
    staff.command("open")(open_)
    staff.command("list")(list_staff)
    app.add_typer(staff, name="staff")


def hire(
    programme: Annotated[str, typer.Argument(help="The programme's id.", show_default=False)],
    name: Annotated[str, typer.Argument(help="The person's name.", show_default=False)],
    *,
    role: Roles,
    partner: Annotated[str, typer.Option(help="The partner that the person works for.")] = "",
    by: By = "",
) -> None:
    """Let a person work here, and print an invitation: a link that makes one passkey.

    steward, till and partner_admin are roles of a partner's people; the others are the programme's.
    The link works once, for seven days. Give it to the person, and to nobody else.

    Exit code 0: done; 1: refused, with the reason; 2: no such role.
    """
    from plaudit.actions.hire import hire as run

    with opened() as connection:
        at = _workplace(connection, programme, partner)
        with keeping_staff(connection):
            staff_id, token = run(
                connection, at, name, roles=set(role), by=_by(by), now=now_instant()
            )
    _print_invitation(staff_id, token)


def open_(
    programme: Annotated[str, typer.Argument(help="The new programme's id.", show_default=False)],
    *,
    time_zone: Annotated[
        str, typer.Option(metavar="ZONE", help="Whose midnight ends a day: Asia/Bangkok. For good.")
    ],
) -> None:
    """Open a programme that has no edition yet: hire who writes the first, and who approves it.

    Exit code 0: it is open; 1: refused, with the reason.
    """
    from plaudit.actions.open_programme import CannotOpen, open_programme

    with opened() as connection:
        try:
            open_programme(connection, programme, time_zone=time_zone)
        except CannotOpen as wrong:
            stop_with(str(wrong))
    typer.echo(f"{programme} is open. Next: plaudit staff hire {programme} NAME --role author")


def roles(number: Number, *, role: Roles, by: By = "") -> None:
    """Give a person these roles and no others. It holds from the next page on."""
    from plaudit.actions.hire import change_roles

    with opened() as connection, keeping_staff(connection):
        change_roles(connection, number, set(role), by=_by(by), now=now_instant())
    typer.echo(f"Person {number} is {', '.join(sorted(set(role)))} now.")


def invite(
    number: Number,
    *,
    by: By = "",
    instead: Annotated[
        bool, typer.Option("--instead", help="The passkeys and shifts before are gone at once.")
    ] = False,
) -> None:
    """Print a new invitation for a person: for one more passkey, or instead of a lost one."""
    from plaudit.actions.hire import invite_anew

    with opened() as connection, keeping_staff(connection):
        token = invite_anew(connection, number, by=_by(by), now=now_instant(), instead=instead)
    _print_invitation(number, token)


def end(number: Number, *, by: By = "") -> None:
    """End a person's work here: roles, passkeys and shifts are gone at once."""
    from plaudit.actions.hire import let_go

    with opened() as connection, keeping_staff(connection):
        let_go(connection, number, by=_by(by), now=now_instant())
    typer.echo(f"Person {number} doesn't work here any more.")


def list_staff(
    programme: Annotated[str, typer.Argument(help="The programme's id.", show_default=False)],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List who works for a programme and its partners."""
    from plaudit.store.staff import staff_of

    with opened() as connection:
        found = staff_of(connection, _number_of(connection, programme))
    working = [one for one in found if not one.has_left]
    if as_json:
        said = [
            {"number": one.staff_id, "name": one.name, "partner": one.partner}
            | {"roles": sorted(one.roles)}
            for one in working
        ]
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    for one in working:
        at = "" if one.partner is None else f" at {one.partner}"
        typer.echo(f"{one.staff_id:>5}  {one.name}{at}: {', '.join(sorted(one.roles))}")
    if not working:
        typer.echo(f"Nobody works for {programme} or its partners.")


@contextmanager
def keeping_staff(connection: psycopg.Connection) -> Iterator[None]:
    """Do one thing in the doorkeeper's role; end the command with the reason of a no."""
    from plaudit.core.refusals import Refused
    from plaudit.store.ways_in import as_doorkeeper

    try:
        with connection.transaction(), as_doorkeeper(connection):
            yield
    except Refused as refused:
        stop_with(refused.refusal.sentence())


def _workplace(connection: psycopg.Connection, programme: str, partner: str) -> Workplace:
    from plaudit.store.staff import Workplace

    programme_id = _number_of(connection, programme)
    if not partner:
        return Workplace(programme_id)
    known = registered(connection, partner)
    if known.registered.programme_id != programme_id:
        stop_with(f"{partner} isn't a partner of {programme}.", code=EXIT_USAGE)
    return Workplace(programme_id, known.partner_id)


def _number_of(connection: psycopg.Connection, programme: str) -> int:
    """Return a programme's number, with an edition or without; end the command for none."""
    from plaudit.store.catalogue import programme_number

    number = programme_number(connection, programme)
    if number is None:
        stop_with(
            f"There is no programme {programme}. plaudit publish makes it, and plaudit staff open, "
            "so that its first edition can be written at the pages."
        )
    return number


def _by(written: str) -> str:
    return written.strip() or getpass.getuser()


def _print_invitation(number: int, token: str) -> None:
    from plaudit.config.settings import PLAUDIT_URL

    typer.echo(f"Person {number}. The invitation works once, for seven days:", err=True)
    typer.echo(f"{PLAUDIT_URL}/staff/invited/{token}")
