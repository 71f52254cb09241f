"""The running service over a fresh book, and a browser without JavaScript."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from plaudit.actions.register_partner import register_partner
from plaudit.core.ledger import Registration
from tests.riverside import JOINED, Riverside

START_SECONDS = 60
PLAUDIT = str(Path(sys.executable).with_name("plaudit"))
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with its partners and members."""
    return Riverside(connection)


@pytest.fixture
def member(riverside: Riverside) -> int:
    """A member with 80 points, who can have coffee and cake for 60."""
    cafe = Registration(riverside.programme_id, "cafe-lotus", "Café Lotus", ["cup_return"], 30)
    register_partner(riverside.connection, cafe, now=JOINED)
    at = datetime.now(tz=UTC).isoformat()
    now = time.time_ns() // 1_000
    riverside.settle(riverside.report("library_course", {}, event_id="course", at=at), now=now)
    return riverside.members[0]


@pytest.fixture
def address(riverside: Riverside, database_url: str) -> Iterator[str]:
    """Where `plaudit serve` answers, over Riverside's book."""
    assert riverside.members
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = f"http://127.0.0.1:{port}"
    serving = subprocess.Popen(
        [PLAUDIT, "serve", "--no-work", "--port", str(port)],
        env=os.environ | {"PLAUDIT_DATABASE_URL": database_url},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_for(found, serving)
        yield found
    finally:
        serving.terminate()
        _, said = serving.communicate(timeout=START_SECONDS)
    assert "Traceback" not in said, said


def _wait_for(found: str, serving: subprocess.Popen[str]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and serving.poll() is None:
        try:
            with urlopen(f"{found}/v1/health") as answer:
                answer.read()
        except URLError:
            time.sleep(0.1)
        else:
            return
    serving.kill()
    pytest.fail(f"plaudit serve did not answer: {serving.communicate()[1]}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        is_missing("There is no Chromium. Install it (Debian: apt install chromium).")
    return program


def is_missing(said: str) -> NoReturn:
    """Skip a test for want of a program, saying which one; in CI it has to be there."""
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser; each test visits with a context of its own, which shares nothing."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()
