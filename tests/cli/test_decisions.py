"""The commands for decisions, tried as a person types them, on a real book."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from plaudit.cli.main import application
from plaudit.cli.opening import now_instant
from plaudit.store.connect import connect
from plaudit.store.instants import as_datetime
from tests.riverside import Riverside

BY = ("--by", "Pim Chaiyo, points office")


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(application(), list(words))
    return done.exit_code, done.output


def test_an_award_is_struck_out_asked_about_and_counted_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", database_url)
    with connect(database_url) as connection:
        city = Riverside(connection)
        now = now_instant()
        at = as_datetime(now - 60_000_000).isoformat()
        city.settle(city.report("cup_return", {"cups": 8}, at=at), now=now)
        row = connection.execute("SELECT deed_id FROM deed").fetchone()
        assert row is not None
    deed, member = f"{row[0]:016x}", str(city.members[0])

    code, said = run("strike-out", member, deed, "--reason", "rude", *BY)
    assert (code, "is no reason" in said) == (1, True)
    code, said = run("strike-out", member, deed, "--reason", "wrong_member", *BY)
    assert (code, "8 points were taken back" in said) == (0, True)
    code, said = run("ask", member, deed, "--words", "It was me.")
    assert code == 0, said
    code, said = run("questions", "--json")
    (waiting,) = json.loads(said)
    assert (code, waiting["clock"], waiting["words"]) == (0, "open", "It was me.")
    number = str(waiting["question"])
    code, said = run("decide", number, "restored", *BY, "--answer", "You are right.")
    assert code == 0, said
    assert run("questions") == (0, "No question waits.\n")
    code, said = run("reverse", member, deed, "--reason", "member_asked", "--points", "3", *BY)
    assert (code, "3 points were taken back" in said) == (0, True)
    code, said = run("restore-award", member, deed, "--by", "The committee")
    assert code == 1
    code, said = run("restore-award", member, deed, *BY)
    assert (code, "3 points were given back" in said) == (0, True)
    code, said = run("funding")
    assert (code, "riverside: 39,999,992 of 40,000,000 points are left" in said) == (0, True)
