"""Looking a programme's closings through: each is signed, and goes on where the one before ended.

It needs no database: a file of closings and the public key are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from plaudit.core.closing import Closing, closing_of
from plaudit.core.refusals import N_
from plaudit.core.settlement import month_after


class Signed(NamedTuple):
    """A closing's text as it was signed, with the public half of the key."""

    text: str
    signature: bytes
    public_key: bytes


class Fault(NamedTuple):
    """What is wrong with one closing, by its place in the file, from 1. `said` is marked."""

    place: int
    said: str


IsSigned = Callable[[Signed], bool]

_UNREADABLE = N_("Its text isn't that of a closing.")
_NOT_SIGNED = N_("Its signature isn't that of its text and key.")
_OTHER_KEY = N_("It is signed with another key than the one that you named.")
_FIRST = N_("It is the first of the file, but not number 1: those before it are missing.")
_NUMBER = N_("Its number doesn't follow the one before.")
_MONTH = N_("Its month doesn't follow the one before.")
_PROGRAMME = N_("It is of another programme than the one before.")
_HASH = N_("It doesn't carry the hash of the one before.")
_OPENING = N_("It doesn't open with what the one before closed with.")
_PARTS = N_("Its parts don't add up to its totals.")


def faults_of(
    signed: Sequence[Signed], *, is_signed: IsSigned, key: bytes | None = None
) -> list[Fault]:
    """Return everything that is wrong with closings in the order of their numbers.

    Takes: `key`, the public key that they have to be signed with, from a place that is trusted;
           without it each is held against the key that stands beside it.
    """
    found: list[Fault] = []
    before: Closing | None = None
    for place, one in enumerate(signed, start=1):
        if not is_signed(one):
            found.append(Fault(place, _NOT_SIGNED))
        if key is not None and one.public_key != key:
            found.append(Fault(place, _OTHER_KEY))
        try:
            read = closing_of(one.text)
        except ValueError:
            found.append(Fault(place, _UNREADABLE))
            before = None
            continue
        wrong = [*_alone(read), *_following(read, before, is_first=place == 1)]
        found += [Fault(place, said) for said in wrong]
        before = read
    return found


def _alone(one: Closing) -> Iterator[str]:
    """Yield what a closing says against itself. That its accounts add up is how it is written."""
    sums = one.sums
    points = (sum(part.points for part in sums.parts), sum(sums.lots.values()))
    awarded, deeds = sums.awarded_points or 0, sums.deeds or 0
    if points != (awarded, awarded) or sum(part.deeds for part in sums.parts) != deeds:
        yield _PARTS


def _following(one: Closing, before: Closing | None, *, is_first: bool) -> Iterator[str]:
    """Yield how a closing doesn't go on from the one before it (none: before it can't be read)."""
    if before is None:
        if is_first and one.head.number != 1:
            yield _FIRST
        elif is_first and (any(one.opening.values()) or one.previous_sha256 is not None):
            yield _OPENING
        return
    if one.head.programme != before.head.programme:
        yield _PROGRAMME
    if one.head.number != before.head.number + 1:
        yield _NUMBER
    if one.head.month != month_after(before.head.month):
        yield _MONTH
    if one.previous_sha256 != before.sha256:
        yield _HASH
    if one.opening != before.closing:
        yield _OPENING
