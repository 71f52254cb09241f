"""Recounts and closings in words. A month of few members shows its marks, and no sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from plaudit.core.closing import Closing, closing_of
from plaudit.core.closing_chain import Fault
from plaudit.core.refusals import N_
from plaudit.core.settlement import month_after
from plaudit.core.voice import NN_, Voice
from plaudit.store.closings import Kept
from plaudit.store.recounts import RecountedMonth

_NONE_DIFFERS = N_("every award is what its deed gives")
_DIFFER = NN_("{number} award differs", "{number} awards differ")
_DAYS = N_("{days} of {all} days")
_FEW = N_("of few members: in the file alone")


@dataclass(frozen=True, slots=True)
class ShownRecount:
    """A month that was counted once more."""

    month: str
    days: str
    result: str
    is_right: bool
    at: str


@dataclass(frozen=True, slots=True)
class ShownClosing:
    """A closing. `sums` is empty where the month is of few members.

    Units: `sums` are deeds, and points awarded, in all wallets after it, owed to partners after it.
    """

    month: str
    number: int
    sums: tuple[str, ...]
    few: str
    sha256: str
    faults: tuple[str, ...]


def show_recounts(
    months: Sequence[RecountedMonth], *, moment: Callable[[datetime], str], voice: Voice
) -> list[ShownRecount]:
    """Return the months in the voice's language."""
    return [
        ShownRecount(
            month=voice.month(one.month),
            days=voice.say(
                _DAYS,
                days=voice.number(Fraction(one.days)),
                all=voice.number(Fraction(month_after(one.month) - one.month)),
            ),
            result=recount_in_words(one.different, voice),
            is_right=not one.different,
            at=moment(one.ended_at),
        )
        for one in months
    ]


def recount_in_words(different: int, voice: Voice) -> str:
    """Return what a recount came to: how many awards differ, if any."""
    return voice.say_many(_DIFFER, Fraction(different)) if different else voice.say(_NONE_DIFFERS)


def show_closings(
    kept: Sequence[Kept], faults: Sequence[Fault], *, most: int, voice: Voice
) -> list[ShownClosing]:
    """Return the newest closings, the newest first, each with what is wrong with it."""
    shown = []
    for place, one in list(enumerate(kept, start=1))[-most:]:
        made = closing_of(one.signed.text)
        sums = _sums(made, voice)
        shown.append(
            ShownClosing(
                month=voice.month(made.head.month),
                number=made.head.number,
                sums=sums,
                few="" if sums else voice.say(_FEW),
                sha256=made.sha256,
                faults=tuple(voice.say(fault.said) for fault in faults if fault.place == place),
            )
        )
    return shown[::-1]


def _sums(made: Closing, voice: Voice) -> tuple[str, ...]:
    if made.sums.deeds is None or made.sums.awarded_points is None:
        return ()
    figures = (
        made.sums.deeds,
        made.sums.awarded_points,
        made.members_points,
        made.closing["settlement"],
    )
    return tuple(voice.number(Fraction(figure)) for figure in figures)
