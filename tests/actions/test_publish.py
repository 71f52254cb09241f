"""Publishing one edition after another, and what late deeds of an earlier one may need."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.house import open_house
from plaudit.actions.publish import CannotPublish, publish
from plaudit.store.catalogue import Published, read_programmes

VISIT = """
id = "visit"
title = { en = "Visit" }
[facts.venue]
type = "choice"
values = [VENUES]
[facts.hours]
type = "decimal"
places = PLACES
max = 10
"""
HEAD = """
[edition]
programme = "town"
id = "ID"
starts_on = START
time_zone = "UTC"
languages = ["en"]
"""
EACH_VENUE = """
[[rule]]
id = "venues"
on = "visit"
per = "year"
each = "venue"
rate = { points = 1, per = 1 }
"""
WEIGHED = """
[[rule]]
id = "hours"
on = "visit"
per = "year"
count = "hours"
weigh = { venue = { museum = 0.12345 } }
rate = { points = 1, per = 1 }
"""
ONCE = """
[[rule]]
id = "ONCE"
on = "visit"
per = "year"
rate = { points = 1, per = 1 }
"""


def visit(*venues: str, places: int = 1) -> dict[str, str]:
    listed = ", ".join(f'"{venue}"' for venue in venues)
    return {"visit": VISIT.replace("VENUES", listed).replace("PLACES", str(places))}


def edition(id: str, starts_on: str, rules: str) -> str:
    return HEAD.replace("ID", id).replace("START", starts_on) + rules


def book_of(connection: psycopg.Connection) -> Published:
    (book,) = read_programmes(connection)
    return book


def test_a_total_never_gets_a_number_that_is_not_written_down(
    connection: psycopg.Connection,
) -> None:
    """A venue that is new in the second edition can stand in late deeds of the first."""
    first = edition("1", "2026-01-01", EACH_VENUE)
    second = edition("2", "2026-02-01", ONCE.replace("ONCE", "once"))
    third = edition("3", "2026-03-01", ONCE.replace("ONCE", "other"))
    publish(connection, first, visit("museum"), now=0)
    publish(connection, second, visit("museum", "library"), now=0)
    before = open_house(connection).programmes[1].counting.slots

    publish(connection, third, visit("museum", "library"), now=0)

    after = open_house(connection).programmes[1].counting.slots
    assert before.items() <= after.items()
    assert book_of(connection).slots == after
    assert len(set(after.values())) == len(after)


def test_an_activity_cannot_grow_out_of_an_earlier_edition(connection: psycopg.Connection) -> None:
    publish(connection, edition("1", "2026-01-01", WEIGHED), visit("museum", places=1), now=0)
    second = edition("2", "2026-02-01", EACH_VENUE)

    with pytest.raises(CannotPublish, match="edition 1 isn't sound any more"):
        publish(connection, second, visit("museum", places=2), now=0)

    assert [one.edition.id for one in book_of(connection).editions] == ["1"]
    publish(connection, second, visit("museum", "library", places=1), now=0)
    assert [one.edition.id for one in book_of(connection).editions] == ["1", "2"]
