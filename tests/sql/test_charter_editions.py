"""C08 and C25 in the database: what happened and what was published stays, whoever asks."""

from __future__ import annotations

import psycopg
import pytest

from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS, Riverside
from tests.sql.tries import EDITION, RIGHTS, RULE, add_edition, tried


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE edition SET starts_on = starts_on - 1",
        "UPDATE edition SET source = source || ' '",
        "DELETE FROM edition",
        "UPDATE edition_activity SET source = ''",
        "DELETE FROM edition_activity",
        "UPDATE programme SET time_zone = 'UTC'",
        "UPDATE deed SET lot_month = lot_month - 1",
        "UPDATE deed SET points = 0",
        "UPDATE deed SET facts = NULL",
        "DELETE FROM deed",
        "UPDATE transfer SET points = 1",
        "DELETE FROM transfer",
        "DELETE FROM member",
        "DELETE FROM consent",
        "UPDATE consent SET wording = ''",
    ],
)
def test_c08_c17_the_service_changes_nothing_that_happened(
    service: psycopg.Connection, statement: str
) -> None:
    with pytest.raises(RIGHTS):
        service.execute(statement)


@pytest.mark.usefixtures("riverside")
@pytest.mark.parametrize("table", ["edition", "edition_activity", "deed", "consent", "activity"])
def test_c08_not_even_the_owner_changes_or_deletes_what_happened(
    owner: psycopg.Connection, table: str
) -> None:
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column_of[table]}"):
        with pytest.raises(RULE):
            owner.execute(statement)


column_of = {
    "edition": "starts_on = starts_on",
    "edition_activity": "source = source",
    "deed": "points = points",
    "consent": "wording = wording",
    "activity": "id = id",
}


def test_c08_c25_an_edition_that_keeps_the_rules_is_taken(service: psycopg.Connection) -> None:
    with tried(service):
        add_edition(service)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts_on": "2027-01-14"}, "edition_is_published_ahead"),
        ({"starts_on": "2026-12-31"}, "edition_is_published_ahead"),
        ({"approver": EDITION["author"]}, "edition_has_two_people"),
        ({"approver": " MALEE SRISAI, council"}, "edition_has_two_people"),
        ({"approver": " , council"}, "edition_has_two_people"),
        ({"approved_on": "2027-01-02"}, "edition_is_approved_first"),
        ({"published_at": "2027-01-03T00:00:00+00"}, "edition_day_fits_its_instant"),
        ({"sha256": b"0" * 32}, "edition_hash_is_of_its_source"),
        ({"id": "2026-10"}, "edition_id_is_its_own"),
    ],
)
def test_c08_c25_an_edition_that_breaks_a_rule_is_not(
    service: psycopg.Connection, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(psycopg.errors.IntegrityError, match=said), tried(service):
        add_edition(service, **changed)


@pytest.mark.parametrize("starts_on", ["2026-10-01", "2026-08-01"])
def test_c08_no_edition_is_pushed_in_before_a_published_one(
    service: psycopg.Connection, starts_on: str
) -> None:
    early = {
        "approved_on": "2026-07-01",
        "published_on": "2026-07-02",
        "published_at": "2026-07-02",
    }
    with pytest.raises(RULE, match="starts after all"), tried(service):
        add_edition(service, starts_on=starts_on, **early)


def test_c08_a_published_edition_gets_no_more_activities(service: psycopg.Connection) -> None:
    add = (
        "INSERT INTO edition_activity SELECT e.edition_id, a.activity_no, 'x' FROM edition AS e,"
        " activity AS a WHERE e.id = %s AND a.id = 'cup_return'"
    )
    with tried(service):
        add_edition(service)
        service.execute(add, ("2027-01",))
    with pytest.raises(RULE, match="stay as they are"):
        service.execute(add, ("2026-10",))


def test_c08_c16_an_edition_is_of_one_programme(
    service: psycopg.Connection, riverside: Riverside
) -> None:
    """The numbers of running totals are of one programme: another one can't count on them."""
    text = (
        '[edition]\nprogramme = "other"\nid = "1"\nstarts_on = 2026-02-01\ntime_zone = "UTC"\n'
        'languages = ["en"]\n[[rule]]\nid = "cups"\non = "cup_return"\nper = "day"\n'
        "rate = { points = 1, per = 1 }\n"
    )
    publish_as_promised(service, text, ACTIVITY_TEXTS)

    rows = service.execute(
        "SELECT count(DISTINCT programme_id) FROM slot WHERE stage_id = 'cups'"
    ).fetchone()

    assert rows == (2,)
    assert riverside.points() == 8
