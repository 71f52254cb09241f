"""A partner's own numbers: one for each of the book's, found again, and telling nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.own_number import (
    OWN_LEAST,
    OWN_MOST,
    RUNNING_MAX,
    OwnNumbers,
    own_number,
    running_number,
    short_number,
)

keys = st.binary(min_size=32, max_size=32)
running = st.integers(0, RUNNING_MAX)
own = st.integers(OWN_LEAST, OWN_MOST)


@given(key=keys, number=running)
def test_each_number_of_the_book_has_one_that_gives_it_back(key: bytes, number: int) -> None:
    told = own_number(key, number)

    assert OWN_LEAST <= told <= OWN_MOST < 2**53, "so that each reader of JSON keeps it"
    assert running_number(key, told) == number


@given(key=keys, told=own)
def test_each_number_that_can_be_told_stands_for_one_of_the_book(key: bytes, told: int) -> None:
    """With the test before: a bijection, so no two have one number and none has two."""
    assert own_number(key, running_number(key, told)) == told


@given(key=keys, other=keys, first=st.integers(0, RUNNING_MAX - 64))
def test_neighbours_of_the_book_are_strewn_and_each_partner_has_its_own(
    key: bytes, other: bytes, first: int
) -> None:
    told = [own_number(key, first + place) for place in range(64)]

    assert min(abs(one - after) for one, after in pairwise(told)) > 64
    assert sorted(told) not in (told, told[::-1]), "not the order in which they were given"
    if key != other:
        assert not set(told) & {own_number(other, first + place) for place in range(64)}


@given(key=keys, until=st.integers(0, 1_000), number=st.integers(0, 2_000))
def test_what_was_told_before_keeps_its_number_and_nothing_else_has_such_a_one(
    key: bytes, until: int, number: int
) -> None:
    numbers = OwnNumbers(key, until)

    assert (numbers.own(number) == number) == (number <= until)
    assert numbers.running(numbers.own(number)) == number
    assert numbers.running(number) == (number if number <= until else None)
    assert [numbers.running(one) for one in (-1, OWN_MOST + 1, 2**64)] == [None] * 3


@given(key=keys)
def test_short_numbers_are_all_others_and_the_shortest_come_first(key: bytes) -> None:
    first = [short_number(key, running, digits=2) for running in range(90)]
    later = [short_number(key, running, digits=2) for running in range(90, 990)]

    assert sorted(first) == list(range(10, 100))
    assert sorted(later) == list(range(100, 1_000))
    assert first != sorted(first)
