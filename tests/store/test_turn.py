"""A turn: threads work one after the other, and wait side by side."""

from __future__ import annotations

import threading
import time

import pytest

from plaudit.store import turn
from plaudit.store.turn import Turn

THREADS = 5


def _together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_one_works_at_a_time() -> None:
    shared, at_it, most = Turn(), list[int](), list[int]()

    def work(number: int) -> None:
        for _ in range(20):
            with shared.taken():
                at_it.append(number)
                time.sleep(0.0005)
                most.append(len(at_it))
                at_it.remove(number)

    _together([threading.Thread(target=work, args=(number,)) for number in range(THREADS)])

    assert most == [1] * 20 * THREADS


def test_all_wait_at_once() -> None:
    shared, meeting = Turn(), threading.Barrier(THREADS)
    at_it, most = list[int](), list[int]()

    def work(number: int) -> None:
        with shared.taken():
            with turn.waiting():
                meeting.wait(10)
            at_it.append(number)
            time.sleep(0.001)
            most.append(len(at_it))
            at_it.remove(number)

    _together([threading.Thread(target=work, args=(number,)) for number in range(THREADS)])

    assert most == [1] * THREADS


def test_a_fault_gives_the_turn_away() -> None:
    shared = Turn()
    with pytest.raises(ZeroDivisionError), shared.taken(), turn.waiting():
        raise ZeroDivisionError

    with shared.taken():
        pass


def test_who_is_in_no_turn_waits_as_usual() -> None:
    with turn.waiting():
        pass
