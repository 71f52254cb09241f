"""A full disk: the door answers 503, keeps what it acknowledged, and works again with room."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from plaudit.store.connect import connect
from tests.crash.campaign import Campaign, Plan
from tests.crash.database import Database

DISK = "320m"
QUIET_SECONDS = 1.0
FULL_SECONDS = 60


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of its own, in memory; only root may mount one."""
    if os.geteuid() != 0:
        pytest.skip("a small disk has to be mounted, which only root may do")
    folder = Path(tempfile.mkdtemp(prefix="plaudit-disk-", dir="/tmp"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0711", "tmpfs", str(folder)]
    done = subprocess.run(mount, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        folder.rmdir()
        pytest.skip(f"a small disk can't be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


@pytest.fixture
def small_database(small_disk: Path) -> Iterator[Database]:
    database = Database(small_disk / "postgres")
    yield database
    database.stop()


def _fill(path: Path) -> None:
    """Write until the disk has not a byte left, other writers or not."""
    with path.open("wb", buffering=0) as file:
        for size in (1_000_000, 4_096):
            while True:
                try:
                    file.write(bytes(size))
                except OSError:
                    break


def _use_up_the_log(url: str) -> None:
    """Begin new files of the write-ahead log until there is no room for one."""
    try:
        with connect(url, role="owner") as owner:
            for _ in range(100):
                owner.execute("SELECT pg_logical_emit_message(false, 'full', 'disk')")
                owner.execute("SELECT pg_switch_wal()")
    except psycopg.OperationalError:
        return
    raise AssertionError("the disk isn't full")


def _wait_until_nothing_is_kept(campaign: Campaign) -> None:
    """Wait until requests have come to nothing for a while, and nothing else."""
    receipts = campaign.receipts
    end = time.monotonic() + FULL_SECONDS
    while True:
        kept, unanswered = receipts.kept(), receipts.unanswered
        time.sleep(QUIET_SECONDS)
        if receipts.kept() == kept and receipts.unanswered > unanswered:
            return
        assert time.monotonic() < end, "deeds are still kept"


@pytest.mark.parametrize("in_the_log", [False, True], ids=["tables", "log"])
def test_a_full_disk_loses_nothing_and_the_door_opens_again(
    small_database: Database, small_disk: Path, tmp_path: Path, in_the_log: bool
) -> None:
    campaign = Campaign(small_database, tmp_path, Plan("full"))
    ballast = small_disk / "ballast"
    try:
        campaign.begin()
        campaign.wait_for_work()
        _fill(ballast)
        if in_the_log:
            _use_up_the_log(campaign.url)
        _wait_until_nothing_is_kept(campaign)

        ballast.unlink()
        campaign.start_what_is_down()
        campaign.wait_for_work()
        campaign.finish()
        verdict = campaign.verdict()
    finally:
        ballast.unlink(missing_ok=True)
        campaign.close()

    assert "No space left on device" in small_database.log()
    assert not verdict.findings, str(verdict)
