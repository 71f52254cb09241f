"""DuckDB, as replays use it: files in and out and sorting, nothing from a network."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

MEMORY = "2GB"
"""How much memory DuckDB takes before it goes to disk, where nothing else is said."""
_PATTERN = re.compile(r"[\[*?]")


def connected(
    file: Path | None = None, *, memory: str = MEMORY, threads: int = 1
) -> duckdb.DuckDBPyConnection:
    """Return a connection: to a file, or in memory. It fetches no extension."""
    return duckdb.connect(
        ":memory:" if file is None else str(file),
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": memory,
            "threads": threads,
        },
    )


def quoted(path: Path | str) -> str:
    """Return a path as SQL text, for statements that take no parameters there.

    >>> quoted(Path("it's.parquet"))
    "'it''s.parquet'"
    """
    text = str(path).replace("'", "''")
    return f"'{text}'"


def exact(path: Path) -> str:
    """Return a path as DuckDB reads that file alone: signs of a pattern stand for themselves.

    >>> exact(Path("deeds[1].parquet"))
    'deeds[[]1].parquet'
    """
    return _PATTERN.sub(r"[\g<0>]", str(path))


def parquet(*files: Path, numbered: bool = False) -> str:
    """Return what SQL reads Parquet files from; with `numbered`, also each row's number.

    Only their own columns: a folder above them that is called day=3 or month=10 is none.
    """
    listed = ", ".join(quoted(exact(file)) for file in files)
    also = ", file_row_number = true" if numbered else ""
    return f"read_parquet([{listed}], hive_partitioning = false{also})"
