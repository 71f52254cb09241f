"""`plaudit database`, as an operator runs it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PLAUDIT = str(Path(sys.executable).with_name("plaudit"))


@pytest.fixture
def var(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for data that PostgreSQL's user may enter; its server is stopped in the end."""
    made = Path(tempfile.mkdtemp(prefix="plaudit-var-", dir="/tmp"))
    made.chmod(0o711)
    monkeypatch.setenv("PLAUDIT_VAR", str(made))
    yield made
    plaudit("database", "stop")
    shutil.rmtree(made)


def plaudit(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PLAUDIT, *words], check=False, capture_output=True, text=True)


def test_a_database_is_started_upgraded_looked_at_and_stopped(var: Path) -> None:
    assert plaudit("database", "status").returncode == 3

    started = plaudit("database", "start")
    upgraded = plaudit("database", "upgrade")
    again = plaudit("database", "upgrade")
    seen = json.loads(plaudit("database", "status", "--json").stdout)
    stopped = plaudit("database", "stop")

    assert (started.returncode, upgraded.returncode, stopped.returncode) == (0, 0, 0)
    assert started.stdout.startswith("The database runs: postgresql://")
    assert "0001_" in upgraded.stdout
    assert again.stdout == "The tables are up to date.\n"
    assert (seen["running"], seen["data"]) == (True, str(var / "postgres"))
    assert stopped.stdout == "The database has stopped.\n"
    assert plaudit("database", "stop").stdout == "The database was not running.\n"


def test_an_upgrade_without_a_database_says_what_to_do(var: Path) -> None:
    done = plaudit("database", "upgrade")

    assert done.returncode == 4
    assert "start it: plaudit database start" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_elsewhere_is_left_alone_and_its_url_is_not_shown(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", "postgresql://anna:word@book.example/city")

    for command in ("start", "stop", "status"):
        said = plaudit("database", command)
        assert said.returncode == 0
        assert "does not start or stop" in said.stdout
        assert "word" not in said.stdout + plaudit("database", command, "--json").stdout
    assert list(var.iterdir()) == []


def test_help_answers_without_loading_what_commands_need() -> None:
    program = (
        "import sys; from plaudit.cli.main import COMMANDS, commands_of; "
        "[commands_of(file) for file in COMMANDS.values()]; "
        "print(*{'django', 'psycopg', 'msgspec', 'uvicorn', 'babel'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    assert done.stdout.split() == []
    assert "database" in plaudit("--help").stdout
