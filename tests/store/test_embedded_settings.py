"""The server's settings follow the machine: safe on a small one, enough for a city."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from plaudit.store.embedded_settings import GIB, MIB, memory_bytes, settings_text, sizes


@pytest.mark.parametrize("memory", [256 * MIB, GIB, 4 * GIB, 24 * GIB, 512 * GIB])
def test_no_machine_is_asked_for_more_than_it_has(memory: int) -> None:
    given = sizes(memory, free_disk=100 * GIB)

    assert given["shared_buffers"] <= memory // 4
    assert given["shared_buffers"] <= 8 * GIB
    assert given["maintenance_work_mem"] <= memory // 8
    assert 100 * given["work_mem"] <= memory * 4


def test_a_city_has_long_checkpoints_and_a_small_disk_is_spared() -> None:
    assert sizes(24 * GIB, free_disk=200 * GIB)["max_wal_size"] == 8 * GIB
    assert sizes(24 * GIB, free_disk=8 * GIB)["max_wal_size"] == 2 * GIB
    assert sizes(24 * GIB, free_disk=MIB)["max_wal_size"] == GIB


def test_a_containers_limit_goes_before_the_machines_memory(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal:       25165824 kB\nMemFree:  1 kB\n")
    (tmp_path / "max").write_text("max\n")
    (tmp_path / "limit").write_text(f"{2 * GIB}\n")
    missing, none, limit = (str(tmp_path / name) for name in ("missing", "max", "limit"))

    assert memory_bytes(tmp_path / "meminfo", (missing, none)) == 24 * GIB
    assert memory_bytes(tmp_path / "meminfo", (missing, limit)) == 2 * GIB


def test_a_value_with_quotes_stays_one_value(tmp_path: Path) -> None:
    text = settings_text({}, socket_dir=Path("/it's\\here"), lz4=True, changed={"fsync": "off"})

    assert """unix_socket_directories = '"/it''s\\\\here"'\n""" in text
    assert "fsync = 'off'\n" in text
    assert "wal_compression = 'lz4'\n" in text


def test_the_server_of_these_tests_took_its_settings(server_url: str) -> None:
    with psycopg.connect(server_url) as connection:
        taken: dict[str, str] = dict(
            connection.execute(
                "SELECT name, setting FROM pg_settings WHERE sourcefile LIKE %s",
                ("%/plaudit.conf",),
            ).fetchall()
        )

    assert taken["jit"] == "off"
    assert taken["checkpoint_timeout"] == "900"
    assert taken["listen_addresses"] == ""
    assert {taken[name] for name in ("fsync", "full_page_writes", "synchronous_commit")} == {"on"}
