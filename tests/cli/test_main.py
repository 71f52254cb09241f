"""`plaudit` finds each command by its name, and imports no other's file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from plaudit.cli import main
from tests.cli.running import plaudit

ROOM = Path(main.__file__).parent


def test_each_file_of_the_room_adds_the_commands_that_the_list_says() -> None:
    files = {
        path.stem for path in ROOM.glob("*.py") if "\ndef add_to(app: " in path.read_text("utf-8")
    }
    assert set(main.COMMANDS.values()) == files

    for file in files:
        named = {name for name, its_file in main.COMMANDS.items() if its_file == file}
        assert set(main.commands_of(file)) == named


def test_no_commands_file_is_imported_for_another() -> None:
    program = (
        "import sys; sys.argv[1:] = ['audit', '--help']\n"
        "from plaudit.cli.main import main\n"
        "try: main()\n"
        "finally: print(*(name for name in sys.modules if name.startswith('plaudit.cli.')))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)

    assert "audit" in done.stdout.decode()
    imported = set(done.stdout.decode().splitlines()[-1].split())
    commands = {f"plaudit.cli.{file}" for file in main.COMMANDS.values()}
    assert imported & commands == {"plaudit.cli.audit"}


def test_a_name_that_was_meant_is_offered_and_help_shows_every_command() -> None:
    wrong = plaudit("statment")
    shown = plaudit("--help").out

    assert wrong.code == 2
    assert "Did you mean 'statement'" in wrong.err
    assert all(name in shown for name in main.COMMANDS)
