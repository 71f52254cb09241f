"""Files of deeds as Spark finds them: on this machine, or wherever the cluster keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plaudit.replay.deed_files import NoSuchFile, files_here, kind_of, names_in

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NUMBERS_MAX = 1 << 22
"""How many files at most: with 2^40 places in each, a place in the order of arrival fits."""
_HIDDEN = ("_", ".")
_PATTERN = frozenset("[]{}*?\\")
"""What Spark takes for a pattern in a name: it would read other files, or none."""


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

    Refuses: NoSuchFile for a name that is a pattern, or what is on this machine and isn't read;
             UnfitFile for a file of this machine that is called .parquet and isn't.
    """
    for address in addresses:
        if found := sorted(_PATTERN.intersection(address)):
            signs = " ".join(found)
            raise NoSuchFile(
                f"{address}: Spark takes {signs} for a pattern. Name each file without."
            )
        path = Path(address)
        if "://" not in address and path.exists():
            files_here([path])


def look_up(spark: SparkSession, addresses: Sequence[str]) -> list[SparkFile]:
    """Return the files at these addresses (paths, or URIs that the cluster knows), each once.

    Refuses: NoSuchFile where one isn't there, isn't of a known kind, is passed over by Spark, or
             is a folder with what isn't read.
    """
    found: dict[str, SparkFile] = {}
    for address in addresses:
        path, system = _hadoop(spark, address)
        name = str(path.getName())
        kind = kind_of(address)
        if name.startswith(_HIDDEN):
            raise NoSuchFile(f"{address}: Spark passes over names that start with _ or a dot.")
        if not system.exists(path):
            raise NoSuchFile(f"{address}: there is no such file.")
        status = system.getFileStatus(path)
        parts = [status]
        if status.isDirectory():
            if kind != ".parquet":
                raise NoSuchFile(f"{address}: only Parquet may be a folder.")
            held = {str(one.getPath().getName()): one for one in system.listStatus(path)}
            folders = {name: bool(one.isDirectory()) for name, one in held.items()}
            parts = [held[name] for name in names_in(address, folders)]
        whole = str(status.getPath().toString())
        uris = [str(one.getPath().toUri().toString()) for one in parts]
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


def spelt(uri: str) -> tuple[str, str]:
    """Return a file as rows may name it: one of this machine with three slashes or with one.

    >>> spelt("file:///deeds/one.csv")
    ('file:///deeds/one.csv', 'file:/deeds/one.csv')
    """
    return uri, uri.replace("file:///", "file:/", 1)
