"""Files of deeds as Spark finds them: on this machine, or wherever the cluster keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

KINDS = (".parquet", ".csv", ".jsonl")
NUMBERS_MAX = 1 << 22
"""How many files at most: with 2^40 places in each, a place in the order of arrival fits."""
_HIDDEN = ("_", ".")
_PATTERN = frozenset("[]{}*?\\")
"""What Spark takes for a pattern in a name: it would read other files, or none."""


class NoSuchFile(Exception):
    """A file that Spark can't read deeds from; the sentence says why."""


class SparkFile(NamedTuple):
    """A file, or a folder of Parquet as Spark writes it.

    `address` is what Spark is told to read; `parts` are the files in it as its rows name them, in
    the order in which they arrived.
    """

    address: str
    kind: str
    parts: tuple[str, ...]


def check_addresses(addresses: Sequence[str]) -> None:
    """Look at what can be said before Spark begins, which takes its time.

    Refuses: NoSuchFile for a name that is a pattern, and for a folder of this machine with folders.
    """
    for address in addresses:
        if found := sorted(_PATTERN.intersection(address)):
            signs = " ".join(found)
            raise NoSuchFile(
                f"{address}: Spark takes {signs} for a pattern. Name each file without."
            )
        path = Path(address)
        if "://" not in address and path.is_dir():
            _check_flat(address, [one.name for one in path.iterdir() if one.is_dir()])


def _check_flat(address: str, folders: Sequence[str]) -> None:
    for name in sorted(folders):
        if not _is_hidden(name):
            raise NoSuchFile(
                f"{address}: there is a folder in it, {name}. Deeds are read from the files of "
                "a folder alone: write it without partitionBy, or name each file."
            )


def look_up(spark: SparkSession, addresses: Sequence[str]) -> list[SparkFile]:
    """Return the files at these addresses (paths, or URIs that the cluster knows), each once.

    Refuses: NoSuchFile where one isn't there, isn't of a known kind, is passed over by Spark, or
             is a folder with folders.
    """
    found: dict[str, SparkFile] = {}
    for address in addresses:
        path, system = _hadoop(spark, address)
        name = str(path.getName())
        kind = next((one for one in KINDS if name.lower().endswith(one)), None)
        if kind is None:
            raise NoSuchFile(f"{address}: deeds are in {', '.join(KINDS)} files.")
        if name.startswith(_HIDDEN):
            raise NoSuchFile(f"{address}: Spark passes over names that start with _ or a dot.")
        if not system.exists(path):
            raise NoSuchFile(f"{address}: there is no such file.")
        status = system.getFileStatus(path)
        parts = [status]
        if status.isDirectory():
            if kind != ".parquet":
                raise NoSuchFile(f"{address}: only Parquet may be a folder.")
            held = [(str(one.getPath().getName()), one) for one in system.listStatus(path)]
            _check_flat(address, [name for name, one in held if one.isDirectory()])
            parts = [one for name, one in held if not _is_hidden(name)]
        whole = str(status.getPath().toString())
        uris = sorted(str(one.getPath().toUri().toString()) for one in parts)
        found.setdefault(whole, SparkFile(whole, kind, tuple(uris)))
    files = list(found.values())
    if sum(len(one.parts) for one in files) > NUMBERS_MAX:
        raise NoSuchFile(f"These are more than {NUMBERS_MAX:,} files.")
    return files


def is_there(spark: SparkSession, address: str) -> bool:
    """Return whether a file or a folder is at an address."""
    path, system = _hadoop(spark, address)
    return bool(system.exists(path))


def first_bytes(spark: SparkSession, file: SparkFile, count: int) -> bytes:
    """Return so many bytes from the start of a file, or all where it has fewer."""
    path, system = _hadoop(spark, file.address)
    stream = system.open(path)
    try:
        size = min(count, int(system.getFileStatus(path).getLen()))
        return bytes(_java(spark).org.apache.commons.io.IOUtils.toByteArray(stream, size))
    finally:
        stream.close()


def _hadoop(spark: SparkSession, address: str) -> tuple[Any, Any]:
    """Return a path and the file system it is in, as Spark's own Java sees them."""
    path = _java(spark).org.apache.hadoop.fs.Path(address)
    return path, path.getFileSystem(spark._jsc.hadoopConfiguration())  # noqa: SLF001


def _java(spark: SparkSession) -> Any:
    return spark._jvm  # noqa: SLF001  # nothing public lists the files of a cluster


def _is_hidden(name: str) -> bool:
    """Return whether Spark passes over a name in a folder; it doesn't where the name has a value.

    >>> [_is_hidden(one) for one in ("_SUCCESS", ".part.crc", "_month=10", "part-0.parquet")]
    [True, True, False, False]
    """
    return name.startswith(".") or (name.startswith("_") and "=" not in name)


def spelt(uri: str) -> tuple[str, str]:
    """Return a file as rows may name it: one of this machine with three slashes or with one.

    >>> spelt("file:///deeds/one.csv")
    ('file:///deeds/one.csv', 'file:/deeds/one.csv')
    """
    return uri, uri.replace("file:///", "file:/", 1)
