"""`plaudit settlement correct`, `pay`, `dispute` and `decide`: what persons add to the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.counted import counted
from plaudit.cli.opening import now_instant

if TYPE_CHECKING:
    from plaudit.core.settlement import EntryKind


def add_to(settlement: typer.Typer) -> None:
    """Add the four commands to `plaudit settlement`."""
    for command in (correct, pay, dispute, decide):
        settlement.command()(command)


def correct(
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="The partner's id.")],
    points: Annotated[int, typer.Option(help="Above 0: more is owed; below 0: less.")],
    reason: Annotated[
        str,
        typer.Option(
            help="counted_twice, not_honoured, wrong_price, left_out or payment_came_back."
        ),
    ],
    reference: Annotated[
        str, typer.Option(help="A number of your own. The same one again books nothing more.")
    ],
    by: Annotated[str, typer.Option(help="Who decides it: a person's name.")],
) -> None:
    """Correct what a partner is owed. Honours and statements stay as they are.

    Exit code 1: refused, with the reason.
    """
    _book(partner, "correction", points, said=(reason, reference, by))


def pay(
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="The partner's id.")],
    points: Annotated[int, typer.Option(help="How many points were paid for.")],
    reference: Annotated[
        str, typer.Option(help="A number of your own. The same one again books nothing more.")
    ],
    by: Annotated[str, typer.Option(help="Who decides it: a person's name.")],
    reason: Annotated[str, typer.Option(help="bank_transfer or set_off.")] = "bank_transfer",
) -> None:
    """Write down that a partner was paid for points, at most for those that are owed.

    Exit code 1: refused, with the reason.
    """
    _book(partner, "payment", -points, said=(reason, reference, by))


def dispute(
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="The partner's id.")],
    month: Annotated[str, typer.Argument(metavar="MONTH", help="A month, like 2026-11.")],
    reason: Annotated[
        str,
        typer.Option(help="voucher_missing, wrong_price, not_ours, payment_missing or wrong_sum."),
    ],
    words: Annotated[str, typer.Option(help="What is wrong, in up to 500 characters.")],
    line: Annotated[
        int, typer.Option(min=0, help="Which line of the statement; 0 for the whole.")
    ] = 0,
) -> None:
    """Dispute a partner's statement, or one line of it: once. It stays as it is.

    Exit code 1: refused, with the reason; 2: the month isn't written like 2026-11.
    """
    from plaudit.actions.dispute import dispute as run
    from plaudit.cli.settlement import month_of, number_of, told
    from plaudit.store.disputes import Disputed

    with told() as connection:
        of = Disputed(number_of(connection, partner), month_of(month), line)
        run(connection, of, reason=reason, words=words, now=now_instant())
    typer.echo("Disputed. plaudit settlement list shows what becomes of it.")


def decide(
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="The partner's id.")],
    month: Annotated[str, typer.Argument(metavar="MONTH", help="A month, like 2026-11.")],
    words: Annotated[str, typer.Option(help="The answer, in up to 2000 characters.")],
    by: Annotated[str, typer.Option(help="Who decides it: a person's name.")],
    line: Annotated[
        int, typer.Option(min=0, help="Which line of the statement; 0 for the whole.")
    ] = 0,
    points: Annotated[
        int | None, typer.Option(help="A correction; without it the answer is an explanation.")
    ] = None,
) -> None:
    """Decide a dispute, by a correction of today or by an explanation.

    Exit code 1: refused, with the reason; 2: the month isn't written like 2026-11.
    """
    from plaudit.actions.decide_dispute import decide_dispute
    from plaudit.cli.settlement import month_of, number_of, told
    from plaudit.store.disputes import Decided, Disputed

    with told() as connection:
        of = Disputed(number_of(connection, partner), month_of(month), line)
        decide_dispute(connection, of, Decided(words, by, now_instant(), points))
    typer.echo("Decided.")


def _book(partner: str, kind: EntryKind, points: int, *, said: tuple[str, str, str]) -> None:
    from plaudit.actions.correct import correct as run_correct
    from plaudit.actions.pay import pay as run_pay
    from plaudit.cli.settlement import number_of, told
    from plaudit.store.own_numbers import own_numbers
    from plaudit.store.settlement import NewEntry, read_owed

    with told() as connection:
        entry = NewEntry(number_of(connection, partner), kind, points, *said)
        run = run_pay if kind == "payment" else run_correct
        numbers = own_numbers(connection, "entry", entry.partner_id)
        number = numbers.own(run(connection, entry, now=now_instant()))
        owed = read_owed(connection, entry.partner_id)
    typer.echo(f"Booked under number {number}. Owed now: {counted(owed, 'point')}.")
