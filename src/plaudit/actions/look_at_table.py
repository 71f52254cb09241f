"""Looking at a table that somebody at a partner sent, before any of it is taken in.

The table is kept sealed, in parts, for a day at most: so that it is sent once, also by a browser
without scripts. Nothing of the book is read but the house's terms, and nothing is written to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from plaudit.actions.house import House
from plaudit.actions.open_table import open_table, row_of
from plaudit.actions.take_in_rows import BATCH_ROWS, look_at_rows, reader_for
from plaudit.core.deed import Report
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.table.cells import Cell, Exact, Row
from plaudit.core.table.numbers import Decimals
from plaudit.core.table.reading import Choices, TableReader
from plaudit.core.table.times import Order
from plaudit.store import uploads

UPLOADS_MAX = 5
"""Tables of one partner that are kept at a time."""
FAULTS_SHOWN = 100


def look_at_table(
    connection: psycopg.Connection,
    house: House,
    raw: bytes,
    *,
    partner_id: int,
    choices: Choices,
    now: int,
) -> str:
    """Keep a partner's table with what was found in it, and return its id.

    Units:   `now` in microseconds since the epoch.
    Refuses: what `open_table` and `reader_for` refuse; TOO_MANY_UPLOADS.
    """
    _must_have_room(connection, partner_id, now=now)  # before any work is done for it
    heading, *rows = open_table(raw)
    reader = reader_for(house, partner_id, heading, choices=choices)
    head = _found(house, heading, rows, reader=reader, now=now)
    parts = [
        [[row.number, _said(row.cells)] for row in rows[at : at + BATCH_ROWS]]
        for at in range(0, len(rows), BATCH_ROWS)
    ]
    with connection.transaction():
        uploads.lock_uploads(connection, partner_id)
        _must_have_room(connection, partner_id, now=now)
        return uploads.add_upload(connection, partner_id, head=head, parts=parts, now=now)


def look_again(
    connection: psycopg.Connection,
    house: House,
    upload_id: str,
    *,
    partner_id: int,
    choices: Choices,
    now: int,
) -> None:
    """Look at a table that is kept with other choices.

    Refuses: UPLOAD_UNKNOWN; UPLOAD_BEGUN, where a part of it was taken in; what `reader_for`
             refuses.
    """
    with uploads.alone_with(connection, upload_id), connection.transaction():
        head = must_be_kept(connection, partner_id, upload_id, now=now)
        if uploads.is_begun(connection, upload_id):
            raise Refused(refusal(Code.UPLOAD_BEGUN))
        parts = uploads.all_parts(connection, upload_id)
        rows = [row_of(one[:2]) for part in parts for one in part]
        heading = row_of(head["heading"])
        reader = reader_for(house, partner_id, heading, choices=choices)
        uploads.change_head(
            connection, upload_id, _found(house, heading, rows, reader=reader, now=now)
        )


def must_be_kept(
    connection: psycopg.Connection, partner_id: int, upload_id: str, *, now: int
) -> dict[str, Any]:
    """Return the head of a partner's table.

    Refuses: UPLOAD_UNKNOWN, also for another partner's.
    """
    head = uploads.upload_head(connection, partner_id, upload_id, now=now)
    if head is None:
        raise Refused(refusal(Code.UPLOAD_UNKNOWN))
    assert isinstance(head, dict), type(head)
    return head


def choices_of(said: dict[str, str | None]) -> Choices:
    """Return choices from what is kept of them; what is none counts as not chosen."""
    order, decimals = said.get("order"), said.get("decimals")
    return Choices(
        order=Order(order) if order in list(Order) else None,
        decimals=Decimals(decimals) if decimals in list(Decimals) else None,
        activity=said.get("activity") or None,
    )


def _must_have_room(connection: psycopg.Connection, partner_id: int, *, now: int) -> None:
    if len(uploads.uploads_of(connection, partner_id, now=now)) >= UPLOADS_MAX:
        raise Refused(refusal(Code.TOO_MANY_UPLOADS, limit=UPLOADS_MAX))


def _found(
    house: House, heading: Row, rows: Iterable[Row], *, reader: TableReader, now: int
) -> dict[str, Any]:
    """Return a table's head: its first row, what was chosen, and what the others came to."""
    choices = reader.choices
    sound: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    shown: list[Any] = []
    instants: list[int] = []
    for said in look_at_rows(house, rows, reader=reader, now=now):
        if isinstance(said, Report):
            sound[said.activity.id] += 1
            instants = [min([said.happened_at, *instants]), max([said.happened_at, *instants])]
            continue
        faults[said.refusal.code.value] += 1
        if len(shown) < FAULTS_SHOWN:
            no = said.refusal
            shown.append([said.number, said.column, no.code.value, dict(no.facts)])
    return {
        "heading": [heading.number, _said(heading.cells)],
        "choices": {
            "order": choices.order,
            "decimals": choices.decimals,
            "activity": choices.activity,
        },
        "sound": dict(sorted(sound.items())),
        "span": instants,
        "faults": dict(faults),
        "shown": shown,
    }


def _said(cells: Sequence[Cell]) -> list[Any]:
    """Return cells as JSON keeps them; `open_table.row_of` reads them."""
    return [[cell.text] if isinstance(cell, Exact) else cell for cell in cells]
