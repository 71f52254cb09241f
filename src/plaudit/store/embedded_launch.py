"""Starting the PostgreSQL server process, and waiting until it takes connections."""

from __future__ import annotations

import os
import shlex
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from plaudit.store import embedded_place as place
from plaudit.store.embedded_programs import Programs, Trouble
from plaudit.store.embedded_settings import memory_bytes, settings_text, sizes

LOG_FILE = "server.log"
LOG_MOST_BYTES = 16_000_000
LOG_TAIL_LINES = 20

_LEFT_OVER = "pre-existing shared memory block"
_DISK_FULL = "No space left on device"


def launch(
    data_dir: Path, programs: Programs, *, settings: Mapping[str, str], wait_seconds: float
) -> None:
    """Start the server of a data folder, and wait through its recovery.

    The processes of a server that was killed may still be ending; then it is tried again.
    Refuses: Trouble, with the end of the server's log.
    """
    socket_dir = place.socket_dir_for(data_dir, programs.account)
    place.make_socket_dir(socket_dir, programs.account)
    text = settings_text(
        sizes(memory_bytes(), free_disk=shutil.disk_usage(data_dir).free),
        socket_dir=socket_dir,
        lz4=programs.has_lz4(),
        changed=settings,
    )
    with place.writing(data_dir):
        place.put(data_dir / place.SETTINGS_FILE, text, account=programs.account)
        place.forget_dead(data_dir, socket_dir)
    end = time.monotonic() + wait_seconds
    while True:
        log = _run_pg_ctl(data_dir, programs, wait_seconds=max(1, int(end - time.monotonic())))
        if log is None:
            return
        if _LEFT_OVER not in log or time.monotonic() > end:
            raise Trouble(_why(data_dir, log))
        time.sleep(0.2)


def wait_until_ready(data_dir: Path, wait_seconds: float) -> place.Postmaster:
    """Return the server of a data folder when it takes connections.

    Refuses: Trouble when it does not within `wait_seconds`, or ends.
    """
    end = time.monotonic() + wait_seconds
    while True:
        running = place.postmaster(data_dir)
        if running is not None and running.ready:
            return running
        if running is None or time.monotonic() > end:
            log = (data_dir / LOG_FILE).read_text(encoding="utf-8", errors="replace")
            raise Trouble(_why(data_dir, log))
        time.sleep(0.05)


def _run_pg_ctl(data_dir: Path, programs: Programs, *, wait_seconds: int) -> str | None:
    """Start the server and wait for it; return what it logged when it did not come up."""
    path = data_dir / LOG_FILE
    with place.writing(data_dir):
        if path.exists() and path.stat().st_size > LOG_MOST_BYTES:
            path.replace(data_dir / f"{LOG_FILE}.1")
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        descriptor = os.open(path, flags, 0o600)
        os.fchown(descriptor, programs.account.uid, programs.account.gid)
    with os.fdopen(descriptor, "r", encoding="utf-8", errors="replace") as log:
        before = os.fstat(descriptor).st_size
        # -D goes to the server's own command line as well: so one can see whose server it is.
        done = programs.run(
            "pg_ctl",
            [
                "start",
                "-w",
                "-s",
                "-t",
                str(wait_seconds),
                "-o",
                f"-D {shlex.quote(str(data_dir))}",
            ],
            stdout=descriptor,
            PGDATA=str(data_dir),
        )
        log.seek(before)
        return None if done.returncode == 0 else log.read()


def _why(data_dir: Path, log: str) -> str:
    tail = "\n".join(f"    {line}" for line in log.splitlines()[-LOG_TAIL_LINES:])
    if _DISK_FULL in log:
        free = shutil.disk_usage(data_dir).free // 1_000_000
        reason = f"its disk is full ({free} MB free). Make room and start it again"
    elif "did not start in time" in log or place.postmaster(data_dir) is not None:
        reason = "it is still recovering. Start it again to go on waiting"
    else:
        reason = "its log tells why"
    return f"The database in {data_dir} does not take connections: {reason}.\n{tail}"
