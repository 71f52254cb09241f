"""`plaudit partner`: partners are registered on the terms that the published edition gives them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plaudit.cli import partner_key
from plaudit.cli.counted import counted
from plaudit.cli.in_force import programme_named
from plaudit.cli.opening import now_instant, opened, stop_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from plaudit.core.ledger import Registration
    from plaudit.store.catalogue import Published
    from plaudit.store.partners import Listed

Programme = Annotated[str, typer.Argument(help="The programme's id.", show_default=False)]
Ids = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PARTNER]…", help="Partners' ids. All where left out.", show_default=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit partner` to the command line."""
    partner = typer.Typer(no_args_is_help=True, help="Partners: their terms and their keys.")
    partner.command()(add)
    partner.command()(update)
    partner.command("list")(list_all)
    partner.command()(offline)
    partner_key.add_to(partner)
    app.add_typer(partner, name="partner")


def add(programme: Programme, ids: Ids = None, *, as_json: AsJson = False) -> None:
    """Register the partners that the edition in force names, and print the key of each, this once.

    Before the first edition starts, it is that one. What a partner may report, how far back and
    out of what budget stands in the edition: nothing of it can be set here (charter, C24). A key
    that was lost is replaced: plaudit partner key new.

    Exit code 0: registered; 1: not named, registered already, or no such programme.
    """
    from psycopg.errors import UniqueViolation

    from plaudit.actions.register_partner import register_partners

    with opened() as connection:
        found = programme_named(connection, programme)
        named, known = _named_and_known(connection, found, ids)
        if ids and (twice := [id for id in named if id in known]):
            stop_with(f"{twice[0]} is registered already. Nobody was registered.")
        new = [terms for id, terms in named.items() if id not in known]
        try:
            keys = register_partners(connection, new, now=now_instant()) if new else []
        except UniqueViolation:
            stop_with(
                "One of these ids is a partner's of another programme: each needs its own. "
                "Nobody was registered."
            )
    made = [{"partner": terms.id, "key": key} for terms, key in zip(new, keys, strict=True)]
    if as_json:
        typer.echo(json.dumps(made, indent=2))
    elif not made:
        typer.echo("All partners of the edition are registered already.", err=True)
    else:
        typer.echo("Give each partner its key. It is not shown again.", err=True)
        for one in made:
            typer.echo(f"{one['partner']}  {one['key']}")


def update(programme: Programme, ids: Ids = None, *, as_json: AsJson = False) -> None:
    """Bring registered partners to the terms of the edition in force, and print what changed.

    For the first day of a new edition. Keys stay. Partners that the edition doesn't name any more
    keep what they have, for late reports of the days before; then withdraw their keys.

    Exit code 0: done, also where nothing had changed; 1: not named, or not registered.
    """
    from plaudit.actions.update_partner import update_partners
    from plaudit.core.partner_terms import changes_of

    with opened() as connection:
        found = programme_named(connection, programme)
        named, known = _named_and_known(connection, found, ids)
        if ids and (unknown := [id for id in named if id not in known]):
            stop_with(f"{unknown[0]} is not registered: plaudit partner add {programme}.")
        changes = {
            id: changes_of(known[id].registered, terms)
            for id, terms in named.items()
            if id in known
        }
        changed = {id: change for id, change in changes.items() if change}
        if changed:
            update_partners(connection, {known[id].partner_id: named[id] for id in changed})
    gone = [] if ids else [id for id in known if id not in named]
    if as_json:
        typer.echo(json.dumps({"changed": changed, "not_named": gone}, ensure_ascii=False))
        return
    for id, change in changed.items():
        for name, (was, becomes) in change.items():
            typer.echo(f"{id}: {name} was {_shown(was)}, is {_shown(becomes)}")
    if not changed:
        typer.echo("Nothing has changed.", err=True)
    for id in gone:
        typer.echo(
            f"The edition doesn't name {id}: plaudit partner key withdraw {id} --all.", err=True
        )


def list_all(
    programme: Annotated[
        str | None, typer.Argument(help="The programme's id. All where left out.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List partners with their terms and the marks of their keys, never a key.

    A key's mark is the beginning of its SHA-256: it tells keys apart, and nobody gets in with it.
    """
    from plaudit.store.catalogue import read_programmes
    from plaudit.store.partners import list_partners

    with opened() as connection:
        programmes = (
            [programme_named(connection, programme)] if programme else read_programmes(connection)
        )
        listed = [
            _as_table(one.id, partner)
            for one in programmes
            for partner in list_partners(connection, one.programme_id)
        ]
    if as_json:
        typer.echo(json.dumps(listed, indent=2, ensure_ascii=False))
    elif not listed:
        typer.echo("No partner is registered yet.", err=True)
    else:
        typer.echo("\n".join(_as_text(one) for one in listed))


def offline(
    partner: partner_key.Partner,
    vouchers: Annotated[
        int, typer.Argument(min=0, max=500, help="Vouchers a till and day; 0: none.")
    ],
) -> None:
    """Let the tills of a partner together take so many vouchers a day without a connection.

    The programme covers what was given back or over meanwhile: docs/reference/offline-vouchers.md.
    """
    from plaudit.actions.allow_offline import allow_offline

    with opened() as connection:
        number = partner_key.registered(connection, partner).partner_id
        allow_offline(connection, number, vouchers_a_day=vouchers)
    typer.echo(
        f"The tills of {partner} may together take {counted(vouchers, 'voucher')} a day offline."
    )


def _named_and_known(
    connection: psycopg.Connection, programme: Published, ids: Sequence[str] | None
) -> tuple[dict[str, Registration], dict[str, Listed]]:
    """Return the terms of the partners asked for, and those that are registered, both by id."""
    from plaudit.actions.bring_to_terms import read_register

    register = read_register(connection, programme, now=now_instant())
    for id in ids or ():
        if id not in register.named:
            stop_with(
                f"The edition {register.edition_id} of {programme.id} names no partner {id}. "
                f"It names: {', '.join(register.named) or 'none'}."
            )
    wanted = {id: register.named[id] for id in (ids or register.named)}
    return wanted, dict(register.known)


def _as_table(programme: str, one: Listed) -> dict[str, Any]:
    terms = one.registered
    return {
        "partner": terms.id,
        "programme": programme,
        "name": terms.name,
        "activities": sorted(terms.activities),
        "back_date_days": terms.back_date_days,
        "budget_points_a_week": terms.budget_points_a_week,
        "keys": partner_key.as_tables(one.keys),
    }


def _as_text(one: dict[str, Any]) -> str:
    budget = _shown(one["budget_points_a_week"])
    lines = [
        f"{one['partner']}  {one['name']}, {one['programme']}",
        f"reports {_shown(one['activities'])}",
        f"up to {one['back_date_days']} days back, points a week: {budget}",
        *(f"key {key['mark']} of {key['made_at']}" for key in one["keys"]),
    ]
    return "\n    ".join(lines if one["keys"] else [*lines, "no key"])


def _shown(value: Any) -> str:
    if value is None:
        return "no limit"
    return (", ".join(value) or "nothing") if isinstance(value, list) else str(value)
