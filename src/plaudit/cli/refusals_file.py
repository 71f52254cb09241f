"""The file of refused deeds: each as it stood, with its reason, ready to be mended and sent."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from plaudit.core.refusals import Refusal
from plaudit.ingest.files import REFUSED_COLUMN, Row, csv_line


class RefusalsFile:
    """Is made with the first refusal. JSON lines get a comment line before each deed, CSV a column.

    Both are passed over when the file is taken in again.
    """

    def __init__(self, taken: Path, wanted: Path | None, *, columns: list[str] | None) -> None:
        self._wanted = wanted or taken.with_name(f"{taken.stem}.refused{taken.suffix}")
        self._columns = columns
        self._file: BinaryIO | None = None
        self.path: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, row: Row, refusal: Refusal) -> None:
        """Write one refused deed with the line it stood on and the reason."""
        if self._file is None:
            self._file = self._wanted.open("wb")
            self.path = self._wanted
            if self._columns is not None:
                plain = [name for name in self._columns if name != REFUSED_COLUMN]
                self._file.write(csv_line([*plain, REFUSED_COLUMN]).encode())
        reason = f"line {row.line}: {refusal.code.value}: {refusal.sentence()}"
        if self._columns is None:
            self._file.write(f"# {reason}\n".encode() + row.text.rstrip(b"\r\n") + b"\n")
            return
        cells = next(csv.reader([row.text.decode("utf-8", "surrogateescape")]), [])
        if len(cells) == len(self._columns) and REFUSED_COLUMN in self._columns:
            del cells[self._columns.index(REFUSED_COLUMN)]
        self._file.write(csv_line([*cells, reason]).encode("utf-8", "surrogateescape"))
