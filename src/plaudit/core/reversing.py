"""Reversing: what is taken back when an award is undone or a deed struck out. Charter, C06."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from plaudit.core.amount import MICRO
from plaudit.core.counting import Counting, Totals
from plaudit.core.recount import Past, Recount, count_again, recount, totals_in_book
from plaudit.core.slots import KEPT


class Taking(NamedTuple):
    """What an undone award comes to. Whole points.

    `taken`: leaves the wallet. `shortfall`: would have, but isn't there: the programme's loss.
    """

    taken: int
    shortfall: int


def taking(asked_points: int, *, award_left: int, lot_left: int) -> Taking:
    """Return what can be taken back of an award.

    Units:   `award_left`: the award less what was reversed of it before; `lot_left`: what the
             member's lot of that month still holds of it and could be spent.
    Source:  charter, C06 (at most its amount and what is left), C05 (never a debt).

    >>> taking(10, award_left=10, lot_left=4), taking(10, award_left=3, lot_left=9)
    (Taking(taken=4, shortfall=6), Taking(taken=3, shortfall=0))
    """
    assert min(asked_points, award_left, lot_left) >= 0, (asked_points, award_left, lot_left)
    due = min(asked_points, award_left)
    taken = min(due, lot_left)
    return Taking(taken, due - taken)


class Awarded(NamedTuple):
    """What is known of the award that is undone. Whole points.

    `given`: what the deed earned; `reversed`: what of it was taken back before; `apart`: the part
    of that which was reversed without a recount, since the deed was last struck out or counted
    again. `lot_left`: what the member's lot of that month still holds of it and could be spent.
    """

    given: int
    reversed: int
    apart: int
    lot_left: int


class Change(NamedTuple):
    """What striking a deed out, or counting it again, changes. Whole points.

    `gave_before`, `gave_after`: what the deeds of its periods give. `held_before`, `held_after`:
    what the member has of it. `taken` leaves the wallet, `restored` comes back of this award,
    `added` on top of it. `shortfall` as in `Taking`. `counted`: how running totals move.
    """

    gave_before: int
    gave_after: int
    held_before: int
    held_after: int
    taken: int
    restored: int
    added: int
    shortfall: int
    counted: tuple[int, ...]


Numbers = Collection[int]


def change_of(
    history: Collection[Past],
    counting: Counting,
    *,
    without: tuple[Numbers, Numbers],
    award: Awarded,
) -> Change:
    """Return what changes when other deeds than before are left out of the count.

    Takes:   `without`: the numbers of the deeds that are left out before, and after.
    """
    before = recount(history, without[0], counting)
    after = recount(history, without[1], counting)
    book = totals_in_book(history)
    keys = _keys(history, without, (before, after), counting=counting)
    kept = {key: book.get(key | KEPT, 0) // MICRO for key in keys}
    fell = {key: before.points.get(key, 0) - after.points.get(key, 0) for key in keys}
    gave_after = sum(after.points.get(key, 0) for key in keys)
    gave_before = gave_after + sum(fell.values())
    held_before = gave_before + sum(kept.values()) - award.apart
    took, restored, added = _evened_out(held_before - gave_after, award)
    held_after = held_before - took.taken + restored + added
    wanted = {key: kept[key] + fell[key] for key in keys}
    keeps = _shared_out(wanted, held_after - gave_after, last=_struck_awards(before, without))
    counted = _moves(book, before.totals, after.totals)
    for key in keys:
        if keeps[key] != kept[key]:
            counted += (key | KEPT, kept[key] * MICRO, (keeps[key] - kept[key]) * MICRO)
    return Change(
        gave_before=gave_before,
        gave_after=gave_after,
        held_before=held_before,
        held_after=held_after,
        taken=took.taken,
        restored=restored,
        added=added,
        shortfall=took.shortfall,
        counted=tuple(counted),
    )


def taken_again(
    history: Collection[Past],
    counting: Counting,
    *,
    struck: tuple[Numbers, Numbers],
    most: int,
) -> Change:
    """Return what changes where what a struck deed's member kept is taken: the count stays.

    What a later deed filled up is paid for, so at most what is kept is taken.
    Takes:   `struck`: the numbers of the deeds that would be struck out without this one, and that
             are. `most`: what is in the lot of what was missing, in points.
    """
    before, after = (recount(history, numbers, counting) for numbers in struck)
    keys = _keys(history, struck, (before, after), counting=counting)
    book = totals_in_book(history)
    kept = {key: book.get(key | KEPT, 0) // MICRO for key in keys}
    gave, had = sum(after.points.get(key, 0) for key in keys), sum(kept.values())
    taken = min(most, had)
    keeps = _shared_out(kept, had - taken, last={})
    counted: list[int] = []
    for key in keys:
        if keeps[key] != kept[key]:
            counted += (key | KEPT, kept[key] * MICRO, (keeps[key] - kept[key]) * MICRO)
    held = gave + had
    return Change(gave, gave, held, held - taken, taken, 0, 0, 0, tuple(counted))


def _evened_out(above: int, award: Awarded) -> tuple[Taking, int, int]:
    """Return what is taken, restored of the award, and added on top of it.

    Units:   `above`: what the member has above what the remaining deeds give; it may be below 0.
    """
    took = taking(max(0, above), award_left=award.given - award.reversed, lot_left=award.lot_left)
    restored = min(max(0, -above), award.reversed)
    return took, restored, max(0, -above) - restored


def _keys(
    history: Collection[Past],
    without: tuple[Numbers, Numbers],
    counts: tuple[Recount, Recount],
    *,
    counting: Counting,
) -> list[int]:
    """Return the keys of the rules that a deed has to do with which is struck out, or not."""
    before, after = counts
    differ = {key for key, _ in before.points.items() ^ after.points.items()}
    return sorted(differ | _keys_of_struck(history, without, counting=counting))


def _keys_of_struck(
    history: Collection[Past], without: tuple[Numbers, Numbers], *, counting: Counting
) -> set[int]:
    """Return the keys of the rules that count the deeds which are struck out or counted again."""
    keys: set[int] = set()
    for past in history:
        if past.activity is not None and (past.number in without[0]) != (past.number in without[1]):
            book = totals_in_book(history)
            keys.update(key for key, _ in count_again(past, past.activity, book, counting=counting))
    return keys


def _moves(book: Totals, before: Totals, after: Totals) -> list[int]:
    """Return how running totals move: key, what the book has, and by how much."""
    counted: list[int] = []
    for key in sorted(before.keys() | after.keys()):
        move = after.get(key, 0) - before.get(key, 0)
        if move:
            counted += (key, book.get(key, 0), move)
    return counted


def _struck_awards(before: Recount, without: tuple[Numbers, Numbers]) -> Counter[int]:
    """Return what the deeds that are now struck out gave, by key: of that is taken first."""
    gone = before.awards.keys() & set(without[1])
    return sum((Counter(before.awards[number]) for number in gone), Counter())


def _shared_out(
    wanted: Mapping[int, int], points: int, *, last: Mapping[int, int]
) -> dict[int, int]:
    """Return how points are shared over keys, to each at most what it wants; any rest to the first.

    What it wants because of `last` is given last.

    >>> _shared_out({1: 5, 2: -3, 3: 4}, 6, last={}), _shared_out({1: 5, 3: 4}, 6, last={1: 4})
    ({1: 5, 2: 0, 3: 1}, {1: 2, 3: 4})
    """
    shares = dict.fromkeys(wanted, 0)
    for less in (last, {}):
        for key, most in wanted.items():
            more = max(0, min(most - less.get(key, 0) - shares[key], points))
            shares[key] += more
            points -= more
    if points:
        shares[min(shares)] += points
    return shares
