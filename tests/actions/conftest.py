"""A town to back up, an empty database to restore it into, and a storm."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.actions.backups import Town
from tests.storm import Storm

_numbers = count(1)


@pytest.fixture
def town(connection: psycopg.Connection, database_url: str, tmp_path: Path) -> Town:
    return Town(connection, database_url, tmp_path)


@pytest.fixture
def storm(database_url: str) -> Storm:
    return Storm(database_url)


@pytest.fixture
def empty_url(server_url: str) -> Iterator[str]:
    """An empty database on the same server."""
    with _empty_database(server_url) as url:
        yield url


@pytest.fixture
def empty_urls(server_url: str) -> Iterator[list[str]]:
    """Two empty databases on the same server."""
    with _empty_database(server_url) as one, _empty_database(server_url) as other:
        yield [one, other]


@contextmanager
def _empty_database(server_url: str) -> Iterator[str]:
    name = f"restored_{os.getpid()}_{next(_numbers)}"  # workers share the server
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield server_url.replace("@/plaudit?", f"@/{name}?")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
