"""The running service over a fresh book, and a browser without JavaScript."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from plaudit.actions.register_partner import register_partner
from plaudit.core.ledger import Registration
from plaudit.store.connect import connect
from tests.books import Shelf
from tests.house.reading import ROOT
from tests.journeys.program import chromium_program
from tests.journeys.reader import NARROW, Reader
from tests.journeys.waiting import PATIENCE_MS
from tests.riverside import JOINED, Riverside
from tests.store.test_notices import keep_all

START_SECONDS = 60
CITY_MEMBERS, OWN_MEMBERS = 360, 3  # for each journey that there is, were they all in one process
AXE = ROOT / ".venv/browser/node_modules/axe-core/axe.min.js"
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
    _add_lotus(riverside)
    return _with_a_course(riverside)


def _add_lotus(riverside: Riverside) -> None:
    cafe = Registration(riverside.programme_id, "cafe-lotus", "Café Lotus", ["cup_return"], 30)
    register_partner(riverside.connection, cafe, now=JOINED)


def _with_a_course(riverside: Riverside) -> int:
    at = datetime.now(tz=UTC).isoformat()
    now = time.time_ns() // 1_000
    member_id = riverside.members[0]
    course = riverside.report("library_course", {}, event_id=f"course {member_id}", at=at)
    riverside.settle(course, now=now)
    return member_id


@pytest.fixture
def address(riverside: Riverside, database_url: str) -> Iterator[str]:
    """Where `plaudit serve` answers, over Riverside's book."""
    assert riverside.members
    with served(database_url) as found:
        yield found


@pytest.fixture(scope="session")
def city(shelf: Shelf) -> Iterator[tuple[Riverside, str]]:
    """A large Riverside with its service, for journeys that don't mind who else is in the city.

    To start a service for each of them takes longer than what they look at.
    """
    with shelf.fresh() as url, connect(url) as connection:
        made = Riverside(connection, members=CITY_MEMBERS)
        keep_all(connection)
        _add_lotus(made)
        with served(url) as found:
            yield made, found


_HANDED_OUT = count(step=OWN_MEMBERS)


@pytest.fixture
def crowd(city: tuple[Riverside, str]) -> Riverside:
    """The large Riverside, with a few members whom no other journey has."""
    own = copy(city[0])
    first = next(_HANDED_OUT)
    own.members = city[0].members[first : first + OWN_MEMBERS]
    assert len(own.members) == OWN_MEMBERS, "more journeys than CITY_MEMBERS allows"
    return own


@pytest.fixture
def town(city: tuple[Riverside, str]) -> str:
    """Where the large Riverside's service answers."""
    return city[1]


@pytest.fixture
def someone(crowd: Riverside) -> int:
    """A member of the large Riverside with 80 points, who can have coffee and cake for 60."""
    return _with_a_course(crowd)


@contextmanager
def served(database_url: str) -> Iterator[str]:
    """Run `plaudit serve` over a book, and lend its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = f"http://127.0.0.1:{port}"
    serving = subprocess.Popen(
        [PLAUDIT, "serve", "--no-work", "--processes", "1", "--port", str(port)],
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
    program = chromium_program()
    if program is None:
        is_missing(
            "There is no Chromium. Install it (Debian: apt install chromium-headless-shell)."
        )
    return program


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core."""
    if not AXE.exists():
        is_missing("axe-core isn't there. Run make axe, which needs npm.")
    return AXE.read_text("utf-8")


def is_missing(said: str) -> NoReturn:
    """Skip a test for want of a program, saying which one; in CI it has to be there."""
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser; each test visits with a context of its own, which shares nothing."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def reader(browser: Browser, axe: str) -> Iterator[Reader]:
    """Who reads pages for barriers, in each language."""
    visit = browser.new_context(viewport=NARROW, bypass_csp=True)
    yield Reader(visit.new_page(), axe)
    visit.close()
