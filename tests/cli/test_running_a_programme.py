"""From an empty book to the first deed with commands alone, as docs/guides has it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from plaudit.store.partners import partner_of_key
from tests.cli.office import AHEAD, Office
from tests.cli.riverside import publish_riverside
from tests.cli.running import Done, as_lines, event, plaudit


class Desk:
    """Somebody who registers the partner, lets a member join and hands in what a café reports."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    def run(self, *words: str | Path) -> Done:
        return plaudit(*words, url=self.url)

    def key(self) -> str:
        return self.run("partner", "add", "riverside", "cafe-lotus").out.split()[1]

    def member(self) -> str:
        joined = self.run("member", "join", "riverside", "--language=en", "--agreed", "--json")
        return str(json.loads(joined.out)["member"])

    def report_cups(self, member: str) -> Done:
        handle = self.run("member", "handle", member, "cafe-lotus").out.strip()
        cups = event(
            "till-7/1",
            "cup_return",
            time=datetime.now(UTC).isoformat(),
            source="cafe-lotus",
            subject=handle,
            data={"cups": 2},
        )
        file = self.folder / "cups.jsonl"
        file.write_bytes(as_lines([cups]))
        return self.run("take-in", file, "--json")


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Desk:
    return Desk(database_url, tmp_path)


def test_a_deed_of_a_member_who_joined_at_the_desk_shows_in_the_statement(
    desk: Desk, connection: psycopg.Connection
) -> None:
    publish_riverside(connection)
    key, member = desk.key(), desk.member()
    found = partner_of_key(connection, key)
    assert found is not None
    assert found[1] == "cafe-lotus"

    taken = desk.report_cups(member)

    assert json.loads(taken.out)["accepted"] == 1
    statement = desk.run("statement", member)
    assert "Reusable cups returned" in statement.out
    assert "2 points" in statement.out
    assert desk.run("leave", member).code == 0
    assert desk.report_cups(member).code == 1
    assert desk.run("audit").code == 0


def test_a_programme_that_was_just_published_takes_members_and_its_deeds_wait_for_its_first_day(
    desk: Desk, connection: psycopg.Connection
) -> None:
    office = Office(desk.folder)
    path = office.write("first", starts_on=office.today + AHEAD)
    assert desk.run("publish", path).code == 0
    desk.key()
    member = desk.member()

    early = desk.report_cups(member)

    assert early.code == 1
    refused = Path(json.loads(early.out)["refusals"]).read_text()
    assert "no_edition" in refused
    assert str(office.today + AHEAD) in refused
