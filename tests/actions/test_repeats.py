"""Event ids are looked up where a repeat is likely; where none is, the book's key says it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from plaudit.actions.batch import Arrival
from plaudit.actions.repeats import LOOKED_UP_DEEDS, Repeats
from plaudit.store import settling
from tests.riverside import NOW, Riverside, instant, statuses

LONG_AFTER = instant("2027-01-20T12:00:00+07:00")


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    made = Riverside(connection)
    made.house.repeats.looks_left = 0
    return made


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each time that a batch was read: whether its event ids were looked up."""
    read, looked = settling.read_batch, list[bool]()

    def watched(connection: psycopg.Connection, *, event_keys: Any, **given: Any) -> settling.Read:
        looked.append(event_keys is not None)
        return read(connection, event_keys=event_keys, **given)

    monkeypatch.setattr(settling, "read_batch", watched)
    return looked


def _cups(riverside: Riverside, event_id: str, *, cups: int = 1, member: int = 0) -> Arrival:
    return riverside.report("cup_return", {"cups": cups}, member=member, event_id=event_id)


def _refused_rows(riverside: Riverside) -> int:
    row = riverside.connection.execute(b"SELECT count(*) FROM refused_deed").fetchone()
    assert row is not None
    return int(row[0])


def test_what_is_sent_once_is_not_looked_up(riverside: Riverside, looks: list[bool]) -> None:
    for number in range(3):
        assert statuses(riverside.settle(_cups(riverside, str(number)))) == ["accepted"]

    assert looks == [False, False, False]
    assert riverside.points() == 3


def test_a_repeat_is_found_by_the_key_and_the_batch_judged_anew(
    riverside: Riverside, looks: list[bool]
) -> None:
    first = _cups(riverside, "a")
    riverside.settle(first)
    looks.clear()

    said = riverside.settle(
        _cups(riverside, "b", member=1), first, _cups(riverside, "a", cups=2), first
    )

    assert statuses(said) == ["accepted", "duplicate", "content_conflict", "duplicate"]
    assert looks == [False, True]
    assert riverside.points() == 1
    assert riverside.points(1) == 1


def test_after_a_repeat_so_many_deeds_are_looked_up_first(
    riverside: Riverside, looks: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _cups(riverside, "a")
    riverside.settle(first)
    riverside.settle(first)
    assert riverside.house.repeats.looks_left == LOOKED_UP_DEEDS
    riverside.house.repeats.looks_left = 3
    looks.clear()

    for number in range(4):
        riverside.settle(_cups(riverside, f"{number}"))
    riverside.settle(_cups(riverside, "0"))

    assert looks == [True, True, True, False, False, True]


def test_a_house_that_was_just_opened_looks_first(
    connection: psycopg.Connection, looks: list[bool]
) -> None:
    """Who wasn't answered when the service ended sends again as soon as there is another."""
    riverside = Riverside(connection)

    riverside.settle(_cups(riverside, "a"))

    assert looks == [True]


def test_a_repeat_that_would_be_refused_by_now_is_still_a_repeat(
    riverside: Riverside, looks: list[bool]
) -> None:
    first = _cups(riverside, "a")
    riverside.settle(first)
    looks.clear()

    said = riverside.settle(first, _cups(riverside, "a", cups=2), now=LONG_AFTER)

    assert statuses(said) == ["duplicate", "content_conflict"]
    assert looks == [False, True]
    assert _refused_rows(riverside) == 0


def test_a_refused_deed_is_refused_after_a_look(riverside: Riverside, looks: list[bool]) -> None:
    said = riverside.settle(_cups(riverside, "a"), now=LONG_AFTER)

    assert statuses(said) == ["too_late"]
    assert looks == [False, True]
    assert _refused_rows(riverside) == 1


def test_deeds_of_nobody_need_no_look(riverside: Riverside, looks: list[bool]) -> None:
    report = _cups(riverside, "a")
    nobody = report._replace(report=report.report._replace(subject="0" * 32))

    assert statuses(riverside.settle(nobody)) == ["member_unknown"]
    assert looks == [False]


def test_a_batch_is_settled_where_the_server_forgot_what_was_prepared(
    riverside: Riverside,
) -> None:
    riverside.settle(_cups(riverside, "a"))
    riverside.connection.execute(b"DEALLOCATE ALL")

    assert statuses(riverside.settle(_cups(riverside, "b"))) == ["accepted"]
    assert riverside.points() == 2


def test_a_note_counts_deeds() -> None:
    repeats = Repeats()

    repeats.note(deeds=LOOKED_UP_DEEDS - 1, needed=False)
    assert repeats.are_likely
    repeats.note(deeds=2, needed=False)
    assert not repeats.are_likely
    repeats.note(deeds=1, needed=True)
    assert repeats.looks_left == LOOKED_UP_DEEDS


def test_one_day_counts_once_however_it_is_found(riverside: Riverside) -> None:
    """The day's limit holds over a batch that was judged twice."""
    first = _cups(riverside, "a", cups=10)
    riverside.settle(first)

    said = riverside.settle(first, _cups(riverside, "b", cups=10), now=NOW)

    assert statuses(said) == ["duplicate", "accepted"]
    assert riverside.points() == 15
