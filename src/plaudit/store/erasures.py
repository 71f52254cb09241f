"""The journal of erasures: who was erased and when, kept beside the database, never in it.

A restored backup brings back whom it still holds; the journal says whom to erase again, and which
passkeys and other ways in were removed and open nothing any more. Its shape:

    with connection.transaction():
        ...                                      # everything that erasing does
        journal.add_erasure(member_id, at=now)   # the last step before the commit

The line is on disk before the commit. An erasure whose commit then failed stands in the journal
too, and a restore carries it out: the person had asked for it. `now` is in microseconds since the
epoch. A line is an instant, a member's number or a hash of what a way in was known by, and a check
sum, nothing else.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from plaudit.store.place import var_dir

FILE_NAME = "erasures.log"
JOURNAL_DAYS = 400
"""How long a line is kept, and how old a backup may be: older ones would bring people back."""

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
_KEY = b"key:"
T = TypeVar("T")


class Erasure(NamedTuple):
    """That a member was erased at an instant (microseconds since the epoch)."""

    at: int
    member_id: int


class RemovedKey(NamedTuple):
    """That a way in was removed at an instant: SHA-256 of its mark, in hexadecimal digits."""

    at: int
    mark_hash: str


Line = Erasure | RemovedKey


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
        self.add([Erasure(at, member_id)])

    def add(self, lines: Iterable[Line]) -> None:
        """Write several lines down, all in one go."""
        is_new = not self.path.exists()
        with self._held() as file:
            # A line that a crash left torn has no end: a new one never continues it.
            start = b"\n" if _is_torn(self.path) else b""
            text = start + b"".join(map(_written, lines))
            written = file.write(text)
            if written != len(text):
                raise OSError(f"{self.path}: only {written} of {len(text)} bytes were written")
            os.fsync(file.fileno())
        if is_new:
            _sync_folder(self.path.parent)

    def add_missing(self, lines: Iterable[Line]) -> None:
        """Write down those of some lines that the journal hasn't got."""
        known: set[Line] = {*self.erasures_since(0), *self.removed_since(0)}
        self.add(one for one in lines if one not in known)

    def make(self) -> None:
        """Make the file where it is missing: an empty journal says that nobody was erased."""
        if not self.path.exists():
            self.add([])

    def forget_before(self, instant: int) -> int:
        """Leave out the lines before an instant, and return how many went."""
        if not self.path.exists():
            return 0
        with self._held():
            kept: list[Line] = [*self.erasures_since(instant), *self.removed_since(instant)]
            lines = self.path.read_bytes().count(b"\n")
            if lines <= len(kept):
                return 0
            staged = self.path.with_name(f".{self.path.name}.shorter")
            with os.fdopen(os.open(staged, _CREATE | os.O_TRUNC, 0o600), "wb") as file:
                file.write(b"".join(map(_written, kept)))
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
        return sorted({one for one in self._read(_erasure) if one.at >= instant})

    def removed_since(self, instant: int) -> list[RemovedKey]:
        """Return the ways in that were removed at or after an instant, the earliest first."""
        return sorted({one for one in self._read(_removed_key) if one.at >= instant})

    def _read(self, as_line: Callable[[bytes], T | None]) -> list[T]:
        if not self.path.exists():
            return []
        read = map(as_line, self.path.read_bytes().split(b"\n"))
        return [one for one in read if one is not None]


def journal_here() -> JournalFile:
    """Return this house's journal: PLAUDIT_ERASURES, or `erasures.log` in the folder for data.

    Another disk or machine is the better place: a lost disk then takes not both.
    """
    named = os.environ.get("PLAUDIT_ERASURES")
    return JournalFile(Path(named) if named else var_dir() / FILE_NAME)


def write_down_removed(marks: Iterable[bytes], *, at: int) -> None:
    """Write into this house's journal that these ways in open nothing any more.

    It is the last step before the commit, as with an erasure. Refuses: OSError.
    """
    lines = [RemovedKey(at, sha256(mark).hexdigest()) for mark in marks]
    if lines:
        journal_here().add(lines)


def _written(line: Line) -> bytes:
    what = b"%d" % line.member_id if isinstance(line, Erasure) else _KEY + line.mark_hash.encode()
    said = b"%d %b" % (line.at, what)
    return b"%b %08x\n" % (said, zlib.crc32(said))


def _erasure(line: bytes) -> Erasure | None:
    at, member_id = _parts(line)
    if not (at.isdigit() and member_id.isdigit()):
        return None
    found = Erasure(int(at), int(member_id))
    return found if _written(found) == line + b"\n" else None


def _removed_key(line: bytes) -> RemovedKey | None:
    at, key = _parts(line)
    if not (at.isdigit() and key.startswith(_KEY)):
        return None
    found = RemovedKey(int(at), key.removeprefix(_KEY).decode("ascii", "replace"))
    return found if _written(found) == line + b"\n" else None


def _parts(line: bytes) -> tuple[bytes, bytes]:
    at, _, rest = line.partition(b" ")
    return at, rest.partition(b" ")[0]


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
