"""A member's rights as values: who looked, on what ground a record stands still, what is withheld.

Source: charter, member rights as features; GDPR, Articles 7, 15, 18 and 21.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple, get_args

from plaudit.core.period import DAY_SECONDS, SECOND

Ground = Literal["member_asked", "data_wrong", "use_unlawful", "needed_for_claim", "objection"]
"""Why a record stands still: because the member wants it, or Articles 18 (1) a to c and 21."""

LookReason = Literal["member_asked", "question", "fault", "audit", "legal_duty", "not_said"]
"""Why somebody of the staff reads a member's record; or that they didn't say it, on a command."""
LOOK_REASONS: tuple[LookReason, ...] = get_args(LookReason)[:-1]
"""Those that can be given."""

THE_MEMBER = "the member"
"""Who asked or lifted, where that is the member."""

NEVER = 2**63 - 1
UNASKED = NEVER - 1
"""Not recorded either: a kind that came while its member was away, who hasn't said yes or no."""
_FORGOTTEN_AFTER = 60 * DAY_SECONDS * SECOND
"""No deed is reported that late (charter, C24), so an older instant decides nothing more."""


class Looker(NamedTuple):
    """Who reads a member's record: the name, the reason, and by which command or page."""

    who: str
    reason: LookReason
    through: str


class Look(NamedTuple):
    """That a member's record was read. `looked_at` in microseconds since the epoch."""

    looked_at: int
    who: str
    reason: LookReason
    through: str


def withheld_after(
    withheld: Sequence[int],
    activity_no: int,
    *,
    agrees: bool,
    now: int,
    asked: AbstractSet[int] = frozenset(),
) -> list[int]:
    """Return what a member withholds after a yes or no to one activity.

    Takes and gives: flat, the activity and from which instant its deeds may be recorded.
    `asked`: the kinds that are recorded after a yes alone (core.kinds). Such a yes is kept.
    Units:   `now` in microseconds since the epoch.

    A yes after a no doesn't reach back, like joining again (core.consent):

    >>> withheld_after([], 4, agrees=False, now=10) == [4, NEVER]
    True
    >>> withheld_after([4, NEVER, 7, NEVER], 4, agrees=True, now=10) == [7, NEVER, 4, 10]
    True

    A yes where none is needed, or a second one, changes nothing:

    >>> withheld_after([], 4, agrees=True, now=10), withheld_after([4, 10], 4, agrees=True, now=20)
    ([], [4, 10])
    >>> withheld_after([], 4, agrees=True, now=10, asked={4})
    [4, 10]
    """
    kept = dict(zip(withheld[::2], withheld[1::2], strict=True))
    held = kept.get(activity_no, UNASKED if activity_no in asked else now)
    if not agrees or held >= UNASKED:
        kept.pop(activity_no, None)
        kept[activity_no] = now if agrees else NEVER
    flat: list[int] = []
    for number, from_at in kept.items():
        if from_at > now - _FORGOTTEN_AFTER or number in asked:
            flat += (number, from_at)
    return flat


def unanswered(withheld: Sequence[int], asked: AbstractSet[int]) -> frozenset[int]:
    """Return the kinds that a member has said neither yes nor no to.

    >>> sorted(unanswered([4, 10, 5, NEVER, 6, UNASKED], {4, 5, 7}))
    [6, 7]
    """
    kept = dict(zip(withheld[::2], withheld[1::2], strict=True))
    waiting = (number for number, from_at in kept.items() if from_at == UNASKED)
    return frozenset(waiting) | (asked - kept.keys())


def still_unanswered(withheld: Sequence[int], asked: AbstractSet[int]) -> list[int]:
    """Return what a member withholds who joins again, and answers no kind by that.

    >>> still_unanswered([4, 10], {4, 7}) == [4, 10, 7, UNASKED]
    True
    """
    flat = list(withheld)
    for number in sorted(unanswered(withheld, asked) - set(withheld[::2])):
        flat += (number, UNASKED)
    return flat
