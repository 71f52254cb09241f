"""The file of refused deeds: each as it stood, with its reason, ready to be mended and sent."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from plaudit.cli.opening import EXIT_USAGE, stop_with
from plaudit.core.refusals import Refusal
from plaudit.ingest.files import REFUSED_COLUMN, Row, cells_of, csv_line


class RefusalsFile:
    """Is made with the first refusal. JSON lines get a comment line before each deed, CSV a column.

    Both are passed over when the file is taken in again.
    """

    def __init__(self, wanted: Path, *, columns: list[str] | None) -> None:
        self._wanted = wanted
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
        reason = f"line {row.line}: {refusal.code.value}: {refusal.sentence()}"
        text = row.text.rstrip(b"\r\n")
        if self._file is None:
            self._file = self._opened()
        if self._columns is None:
            self._file.write(f"# {reason}\n".encode() + text + b"\n")
        else:
            self._file.write(self._plain(text) + b"," + csv_line([reason]).encode())

    def _opened(self) -> BinaryIO:
        try:
            file = self._wanted.open("wb")
        except OSError as fault:
            stop_with(
                f"{self._wanted} can't be written: {fault.strerror}. Some deeds are taken in, and "
                "some were refused. Name another file with --refusals and take this one in again; "
                "that is harmless.",
                code=EXIT_USAGE,
            )
        self.path = self._wanted
        if self._columns is not None:
            plain = [name for name in self._columns if name != REFUSED_COLUMN]
            file.write(csv_line([*plain, REFUSED_COLUMN]).encode())
        return file

    def _plain(self, text: bytes) -> bytes:
        """Return a row without the reason of an earlier time; one that can't be read as it is."""
        if self._columns is None or REFUSED_COLUMN not in self._columns:
            return text
        try:
            cells = cells_of(text.decode("utf-8", "surrogateescape"))
        except csv.Error:
            return text
        if len(cells) == len(self._columns):
            del cells[self._columns.index(REFUSED_COLUMN)]
        return csv_line(cells).rstrip("\n").encode("utf-8", "surrogateescape")
