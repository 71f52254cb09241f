"""Folders and servers that are gone after the test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from plaudit.store import embedded
from plaudit.store.embedded import Server
from tests.store.servers import SMALL, Start


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users may pass, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="plaudit-embedded-", dir="/tmp"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start servers that are stopped after the test."""
    started: list[Path] = []

    def start(data_dir: Path, **settings: str) -> Server:
        started.append(data_dir)
        return embedded.start(data_dir, settings=SMALL | settings)

    yield start
    for data_dir in set(started):
        if data_dir.exists():
            embedded.stop(data_dir)
