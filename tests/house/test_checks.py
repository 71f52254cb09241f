"""The house is clean, and each check finds what it looks for."""

from __future__ import annotations

import pytest

from tests.house import limits, rooms, sayable
from tests.house.checks import CHECKS, Check
from tests.house.reading import module, modules

CORE = "src/plaudit/core/points.py"
STORE = "src/plaudit/store/points.py"
INGEST = "src/plaudit/ingest/points.py"

BAD: list[tuple[Check, str, str]] = [
    (limits.file_lines, CORE, "x = 1\n" * 301),
    (limits.function_lines, CORE, "def count():\n" + "    x = 1\n" * 40),
    (limits.function_lines, INGEST, "async def count():\n" + "    x = 1\n" * 40),
    (limits.parameters, CORE, "def count(a, b, c, d): ..."),
    (limits.parameters, CORE, "def count(a, b, *, c, d, e, f): ..."),
    (limits.parameters, CORE, "class Deed:\n    def __init__(self, a, b, c, d): ..."),
    (limits.parameters, INGEST, "async def count(a, b, /, c, d): ..."),
    (limits.registry_only, "src/plaudit/core/__init__.py", "def count(): ..."),
    (limits.registry_only, "src/plaudit/core/__init__.py", "print()"),
    (limits.module_names, "src/plaudit/core/utils.py", ""),
    (limits.module_names, "src/plaudit/store/deed_helpers.py", ""),
    (limits.module_names, "src/plaudit/base/deed.py", ""),
    (limits.nothing_put_off, CORE, "x = 1  # TO" + "DO: two"),
    (limits.nothing_put_off, CORE, "def count(): raise NotImplementedError"),
    (rooms.core_stands_alone, CORE, "import msgspec"),
    (rooms.core_stands_alone, CORE, "from plaudit.store.locks import locked"),
    (rooms.core_stands_alone, CORE, "def count():\n    import psycopg"),
    (rooms.core_asks_nobody, CORE, "from time import time"),
    (rooms.core_asks_nobody, CORE, "import random"),
    (rooms.core_asks_nobody, CORE, "from datetime import datetime\nx = datetime.now()"),
    (rooms.core_asks_nobody, CORE, "x = open('edition.toml')"),
    (rooms.core_has_no_floats, CORE, "x = float(points)"),
    (rooms.core_has_no_floats, CORE, "x = points * 0.5"),
    (rooms.django_at_home, STORE, "from django.db import models"),
    (rooms.django_at_home, "src/plaudit/ingest/door.py", "import django"),
    (rooms.async_at_home, STORE, "async def read(): ..."),
    (rooms.async_at_home, "src/plaudit/cli/serve.py", "import asyncio"),
    (rooms.sql_at_home, STORE, 'x = "SELECT points FROM member"'),
    (rooms.sql_at_home, STORE, 'x = b"  UPDATE member SET points = 0"'),
    (rooms.sql_at_home, STORE, 'x = f"DELETE FROM {table}"'),
    (rooms.sql_at_home, STORE, 'x = "WITH leg AS (SELECT 1) SELECT 2"'),
    (sayable.made_of_marked_words, CORE, 'x = Sentence("Write a number.")'),
    (sayable.made_of_marked_words, CORE, 'x = Marked("a number")'),
    (sayable.made_of_marked_words, CORE, 'x = cast("Sentence", text)'),
    (sayable.made_of_marked_words, CORE, 'x = as_written("Write a number.")'),
    (sayable.made_of_marked_words, CORE, 'x = sentence(N_("It is {it}."), it="a text")'),
    (sayable.made_of_marked_words, CORE, 'x = sentence(N_("{it}."), it=f"about {n} of them")'),
]

GOOD: list[tuple[Check, str, str]] = [
    (limits.file_lines, CORE, "x = 1\n" * 300),
    (limits.function_lines, CORE, "def count():\n" + "    x = 1\n" * 39),
    (limits.parameters, STORE, "def count(connection, a, b, *, c, d, e): ..."),
    (limits.parameters, CORE, "class Deed:\n    def count(self, a, b, *, c): ..."),
    (limits.parameters, CORE, "class Lock:\n    def __exit__(self, kind, fault, trace): ..."),
    (limits.registry_only, "src/plaudit/core/__init__.py", '"""Values."""\nKINDS = (1, 2)\n'),
    (limits.module_names, "src/plaudit/store/database.py", ""),
    (limits.nothing_put_off, CORE, "ESCAPE = r'\\uXXXX'"),
    (rooms.core_stands_alone, CORE, "from fractions import Fraction\nimport plaudit.core.deed"),
    (rooms.core_asks_nobody, CORE, "from datetime import date\nx = date(2026, 4, 3)"),
    (rooms.core_has_no_floats, CORE, "x = isinstance(points, float)"),
    (rooms.django_at_home, "src/plaudit/pages/views.py", "from django.http import HttpResponse"),
    (rooms.async_at_home, INGEST, "import asyncio\nasync def answer(): ..."),
    (rooms.sql_at_home, "src/plaudit/replay/totals.py", 'x = "SELECT 1"'),
    (rooms.sql_at_home, STORE, 'x = "SET TRANSACTION READ ONLY"; y = "Select a city"'),
    (sayable.made_of_marked_words, CORE, 'x = as_written("[people]")'),
    (
        sayable.made_of_marked_words,
        CORE,
        'x = sentence(_IT, it=worded(N_("a text")))',
    ),
    (sayable.made_of_marked_words, CORE, 'x = sentence(_IT, it=f"tally:{name}")'),
]


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """What each check finds: a thousand files are read and parsed once for all of them."""
    findings: dict[str, list[str]] = {check.__name__: [] for check in CHECKS}
    for one in modules():
        for check in CHECKS:
            findings[check.__name__] += map(str, check(one))
    return findings


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_is_clean(check: Check, found: dict[str, list[str]]) -> None:
    assert found[check.__name__] == []


@pytest.mark.parametrize(("check", "path", "text"), BAD)
def test_a_check_finds_what_it_looks_for(check: Check, path: str, text: str) -> None:
    assert list(check(module(path, text)))


@pytest.mark.parametrize(("check", "path", "text"), GOOD)
def test_a_check_lets_pass_what_is_right(check: Check, path: str, text: str) -> None:
    assert list(check(module(path, text))) == []


def test_every_check_was_seen_to_fail() -> None:
    assert {check for check, _, _ in BAD} == set(CHECKS)
    assert {check for check, _, _ in GOOD} == set(CHECKS)
