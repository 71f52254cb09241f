"""A list that has nothing to show says so: no empty answer leaves one wondering."""

from __future__ import annotations

import psycopg
import pytest

from tests.cli.running import plaudit
from tests.riverside import Riverside

_RECOUNT = ("recount", "nowhere", "--month", "2026-10")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("webhook list", "No partner has a webhook.\n"),
        ("webhook messages cafe", "There is no message to cafe.\n"),
        ("staff list riverside", "Nobody works for riverside or its partners.\n"),
        ("closing list riverside", "riverside has no closing yet.\n"),
    ],
)
def test_a_list_with_nothing_in_it_says_so(
    connection: psycopg.Connection, database_url: str, asked: str, said: str
) -> None:
    assert Riverside(connection, members=1).members

    assert plaudit(*asked.split(), url=database_url) == (0, said, "")


def test_in_an_empty_book_no_list_of_nothing_is_named(
    connection: psycopg.Connection, database_url: str
) -> None:
    assert connection.execute("SELECT count(*) FROM member").fetchall() == [(0,)]

    funding = plaudit("funding", url=database_url)
    unknown = plaudit(*_RECOUNT, url=database_url)

    assert funding == (0, "No programme is published here.\n", "")
    assert unknown == (1, "", "No programme nowhere is published here, nor any other.\n")


def test_one_deed_is_counted_as_one(connection: psycopg.Connection, database_url: str) -> None:
    riverside = Riverside(connection)
    riverside.settle(riverside.report("cup_return", {"cups": 3}))

    said = plaudit("recount", "riverside", "--month", "2026-11", url=database_url).out

    assert said.startswith("1 deed counted from its facts, 0 from the totals beside their awards.")
