"""`plaudit partner`: terms come from the edition alone, and a key is shown once."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from plaudit.core.ledger import Partner
from plaudit.store.offline import offline_terms
from plaudit.store.partners import partner_of_key, read_partners
from tests.cli.office import AHEAD, Office
from tests.cli.riverside import publish_riverside
from tests.cli.running import plaudit
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS, EDITIONS


@pytest.fixture
def riverside(connection: psycopg.Connection) -> psycopg.Connection:
    publish_riverside(connection)
    return connection


def partner(connection: psycopg.Connection, id: str) -> Partner:
    (found,) = (one for one in read_partners(connection) if one.id == id)
    return found


def test_partners_are_registered_on_the_editions_terms_each_with_a_key_shown_once(
    riverside: psycopg.Connection, database_url: str
) -> None:
    some = plaudit("partner", "add", "riverside", "cafe-lotus", "river-bikes", url=database_url)
    rest = plaudit("partner", "add", "riverside", "--json", url=database_url)
    again = plaudit("partner", "add", "riverside", url=database_url)
    listed = plaudit("partner", "list", "riverside", "--json", url=database_url)

    assert (some.code, rest.code, again.code, listed.code) == (0, 0, 0, 0)
    assert "not shown again" in some.err
    keys = dict(line.split() for line in some.out.splitlines())
    keys |= {one["partner"]: one["key"] for one in json.loads(rest.out)}
    assert list(keys)[:2] == ["cafe-lotus", "river-bikes"]
    assert len(keys) == len(json.loads(listed.out)) == 9
    assert again.out == ""
    for id, key in keys.items():
        found = partner_of_key(riverside, key)
        assert found is not None
        assert found[1] == id
        assert key not in again.err + listed.out
    bikes = partner(riverside, "river-bikes")
    assert (bikes.back_date_days, bikes.budget_points_a_week) == (30, 50_000)
    assert bikes.activities == {"bike_ride_band"}


def test_nobody_is_registered_whom_the_edition_does_not_name_or_who_is_registered(
    riverside: psycopg.Connection, database_url: str
) -> None:
    plaudit("partner", "add", "riverside", "cafe-lotus", url=database_url)

    stranger = plaudit("partner", "add", "riverside", "city-hospital", url=database_url)
    twice = plaudit("partner", "add", "riverside", "green-depot", "cafe-lotus", url=database_url)
    nowhere = plaudit("partner", "add", "lakeside", url=database_url)

    assert [one.code for one in (stranger, twice, nowhere)] == [1, 1, 1]
    assert [one.out for one in (stranger, twice, nowhere)] == ["", "", ""]
    assert "names no partner city-hospital. It names: cafe-lotus, " in stranger.err
    assert "cafe-lotus is registered already" in twice.err
    assert "There is no programme lakeside" in nowhere.err
    assert [one.id for one in read_partners(riverside)] == ["cafe-lotus"]


def test_before_the_first_edition_starts_its_partners_can_be_registered(
    connection: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    office = Office(tmp_path)
    path = office.write("first", starts_on=office.today + AHEAD)
    assert plaudit("publish", path, url=database_url).code == 0

    done = plaudit("partner", "add", "riverside", "cafe-lotus", url=database_url)

    assert done.code == 0
    assert partner(connection, "cafe-lotus").activities == {"cup_return"}


def test_a_later_edition_changes_terms_when_the_register_is_brought_up_to_it(
    connection: psycopg.Connection, database_url: str
) -> None:
    first, *_, last = EDITIONS
    publish_riverside(connection, first)
    words = ("partner", "add", "riverside", "cafe-lotus", "green-depot", "river-bikes")
    plaudit(*words, url=database_url)
    text = last.read_text("utf-8").partition("[approval]")[0]
    text = text.replace("budget_points_a_week = 3_000", "budget_points_a_week = 2_500", 1)
    text = text.replace('["recycling_drop_off", "compost_drop_off"]', '["recycling_drop_off"]')
    text = text.replace('= "river-bikes"', '= "lake-bikes"')
    publish_as_promised(connection, text, ACTIVITY_TEXTS)

    done = plaudit("partner", "update", "riverside", url=database_url)
    again = plaudit("partner", "update", "riverside", "--json", url=database_url)
    unknown = plaudit("partner", "update", "riverside", "museum-mile", url=database_url)

    assert (done.code, again.code, unknown.code) == (0, 0, 1)
    assert done.out.splitlines() == [
        "cafe-lotus: budget_points_a_week was 3000, is 2500",
        "green-depot: activities was compost_drop_off, recycling_drop_off, is recycling_drop_off",
    ]
    assert "plaudit partner key withdraw river-bikes --all" in done.err
    assert json.loads(again.out) == {"changed": {}, "not_named": ["river-bikes"]}
    assert "museum-mile is not registered" in unknown.err
    assert partner(connection, "cafe-lotus").budget_points_a_week == 2_500
    assert partner(connection, "green-depot").activities == {"recycling_drop_off"}
    assert partner(connection, "river-bikes").activities == {"bike_ride_band"}


def test_a_new_key_takes_over_and_the_old_one_is_withdrawn_by_its_mark(
    riverside: psycopg.Connection, database_url: str
) -> None:
    old = plaudit("partner", "add", "riverside", "cafe-lotus", url=database_url).out.split()[1]
    new = plaudit("partner", "key", "new", "cafe-lotus", url=database_url).out.strip()
    assert partner_of_key(riverside, old) == partner_of_key(riverside, new)
    (listed,) = json.loads(plaudit("partner", "list", "--json", url=database_url).out)
    marks = [key["mark"] for key in listed["keys"]]

    several = plaudit("partner", "key", "withdraw", "cafe-lotus", url=database_url)
    wrong = plaudit("partner", "key", "withdraw", "cafe-lotus", "0" * 12, url=database_url)
    done = plaudit("partner", "key", "withdraw", "cafe-lotus", marks[0], url=database_url)

    assert (several.code, wrong.code, done.code) == (2, 1, 0)
    assert all(mark in several.err for mark in marks)
    assert partner_of_key(riverside, old) is None
    assert partner_of_key(riverside, new) is not None
    shown = plaudit("partner", "list", "riverside", url=database_url).out
    assert marks[1] in shown
    assert marks[0] not in shown


def test_all_keys_go_at_once_and_who_has_none_or_is_not_there_is_said(
    riverside: psycopg.Connection, database_url: str
) -> None:
    plaudit("partner", "add", "riverside", "cafe-lotus", url=database_url)
    key = plaudit("partner", "key", "new", "cafe-lotus", url=database_url).out.strip()

    done = plaudit("partner", "key", "withdraw", "cafe-lotus", "--all", url=database_url)
    again = plaudit("partner", "key", "withdraw", "cafe-lotus", url=database_url)
    nobody = plaudit("partner", "key", "new", "cafe-rose", url=database_url)

    assert (done.code, done.out) == (0, "Withdrawn: 2 of 2 keys.\n")
    assert partner_of_key(riverside, key) is None
    assert (again.code, nobody.code, nobody.out) == (1, 1, "")
    assert "There is no partner cafe-rose." in nobody.err
    assert "no key" in plaudit("partner", "list", url=database_url).out


def test_tills_may_take_so_many_vouchers_a_day_without_a_connection(
    riverside: psycopg.Connection, database_url: str
) -> None:
    plaudit("partner", "add", "riverside", "cafe-lotus", url=database_url)
    done = plaudit("partner", "offline", "cafe-lotus", "20", url=database_url)
    wrong = plaudit("partner", "offline", "cafe-lotus", "501", url=database_url)
    nobody = plaudit("partner", "offline", "nobody", "1", url=database_url)

    assert (done.code, wrong.code, nobody.code) == (0, 2, 1)
    assert offline_terms(riverside, partner(riverside, "cafe-lotus").partner_id).limit == 20
