"""A file's deeds in lanes at once: every outcome in its place, and budgets as they come."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import psycopg
import pytest

from plaudit.actions.batch import Arrival
from plaudit.core.ledger import Outcome
from plaudit.ingest import side_by_side
from plaudit.ingest.connected import ConnectedSettler
from plaudit.ingest.side_by_side import LANES, SideBySide
from plaudit.store import turn
from tests.riverside import NOW, Riverside, statuses

MEMBERS = 6


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "FEW_DEEDS", 0)


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection, members=MEMBERS)


@pytest.fixture
def settler(riverside: Riverside, database_url: str) -> Iterator[SideBySide]:
    with SideBySide(database_url, riverside.connection, riverside.house) as made:
        yield made


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many deeds each lane but the first was given, each time."""
    given, settle = list[int](), ConnectedSettler.settle

    def watched(self: ConnectedSettler, arrivals: Sequence[Arrival], *, now: int) -> list[Outcome]:
        given.append(len(arrivals))
        return settle(self, arrivals, now=now)

    monkeypatch.setattr(ConnectedSettler, "settle", watched)
    return given


def _cups(riverside: Riverside, number: int, *, event_id: str | None = None) -> Arrival:
    return riverside.report(
        "cup_return", {"cups": 1}, member=number % MEMBERS, event_id=event_id or str(number)
    )


def test_outcomes_stand_in_the_order_of_the_file(
    riverside: Riverside, settler: SideBySide, beside: list[int]
) -> None:
    nobody = _cups(riverside, 5, event_id="nobody")
    strange = nobody._replace(report=nobody.report._replace(subject="0" * 32))
    first = [_cups(riverside, number) for number in range(40)]
    again = [_cups(riverside, 7), strange, *(_cups(riverside, number) for number in (100, 3, 101))]

    said = [statuses(settler.begin(part, now=NOW).outcomes()) for part in (first, again)]

    assert said[0] == ["accepted"] * 40
    assert said[1] == ["duplicate", "member_unknown", "accepted", "duplicate", "accepted"]
    assert 26 <= sum(beside[:2]) <= 28  # two lanes of three
    assert len(beside) == 2 + 2
    assert sum(riverside.points(member) for member in range(MEMBERS)) == 42


def test_all_lanes_wait_for_the_server_at_once(
    riverside: Riverside, settler: SideBySide, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = threading.Barrier(LANES)

    def met(*given: object, now: int) -> list[Outcome]:
        with turn.waiting():
            meeting.wait(10)
        arrivals = given[-1]
        assert isinstance(arrivals, list)
        return [Outcome(one.report.event_id, "accepted") for one in arrivals]

    monkeypatch.setattr(ConnectedSettler, "settle", met)
    monkeypatch.setattr(side_by_side, "settle", met)
    deeds = [_cups(riverside, number) for number in range(9)]

    outcomes = settler.begin(deeds, now=NOW).outcomes()

    assert [one.event_id for one in outcomes] == [one.report.event_id for one in deeds]


def test_an_id_that_stands_twice_keeps_a_batch_whole(
    riverside: Riverside, settler: SideBySide
) -> None:
    deeds = [_cups(riverside, 0), _cups(riverside, 1, event_id="0"), _cups(riverside, 2)]

    said = statuses(settler.begin(deeds, now=NOW).outcomes())

    assert said == ["accepted", "content_conflict", "accepted"]


def test_a_budget_that_may_end_reaches_those_who_come_first(
    connection: psycopg.Connection, database_url: str, beside: list[int]
) -> None:
    riverside = Riverside(connection, members=MEMBERS, budget=4)
    deeds = [_cups(riverside, number) for number in range(7)]

    with SideBySide(database_url, connection, riverside.house) as settler:
        said = statuses(settler.begin(deeds, now=NOW).outcomes())

    assert said == ["accepted"] * 4 + ["budget_spent"] * 3
    assert beside == []


def test_few_deeds_need_no_second_connection(
    riverside: Riverside, settler: SideBySide, beside: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_by_side, "FEW_DEEDS", 5)

    assert statuses(settler.begin([], now=NOW).outcomes()) == []
    deeds = [_cups(riverside, number) for number in range(5)]
    assert statuses(settler.begin(deeds, now=NOW).outcomes()) == ["accepted"] * 5
    assert beside == []


def test_a_lane_whose_database_is_away_says_so(
    riverside: Riverside, settler: SideBySide, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: object, arrivals: Sequence[Arrival], *, now: int) -> list[Outcome]:
        raise psycopg.OperationalError("gone")

    monkeypatch.setattr(ConnectedSettler, "settle", away)
    deeds = [_cups(riverside, number) for number in range(4)]
    begun = settler.begin(deeds, now=NOW)

    with pytest.raises(psycopg.OperationalError, match="gone"):
        begun.outcomes()

    monkeypatch.undo()
    said = statuses(settler.begin(deeds, now=NOW).outcomes())
    assert set(said) == {"accepted", "duplicate"}  # what the first lane stored is known
