"""What every test may ask for: a PostgreSQL of the run's own, and a fresh book in it."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import psycopg
import pytest
from _pytest.doctest import DoctestModule
from psycopg import sql

from plaudit.store import embedded
from plaudit.store.connect import connect
from plaudit.store.upgrade import upgrade
from tests.books import Shelf, named

TEMPLATE = "book_template"
MEMORY_MIN = 6 * 2**30
"""Bytes that have to be free in memory before the run's database lies there."""
_RUN_FOLDER = "PLAUDIT_TEST_FOLDER"
_SMALL = {
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "max_connections": "200",
    "max_parallel_workers_per_gather": "0",  # a process for a handful of rows takes 10 ms to start
}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plaudit.config.settings")  # api asks for it

# The suite gives the same answer each time; HYPOTHESIS_PROFILE=search looks for new answers.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, max_examples=30)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a folder of its own; xdist's workers inherit it, and nothing touches var/."""
    os.environ.pop("PLAUDIT_DATABASE_URL", None)
    config.pluginmanager.register(_Examples())
    if _is_worker(config):
        return
    folder = Path(tempfile.mkdtemp(prefix="plaudit-test-", dir=_quickest_place()))
    folder.chmod(0o711)  # as root, PostgreSQL runs as another user, who has to pass
    os.environ[_RUN_FOLDER] = str(folder)
    os.environ["PLAUDIT_VAR"] = str(folder / "var")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the run's server, if a test asked for it, and remove the folder."""
    if _is_worker(config):
        return
    folder = Path(os.environ.pop(_RUN_FOLDER))
    if (folder / "postgres").exists():
        embedded.stop(folder / "postgres")
    shutil.rmtree(folder, ignore_errors=True)


class _Examples:
    """Looks for examples in docstrings only where a file has one: not in a thousand others."""

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        found = yield
        return [
            one
            for one in found
            if not isinstance(one, DoctestModule) or b">>> " in file_path.read_bytes()
        ]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes long: the tests of Spark together, the machine's parts far apart.

    One worker starts a Java for Spark, and no other. Each worker is given a quarter of its share to
    begin with: the machine's parts begin that of the second and third one, and what comes after.
    """
    items.sort(key=lambda one: one.path.name != "test_spark.py")
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    share = max(2, len(items) // workers // 4)
    for place, part in enumerate([one for one in items if one.path.name == "test_machine.py"], 1):
        items.remove(part)
        items.insert(place * share, part)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what is there for good: all tests, and what they import."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _quickest_place() -> str:
    """Return a folder in memory where there is room: a thousand tests wait for no disk."""
    memory = Path("/dev/shm")
    room = shutil.disk_usage(memory).free if os.access(memory, os.W_OK) else 0
    return str(memory) if room > MEMORY_MIN else "/tmp"


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@contextmanager
def _one_worker_at_a_time() -> Iterator[Path]:
    folder = Path(os.environ[_RUN_FOLDER])
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield folder


@pytest.fixture(scope="session")
def server_url() -> str:
    """The run's PostgreSQL, one for all workers: the URL of an empty database."""
    with _one_worker_at_a_time() as folder:
        return embedded.start(folder / "postgres", settings=_SMALL).url


@pytest.fixture(scope="session")
def template_url(server_url: str) -> str:
    """A database with all tables and no row, which fresh books are cloned from."""
    url = named(server_url, TEMPLATE)
    with _one_worker_at_a_time() as folder:
        made = folder / "template-made"
        if not made.exists():
            _run(server_url, "CREATE DATABASE {}", TEMPLATE)
            with connect(url, role="owner") as connection:
                upgrade(connection)
            made.touch()
    return url


@pytest.fixture(scope="session")
def shelf(server_url: str, template_url: str) -> Iterator[Shelf]:
    """Where fresh books come from: clones of `template_url`, emptied after each test."""
    assert template_url
    worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    made = Shelf(server_url, template=TEMPLATE, worker=worker)
    yield made
    made.close()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, shelf: Shelf) -> Iterator[str]:
    """A fresh book. After the test the book's checks must find nothing.

    A test that damages the book on purpose says so: `@pytest.mark.damages_the_book`.
    """
    damaged = request.node.get_closest_marker("damages_the_book") is not None
    with shelf.fresh(damaged=damaged) as url:
        yield url


@pytest.fixture
def connection(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection to a fresh book with the rights of the service, as the doors have it."""
    with connect(database_url) as opened:
        yield opened


@pytest.fixture
def owner(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection to the same fresh book with every right, to look and to damage."""
    with connect(database_url, role="owner") as opened:
        yield opened


def _run(url: str, statement: str, *names: str) -> None:
    with psycopg.connect(url, autocommit=True) as opened:
        opened.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
