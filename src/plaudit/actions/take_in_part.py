"""Taking in the next part of a table that is kept: some thousand rows, settled as at the door."""

from __future__ import annotations

from typing import Any

import psycopg

from plaudit.actions.house import House
from plaudit.actions.look_at_table import choices_of, must_be_kept
from plaudit.actions.open_table import row_of
from plaudit.actions.take_in_rows import reader_for, settle_rows
from plaudit.store import uploads
from plaudit.store.locks import waiting_briefly


def take_in_part(
    connection: psycopg.Connection, house: House, upload_id: str, *, partner_id: int, now: int
) -> bool:
    """Settle the next part of a partner's table; False where all of it was taken in.

    What is settled is committed before the part is marked: after a crash in between, the same rows
    are settled again, and are duplicates. Where two press at once, the second waits for the first.

    Units:   `now` in microseconds since the epoch.
    Refuses: UPLOAD_UNKNOWN; psycopg.OperationalError as `settle` does, and where the first one
             takes longer than somebody waits (store.locks.waiting_briefly).
    """
    with waiting_briefly(connection), uploads.alone_with(connection, upload_id):
        return _take_in(connection, house, upload_id, partner_id=partner_id, now=now)


def _take_in(
    connection: psycopg.Connection, house: House, upload_id: str, *, partner_id: int, now: int
) -> bool:
    head = must_be_kept(connection, partner_id, upload_id, now=now)
    found = uploads.next_part(connection, upload_id)
    if found is None:
        return False
    part, kept = found
    rows = [row_of(one) for one in kept]
    reader = reader_for(
        house, partner_id, row_of(head["heading"]), choices=choices_of(head["choices"])
    )
    outcomes = settle_rows(connection, house, rows, reader=reader, now=now)
    refused: list[Any] = []
    for one, outcome in zip(kept, outcomes, strict=True):
        no = outcome.refusal
        if no is not None:
            refused.append([*one, outcome.column, no.code.value, dict(no.facts)])
    statuses = [outcome.status for outcome in outcomes]
    accepted, duplicates = statuses.count("accepted"), statuses.count("duplicate")
    with connection.transaction():
        uploads.end_part(
            connection,
            upload_id,
            part,
            refused=refused,
            counts=(accepted, duplicates, len(refused)),
        )
    return True
