"""`plaudit take-in --partner`: a table as a partner keeps it in a spreadsheet program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from plaudit.cli.opening import EXIT_USAGE, now_instant, stop_with
from plaudit.cli.writing import written

if TYPE_CHECKING:
    import psycopg

    from plaudit.actions.house import House
    from plaudit.core.table.cells import Row
    from plaudit.core.table.reading import Choices, TableReader
    from plaudit.core.table.refused_rows import RefusedRow


def take_in_table(
    connection: psycopg.Connection,
    house: House,
    file: Path,
    *,
    partner: str,
    choices: Choices,
    refusals: Path,
) -> dict[str, Any]:
    """Take in a partner's table and return the sums; end the command where it is none."""
    from plaudit.actions.open_table import open_table
    from plaudit.actions.take_in_rows import reader_for
    from plaudit.core.refusals import Refused
    from plaudit.core.table.refused_rows import refused_csv

    known = {one.id: one.partner_id for one in house.partners.values()}
    if partner not in known:
        stop_with(f"There is no partner {partner}.", code=EXIT_USAGE)
    try:
        heading, *rows = open_table(file.read_bytes())
        reader = reader_for(house, known[partner], heading, choices=choices)
    except Refused as refused:
        stop_with(f"{file}: {refused}", code=EXIT_USAGE)
    sums, mended = _settled(connection, house, reader, rows)
    if mended:
        with written(refusals):
            refusals.write_text("".join(refused_csv(heading.cells, mended)), "utf-8", newline="")
        sums["refusals"] = str(refusals)
    return sums


def _settled(
    connection: psycopg.Connection, house: House, reader: TableReader, rows: list[Row]
) -> tuple[dict[str, Any], list[RefusedRow]]:
    """Settle all rows in their order; return the sums, and the refused rows."""
    from plaudit.actions.take_in_rows import BATCH_ROWS, settle_rows
    from plaudit.cli.progress import bar

    sums: dict[str, Any] = {"accepted": 0, "duplicate": 0, "refused": 0, "refusals": None}
    mended: list[RefusedRow] = []
    with bar("Taking in deeds", total=len(rows)) as step:
        for at in range(0, len(rows), BATCH_ROWS):
            batch = rows[at : at + BATCH_ROWS]
            outcomes = settle_rows(connection, house, batch, reader=reader, now=now_instant())
            for row, outcome in zip(batch, outcomes, strict=True):
                sums[outcome.status] += 1
                if outcome.refusal is not None:
                    said = outcome.refusal.sentence()
                    mended.append((row.number, row.cells, outcome.column, said))
            step(len(batch))
    return sums, mended
