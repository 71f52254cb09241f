"""A voucher: points that were taken for a reward, and the code that a till honours.

A code is 60 bits, written as twelve characters of Crockford's Base32: no I, L, O or U, and what is
misread for one another counts as the same. It is grouped in fours for people.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

CODE_BITS = 60
CODE_CHARACTERS = 12
_CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011", "- \t")

UNDO_SECONDS = 60
"""For how long a till can take back what it honoured by mistake."""
WRONG_TRIES_MAX = 10
WRONG_TRIES_SECONDS = 600
"""So many wrong codes from one key in so many seconds, and it waits until they are over."""


class State(StrEnum):
    """Where a voucher stands."""

    OPEN = "open"
    HONOURED = "honoured"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class Till(NamedTuple):
    """Who honours: a partner, and the key that signed in (its hash). A till has its own key."""

    partner_id: int
    key_hash: bytes

    @property
    def mark(self) -> str:
        """By what the book tells one till from another."""
        return self.key_hash[:8].hex()


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher as its member sees it.

    Units: `last_on` a day number, the last day on which it can be used; `taken_at` and
    `changed_at` microseconds since the epoch. `code`: None unless it is open and has one.
    """

    voucher_id: int
    reward: str
    """The reward's id."""
    kind: str
    title: Mapping[str, str]
    partner: str
    price_points: int
    taken_at: int
    last_on: int
    state: State
    changed_at: int
    code: str | None = None


class Honoured(NamedTuple):
    """What a partner learns when a voucher is honoured: which reward, and what it is owed.

    `number` names it in statements and for taking it back; it is the partner's own. `ticket`: the
    ticket's own code, for a voucher of a ticket. Nothing tells whose it was (charter, C15).
    """

    number: int
    reward: str
    title: Mapping[str, str]
    points: int
    honoured_at: int
    ticket: str | None = None


def code_of(bits: int) -> str:
    """Return the code of 60 bits.

    >>> code_of(0), code_of(2**60 - 1), code_of(33)
    ('000000000000', 'ZZZZZZZZZZZZ', '000000000011')
    """
    assert 0 <= bits < 1 << CODE_BITS, bits
    return written(bits, CODE_CHARACTERS)


def written(number: int, characters: int) -> str:
    """Return a number in a code's characters, five bits each.

    >>> written(33, 3)
    '011'
    """
    places = range(5 * (characters - 1), -1, -5)
    return "".join(_CHARACTERS[number >> place & 31] for place in places)


def number_of_code(code: str) -> int:
    """Return the number that a code writes.

    >>> number_of_code("011")
    33
    """
    number = 0
    for one in code:
        number = number << 5 | _CHARACTERS.index(one)
    return number


def grouped(code: str) -> str:
    """Return a code in groups of four, as people read it out.

    >>> grouped("7K3M9QW20XTZ")
    '7K3M-9QW2-0XTZ'
    """
    return "-".join(code[at : at + 4] for at in range(0, CODE_CHARACTERS, 4))


def read_code(text: str, *, characters: int = CODE_CHARACTERS) -> str | None:
    """Return the code that somebody typed, or None where it can't be one.

    Small letters, spaces and dashes don't matter; O is 0, I and L are 1. A keyboard of full-width
    letters is understood.

    >>> read_code(" 7k3m-9qw2 oxtz"), read_code("７Ｋ３Ｍ９ＱＷ２０ＸＴＺ")
    ('7K3M9QW20XTZ', '7K3M9QW20XTZ')
    >>> read_code("7K3M-9QW2-0XT"), read_code("7K3M-9QW2-0XTU"), read_code("")
    (None, None, None)
    """
    if len(text) > 4 * characters:
        return None
    code = unicodedata.normalize("NFKC", text).upper().translate(_MISREAD)
    fits = len(code) == characters and all(one in _CHARACTERS for one in code)
    return code if fits else None
