"""A member's statement: what one member has, until when, and where each point came from.

It is read whole by `store` and shown by the page and the command. It has nothing of anybody else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from plaudit.core.activity import Activity
from plaudit.core.edition import Edition
from plaudit.core.explanation import Explanation
from plaudit.core.period import date_of, day_number
from plaudit.core.question import Question
from plaudit.core.refusals import Refusal
from plaudit.core.reversal import Reversal, struck_out
from plaudit.core.rights import Look
from plaudit.core.transfer import Why

ENTRIES_MAX = 100
"""How many entries one reading of a statement gives at most."""

LOOKS_MAX = 10
"""How many looks it gives at most; the export has them all."""

_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,17})\.([0-9a-f-]{1,36})", re.ASCII)


class Cursor(NamedTuple):
    """A place in a statement: entries older than this one come next.

    Units: `happened_on` a day number, `happened_at` microseconds since the epoch; `key` tells
    entries of one instant apart.
    """

    happened_on: int
    happened_at: int
    key: str

    def __str__(self) -> str:
        return f"{date_of(self.happened_on).isoformat()}.{self.happened_at}.{self.key}"


def read_cursor(text: str) -> Cursor | None:
    """Return the cursor that was written as `text`, or None where it isn't one.

    >>> str(read_cursor("2026-04-03.1775182320000000.0f3c"))
    '2026-04-03.1775182320000000.0f3c'
    >>> read_cursor("2026-13-01.0.0") is read_cursor("'; --") is None
    True
    """
    match = _CURSOR.fullmatch(text)
    if match is None:
        return None
    try:
        happened_on = date.fromisoformat(match[1])
    except ValueError:
        return None
    return Cursor(day_number(happened_on), int(match[2]), match[3])


class Expiry(NamedTuple):
    """Points that go together: from the start of day `expires_on` they can't be spent."""

    expires_on: int
    points: int


@dataclass(frozen=True, slots=True)
class DeedEntry:
    """A deed that was counted, and why it earned what it earned.

    Units: `happened_at` and `recorded_at` are instants, `happened_on` is the local day.
    """

    key: str
    happened_on: int
    happened_at: int
    recorded_at: int
    activity: Activity
    partner: str
    """The partner's name as the programme writes it."""
    facts: tuple[int | None, ...] | None
    """In the order of the activity's facts; None where they were deleted after their last day."""
    explanation: Explanation
    decisions: tuple[Reversal, ...] = ()
    """What persons decided about its award, the oldest first."""

    @property
    def is_struck_out(self) -> bool:
        """Whether it left the count."""
        return bool(struck_out(self.decisions))

    @property
    def points(self) -> int:
        """What the deed earned."""
        return self.explanation.points


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """A deed that was reported and refused. Of its facts nothing was kept."""

    key: str
    happened_on: int
    happened_at: int
    recorded_at: int
    activity: Activity | None
    """None where the activity isn't known any more."""
    partner: str
    refusal: Refusal
    edition: Edition | None = None
    """Whose rules held on the deed's day; None before the first one."""


@dataclass(frozen=True, slots=True)
class VoucherOf:
    """The voucher that a transfer belongs to. `last_on`: the last day on which it can be used."""

    reward: Mapping[str, str]
    """The reward's title by language."""
    partner: str
    state: str
    last_on: int


@dataclass(frozen=True, slots=True)
class AwardOf:
    """The award that a reversal undid, or a restoring gave back; who decided it, and why."""

    activity: Activity | None
    """None where the activity isn't known any more, or the deed was deleted."""
    deed_on: int
    decided_by: str
    reason: str | None
    decision: Reversal | None = None


@dataclass(frozen=True, slots=True)
class TransferEntry:
    """Points that moved for another reason than a deed: all lots of one move together."""

    key: str
    happened_on: int
    happened_at: int
    why: Why
    points: int
    """What came into the wallet; below zero for what left it."""
    lot_month: int
    """The latest of the lots: for points that expired, the month in which they did."""
    voucher: VoucherOf | None = None
    award: AwardOf | None = None
    grace: Expiry | None = None
    """What of it had ended before it came back, and until when it can be used (core.lots)."""

    @property
    def recorded_at(self) -> int:
        """When it was written down: at once."""
        return self.happened_at


Entry = DeedEntry | RefusedEntry | TransferEntry


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything that one page shows of one member.

    Units: whole points. `balance_points` is the wallet as the book holds it, `spendable_points`
    leaves out lots whose last day is over. `expiring` is soonest first and adds up to
    `spendable_points`; of who left no lot in it ends later than points do by leaving (C14).
    `entries` are newest first; `older` is None where nothing is left.
    """

    edition: Edition
    """The edition in force now: the programme's name, languages and time zone."""
    today: int
    """The day of reading, in the programme's calendar."""
    agreed_at: int | None
    withdrawn_at: int | None
    balance_points: int
    spendable_points: int
    expiring: tuple[Expiry, ...]
    entries: tuple[Entry, ...]
    ends_by_leaving_on: int | None = None
    """The day from which on who left can't use points any more; None for who takes part."""
    soon: tuple[Expiry, ...] = ()
    """What of `expiring` ends so soon that its notice has to be there (core.expiry)."""
    graces: tuple[Expiry, ...] = ()
    """What else of it came back out of vouchers with days of grace."""
    older: Cursor | None = None
    restricted_at: int | None = None
    """Since when the record stands still."""
    looks: tuple[Look, ...] = ()
    """Who of the staff read the record, newest first, LOOKS_MAX at most."""
    questions: tuple[Question, ...] = ()
    """What the member asked about entries, the newest first."""
    version: str = ""
    """Which version of the wallet this is (glossary: news)."""
