"""A partner's own numbers, in place of numbers that run over all partners (charter, C15).

The book numbers vouchers, honours and settlement entries in one row for all. Two partners with
such numbers could lay their lists side by side, and see how many vouchers others had in between.
So each is told a number of its own: a permutation under a key of the partner's, by which the book's
number is found again and nothing needs to be kept. Source: a Feistel network of eight rounds
(Luby and Rackoff, 1988) with BLAKE2b (RFC 7693) as its keyed hash.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

_HALF_BITS = 26
_HALF = (1 << _HALF_BITS) - 1
_ROUNDS = [bytes([place]) for place in range(8)]

RUNNING_MAX = (1 << 2 * _HALF_BITS) - 1
"""The largest number of the book that has an own one."""
OWN_LEAST = RUNNING_MAX + 1
OWN_MOST = OWN_LEAST + RUNNING_MAX
"""Own numbers have sixteen digits, and each reader of JSON keeps them exactly: below 2**53."""


class OwnNumbers(NamedTuple):
    """The numbers of one kind of thing at one partner.

    `told_until`: up to here partners were told the book's own numbers, before they had others.
    These stay as they are, or what a partner has in its files would name nothing.
    """

    key: bytes
    told_until: int = 0

    def own(self, running: int) -> int:
        """Return what the partner is told for a number of the book."""
        return running if running <= self.told_until else own_number(self.key, running)

    def running(self, told: int) -> int | None:
        """Return the book's number of what a partner names, or None where it wasn't told it."""
        if not 0 <= told <= OWN_MOST:
            return None
        found = running_number(self.key, told)
        return found if self.own(found) == told else None


def short_number(key: bytes, running: int, *, digits: int) -> int:
    """Return a number to type for one of the book: each another, for all that have this key.

    The first have so many digits, in an order that tells nothing; once these are used up, later
    ones have a digit more.

    >>> [short_number(b"key", number, digits=1) for number in (0, 8, 9, 98)]
    [6, 7, 45, 52]
    """
    least: int = 10 ** (digits - 1)
    while running >= 9 * least:
        running, least = running - 9 * least, 10 * least
    how_many = 9 * least
    half_bits = -(-(how_many - 1).bit_length() // 2)
    place = _strewn(key, running, half_bits)
    while place >= how_many:
        place = _strewn(key, place, half_bits)
    return least + place


def own_number(key: bytes, running: int) -> int:
    """Return the number that stands for one of the book under a key.

    >>> own_number(b"cafe", 7), own_number(b"cafe", 8), own_number(b"shop", 8)
    (7811129898374157, 7266997581427109, 7521683379234117)
    """
    assert 0 <= running <= RUNNING_MAX, running
    return OWN_LEAST + _strewn(key, running, _HALF_BITS)


def running_number(key: bytes, own: int) -> int:
    """Return the book's number that an own one stands for; one below OWN_LEAST is such a number.

    >>> running_number(b"cafe", own_number(b"cafe", 7)), running_number(b"cafe", 7)
    (7, 7)
    """
    assert 0 <= own <= OWN_MOST, own
    if own < OWN_LEAST:
        return own
    left, right = own - OWN_LEAST >> _HALF_BITS, own & _HALF
    for place in reversed(_ROUNDS):
        left, right = right ^ _mixed(key, place, left) & _HALF, left
    return left << _HALF_BITS | right


def _strewn(key: bytes, number: int, half_bits: int) -> int:
    """Return where a number of twice so many bits lands."""
    mask = (1 << half_bits) - 1
    left, right = number >> half_bits, number & mask
    for place in _ROUNDS:
        left, right = right, left ^ _mixed(key, place, right) & mask
    return left << half_bits | right


def _mixed(key: bytes, place: bytes, half: int) -> int:
    digest = hashlib.blake2b(place + half.to_bytes(4), key=key, digest_size=4).digest()
    return int.from_bytes(digest)
