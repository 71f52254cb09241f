"""Taking in the rows of a partner's table: looked at beforehand, then settled as the door would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.actions.house import House
from plaudit.actions.settle import settle
from plaudit.core.deed import Report
from plaudit.core.judging import in_the_future, terms_of
from plaudit.core.ledger import Status
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.core.table.cells import Row
from plaudit.core.table.heading import heading_of
from plaudit.core.table.reading import Choices, Fault, TableReader

BATCH_ROWS = 5_000
"""Rows that are settled in one transaction."""


class RowOutcome(NamedTuple):
    """What becomes of a row. `column`: where it is wrong, as the file calls it; "" for the row."""

    number: int
    status: Status
    column: str = ""
    refusal: Refusal | None = None


def reader_for(house: House, partner_id: int, heading: Row, *, choices: Choices) -> TableReader:
    """Return what reads a partner's table, by its first row.

    Refuses: Refused where the columns aren't those of a table of deeds.
    """
    partner = house.partners[partner_id]
    programme = house.programmes[partner.programme_id]
    mine = {id: programme.activities[id] for id in sorted(partner.activities)}
    if choices.activity is None and len(mine) == 1:
        choices = Choices(choices.order, choices.decimals, activity=next(iter(mine)))
    return TableReader(
        heading_of(heading.cells, mine, needs_type=choices.activity is None),
        mine,
        partner=partner,
        calendar=programme.calendar,
        choices=choices,
    )


def look_at_rows(
    house: House, rows: Iterable[Row], *, reader: TableReader, now: int
) -> Iterator[Report | Fault]:
    """Yield each row's deed, or why it would be refused, as far as can be told without the book.

    Whether somebody takes part at this moment, and whether the budget lasts, is said on sending.
    """
    partner = reader.partner
    programme = house.programmes[partner.programme_id]
    today = programme.calendar.day_of(now)
    seen: dict[str, Report] = {}
    for row in rows:
        said = reader.read(row)
        if isinstance(said, Report):
            day = programme.calendar.day_of(said.happened_at)
            terms = terms_of(said.activity.id, partner, programme=programme, day=day, today=today)
            no = terms.refused or in_the_future(said.happened_at, now=now)
            if seen.setdefault(said.event_id, said) != said:
                no = refusal(Code.CONTENT_CONFLICT)
            if no is not None:
                said = Fault(row.number, "", no)
        yield said


def settle_rows(
    connection: psycopg.Connection,
    house: House,
    rows: Sequence[Row],
    *,
    reader: TableReader,
    now: int,
) -> list[RowOutcome]:
    """Settle the rows of one batch and return one outcome for each, in order.

    Units:   `now` in microseconds since the epoch.
    Refuses: one by one, in the outcomes; psycopg.OperationalError as `settle` does.
    """
    assert len(rows) <= BATCH_ROWS, len(rows)
    read = [reader.read(row) for row in rows]
    partner_id = reader.partner.partner_id
    arrivals = [Arrival(partner_id, one) for one in read if isinstance(one, Report)]
    settled = iter(settle(connection, house, arrivals, now=now) if arrivals else ())
    outcomes = []
    for row, said in zip(rows, read, strict=True):
        if isinstance(said, Fault):
            outcomes.append(RowOutcome(row.number, "refused", said.column, said.refusal))
        else:
            outcome = next(settled)
            outcomes.append(RowOutcome(row.number, outcome.status, "", outcome.refusal))
    return outcomes
