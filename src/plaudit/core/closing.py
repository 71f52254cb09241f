"""A closing: what a month came to, account by account, chained to the month before and signed.

What it says of accounts stays true for good: who is erased, and what is past its last day, leaves
monthly sums in the bucket (sql/changes/0014_rights.sql), and those are counted with the rows that
are still there. Sums by kind of deed and by lot are of 20 members and more each (core.figures).
Source: decision 0028.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, NamedTuple, get_args

from plaudit.core.figures import Part
from plaudit.core.settlement import month_after, month_named, shown_month

FORMAT = 1
Kind = Literal["issue", "held", "expiry", "returned", "settlement", "paid"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Accounts that aren't wallets. What they hold together, the members' wallets lack, and the other
way round: the issue account goes below zero with each award."""
BLIND_BYTES = 16
"""Chance in each text, so that nobody can find its figures by trying its hash."""


class Vouchers(NamedTuple):
    """Vouchers of a month: taken for points, given back or lapsed, and honoured at a till."""

    taken: int
    taken_points: int
    given_back: int
    given_back_points: int
    honoured: int
    honoured_points: int


class Sums(NamedTuple):
    """What a month came to. `moved` by account: what came in, less what went out.

    `parts` and `lots` (points by the month in which they end, year * 12 + month - 1) are empty, and
    `deeds`, `awarded_points` None, where they are of few members; so is `vouchers`.
    """

    moved: Mapping[Kind, int]
    deeds: int | None
    awarded_points: int | None
    parts: tuple[Part, ...]
    lots: Mapping[int, int]
    vouchers: Vouchers | None


class Head(NamedTuple):
    """Whose closing it is. `month`: its first day, a day number; `number`: from 1, no gap."""

    programme: str
    month: int
    number: int


@dataclass(frozen=True, slots=True)
class Closing:
    """A month's closing. `opening` by account; `blind` and `previous_sha256` in hexadecimal."""

    head: Head
    opening: Mapping[Kind, int]
    sums: Sums
    blind: str
    previous_sha256: str | None = None

    @property
    def closing(self) -> dict[Kind, int]:
        """What each account holds after the month."""
        return {kind: self.opening[kind] + self.sums.moved[kind] for kind in KINDS}

    @property
    def members_points(self) -> int:
        """What all wallets together hold after the month."""
        return -sum(self.closing.values())

    @property
    def text(self) -> str:
        """The canonical text, which hash and signature are of: JSON with sorted keys, no spaces."""
        sums, closing = self.sums, self.closing
        said = {
            "format": FORMAT,
            "programme": self.head.programme,
            "month": shown_month(self.head.month),
            "number": self.head.number,
            "previous_sha256": self.previous_sha256,
            "blind": self.blind,
            "accounts": {
                kind: {
                    "opening": self.opening[kind],
                    "moved": sums.moved[kind],
                    "closing": closing[kind],
                }
                for kind in KINDS
            },
            "members_points": self.members_points,
            "deeds": sums.deeds,
            "awarded_points": sums.awarded_points,
            "activities": [part._asdict() for part in sums.parts],
            "lots": {_shown_lot(lot): points for lot, points in sums.lots.items()},
            "vouchers": None if sums.vouchers is None else sums.vouchers._asdict(),
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The hash of the canonical text, hexadecimal."""
        return sha256(self.text.encode()).hexdigest()


def first_closing(head: Head, sums: Sums, *, blind: str) -> Closing:
    """Return a programme's first closing: no account held anything before."""
    assert head.number == 1, head
    return Closing(head, dict.fromkeys(KINDS, 0), sums, blind)


def next_closing(before: Closing, sums: Sums, *, blind: str) -> Closing:
    """Return the closing of the month after, chained to the one before."""
    month = month_after(before.head.month)
    head = before.head._replace(month=month, number=before.head.number + 1)
    return Closing(head, before.closing, sums, blind, before.sha256)


def closing_of(text: str) -> Closing:
    """Return a closing from its canonical text.

    Refuses: ValueError for any other text.

    >>> sums = Sums(dict.fromkeys(KINDS, 0), 90, 90, (Part("cups", 90, 90),), {24340: 90}, None)
    >>> made = first_closing(Head("riverside", 20_727, 1), sums, blind="00" * 16)
    >>> closing_of(made.text) == made
    True
    """
    try:
        made = _read(json.loads(text))
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"it isn't a closing: {wrong}") from None
    if made.text != text:
        raise ValueError("it isn't written as a closing is")
    return made


def _read(said: Mapping[str, Any]) -> Closing:
    if said["format"] != FORMAT:
        raise ValueError(f"its format is {said['format']}; known is {FORMAT}")
    month = month_named(said["month"])
    if month is None:
        raise ValueError("its month can't be read")
    accounts, vouchers = said["accounts"], said["vouchers"]
    return Closing(
        head=Head(said["programme"], month, said["number"]),
        opening={kind: accounts[kind]["opening"] for kind in KINDS},
        sums=Sums(
            moved={kind: accounts[kind]["moved"] for kind in KINDS},
            deeds=said["deeds"],
            awarded_points=said["awarded_points"],
            parts=tuple(Part(**part) for part in said["activities"]),
            lots={_lot_named(lot): points for lot, points in said["lots"].items()},
            vouchers=None if vouchers is None else Vouchers(**vouchers),
        ),
        blind=said["blind"],
        previous_sha256=said["previous_sha256"],
    )


def _shown_lot(lot: int) -> str:
    return f"{lot // 12:04}-{lot % 12 + 1:02}"


def _lot_named(written: str) -> int:
    year, month = written.split("-")
    return int(year) * 12 + int(month) - 1
