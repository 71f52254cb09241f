"""Publishing one edition after another, and what late deeds of an earlier one may need."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.house import open_house
from plaudit.actions.publish import CannotPublish, publish
from plaudit.core.publishing import promised_instant
from plaudit.store.catalogue import Published, read_programmes
from tests.publishing import publish_as_promised, signed
from tests.riverside import instant

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
    publish_as_promised(connection, first, visit("museum"))
    publish_as_promised(connection, second, visit("museum", "library"))
    before = open_house(connection).programmes[1].counting.slots

    publish_as_promised(connection, third, visit("museum", "library"))

    after = open_house(connection).programmes[1].counting.slots
    assert before.items() <= after.items()
    assert book_of(connection).slots == after
    assert len(set(after.values())) == len(after)


def test_an_activity_cannot_grow_out_of_an_earlier_edition(connection: psycopg.Connection) -> None:
    publish_as_promised(connection, edition("1", "2026-01-01", WEIGHED), visit("museum", places=1))
    second = edition("2", "2026-02-01", EACH_VENUE)

    with pytest.raises(CannotPublish, match="edition 1 isn't sound any more"):
        publish_as_promised(connection, second, visit("museum", places=2))

    assert [one.edition.id for one in book_of(connection).editions] == ["1"]
    publish_as_promised(connection, second, visit("museum", "library", places=1))
    assert [one.edition.id for one in book_of(connection).editions] == ["1", "2"]


TOWN = edition("1", "2026-02-01", ONCE.replace("ONCE", "once"))
MUSEUM = visit("museum")


def test_an_edition_is_kept_with_who_answers_for_it(connection: psycopg.Connection) -> None:
    text = signed(TOWN, MUSEUM)

    publish(connection, text, MUSEUM, now=promised_instant(text))

    (kept,) = book_of(connection).editions
    assert kept.text == text
    assert kept.publication.author == "Malee Srisai, programme office"
    assert kept.publication.approver == "Anan Wongsa, city council"
    assert str(kept.publication.published_on) == "2026-01-18"
    assert f'sha256      = "{kept.publication.content_sha256}"' in text


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('approver = "Anan Wongsa', 'approver = "Ms. SRISAI Malee', "wrote the edition and would"),
        ('approver = "Anan Wongsa, city', 'approver = "Nok Boonma, city', "named as approver"),
        ('author = "Malee Srisai,', 'author = "Committee,', "names no person"),
        (
            "published_on = 2026-01-18",
            "published_on = 2026-01-17",
            "was changed after the approval",
        ),
        ("points = 1,", "points = 2,", "was changed after the approval"),
        ("approved_on = 2026-01-18", "approved_on = 2026-01-19", "approved on 2026-01-19, after"),
    ],
)
def test_what_was_not_approved_as_it_stands_is_not_published(
    connection: psycopg.Connection, was: str, becomes: str, said: str
) -> None:
    text = signed(TOWN, MUSEUM)
    assert was in text

    with pytest.raises(CannotPublish, match=said):
        publish(connection, text.replace(was, becomes), MUSEUM, now=promised_instant(text))

    assert read_programmes(connection) == []


def test_an_edition_that_nobody_approved_is_not_published(connection: psycopg.Connection) -> None:
    text = signed(TOWN, MUSEUM).partition("[approval]")[0]

    with pytest.raises(CannotPublish, match="Nobody has approved the edition"):
        publish(connection, text, MUSEUM, now=promised_instant(text))


def test_a_changed_activity_voids_the_approval(connection: psycopg.Connection) -> None:
    text = signed(TOWN, MUSEUM)

    with pytest.raises(CannotPublish, match="which is void"):
        publish(connection, text, visit("museum", "library"), now=promised_instant(text))


@pytest.mark.parametrize("at", ["2026-01-17T23:59:59+00:00", "2026-01-19T00:00:00+00:00"])
def test_an_edition_is_published_on_the_day_that_members_were_told(
    connection: psycopg.Connection, at: str
) -> None:
    with pytest.raises(CannotPublish, match="The file says published_on = 2026-01-18; today is"):
        publish(connection, signed(TOWN, MUSEUM), MUSEUM, now=instant(at))


def test_an_edition_is_published_fourteen_days_ahead(connection: psycopg.Connection) -> None:
    text = signed(TOWN, MUSEUM, days_ahead=13)

    with pytest.raises(CannotPublish, match="13 days after its publication; 14 is the least"):
        publish(connection, text, MUSEUM, now=promised_instant(text))


CEILING = """
[[ceiling]]
id = "CEILING"
rules = ["RULE"]
per = "year"
at_most = 40
"""


def capped(rule: str, ceiling: str) -> str:
    return ONCE.replace("ONCE", rule) + CEILING.replace("CEILING", ceiling).replace("RULE", rule)


def test_a_ceiling_goes_on_and_its_id_is_nothing_elses(connection: psycopg.Connection) -> None:
    publish_as_promised(connection, edition("1", "2026-01-01", capped("once", "most")), MUSEUM)
    before = open_house(connection).programmes[1].counting.slots
    assert book_of(connection).slots == before

    for rules in (ONCE.replace("ONCE", "most"), capped("other", "once")):
        with pytest.raises(CannotPublish, match="give the new one another id"):
            publish_as_promised(connection, edition("2", "2026-02-01", rules), MUSEUM)

    publish_as_promised(connection, edition("2", "2026-02-01", capped("other", "most")), MUSEUM)
    after = open_house(connection).programmes[1].counting.slots
    assert before.items() <= after.items()
    assert {slot.stage_id for slot in after} == {"once", "ceiling:most", "other"}
    assert book_of(connection).slots == after
