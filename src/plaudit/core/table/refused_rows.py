"""A file of refused rows: each as it stood, with its number, its column and why; to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plaudit.core.table.cells import Cell, Exact, text_of
from plaudit.core.table.heading import PASSED_OVER

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheet programs take UTF-8 for something older."""

RefusedRow = tuple[int, Sequence[Cell], str, str]
"""A row's number, its cells, the column that is wrong, and the sentence."""


def refused_csv(heading: Sequence[Cell], rows: Iterable[RefusedRow]) -> Iterator[str]:
    """Yield the lines of a CSV file of refused rows.

    The same event ids stand in it: mended, it is sent again as it is. What a spreadsheet program
    would work out as a formula is written as a text.
    """
    names = [text_of(cell) for cell in heading]
    kept = [at for at, name in enumerate(names) if name.casefold() not in PASSED_OVER]
    yield BYTE_ORDER_MARK + _line([*(names[at] for at in kept), *PASSED_OVER])
    for number, cells, column, sentence in rows:
        stood = [_harmless(cells[at]) if at < len(cells) else "" for at in kept]
        yield _line([*stood, str(number), column, sentence])


def _harmless(cell: Cell) -> str:
    text = text_of(cell)
    is_formula = not isinstance(cell, Exact) and text[:1] in ("=", "+", "-", "@")
    return f"'{text}" if is_formula else text


def _line(cells: Sequence[str]) -> str:
    """Return cells as one line of CSV, each between quotation marks."""
    quoted = (cell.replace('"', '""') for cell in cells)
    return ",".join(f'"{cell}"' for cell in quoted) + "\r\n"
