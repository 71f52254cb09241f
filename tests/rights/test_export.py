"""The export: every column about a member stands in it, it is described, and it can be carried."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import psycopg
import pytest

from plaudit.actions.add_tickets import add_tickets
from plaudit.actions.export import columns_of_export, exporting
from plaudit.actions.honour import honour
from plaudit.actions.open_ticket import open_ticket
from plaudit.actions.undo import undo
from plaudit.core.carry.export import Export, NotAnExport, export_pieces, json_pieces, read_export
from plaudit.core.carry.schema import schema_text
from plaudit.pages.export_files import (
    for_its_owner,
    read_csv,
    read_file,
    write_csv,
    write_json,
)
from plaudit.pages.voices import voice_of
from plaudit.store.columns import read_columns
from plaudit.store.erasing import ERASED
from plaudit.store.exporting import EXPORTED
from tests.market import NOW as MARKET_NOW
from tests.market import Market
from tests.rights.full_life import FullLife
from tests.riverside import NOW, Riverside

SCHEMA = Path(__file__).parents[2] / "schemas" / "export.schema.json"


def exported(connection: psycopg.Connection, member_id: int) -> str:
    """Return a member's export as JSON."""
    with exporting(connection, member_id, voice=voice_of("en"), now=NOW) as found:
        assert found is not None
        return "".join(json_pieces(*found))


@pytest.fixture
def life(connection: psycopg.Connection, owner: psycopg.Connection) -> FullLife:
    """A member with a row in every table, and a value in every column."""
    return FullLife(Riverside(connection), owner)


@pytest.mark.damages_the_book
def test_each_column_about_a_member_has_its_canary_in_the_export(
    life: FullLife, owner: psycopg.Connection
) -> None:
    before = exported(owner, life.member_id)
    columns = [one for one in read_columns(owner) if one.is_about_members and one.table in ERASED]
    assert {one.table for one in columns} == set(ERASED) == set(EXPORTED)
    rows = json.loads(before)["tables"]
    for one in columns:
        assert rows[one.table], f"{one.table} has no row: put one into FullLife"
        values = [row[one.name] for row in rows[one.table]]
        assert any(value not in (None, [], "") for value in values), (one.table, one.name)
    for canary in life.canaries:
        assert canary.written in before, canary


@pytest.mark.damages_the_book
def test_the_export_is_what_its_published_schema_says(
    life: FullLife, owner: psycopg.Connection
) -> None:
    assert schema_text(columns_of_export(owner)) == SCHEMA.read_text("utf-8"), (
        "plaudit columns --write"
    )
    schema = json.loads(SCHEMA.read_text("utf-8"))
    whole = json.loads(exported(owner, life.member_id))
    jsonschema.validate(whole, schema)
    whole["tables"]["deed"][0]["score"] = 7
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, schema)


@pytest.mark.damages_the_book
def test_export_read_elsewhere_export_again_is_equal(
    life: FullLife, owner: psycopg.Connection, tmp_path: Path
) -> None:
    text = exported(owner, life.member_id)
    found = read_export(text)
    assert "".join(export_pieces(found)) == text

    rows = [(table, row) for table, of_table in found.rows.items() for row in of_table]
    with for_its_owner(tmp_path / "one.zip") as file:
        write_csv(file, found.head, columns=found.columns, rows=rows)
    assert read_csv(tmp_path / "one.zip") == found
    with for_its_owner(tmp_path / "two.json") as file:
        write_json(file, found.head, columns=found.columns, rows=rows)
    assert read_file(tmp_path / "two.json") == found
    assert (tmp_path / "two.json").read_text("utf-8") == text
    assert (tmp_path / "one.zip").stat().st_mode & 0o777 == 0o600


def test_a_deed_is_told_in_words_and_nobody_else_is_in_it(connection: psycopg.Connection) -> None:
    city = Riverside(connection)
    city.settle(
        city.report("cup_return", {"cups": 9}, event_id="mine"),
        city.report("cup_return", {"cups": 9}, event_id="theirs", member=1),
    )

    text = exported(connection, city.members[0])

    (deed,) = json.loads(text)["tables"]["deed"]
    assert deed["told_facts"] == {"cups": "9"}
    assert "0 before, 9 after, at most 15 points." in deed["why"]
    assert "theirs" not in text
    with exporting(connection, 999, voice=voice_of("en"), now=NOW) as found:
        assert found is None


def test_when_a_voucher_was_used_and_what_a_ticket_showed_is_in_it(
    connection: psycopg.Connection, owner: psycopg.Connection
) -> None:
    market = Market(connection)
    add_tickets(connection, market.programme_id, "evening", b"T1\nT2\n", now=MARKET_NOW)
    market.give(500)
    coffee, shown, _sealed = (market.take(id) for id in ("coffee", "evening", "evening"))
    cafe = market.tills["cafe"]
    mistaken = honour(connection, cafe, coffee.code or "", now=MARKET_NOW)
    undo(connection, cafe, mistaken.number, now=MARKET_NOW + 1)
    open_ticket(connection, market.members[0], shown.voucher_id, now=MARKET_NOW + 2)

    text = exported(connection, market.members[0])

    tables = json.loads(text)["tables"]
    assert [(row["voucher_id"], row["how"], row["undoes"]) for row in tables["honour"]] == [
        (coffee.voucher_id, "code", None),
        (coffee.voucher_id, "undone", mistaken.number),
        (shown.voucher_id, "opened", None),
    ]
    assert tables["ticket"] == [{"voucher_id": shown.voucher_id, "code": "T1"}]
    assert cafe.mark not in text
    jsonschema.validate(json.loads(text), json.loads(SCHEMA.read_text("utf-8")))
    assert "".join(export_pieces(read_export(text))) == text
    owner.execute("UPDATE ticket SET sealed = 'x'")
    again = json.loads(exported(connection, market.members[0]))
    assert again["tables"]["ticket"] == [{"voucher_id": shown.voucher_id, "code": None}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[:-20], "not JSON"),
        (lambda text: text.replace("plaudit-export-1", "other"), "not an export"),
        (lambda text: text.replace('"points": 3', '"points": "3"'), "is no points"),
        (lambda text: text.replace('"agrees": true', '"agrees": 1'), "is no agrees"),
        (lambda text: text.replace('"event_id"', '"id"', 1), "other columns"),
        (lambda text: text.replace('"look": [', '"looks": ['), "tables"),
        (lambda text: text.replace('"made_at"', '"made"'), "missing"),
    ],
)
def test_a_broken_export_is_refused_with_a_sentence(
    connection: psycopg.Connection, change: object, said: str
) -> None:
    city = Riverside(connection)
    city.settle(city.report("cup_return", {"cups": 3}))
    text = exported(connection, city.members[0])
    assert isinstance(read_export(text), Export)
    assert callable(change)
    broken = change(text)
    assert broken != text

    with pytest.raises(NotAnExport, match=said):
        read_export(broken)
