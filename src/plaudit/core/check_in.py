"""Checking in: a place shows a code that changes every half minute, and who is there uses it once.

A check-in is opened by a partner's steward for one place and one activity. Its six digits are
derived from a key of its own (RFC 4226), so a place's code opens no other place. What becomes of
it is an ordinary deed. Source: docs/decisions/0027-checking-in.md.
"""

from __future__ import annotations

import hmac
import unicodedata
from enum import Enum
from typing import NamedTuple

from plaudit.core.deed import Facts
from plaudit.core.period import DAY_SECONDS, SECOND

STEP_SECONDS = 30
"""For how long a code is shown."""
STEPS_LATE = 1
"""How many steps later it can be used: what was photographed is over 60 seconds after it came."""
STEPS_EARLY = 1
"""How many steps sooner: the clock of the screen that shows it may be ahead."""
KEPT_SECONDS = 60 * 60
"""For how long a phone without a connection may keep a check-in, where the place allows it."""
STEPS_OVER = KEPT_SECONDS // STEP_SECONDS
STEPS_AHEAD = 20
"""How many steps before and after now are looked through to say what is wrong with a code."""
GRACE_SECONDS = 60
"""For how long after its end a place takes the code that it showed last."""
DIGITS = 6
NUMBER_DIGITS = 5
"""How many digits a check-in's number has at least: not as many as its code."""
NUMBER_MAX = 2**31 - 1

MINUTES_MIN = 15
HOURS_MAX = 12
AHEAD_DAYS_MAX = 14
"""How long a check-in may last, and how far ahead it may be opened."""
PLACE_CHARACTERS = 60
OPEN_MAX = 50
"""How many check-ins a partner may have that aren't over."""
BACK_DATE_DAYS = 31
"""So long after its end everything of a check-in is kept, and then deleted: no partner reports
further back than 30 days (charter, C24), so nothing of it can be counted again after that."""

WRONG_TRIES_MAX = 10
WRONG_TRIES_SECONDS = 600
"""So many wrong codes of one member in so many seconds, and the next one waits."""

QR_BEGINS = "PLAUDIT-IN:"
_STEP = STEP_SECONDS * SECOND


class CheckIn(NamedTuple):
    """A check-in that was opened: where, for which deeds of which partner, from when until when.

    `facts`: those of the activity, the same for everyone who comes. `takes_kept`: whether phones
    have no connection there and may send a check-in later. Units: microseconds since the epoch.
    """

    number: int
    partner_id: int
    programme_id: int
    activity_no: int
    facts: Facts
    place: str
    opened_by: str
    starts_at: int
    ends_at: int
    closed_at: int | None
    takes_kept: bool

    @property
    def until(self) -> int:
        """The first instant at which it is over."""
        return self.ends_at if self.closed_at is None else min(self.ends_at, self.closed_at)

    def is_open(self, at: int) -> bool:
        """Return whether a code that is used at an instant can count."""
        return self.starts_at <= at < self.until + GRACE_SECONDS * SECOND

    def within(self, at: int) -> int:
        """Return an instant of the check-in: what came in the grace after its end was before it."""
        return max(self.starts_at, min(at, self.until - 1))


class Fit(Enum):
    """How a code's step lies to the clock."""

    NOW = "now"
    OVER = "over"
    AHEAD = "ahead"
    NEVER = "never"


class Typed(NamedTuple):
    """What a member typed or scanned: a check-in's number, and the six digits of its code."""

    number: int
    digits: str


def step_of(at: int) -> int:
    """Return the step of an instant.

    >>> step_of(59 * SECOND), step_of(60 * SECOND)
    (1, 2)
    """
    return at // _STEP


def digits_of(key: bytes, step: int) -> str:
    """Return the six digits that a place shows during one step. Source: RFC 4226, 5.3; RFC 6238, B.

    >>> digits_of(b"12345678901234567890123456789012", 1), digits_of(bytes(32), 0)
    ('119246', '356306')
    """
    made = hmac.digest(key, step.to_bytes(8, "big"), "sha256")
    at = made[-1] & 15
    number = int.from_bytes(made[at : at + 4]) & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def fit_of(key: bytes, digits: str, *, at: int) -> Fit:
    """Return whether a place shows these digits at an instant, or when it does.

    >>> key, at = bytes(32), 1_000 * STEP_SECONDS * SECOND
    >>> [fit_of(key, digits_of(key, 1_000 + late), at=at).value for late in (-2, -1, 0, 1, 2)]
    ['over', 'now', 'now', 'now', 'ahead']
    >>> fit_of(key, digits_of(bytes(range(32)), 1_000), at=at).value
    'never'
    """
    now = step_of(at)
    for step in range(now - STEPS_LATE, now + STEPS_EARLY + 1):
        if hmac.compare_digest(digits_of(key, step), digits):
            return Fit.NOW
    for step in range(now + STEPS_EARLY + 1, now + STEPS_EARLY + STEPS_AHEAD + 1):
        if digits_of(key, step) == digits:
            return Fit.AHEAD
    before = range(now - STEPS_LATE - 1, max(0, now - STEPS_LATE - STEPS_OVER) - 1, -1)
    return Fit.OVER if any(digits_of(key, step) == digits for step in before) else Fit.NEVER


def qr_text(number: int, digits: str) -> str:
    """Return what a place's QR code says: no address, so that none can lead a phone elsewhere.

    >>> qr_text(12, "048213")
    'PLAUDIT-IN:12:048213'
    """
    return f"{QR_BEGINS}{number}:{digits}"


def read_typed(number: str, digits: str) -> Typed | None:
    """Return what was typed as a number and six digits; None where it can't be that.

    Either field may hold the text of a QR code instead. Digits of any script are digits.

    >>> read_typed("12", " 048 213"), read_typed("๑๒", "๐๔๘-๒๑๓")
    (Typed(number=12, digits='048213'), Typed(number=12, digits='048213'))
    >>> read_typed("", "plaudit-in:12:048213"), read_typed("12", "48213"), read_typed("0", "048213")
    (Typed(number=12, digits='048213'), None, None)
    """
    for text in (digits, number):
        scanned = text.strip().upper()
        if scanned.startswith(QR_BEGINS):
            number, _, digits = scanned.removeprefix(QR_BEGINS).partition(":")
    plain, code = _plain_digits(number), _plain_digits(digits)
    if plain is None or code is None or len(code) != DIGITS:
        return None
    return Typed(int(plain), code) if 0 < int(plain) <= NUMBER_MAX else None


def _plain_digits(text: str) -> str | None:
    kept = [one for one in text[:40] if not one.isspace() and one != "-"]
    if not kept or len(kept) > len(str(NUMBER_MAX)) or not all(one.isdecimal() for one in kept):
        return None
    return "".join(str(unicodedata.decimal(one)) for one in kept)


def deleted_from(ends_at: int) -> int:
    """Return the instant from which nothing of a check-in is kept."""
    return ends_at + BACK_DATE_DAYS * DAY_SECONDS * SECOND
