"""A member's card: a number by which a desk finds a member. It opens nothing.

The number is the member's, with two check digits that catch a digit typed wrongly and two that
changed places. It is for the programme's desk alone: a partner knows a handle (charter, C15).
Source: ISO/IEC 7064, MOD 97-10.
"""

from __future__ import annotations

import unicodedata

CARD_DIGITS = 12
_MODULUS = 97


def card_number(member_id: int) -> str:
    """Return the number on a member's card.

    >>> card_number(12), card_number(7_280_000)
    ('000000001262', '000728000036')
    """
    assert 0 < member_id < 10 ** (CARD_DIGITS - 2), member_id
    check = _MODULUS + 1 - member_id * 100 % _MODULUS
    return f"{member_id:0{CARD_DIGITS - 2}}{check:02}"


def shown_card_number(number: str) -> str:
    """Return a card's number in groups of four.

    >>> shown_card_number("000000001262")
    '0000 0000 1262'
    """
    return " ".join(number[at : at + 4] for at in range(0, CARD_DIGITS, 4))


def member_of_card(text: str) -> int | None:
    """Return whose card a number is on, or None where it can't be one.

    Spaces and dashes don't matter, and digits of any script are digits.

    >>> member_of_card(" 0000-0000 1262"), member_of_card("๐๐๐๐ ๐๐๐๐ ๑๒๖๒")
    (12, 12)
    >>> member_of_card("0000 0000 1226"), member_of_card("1262"), member_of_card("0000 0000 0098")
    (None, None, None)
    """
    kept = [one for one in text if not one.isspace() and one != "-"]
    if len(kept) != CARD_DIGITS or not all(one.isdecimal() for one in kept):
        return None
    number = int("".join(str(unicodedata.decimal(one)) for one in kept))
    member_id = number // 100
    return member_id if member_id > 0 and number % _MODULUS == 1 else None
