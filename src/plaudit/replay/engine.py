"""DuckDB, as replays use it: files in and out and sorting, nothing from a network."""

from __future__ import annotations

from pathlib import Path

import duckdb

MEMORY = "2GB"
"""How much memory DuckDB takes before it goes to disk, where nothing else is said."""


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


def quoted(path: Path) -> str:
    """Return a path as SQL text, for statements that take no parameters there.

    >>> quoted(Path("it's.parquet"))
    "'it''s.parquet'"
    """
    text = str(path).replace("'", "''")
    return f"'{text}'"
