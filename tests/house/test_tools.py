"""The checkers find nothing in the house, and each would find what it looks for."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.house.reading import ROOT
from tests.house.tools import TOOLS, check, lint_sql, run


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", TOOLS)
def test_the_checker_finds_nothing(name: str) -> None:
    code, said = check(name)

    assert code == 0, said


STYLE = {
    "D103": "def count(deed):\n    return deed\n",
    "D102": 'class Deed:\n    """A deed."""\n\n    def count(self):\n        return 1\n',
    "F401": "import json\n",
    "DTZ005": "from datetime import datetime\n\nNOW = datetime.now()\n",
    "S608": 'def read(x, q):\n    """Read."""\n    q.execute(f"SELECT a FROM b WHERE c = {x}")\n',
}


@pytest.mark.parametrize("rule", STYLE)
def test_the_style_checker_finds(rule: str) -> None:
    text = f'"""A room."""\n\n{STYLE[rule]}'

    code, said = run("style", "--stdin-filename=src/plaudit/store/room.py", "-", text=text)

    assert code == 1
    assert rule in said


def test_the_format_checker_finds_another_layout() -> None:
    code, _ = run("format", "--stdin-filename=src/plaudit/room.py", "-", text="x   =  1\n")

    assert code == 1


def test_the_type_checker_finds_what_is_untyped_or_wrong(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text("def count(deed): ...\nx: int = ''\n")

    code, said = run("types", str(tmp_path / "room.py"))

    assert code == 1
    assert "no-untyped-def" in said
    assert "assignment" in said


def rooms_in(folder: Path) -> None:
    """Build a house in which nothing is imported."""
    rooms = ("core", "sql", "store", "lab", "actions", "ingest", "pages", "config", "cli")
    for room in rooms:
        (folder / "plaudit" / room).mkdir(parents=True)
        (folder / "plaudit" / room / "__init__.py").touch()
    for name in ("sql/loader.py", "store/book.py", "actions/settle.py", "lab/room.py"):
        (folder / "plaudit" / name).touch()
    (folder / "plaudit" / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", folder)


def test_the_floors_checker_finds_nothing_where_nothing_is_imported(tmp_path: Path) -> None:
    rooms_in(tmp_path)

    code, said = run("floors", "--no-cache", cwd=tmp_path)

    assert code == 0, said


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("core/deed.py", "import plaudit.store.book"),  # upwards
        ("store/book.py", "from plaudit.actions import settle"),  # upwards
        ("actions/settle.py", "import plaudit.lab.room"),  # sideways
        ("pages/views.py", "from plaudit import ingest"),  # sideways
        ("core/deed.py", "import plaudit.sql.loader"),  # sideways
        ("attic/room.py", ""),  # a room that is on no floor
    ],
)
def test_the_floors_checker_finds(path: str, text: str, tmp_path: Path) -> None:
    rooms_in(tmp_path)

    target = tmp_path / "plaudit" / path
    target.parent.mkdir(exist_ok=True)
    (target.parent / "__init__.py").touch()
    target.write_text(text)

    code, said = run("floors", "--no-cache", cwd=tmp_path)
    assert code == 1, said


BAD_SQL = (
    "select m.points from member as m;\n",
    "SELECT M.points FROM member AS M;\n",
    "SELECT points FROM member AS m INNER JOIN lot AS l ON m.member_id = l.member_id;\n",
    "SELECT FROM WHERE;\n",
)
GOOD_SQL = """\
-- name: lots
SELECT m.lots
FROM member AS m
WHERE m.member_id = %(member_id)s AND m.points = ANY(%(points)s::BIGINT[]);

-- name: copy_deeds
COPY deed (member_id) FROM STDIN (FORMAT BINARY);
"""


def test_the_sql_checker_finds_each_fault_and_reads_parameters_and_copies(tmp_path: Path) -> None:
    for number, text in enumerate(BAD_SQL):
        (tmp_path / f"bad_{number}.sql").write_text(text)
    (tmp_path / "good.sql").write_text(GOOD_SQL)

    code, said = lint_sql(tmp_path)

    assert code == 1
    found = set(re.findall(r"^== \[(\S+)\] FAIL", said, re.MULTILINE))
    assert found == {f"bad_{number}.sql" for number in range(len(BAD_SQL))}, said
