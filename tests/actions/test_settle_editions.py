"""Each deed is counted by the edition of its day, also by one that was published just now."""

from __future__ import annotations

import re

import psycopg
import pytest

from plaudit.actions.house import refresh_house
from plaudit.actions.publish import publish_within
from plaudit.core.publishing import promised_instant
from plaudit.store.connect import connect
from tests.publishing import publish_as_promised, signed
from tests.riverside import ACTIVITY_TEXTS, EDITIONS, Riverside, instant, statuses


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with its two editions: a finished course gives 60 points, from October 80."""
    return Riverside(connection)


def next_edition() -> str:
    """Return a third edition, which gives 90 points for a course from April 2027."""
    text = EDITIONS[1].read_text("utf-8").partition("[approval]")[0]
    for was, becomes in (
        ('id        = "2026-10"', 'id        = "2027-04"'),
        ("starts_on = 2026-10-01", "starts_on = 2027-04-01"),
        ("published_on = 2026-09-08", "published_on = 2027-03-01"),
        ("points = 80", "points = 90"),
        ("at_most = 160", "at_most = 180"),
    ):
        assert len(re.findall(re.escape(was), text)) == 1, was
        text = text.replace(was, becomes)
    return text


@pytest.mark.parametrize(
    ("at", "points"),
    [("2026-09-30T23:59:59+07:00", 60), ("2026-10-01T00:00:00+07:00", 80)],
)
def test_a_deed_is_counted_by_the_edition_of_its_day_however_late_it_comes(
    riverside: Riverside, at: str, points: int
) -> None:
    course = riverside.report("library_course", {}, at=at)

    outcomes = riverside.settle(course, now=instant("2026-10-20T12:00:00+07:00"))

    assert statuses(outcomes) == ["accepted"]
    assert riverside.points() == points


def test_one_batch_holds_deeds_of_two_editions(riverside: Riverside) -> None:
    days = ["2026-10-01T00:00:00+07:00", "2026-09-30T23:59:59+07:00", "2026-10-02T08:00:00+07:00"]
    courses = [
        riverside.report("library_course", {}, at=at, member=member, event_id=str(member))
        for member, at in enumerate(days)
    ]

    riverside.settle(*courses, now=instant("2026-10-05T12:00:00+07:00"))

    assert riverside.all_points() == [80, 60, 80]


def test_a_running_service_counts_by_an_edition_that_was_published_after_it_started(
    riverside: Riverside,
) -> None:
    before = riverside.house.version
    publish_as_promised(riverside.connection, next_edition(), ACTIVITY_TEXTS)
    assert riverside.house.version == before, "nobody has told the service"

    courses = [
        riverside.report("library_course", {}, at=at, member=member, event_id=str(member))
        for member, at in enumerate(["2027-03-31T23:59:59+07:00", "2027-04-01T00:00:00+07:00"])
    ]
    outcomes = riverside.settle(*courses, now=instant("2027-04-02T12:00:00+07:00"))

    assert statuses(outcomes) == ["accepted", "accepted"]
    assert riverside.all_points()[:2] == [80, 90]
    assert riverside.house.version > before


def test_a_batch_while_an_edition_is_being_published_does_not_keep_the_old_ones_for_good(
    riverside: Riverside, database_url: str
) -> None:
    def settle(member: int) -> list[str]:
        at, id = "2027-04-01T09:00:00+07:00", str(member)
        course = riverside.report("library_course", {}, at=at, member=member, event_id=id)
        return statuses(riverside.settle(course, now=instant("2027-04-02T12:00:00+07:00")))

    text = signed(next_edition(), ACTIVITY_TEXTS)
    with connect(database_url) as office:
        with office.transaction():
            now = promised_instant(text)
            publish_within(office, text, ACTIVITY_TEXTS, now=now, notices=())
            assert settle(0) == ["accepted"]
            refresh_house(riverside.connection, riverside.house)
        assert settle(1) == ["accepted"]

    assert riverside.all_points()[:2] == [80, 90]
