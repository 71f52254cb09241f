"""Purging: what is past its last day goes, nothing else does, and the book still adds up."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from plaudit.actions.batch import Arrival
from plaudit.actions.house import open_house
from plaudit.actions.join import join
from plaudit.actions.look import look
from plaudit.actions.purge import Purged, purge
from plaudit.actions.register_partner import register_partner
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.settle import settle
from plaudit.core.deed import Report, facts_of
from plaudit.core.ledger import Registration
from plaudit.core.refusals import Refusal
from plaudit.core.rights import THE_MEMBER, Looker
from plaudit.store.audit import audit
from plaudit.store.catalogue import programme_number
from plaudit.store.connect import connect
from plaudit.store.statement import read_statement
from tests.market import JOINED, edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITIES, ACTIVITY_TEXTS, NOW, Riverside, statuses

DAY = 86_400_000_000


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with deeds of two days and two members, and a refused one."""
    city = Riverside(connection)
    city.settle(
        *(
            city.report("cup_return", {"cups": 3}, member=place % 2, event_id=str(place), at=at)
            for place, at in enumerate(
                ["2026-11-18T09:00:00+07:00"] * 5 + ["2026-11-20T09:00:00+07:00"] * 2
            )
        ),
        city.report("cup_return", {"cups": 1}, event_id="too", at="2026-10-01T09:00:00+07:00"),
    )
    look(connection, city.members[0], Looker("Nok", "audit", "page"), now=NOW)
    return city


@pytest.fixture
def purger(database_url: str) -> Iterator[psycopg.Connection]:
    with connect(database_url, role="purger") as opened:
        yield opened


def facts_left(city: Riverside) -> list[tuple[str, int]]:
    """Return how many deeds of each day have facts."""
    return city.connection.execute(
        "SELECT happened_on::TEXT, count(facts) FROM deed GROUP BY 1 ORDER BY 1"
    ).fetchall()


def test_facts_go_after_their_day_and_not_on_it(
    riverside: Riverside, purger: psycopg.Connection
) -> None:
    assert purge(purger, now=NOW + 88 * DAY) == Purged(0, 0, 0)
    assert facts_left(riverside) == [("2026-11-18", 5), ("2026-11-20", 2)]

    assert purge(purger, now=NOW + 89 * DAY, part=2).facts == 5
    assert facts_left(riverside) == [("2026-11-18", 0), ("2026-11-20", 2)]

    assert purge(purger, now=NOW + 89 * DAY) == Purged(0, 0, 0)
    assert purge(purger, now=NOW + 91 * DAY).facts == 2


def test_the_sooner_last_day_holds_also_for_a_deed_that_came_late(
    connection: psycopg.Connection, purger: psycopg.Connection
) -> None:
    brief = ACTIVITY_TEXTS["cup_return"].replace("keep_days = 90", "keep_days = 3")
    promise = "[retention]\nevidence_days = 7\n"
    publish_as_promised(connection, edition((), more=promise), {"cup_return": brief})
    programme_id = programme_number(connection, "market")
    assert programme_id is not None
    cafe, _ = register_partner(
        connection, Registration(programme_id, "cafe", "Cafe", ["cup_return"], 30), now=JOINED
    )
    [member] = join(
        connection, programme_id=programme_id, now=JOINED, language="en", wording="I join."
    )
    house = open_house(connection)

    def report(event_id: str, *, days_ago: int, now: int) -> None:
        kind = ACTIVITIES["cup_return"]
        facts = facts_of(kind, {"cups": 1})
        assert not isinstance(facts, Refusal)
        handle = house.handles.handle_of(member, cafe)
        arrival = Arrival(cafe, Report(event_id, "cafe", handle, kind, now - days_ago * DAY, facts))
        assert [one.status for one in settle(connection, house, [arrival], now=now)] == ["accepted"]

    def purged(now: int) -> int:
        return purge(purger, now=now).facts

    report("1", days_ago=0, now=NOW)
    assert purged(NOW + 3 * DAY) == 0
    assert purged(NOW + 4 * DAY) == 1
    report("2", days_ago=20, now=NOW + 4 * DAY)
    assert purged(NOW + 5 * DAY) == 1


def test_without_its_facts_a_deed_is_still_explained_and_a_repeat_a_duplicate(
    riverside: Riverside, purger: psycopg.Connection
) -> None:
    points = riverside.all_points()
    purge(purger, now=NOW + 91 * DAY)

    statement = read_statement(riverside.connection, riverside.members[0], now=NOW)
    assert statement is not None
    assert statement.entries
    again = riverside.report("cup_return", {"cups": 3}, event_id="5", member=1)
    assert statuses(riverside.settle(again)) == ["duplicate"]
    assert riverside.all_points() == points
    assert audit(riverside.connection) == []


def test_refused_deeds_and_looks_go_after_theirs(
    riverside: Riverside, purger: psycopg.Connection
) -> None:
    assert purge(purger, now=NOW + 90 * DAY).refused == 0
    assert purge(purger, now=NOW + 90 * DAY + 1)[1:] == (1, 0, 0)
    assert purge(purger, now=NOW + 180 * DAY)[1:] == (0, 0, 0)
    assert purge(purger, now=NOW + 180 * DAY + 1)[1:] == (0, 1, 0)


def test_a_record_that_stands_still_is_kept_until_it_moves_again(
    riverside: Riverside, purger: psycopg.Connection
) -> None:
    member_id = riverside.members[0]
    restrict(
        riverside.connection, member_id, asked_by=THE_MEMBER, ground="needed_for_claim", now=NOW
    )

    assert purge(purger, now=NOW + 181 * DAY) == Purged(3, 0, 0)

    lift(riverside.connection, member_id, lifted_by=THE_MEMBER, now=NOW + 182 * DAY)
    assert purge(purger, now=NOW + 183 * DAY) == Purged(4, 1, 1)


def test_the_service_and_the_eraser_purge_nothing(riverside: Riverside, database_url: str) -> None:
    for role in ("service", "eraser"):
        with (
            connect(database_url, role=role) as other,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            purge(other, now=NOW + 200 * DAY)
    assert facts_left(riverside) == [("2026-11-18", 5), ("2026-11-20", 2)]
