"""Looking for canaries in everything that a run writes beside the book: files, and all logs.

Files are those of the run's folder: `var`, and the log of its PostgreSQL (whose tables a dump has).
Logs are what any logger of this process was told, at every level. The house has no metrics.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


def _files() -> dict[Path, bytes]:
    """Return every file of the run's folder, without PostgreSQL's own, but with its log."""
    folder = Path(os.environ["PLAUDIT_TEST_FOLDER"])
    postgres = folder / "postgres"
    places = [place for place in folder.iterdir() if place != postgres]
    found = {path for place in places for path in [place, *place.rglob("*")] if path.is_file()}
    read: dict[Path, bytes] = {}
    for path in found | set(postgres.glob("*.log*")):
        with suppress(FileNotFoundError):  # another worker's, there for a moment
            read[path] = path.read_bytes()
    return read


class Sweep:
    """What is written from a moment on. Made by `sweeping`."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog
        self._sizes = {path: len(text) for path, text in _files().items() if "log" in path.name}

    def written(self) -> dict[str, str]:
        """Return what was written since, by where: other files whole, and of logs what is new.

        Refuses: an assertion where there is nothing to look through: then it would find nothing.
        """
        files = _files()
        assert any(path.name == "server.log" for path in files), sorted(files)
        assert any(path.parent.name == "secrets" for path in files), sorted(files)
        new = {str(path): text[self._sizes.get(path, 0) :] for path, text in files.items()}
        texts = {where: text.decode("utf-8", errors="replace") for where, text in new.items()}
        return texts | {"loggers": self._caplog.text}

    def found(self, canaries: Iterable[str]) -> list[tuple[str, str]]:
        """Return each canary that was written, and where."""
        texts = self.written()
        return [
            (one, where) for one in canaries for where, text in texts.items() if one and one in text
        ]


@contextmanager
def sweeping(caplog: pytest.LogCaptureFixture) -> Iterator[Sweep]:
    """Watch what is written, by loggers that tell nobody above them as well."""
    alone = [
        logger
        for logger in logging.root.manager.loggerDict.values()
        if isinstance(logger, logging.Logger) and not logger.propagate
    ]
    for logger in alone:
        logger.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.DEBUG):
            yield Sweep(caplog)
    finally:
        for logger in alone:
            logger.removeHandler(caplog.handler)
