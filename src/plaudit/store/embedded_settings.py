"""The settings of the embedded PostgreSQL, sized by the machine it runs on.

They are meant for a city (24 GiB of memory, two cores, a writer that never rests) and shrink
with the machine. What a commit promises (fsync, full_page_writes, synchronous_commit) is on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

MIB = 1024 * 1024
GIB = 1024 * MIB

SHARED_BUFFERS_LEAST = 64 * MIB
SHARED_BUFFERS_MOST = 8 * GIB
MAINTENANCE_MOST = GIB
WAL_LEAST = GIB
WAL_MOST = 8 * GIB

# A container's limit on memory: the second version of control groups, then the first.
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def memory_bytes(meminfo: Path = Path("/proc/meminfo"), limits: tuple[str, ...] = _LIMITS) -> int:
    """Return the memory that this process may use: the machine's, or less in a container."""
    found = [GIB]
    for line in meminfo.read_text().splitlines():
        if line.startswith("MemTotal:"):
            found = [int(line.split()[1]) * 1024]
    for name in limits:
        limit = Path(name)
        text = limit.read_text().strip() if limit.is_file() else ""
        if text.isdecimal():
            found.append(int(text))
    return min(found)


def sizes(memory: int, *, free_disk: int) -> dict[str, int]:
    """Return the settings that follow from memory and free disk.

    Units: bytes.

    >>> sizes(24 * GIB, free_disk=200 * GIB)["shared_buffers"] // MIB
    6144
    >>> sizes(512 * MIB, free_disk=2 * GIB)["max_wal_size"] // MIB
    1024
    """
    return {
        "shared_buffers": _between(
            memory // 4, least=SHARED_BUFFERS_LEAST, most=SHARED_BUFFERS_MOST
        ),
        "effective_cache_size": max(memory * 6 // 10, 2 * SHARED_BUFFERS_LEAST),
        "maintenance_work_mem": _between(memory // 20, least=32 * MIB, most=MAINTENANCE_MOST),
        "work_mem": _between(memory // 400, least=4 * MIB, most=64 * MIB),
        "max_wal_size": _between(free_disk // 4, least=WAL_LEAST, most=WAL_MOST),
    }


def settings_text(
    bytes_by_name: Mapping[str, int], *, socket_dir: Path, lz4: bool, changed: Mapping[str, str]
) -> str:
    """Return the text of the settings file; `changed` replaces single settings."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": '"' + str(socket_dir).replace('"', '""') + '"',
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "superuser_reserved_connections": "3",
        **{name: f"{size // 1024}kB" for name, size in bytes_by_name.items()},
        # what a commit promises
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        # few, long, even checkpoints: each one makes the next writes of a page larger
        "checkpoint_timeout": "15min",
        "checkpoint_completion_target": "0.9",
        "wal_compression": "lz4" if lz4 else "off",
        "jit": "off",
        # ids and codes may be logged, never what was sent
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_line_prefix": "%m [%p] ",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        **changed,
    }
    return "".join(_lines(settings))


def _lines(settings: Mapping[str, str]) -> Iterator[str]:
    yield "# Written by Plaudit at each start. Your own settings: ALTER SYSTEM, which wins.\n"
    for name, value in settings.items():
        yield f"{name} = '{_quoted(value)}'\n"


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _between(size: int, *, least: int, most: int) -> int:
    return max(least, min(size, most))
