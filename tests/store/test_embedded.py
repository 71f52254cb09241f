"""The embedded PostgreSQL: what starts, what is kept, and who gets in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from plaudit.store import embedded, embedded_place, embedded_programs
from plaudit.store.durability import Forgetful, refuse_forgetful
from plaudit.store.embedded import Trouble
from tests.store.servers import Start, kill, put_row, rows


def test_a_second_start_finds_the_server_that_runs(folder: Path, start: Start) -> None:
    first = start(folder / "postgres")

    assert start(folder / "postgres") == first._replace(said=())


def test_what_was_written_is_there_after_a_stop_and_a_start(folder: Path, start: Start) -> None:
    put_row(start(folder / "postgres"))

    stopped = embedded.stop(folder / "postgres")

    assert stopped is not None
    assert embedded.status(folder / "postgres").pid is None
    assert embedded.stop(folder / "postgres") is None
    assert rows(start(folder / "postgres")) == 1


def test_a_server_that_was_killed_recovers_what_it_confirmed(folder: Path, start: Start) -> None:
    for confirmed in (1, 2, 3):
        server = start(folder / "postgres")
        with psycopg.connect(server.url) as busy:
            put_row(server)
            kill(server)
            after = start(folder / "postgres")
            assert busy.closed is False  # it has not noticed yet: the kill came under its feet
            busy.close()
        assert after.pid != server.pid
        assert rows(after) == confirmed


def test_a_dead_servers_number_may_be_another_programs_now(folder: Path, start: Start) -> None:
    data_dir = folder / "postgres"
    server = start(data_dir)
    put_row(server)
    kill(server)
    time.sleep(0.2)
    # A program of the same user, which the server itself would take for a living postmaster.
    mine = subprocess.Popen(
        ["/bin/sleep", "60"], **embedded_programs.account_for(data_dir)[0].identity()
    )
    pid_file = data_dir / "postmaster.pid"
    pid_file.write_text(pid_file.read_text().replace(str(server.pid), str(mine.pid), 1))
    try:
        assert embedded.status(data_dir).pid is None
        assert rows(start(data_dir)) == 1
    finally:
        mine.kill()
        mine.wait()


def test_two_processes_that_start_at_once_share_one_server(folder: Path, start: Start) -> None:
    data_dir = folder / "postgres"
    program = (
        "import sys; from pathlib import Path; from plaudit.store import embedded; "
        "print(embedded.start(Path(sys.argv[1]), settings={'shared_buffers': '32MB'}).pid)"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(data_dir)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]

    pids = [process.communicate(timeout=60)[0].strip() for process in both]

    assert pids == [str(start(data_dir).pid)] * 2


def test_a_lock_that_is_kept_too_long_is_said(folder: Path) -> None:
    with (
        embedded_place.locked(folder / "postgres", wait_seconds=1),
        pytest.raises(Trouble, match="Another process has been starting or stopping"),
    ):
        embedded.start(folder / "postgres", wait_seconds=0.1)


@pytest.mark.parametrize(
    "name", ["two words", 'it\'s, "here" $HOME 100%', "ü" * 40, "/".join(["long-name"] * 15)]
)
def test_any_path_will_do(folder: Path, start: Start, name: str) -> None:
    server = start(folder / name / "postgres")
    put_row(server)

    assert rows(server) == 1
    assert embedded.status(folder / name / "postgres").url == server.url
    embedded.stop(folder / name / "postgres")
    assert embedded.status(folder / name / "postgres").url == server.url


def test_nobody_else_on_the_machine_gets_in(folder: Path, start: Start) -> None:
    server = start(folder / "postgres")
    real = (folder / "postgres").resolve()

    assert real.stat().st_mode & 0o777 == 0o700
    assert (real / "password").stat().st_mode & 0o777 == 0o600
    assert "password=" not in server.url
    with psycopg.connect(server.url) as connection:
        shown = connection.execute("SHOW listen_addresses").fetchone()
    assert shown == ("",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url.split("&passfile")[0], passfile="/dev/null", password="no")


def test_the_password_is_random_so_its_check_has_one_round(folder: Path, start: Start) -> None:
    with psycopg.connect(start(folder / "data").url) as owner:
        row = owner.execute(
            "SELECT split_part(rolpassword, ':', 1) FROM pg_authid WHERE rolname = 'plaudit'"
        ).fetchone()

    assert row == ("SCRAM-SHA-256$1",)
    words = (folder / "data" / "password").read_text().strip().rpartition(":")[2]
    assert len(words) == 43, "256 bits in base64"


def test_a_server_keeps_what_it_confirms_unless_told_otherwise(folder: Path, start: Start) -> None:
    with psycopg.connect(start(folder / "postgres").url) as connection:
        refuse_forgetful(connection)
    embedded.stop(folder / "postgres")

    forgetful = start(folder / "postgres", fsync="off", full_page_writes="off")

    with (
        psycopg.connect(forgetful.url) as connection,
        pytest.raises(Forgetful, match=r"fsync and full_page_writes off: .* Turn them on"),
    ):
        refuse_forgetful(connection)


def test_a_setting_that_is_wrong_is_shown_with_the_end_of_the_log(
    folder: Path, start: Start
) -> None:
    with pytest.raises(Trouble, match=r"its log tells why\.(?s:.*)shared_buffers"):
        start(folder / "postgres", shared_buffers="plenty")

    assert start(folder / "postgres").pid is not None


def test_a_folder_that_holds_something_else_is_left_alone(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "letter").write_text("dear")

    with pytest.raises(Trouble, match="holds something, but no database"):
        embedded.start(folder / "postgres")

    assert (folder / "postgres" / "letter").read_text() == "dear"


def test_a_database_of_another_version_is_left_alone(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("17\n")

    with pytest.raises(Trouble, match=r"is of PostgreSQL 17; this is 18\."):
        embedded.start(folder / "postgres")


def test_a_place_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAUDIT_VAR", "/sys/plaudit")

    with pytest.raises(Trouble, match=r"Cannot write in /sys/plaudit: .*PLAUDIT_VAR"):
        embedded.start()


def test_a_disk_without_room_is_refused_before_anything_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_place, "NEW_DATA_BYTES", 10**18)

    with pytest.raises(Trouble, match=r"has \d+ MB free; a new database needs 1000000000000 MB"):
        embedded.start(folder / "postgres")

    assert list(folder.iterdir()) == []


def test_a_database_elsewhere_is_neither_started_nor_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_VAR", str(folder))
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", "postgresql://book.example/city")

    assert embedded.start().url == "postgresql://book.example/city"
    assert embedded.stop() is None
    assert embedded.database_url() == "postgresql://book.example/city"
    assert list(folder.iterdir()) == []


def test_a_socket_folder_that_somebody_else_put_there_is_refused(tmp_path: Path) -> None:
    account = embedded_programs.Account(os.geteuid(), os.getegid(), switch=False)
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to(tmp_path)

    for name in ("open", "link"):
        with pytest.raises(Trouble, match="is not a private folder"):
            embedded_place.make_socket_dir(tmp_path / name, account)
