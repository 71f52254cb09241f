"""A settlement statement as CSV (RFC 4180): one line for each of its own, and what it comes to."""

from __future__ import annotations

import csv

from plaudit.core.period import date_of
from plaudit.core.settlement import Statement, shown_month

COLUMNS = (
    "month", "statement", "line", "day", "kind", "what", "vouchers", "points", "late", "reference",
    "numbers",
)  # fmt: skip
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def statement_csv(statement: Statement) -> str:
    """Return a statement as CSV, the same text each time.

    The opening balance stands first, the closing balance and the hash last.
    """
    head = (shown_month(statement.head.month), statement.head.number)
    written = _Written()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerow((*head, "", "", "opening", "", "", statement.opening_points, "", "", ""))
    for number, line in enumerate(statement.lines, start=1):
        writer.writerow(
            (
                *head,
                number,
                date_of(line.day).isoformat(),
                line.kind,
                harmless(line.what),
                line.vouchers or "",
                line.points,
                "late" if statement.is_late(line) else "",
                harmless(line.reference),
                line.numbers,
            )
        )
    sha256 = f"sha256 {statement.sha256}"
    writer.writerow((*head, "", "", "closing", "", "", statement.closing_points, "", sha256, ""))
    return "".join(written)


class _Written(list[str]):
    """What the writer of CSV writes into: `core` opens no file."""

    def write(self, text: str) -> None:
        """Take one row."""
        self.append(text)


def harmless(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("coffee")
    ("'=1+1", 'coffee')
    """
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
