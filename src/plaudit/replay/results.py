"""What a replay writes: a line for each member, or for each member and month."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from plaudit.core.period import date_of
from plaudit.replay.engine import connected, parquet, quoted
from plaudit.replay.snapshot import Snapshot

FETCHED = 10_000
_encode = msgspec.json.Encoder().encode

Row = tuple[str, str, int, dict[str, int]]
"""Member, month ("" for all together), points, and points by rule (zero left out)."""


def rows_of(snapshot: Snapshot, files: Sequence[Path], rule_ids: Sequence[str]) -> Iterator[Row]:
    """Yield the totals of these files with members' names, by name and month."""
    listed = "".join(f", t.r{at}" for at in range(len(rule_ids)))
    with connected() as connection:
        for file in files:
            found = connection.execute(
                f"SELECT m.name, t.month, t.points{listed} FROM {parquet(file)} AS t "
                f"JOIN {parquet(snapshot.members_file)} AS m ON m.member = t.member "
                "ORDER BY t.member, t.month"
            )
            while some := found.fetchmany(FETCHED):
                for name, month, points, *rules in some:
                    yield row_of(name, month, points, rules=dict(zip(rule_ids, rules, strict=True)))


def row_of(member: str, month: int, points: int, *, rules: Mapping[str, int]) -> Row:
    """Return a row of totals; `month` is its first day, 0 for all months together."""
    given = {id: points for id, points in rules.items() if points}
    return member, f"{date_of(month):%Y-%m}" if month else "", points, given


def json_lines(rows: Iterator[Row]) -> Iterator[bytes]:
    """Yield rows as JSON, one a line."""
    for member, month, points, rules in rows:
        said = {"member": member} | ({"month": month} if month else {})
        yield _encode({**said, "points": points, "rules": rules}) + b"\n"


def csv_lines(rows: Iterator[Row], rule_ids: Sequence[str], *, by_month: bool) -> Iterator[bytes]:
    """Yield rows as CSV with a column for each rule."""
    months = ["month"] if by_month else []
    yield _csv(["member", *months, "points", *rule_ids])
    for member, month, points, rules in rows:
        given = [str(rules.get(id, 0)) for id in rule_ids]
        yield _csv([member, *([month] if by_month else []), str(points), *given])


def _csv(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().encode()


def write_parquet(
    snapshot: Snapshot, files: Sequence[Path], rule_ids: Sequence[str], *, by_month: bool, to: Path
) -> None:
    """Write the totals of these files as one Parquet file with a column for each rule."""
    months = ", (DATE '1970-01-01' + t.month::INTEGER) AS month" if by_month else ""
    named = "".join(f', t.r{at} AS "{id}"' for at, id in enumerate(rule_ids))
    with connected() as connection:
        connection.execute(
            f"COPY (SELECT m.name AS member{months}, t.points{named} FROM "
            f"{_totals(files, rules=len(rule_ids))} AS t "
            f"JOIN {parquet(snapshot.members_file)} AS m ON m.member = t.member "
            f"ORDER BY t.member, t.month) TO {quoted(to)} (FORMAT parquet)"
        )


def _totals(files: Sequence[Path], *, rules: int) -> str:
    """Return what to read of these files; where every deed was refused there is none."""
    if files:
        return parquet(*files)
    empty = ["0 AS member", "0 AS month", "0::BIGINT AS points"]
    empty += [f"0::BIGINT AS r{at}" for at in range(rules)]
    return f"(SELECT {', '.join(empty)} WHERE false)"
