"""Which files deeds are read from: the same rules on one machine and on a cluster.

A folder of Parquet is read file by file, by name. What Spark passes over in a folder (names that
start with _ or a dot) is passed over here too; whatever else isn't Parquet is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from plaudit.replay.parquet import UnfitFile

KINDS = (".parquet", ".csv", ".jsonl")
_MARK = b"PAR1"
"""How a Parquet file begins, and how it ends."""


class NoSuchFile(Exception):
    """A name that deeds can't be read from; the sentence says why and what to do."""


def kind_of(address: str) -> str:
    """Return the ending that says how a file is read. Refuses: NoSuchFile for another one."""
    kind = next((one for one in KINDS if address.rstrip("/").lower().endswith(one)), None)
    if kind is None:
        raise NoSuchFile(f"{address}: deeds are in {', '.join(KINDS)} files.")
    return kind


def is_hidden(name: str) -> bool:
    """Return whether a name in a folder is passed over; it isn't where the name has a value.

    >>> [is_hidden(one) for one in ("_SUCCESS", ".part.crc", "_month=10", "part-0.parquet")]
    [True, True, False, False]
    """
    return name.startswith(".") or (name.startswith("_") and "=" not in name)


def names_in(address: str, held: Mapping[str, bool]) -> list[str]:
    """Return the files of a folder that are read, by name; `held` says which names are folders.

    Refuses: NoSuchFile for a folder with folders (partitionBy), with other files, or with none.
    """
    seen = sorted(name for name in held if not is_hidden(name))
    for name in seen:
        if held[name]:
            raise NoSuchFile(
                f"{address}: there is a folder in it, {name}. Deeds are read from the files of "
                "a folder alone: write it without partitionBy, or name each file."
            )
        if not name.lower().endswith(".parquet"):
            raise NoSuchFile(
                f"{address}: there is a file in it, {name}, that doesn't end in .parquet. "
                "Take it out of the folder, or name each file of deeds."
            )
    if not seen:
        raise NoSuchFile(f"{address}: there is no .parquet file in it.")
    return seen


def files_here(paths: Iterable[Path]) -> list[Path]:
    """Return the files of this machine that are read, each once: folders file by file.

    Refuses: NoSuchFile where one isn't there, or a folder has what isn't read; UnfitFile for a file
             that is called .parquet and isn't.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _parts(path, kind_of(str(path))):
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _parts(path: Path, kind: str) -> list[Path]:
    parts = [path]
    if path.is_dir():
        if kind != ".parquet":
            raise NoSuchFile(f"{path}: only Parquet may be a folder.")
        held = {one.name: one.is_dir() for one in path.iterdir()}
        parts = [path / name for name in names_in(str(path), held)]
    elif not path.is_file():
        raise NoSuchFile(f"{path}: there is no such file.")
    for part in parts if kind == ".parquet" else ():
        _check_mark(part)
    return parts


def _check_mark(file: Path) -> None:
    with file.open("rb") as opened:
        begins = opened.read(len(_MARK))
        opened.seek(max(0, file.stat().st_size - len(_MARK)))
        ends = opened.read()
    if not begins == ends == _MARK:
        raise UnfitFile(
            f"{file} can't be read as Parquet: it doesn't begin and end as such a file does. "
            "Write it anew, or take it out."
        )
