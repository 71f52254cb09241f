"""Settlement: what a reward partner is owed for the vouchers it honoured, month by month.

A statement counts points and days. Nothing in it tells who used a voucher (charter, C15): no
member, no code; an honour has a number, a day and a reward. Each statement carries the hash of
the one before, so that none can be swapped later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from plaudit.core.period import Period, date_of, day_number, end_of

LineKind = Literal["honoured", "offline", "covered", "undone", "correction", "payment"]
"""offline: taken while the till was offline. covered: the same, and the programme pays for it, as
the voucher had been used or given back. undone: taken back at the till within a minute."""
LINE_KINDS: tuple[LineKind, ...] = (
    "honoured", "offline", "covered", "undone", "correction", "payment",
)  # fmt: skip
EntryKind = Literal["correction", "payment"]
FORMAT = 1
POINTS_MOST = 1_000_000_000
"""The most that one correction or payment may move."""

CORRECTION_REASONS = (
    "counted_twice", "not_honoured", "wrong_price", "left_out", "payment_came_back",
)  # fmt: skip
OF_DISPUTE = "dispute"
"""The reason of a correction that decides a dispute."""
PAYMENT_REASONS = ("bank_transfer", "set_off")
DISPUTE_REASONS = ("voucher_missing", "wrong_price", "not_ours", "payment_missing", "wrong_sum")
DISPUTE_WORDS_MOST = 500
ANSWER_CHARACTERS = 2_000


class Owed(NamedTuple):
    """An honour, as a statement takes it. `points`: below 0 for one that was undone.

    Units: `day` a day number in the programme's calendar. `reward` is "" where it is forgotten.
    """

    number: int
    day: int
    reward: str
    points: int
    kind: LineKind


class Entry(NamedTuple):
    """A correction or a payment. `points`: how what is owed changes; below 0 for a payment."""

    number: int
    day: int
    kind: EntryKind
    reason: str
    reference: str
    points: int


class Line(NamedTuple):
    """A line: what was owed for one reward on one day, or one correction or payment.

    `what`: the reward's id, or the reason. `vouchers`: how many; 0 for a correction or payment.
    `numbers`: those of the honours or of the entry, in ranges ("17..19 23").
    """

    day: int
    kind: LineKind
    what: str
    vouchers: int
    points: int
    numbers: str
    reference: str = ""


class Head(NamedTuple):
    """Whose statement it is. `month`: its first day, a day number; `number`: from 1, no gap."""

    programme: str
    partner: str
    month: int
    number: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What a partner was owed before a month, what came and went in it, and what is owed after.

    `previous_sha256`: the hash of the statement before, hexadecimal; None for the first one.
    """

    head: Head
    opening_points: int
    lines: tuple[Line, ...]
    previous_sha256: str | None = None

    @property
    def honoured_points(self) -> int:
        """What is owed for vouchers, less what was undone."""
        return sum(line.points for line in self.lines if line.kind not in ("correction", "payment"))

    @property
    def corrected_points(self) -> int:
        """What corrections added; below 0 where they took away."""
        return sum(line.points for line in self.lines if line.kind == "correction")

    @property
    def paid_points(self) -> int:
        """What was paid."""
        return -sum(line.points for line in self.lines if line.kind == "payment")

    @property
    def closing_points(self) -> int:
        """What is owed after the month."""
        moved = self.honoured_points + self.corrected_points - self.paid_points
        return self.opening_points + moved

    @property
    def vouchers(self) -> int:
        """How many vouchers are owed for, less those that were undone."""
        return sum(
            -line.vouchers if line.kind == "undone" else line.vouchers for line in self.lines
        )

    @property
    def ends_on(self) -> int:
        """The day after the month's last one, a day number."""
        return month_after(self.head.month)

    def is_late(self, line: Line) -> bool:
        """Whether a line is about a day before the month: it came in after that was closed."""
        return line.day < self.head.month

    @property
    def text(self) -> str:
        """The canonical text, which the hash is of: JSON with sorted keys and no spaces."""
        head = self.head
        said = {
            "format": FORMAT,
            "programme": head.programme,
            "partner": head.partner,
            "month": shown_month(head.month),
            "number": head.number,
            "previous_sha256": self.previous_sha256,
            "opening_points": self.opening_points,
            "honoured_points": self.honoured_points,
            "corrected_points": self.corrected_points,
            "paid_points": self.paid_points,
            "closing_points": self.closing_points,
            "lines": [
                line._asdict() | {"day": date_of(line.day).isoformat()} for line in self.lines
            ],
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The hash of the canonical text, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def statement_of(text: str) -> Statement:
    """Return a statement from its canonical text.

    >>> head = Head("market", "cafe", day_number(date(2026, 11, 1)), 1)
    >>> made = Statement(head, 0, (Line(head.month + 3, "honoured", "coffee", 2, 120, "7..8"),))
    >>> statement_of(made.text) == made, made.closing_points
    (True, 120)
    """
    said: dict[str, Any] = json.loads(text)
    assert said["format"] == FORMAT, said["format"]
    lines = tuple(
        Line(**line | {"day": day_number(date.fromisoformat(line["day"]))})
        for line in said["lines"]
    )
    month = month_named(said["month"])
    assert month is not None, said["month"]
    head = Head(said["programme"], said["partner"], month, said["number"])
    return Statement(head, said["opening_points"], lines, said["previous_sha256"])


def first_statement(head: Head, lines: Sequence[Line]) -> Statement:
    """Return a partner's first statement: nothing was owed before."""
    assert head.number == 1, head
    return Statement(head, 0, tuple(lines))


def next_statement(before: Statement, lines: Sequence[Line]) -> Statement:
    """Return the statement of the month after, chained to the one before."""
    head = before.head
    after = head._replace(month=month_after(head.month), number=head.number + 1)
    return Statement(after, before.closing_points, tuple(lines), before.sha256)


def lines_of(owed: Iterable[Owed], entries: Iterable[Entry]) -> list[Line]:
    """Return the lines: one for each day, kind and reward; one for each correction and payment.

    >>> [
    ...     line[2:]
    ...     for line in lines_of(
    ...         [Owed(8, 0, "tea", 5, "honoured"), Owed(9, 0, "tea", 5, "honoured")],
    ...         [Entry(1, 0, "payment", "set_off", "A7", -4)],
    ...     )
    ... ]
    [('tea', 2, 10, '8..9', ''), ('set_off', 0, -4, '1', 'A7')]
    """
    gathered: dict[tuple[int, LineKind, str], list[Owed]] = {}
    for one in owed:
        gathered.setdefault((one.day, one.kind, one.reward), []).append(one)
    lines = [
        Line(*key, len(of), sum(one.points for one in of), in_ranges(one.number for one in of))
        for key, of in gathered.items()
    ]
    lines += [
        Line(one.day, one.kind, one.reason, 0, one.points, str(one.number), one.reference)
        for one in entries
    ]
    return sorted(lines, key=lambda line: (line.day, LINE_KINDS.index(line.kind), line))


def in_ranges(numbers: Iterable[int]) -> str:
    """Return numbers in ranges.

    >>> in_ranges([23, 17, 18, 19])
    '17..19 23'
    """
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return " ".join(str(a) if a == b else f"{a}..{b}" for a, b in ranges)


def month_after(month: int) -> int:
    """Return the first day of the month after, as a day number."""
    end = end_of(Period.MONTH, month)
    assert end is not None
    return end


def shown_month(month: int) -> str:
    """Return a month as "2026-11"."""
    return date_of(month).isoformat()[:7]


def month_named(written: str) -> int | None:
    """Return the first day of a month that is written like 2026-11, or None.

    >>> month_named("1970-02"), month_named("1970-2"), month_named("November")
    (31, None, None)
    """
    if len(written) != 7 or not written.isascii():
        return None
    try:
        return day_number(date.fromisoformat(f"{written}-01"))
    except ValueError:
        return None
