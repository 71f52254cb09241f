"""Reversals as the book keeps them: what a named person decided about one award."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["reverse", "restore", "strike_out", "count_again", "take_again"]


class Decision(NamedTuple):
    """What a person decides about one award. `reason` is None where something is given back.

    `seconded_by`: the second person, where one may not decide it alone.
    """

    member_id: int
    deed_id: int
    decided_by: str
    reason: str | None = None
    seconded_by: str | None = None

    @property
    def people(self) -> str:
        """Who decided, as it is written down: what stands before the comma is the first person.

        >>> Decision(1, 2, "Pim Chaiyo", "wrong_day", "Malee Srisai").people
        'Pim Chaiyo, with Malee Srisai'
        """
        if self.seconded_by is None:
            return self.decided_by
        return f"{self.decided_by}, with {self.seconded_by}"


class Counts(NamedTuple):
    """What a period's deeds give, and what the member has of it, before and after. Points."""

    gave_before: int
    gave_after: int
    held_before: int
    held_after: int


@dataclass(frozen=True, slots=True)
class Reversal:
    """One decision about one award. Charter, C06.

    Units: `recorded_at` microseconds since the epoch, `happened_on` a day number. `moved_points`:
    above 0 into the wallet, below 0 out of it. `shortfall_points`: would have left the wallet, but
    wasn't there: the programme's loss; `in_vouchers_points` of them lay in vouchers that weren't
    used yet. `counts` is None where the count stays as it is.
    """

    reversal_id: int
    deed_id: int
    happened_on: int
    kind: Kind
    reason: str | None
    decided_by: str
    recorded_at: int
    moved_points: int
    shortfall_points: int
    counts: Counts | None = None
    counted: tuple[int, ...] = ()
    in_vouchers_points: int = 0


def struck_out(reversals: Sequence[Reversal]) -> frozenset[int]:
    """Return the numbers of the deeds that are struck out after a member's reversals, in order."""
    struck: set[int] = set()
    for one in reversals:
        if one.kind == "strike_out":
            struck.add(one.deed_id)
        elif one.kind == "count_again":
            struck.discard(one.deed_id)
    return frozenset(struck)


def reversed_apart(reversals: Sequence[Reversal], deed_id: int) -> int:
    """Return what was reversed of an award without a recount since the last one of its deed.

    Below 0 where more came back than was taken.
    """
    apart = 0
    for one in reversals:
        if one.deed_id == deed_id:
            apart = 0 if one.counts is not None else apart - one.moved_points
    return apart


class Loss(NamedTuple):
    """What wasn't there when an award was taken back, and was not taken since. Whole points.

    `since_at`: when a decision first found too little, after the last that gave back; None where
    none did. What a member earns from then on is no part of it: a loss is never a debt.
    """

    points: int
    since_at: int | None


def loss_of(reversals: Sequence[Reversal], deed_id: int) -> Loss:
    """Return what the programme bears of an award after a member's reversals, in order."""
    points, since_at = 0, None
    for one in reversals:
        if one.deed_id != deed_id:
            continue
        if one.kind in ("restore", "count_again"):
            points, since_at = 0, None
            continue
        if one.kind == "strike_out":
            points = 0  # a strike-out asks for all that is left, with what was asked for before
        points += one.shortfall_points + (one.moved_points if one.kind == "take_again" else 0)
        if one.shortfall_points and since_at is None:
            since_at = one.recorded_at
    return Loss(points, since_at)
