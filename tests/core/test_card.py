"""A card's number finds its member, and a slip of the hand finds nobody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.card import CARD_DIGITS, card_number, member_of_card, shown_card_number

members = st.integers(1, 10**10 - 1)


@given(member=members)
def test_a_card_finds_its_member(member: int) -> None:
    assert member_of_card(shown_card_number(card_number(member))) == member


@given(member=members, at=st.integers(0, CARD_DIGITS - 1), other=st.integers(1, 9))
def test_one_digit_typed_wrongly_finds_nobody(member: int, at: int, other: int) -> None:
    number = card_number(member)
    wrong = str((int(number[at]) + other) % 10)

    assert member_of_card(number[:at] + wrong + number[at + 1 :]) is None


@given(member=members, at=st.integers(0, CARD_DIGITS - 2))
def test_two_digits_that_changed_places_find_nobody(member: int, at: int) -> None:
    number = card_number(member)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]

    assert swapped == number or member_of_card(swapped) is None
