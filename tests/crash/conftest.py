"""A database that may be killed: one for each worker, apart from that of all other tests."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.database import Database


@pytest.fixture(scope="session")
def crash_database() -> Iterator[Database]:
    folder = Path(tempfile.mkdtemp(prefix="plaudit-crash-", dir="/tmp"))
    folder.chmod(0o711)  # as root, PostgreSQL runs as another user, who has to pass
    database = Database(folder / "postgres")
    yield database
    database.stop()
    shutil.rmtree(folder, ignore_errors=True)
