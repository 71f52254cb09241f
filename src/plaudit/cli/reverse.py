"""`plaudit reverse`, `strike-out`, `take-again` and `restore-award`: decisions about one award."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.counted import counted, were
from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with

if TYPE_CHECKING:
    from plaudit.core.reversal import Reversal

Member = Annotated[int, typer.Argument(help="The member's number.", show_default=False)]
Deed = Annotated[
    str,
    typer.Argument(help="The deed: its key in the statement.", show_default=False),
]
By = Annotated[
    list[str],
    typer.Option(
        "--by",
        help="Who decides this: a person's name. Said twice where the edition wants two persons.",
        show_default=False,
    ),
]
Reason = Annotated[
    str,
    typer.Option(help="Why, from the edition's [reversal] reasons.", show_default=False),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("reverse")(reverse)
    app.command("strike-out")(strike_out)
    app.command("take-again")(take_again)
    app.command("restore-award")(restore)


def reverse(
    member: Member,
    deed: Deed,
    *,
    by: By,
    reason: Reason,
    points: Annotated[
        int | None, typer.Option(min=1, help="How many points.", show_default="all that are left")
    ] = None,
) -> None:
    """Take back the points of one award; the deed stays in the count.

    At most what is left of the award is taken; what the member has spent is the programme's loss.
    Where the deed itself was wrong, use strike-out. Example:

    plaudit reverse 12 0000000000014000 --reason wrong_amount --by "Pim Chaiyo, points office"

    Exit code 0: done; 1: refused, and the sentence says why; 2: wrong use.
    """
    from plaudit.actions.house import open_house
    from plaudit.actions.reverse import reverse as run
    from plaudit.core.refusals import Refused
    from plaudit.core.reversal import Decision

    first, second = people(by)
    decision = Decision(member, deed_number(deed), first, reason, second)
    with opened() as connection:
        try:
            done = run(
                connection, open_house(connection), decision, now=now_instant(), points=points
            )
        except Refused as refused:
            stop_with(str(refused))
    _say(done)


def strike_out(member: Member, deed: Deed, *, by: By, reason: Reason) -> None:
    """Take a deed out of the count, so that its periods give what the remaining deeds give.

    The partner is told, and may report the right deed under a new id. Example:

    plaudit strike-out 12 0000000000014000 --reason did_not_happen --by "Pim Chaiyo, points office"

    Exit code 0: done; 1: refused, and the sentence says why; 2: wrong use.
    """
    from plaudit.actions.house import open_house
    from plaudit.actions.strike_out import strike_out as run
    from plaudit.core.refusals import Refused
    from plaudit.core.reversal import Decision

    first, second = people(by)
    decision = Decision(member, deed_number(deed), first, reason, second)
    with opened() as connection:
        try:
            done = run(connection, open_house(connection), decision, now=now_instant())
        except Refused as refused:
            stop_with(str(refused))
    _say(done)


def take_again(member: Member, deed: Deed, *, by: By) -> None:
    """Take what was missing when an award was taken back, and came out of a voucher since.

    Never what the member earned since. The reason is that of the decision before. Example:

    plaudit take-again 12 0000000000014000 --by "Pim Chaiyo, points office"

    Exit code 0: done; 1: refused, and the sentence says why; 2: wrong use.
    """
    from plaudit.actions.take_again import take_again as run

    _decide(run, member, deed, by=by)


def restore(member: Member, deed: Deed, *, by: By) -> None:
    """Undo what was decided against an award: points come back, a deed is counted again.

    Exit code 0: done; 1: refused, and the sentence says why; 2: wrong use.
    """
    from plaudit.actions.restore import restore as run

    _decide(run, member, deed, by=by)


def _decide(run: Callable[..., Reversal], member: int, deed: str, *, by: Sequence[str]) -> None:
    """Carry out a decision whose reason stands in the one before, and say what came of it."""
    from plaudit.actions.house import open_house
    from plaudit.core.refusals import Refused
    from plaudit.core.reversal import Decision

    first, second = people(by)
    decision = Decision(member, deed_number(deed), first, seconded_by=second)
    with opened() as connection:
        try:
            done = run(connection, open_house(connection), decision, now=now_instant())
        except Refused as refused:
            stop_with(str(refused))
    _say(done)


def people(by: Sequence[str]) -> tuple[str, str | None]:
    """Return who decides, and the second person if one is named; end the command for more."""
    first, *others = by
    if len(others) > 1:
        stop_with("Two persons decide at most: say --by twice.", code=EXIT_USAGE)
    return first, others[0] if others else None


def deed_number(key: str) -> int:
    """Return the number of a deed from its key in the statement; 0 where it is none."""
    try:
        return int(key, 16)
    except ValueError:
        return 0


def _say(done: Reversal) -> None:
    if done.counts is not None:
        was, now = done.counts.gave_before, done.counts.gave_after
        typer.echo(
            f"The deeds of the same periods gave {counted(was, 'point')}; now they give {now}."
        )
    if done.moved_points < 0:
        typer.echo(f"{counted(-done.moved_points, 'point')} {were(done.moved_points)} taken back.")
    elif done.moved_points > 0:
        typer.echo(f"{counted(done.moved_points, 'point')} {were(done.moved_points)} given back.")
    else:
        typer.echo("No points moved.")
    spent = done.shortfall_points - done.in_vouchers_points
    if spent:
        typer.echo(f"{spent} {were(spent)} spent already: the programme's loss.")
    if done.in_vouchers_points:
        lie = "lies" if done.in_vouchers_points == 1 else "lie"
        typer.echo(
            f"{done.in_vouchers_points} {lie} in vouchers that aren't used. What comes back of "
            "them in time can be taken with plaudit take-again."
        )
