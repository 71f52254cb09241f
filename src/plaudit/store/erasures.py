"""The journal of erasures: who was erased and when, kept beside the database, never in it.

A restored backup brings back whom it still holds; the journal says whom to erase again. Its shape:

    with connection.transaction():
        ...                                      # everything that erasing does
        journal.add_erasure(member_id, at=now)   # the last step before the commit

The line is on disk before the commit. An erasure whose commit then failed stands in the journal
too, and a restore carries it out: the person had asked for it. `now` is in microseconds since the
epoch. A line is an instant, a member's number and a check sum, nothing else.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import NamedTuple, Protocol

from plaudit.store.place import var_dir

FILE_NAME = "erasures.log"
JOURNAL_DAYS = 400
"""How long a line is kept, and how old a backup may be: older ones would bring people back."""


_CREATE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW


class Erasure(NamedTuple):
    """That a member was erased at an instant (microseconds since the epoch)."""

    at: int
    member_id: int


class Journal(Protocol):
    """Where an erasure is written down before it is committed."""

    def add_erasure(self, member_id: int, *, at: int) -> None:
        """Write an erasure down; it is on disk when this returns."""


class JournalFile:
    """The journal in a file that only grows.

    A line that was torn by a crash fails its check sum and is left out: its commit never came.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add_erasure(self, member_id: int, *, at: int) -> None:
        """Write an erasure down; it is on disk when this returns.

        Refuses: OSError when the file can't be written; nothing may be committed then.
        """
        self.add_erasures([Erasure(at, member_id)])

    def add_erasures(self, erasures: Iterable[Erasure]) -> None:
        """Write several erasures down, all in one go."""
        is_new = not self.path.exists()
        with self._held() as file:
            # A line that a crash left torn has no end: a new one never continues it.
            start = b"\n" if _is_torn(self.path) else b""
            text = start + b"".join(_line(erasure) for erasure in erasures)
            written = file.write(text)
            if written != len(text):
                raise OSError(f"{self.path}: only {written} of {len(text)} bytes were written")
            os.fsync(file.fileno())
        if is_new:
            _sync_folder(self.path.parent)

    def make(self) -> None:
        """Make the file where it is missing: an empty journal says that nobody was erased."""
        if not self.path.exists():
            self.add_erasures([])

    def forget_before(self, instant: int) -> int:
        """Leave out the erasures before an instant, and return how many lines went."""
        if not self.path.exists():
            return 0
        with self._held():
            kept = self.erasures_since(instant)
            lines = self.path.read_bytes().count(b"\n")
            if lines <= len(kept):
                return 0
            staged = self.path.with_name(f".{self.path.name}.shorter")
            with os.fdopen(os.open(staged, _CREATE | os.O_TRUNC, 0o600), "wb") as file:
                file.write(b"".join(map(_line, kept)))
                file.flush()
                os.fsync(file.fileno())
            staged.replace(self.path)
            _sync_folder(self.path.parent)
        return lines - len(kept)

    @contextmanager
    def _held(self) -> Iterator[FileIO]:
        """Open the file to append and lock it; one that was replaced meanwhile is opened anew."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            descriptor = os.open(self.path, _CREATE | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if _is_same(self.path, file):
                    yield file
                    return

    def erasures_since(self, instant: int) -> list[Erasure]:
        """Return the erasures at or after an instant, each once, the earliest first.

        A journal that isn't there has none.
        """
        if not self.path.exists():
            return []
        read = (_erasure(line) for line in self.path.read_bytes().split(b"\n"))
        return sorted({one for one in read if one is not None and one.at >= instant})


def journal_here() -> JournalFile:
    """Return this house's journal: PLAUDIT_ERASURES, or `erasures.log` in the folder for data.

    Another disk or machine is the better place: a lost disk then takes not both.
    """
    named = os.environ.get("PLAUDIT_ERASURES")
    return JournalFile(Path(named) if named else var_dir() / FILE_NAME)


def _line(erasure: Erasure) -> bytes:
    said = f"{erasure.at} {erasure.member_id}"
    return f"{said} {zlib.crc32(said.encode()):08x}\n".encode()


def _erasure(line: bytes) -> Erasure | None:
    at, _, rest = line.partition(b" ")
    member_id, _, _ = rest.partition(b" ")
    if not (at.isdigit() and member_id.isdigit()):
        return None
    found = Erasure(int(at), int(member_id))
    return found if _line(found) == line + b"\n" else None


def _is_same(path: Path, file: FileIO) -> bool:
    opened = os.fstat(file.fileno())
    return path.exists() and os.path.samestat(path.stat(), opened)


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
