"""A file's take-in that is cut off by its database: said so, and taken in again without harm."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from plaudit.cli.opening import EXIT_DATABASE
from plaudit.store.connect import connect
from plaudit.store.upgrade import upgrade
from tests.cli.running import PLAUDIT, ROOT, as_lines, environment, in_a_process
from tests.cli.town import Town
from tests.crash.database import Database

DEEDS = 20_000
BEGUN_SECONDS = 60


def _deeds(url: str) -> int:
    with psycopg.connect(url) as owner:
        row = owner.execute("SELECT count(*) FROM deed").fetchone()
    assert row is not None
    return int(row[0])


def _begun(url: str) -> None:
    until = time.monotonic() + BEGUN_SECONDS
    while not _deeds(url):
        assert time.monotonic() < until, "nothing was taken in"
        time.sleep(0.002)


@pytest.mark.parametrize(
    "kill", [Database.stop_immediately, Database.kill_postmaster], ids=["stopped", "killed"]
)
def test_a_file_is_taken_in_again_after_its_database_died(
    crash_database: Database, tmp_path: Path, kill: Callable[[Database], None]
) -> None:
    url = crash_database.new_book()
    with connect(url, role="owner") as owner:
        upgrade(owner)
        town = Town(owner)
        file = tmp_path / "week.jsonl"
        file.write_bytes(as_lines([town.walk(str(n), member=n % 3) for n in range(DEEDS)]))
    taking = subprocess.Popen(
        [*PLAUDIT, "take-in", str(file)],
        cwd=ROOT,
        env=environment(url),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )

    _begun(url)
    kill(crash_database)
    out, err = taking.communicate(timeout=100)
    crash_database.wait_until_gone()
    crash_database.start()

    assert taking.returncode == EXIT_DATABASE, (out, err)
    assert b"The database doesn't answer" in err
    stored = _deeds(url)
    assert 0 < stored < DEEDS
    again = in_a_process("take-in", "--json", file, url=url)
    assert again.code == 0, again.err
    sums = json.loads(again.out)
    assert (sums["accepted"], sums["duplicate"]) == (DEEDS - stored, stored)
    assert _deeds(url) == DEEDS
    assert in_a_process("audit", url=url).code == 0
    crash_database.drop_book(url)
