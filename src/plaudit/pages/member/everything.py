"""Everything that is held: first in plain words, as on the other pages, then row by row.

Its owner reads or prints it; the desk prints it for who has no phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.actions.export import exporting
from plaudit.core.carry.cells import cell_of
from plaudit.core.carry.export import Column, Row
from plaudit.core.statement import ENTRIES_MAX, Cursor
from plaudit.pages.member.data_words import show_data
from plaudit.pages.member.question_words import show_question
from plaudit.pages.member.visit import Visit, visiting
from plaudit.pages.member.voucher_words import show_vouchers
from plaudit.pages.showing import ShownEntry, ShownStatement, show
from plaudit.store.known import read_known
from plaudit.store.questions import questions_of
from plaudit.store.statement import read_statement
from plaudit.store.vouchers import list_vouchers

SHOWN_ENTRIES_MAX = 500
SHOWN_ROWS_MAX = 2_000
"""More than that is in the files alone, and the page says so."""

Day = tuple[str, tuple[ShownEntry, ...]]


class Table(NamedTuple):
    """A table of the book: what its columns are for, and the member's rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


@require_safe
@visiting
def everything(visit: Visit) -> HttpResponse:
    """Show everything that is held about the member on one page, which can be printed."""
    statement, days, has_more = _statement(visit)
    tables, are_all = _tables(visit)
    activities = read_known(
        visit.connection, visit.member.programme_id, visit.member.programme
    ).activities
    return visit.page(
        "member/everything.html",
        statement=statement,
        days=days,
        has_more=has_more or not are_all,
        vouchers=show_vouchers(visit, list_vouchers(visit.connection, visit.member_id)),
        questions=[
            show_question(one, activities, visit.calendar, today=visit.today, voice=visit.voice)
            for one in questions_of(visit.connection, visit.member_id)
        ],
        data=show_data(visit),
        today=visit.voice.day(visit.today),
        tables=tables,
    )


def _statement(visit: Visit) -> tuple[ShownStatement, list[Day], bool]:
    """Return the statement, its entries by day, and whether there are older ones."""
    found: list[ShownStatement] = []
    before: Cursor | None = None
    for _ in range(SHOWN_ENTRIES_MAX // ENTRIES_MAX):
        read = read_statement(
            visit.connection, visit.member_id, now=visit.now, limit=ENTRIES_MAX, before=before
        )
        if read is None:
            raise Http404
        found.append(show(read, visit.voice))
        before = read.older
        if before is None:
            break
    return found[0], [day for one in found for day in one.days], before is not None


def _tables(visit: Visit) -> tuple[list[Table], bool]:
    """Return the rows that an export has, by table, and whether those are all of them."""
    left = SHOWN_ROWS_MAX
    tables = []
    with exporting(visit.connection, visit.member_id, voice=visit.voice, now=visit.now) as found:
        if found is None:
            raise Http404
        by_table: dict[str, list[Column]] = {}
        for column in found.columns:
            by_table.setdefault(column.table, []).append(column)
        for name, of_table in groupby(found.rows, key=lambda pair: pair[0]):
            columns = by_table[name]
            rows = [_cells(row, columns) for _, row in of_table]
            tables.append(Table(name, tuple(columns), tuple(rows[: max(0, left)])))
            left -= len(rows)
    return tables, left >= 0


def _cells(row: Row, columns: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    cells = ((one.name, cell_of(row[one.name], one.kind)) for one in columns)
    return tuple((name, cell) for name, cell in cells if cell)


urlpatterns = [path("everything/", everything, name="everything")]
