"""A town to back up, and an empty database to restore it into."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.actions.backups import Town

_numbers = count(1)


@pytest.fixture
def town(connection: psycopg.Connection, database_url: str, tmp_path: Path) -> Town:
    return Town(connection, database_url, tmp_path)


@pytest.fixture
def empty_url(server_url: str) -> Iterator[str]:
    """An empty database on the same server."""
    name = f"restored_{next(_numbers)}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield server_url.replace("@/plaudit?", f"@/{name}?")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
