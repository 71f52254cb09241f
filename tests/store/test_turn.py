"""A turn: threads work one after the other, and wait side by side."""

from __future__ import annotations

import threading
import time

import pytest

from plaudit.store import turn
from plaudit.store.turn import Turn


def _started(target: object, *given: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=given, daemon=True)  # type: ignore[arg-type]
    thread.start()
    return thread


def _soon(holds: object) -> None:
    until = time.monotonic() + 10
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.001)


def test_one_works_at_a_time_in_the_order_in_which_they_ask() -> None:
    shared, said = Turn(), list[int]()

    def work(number: int) -> None:
        with shared:
            said.append(number)
            said.append(number)

    with shared:
        threads = []
        for number in range(5):
            threads.append(_started(work, number))
            _soon(lambda: len(shared._waiting) == number + 1)  # noqa: B023
        assert said == []
    for thread in threads:
        thread.join(10)

    assert said == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_who_waits_lets_the_next_one_work() -> None:
    shared, answered, said = Turn(), threading.Event(), list[str]()

    def asks() -> None:
        with shared:
            with turn.waiting():
                answered.wait(10)
            said.append("asked")

    asking = _started(asks)
    with shared:
        said.append("worked")
        answered.set()
        _soon(lambda: len(shared._waiting) == 1)
        assert said == ["worked"]
    asking.join(10)

    assert said == ["worked", "asked"]


def test_a_fault_gives_the_turn_away() -> None:
    shared = Turn()
    with pytest.raises(ZeroDivisionError), shared, turn.waiting():
        raise ZeroDivisionError

    with shared:
        pass


def test_who_is_in_no_turn_waits_as_usual() -> None:
    with turn.waiting():
        pass
