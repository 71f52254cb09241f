"""What is unusual in a partner's reports, each in a sentence for the person who looks at it."""

from __future__ import annotations

from plaudit.core.amount import in_units
from plaudit.core.few import MEMBERS_LEAST, rounded
from plaudit.core.partner_day import BURST_MINUTES
from plaudit.core.period import date_of
from plaudit.lab.report import Data
from plaudit.lab.unusual import FALSE_ALARM_ONE_IN, WEEKS, Looked, Oddity

FORM = "plaudit.unusual/1"


def reason(one: Oddity) -> str:
    """Return what is unusual, and what is usual, in a sentence.

    >>> reason(Oddity("cafe-lotus", "cup_return", 20_760, "more", 412, 120, 160))
    '412 reports, where 120 to 160 are usual on a Tuesday like this.'
    >>> reason(Oddity("cafe-lotus", "cup_return", 20_760, "burst", None, 4, 9))
    'Far more reports within 5 minutes than the 4 to 9 that are usual.'
    """
    usual = f"{rounded(one.low, step_least=1):,} to {rounded(one.high, step_least=1):,}"
    seen = None if one.seen is None else f"{rounded(one.seen, step_least=1):,}"
    weekday = f"{date_of(one.day):%A}"
    if one.kind == "stopped":
        since = "" if one.days < 2 else f", for {one.days} days in a row"
        return f"No report{since}, where {usual} are usual on a {weekday}. Has it stopped?"
    if one.kind in ("more", "fewer"):
        many = seen and f"{seen} reports"
        return f"{many or 'Far fewer reports'}, where {usual} are usual on a {weekday} like this."
    if one.kind == "burst":
        what = f"within {BURST_MINUTES} minutes"
        if seen is None:
            return f"Far more reports {what} than the {usual} that are usual."
        return f"{seen} reports {what}, where the most of a day is {usual}."
    if one.kind == "hour":
        what = f"of what happened between {one.hour} and {(one.hour or 0) + 1} o'clock"
        if seen is None:
            return f"Far more reports {what} than the {usual} that are usual."
        return f"{seen} reports {what}, where {usual} are usual."
    return _of_what_is_said(one)


def _of_what_is_said(one: Oddity) -> str:
    if one.kind == "amount":
        low, high = in_units(_tenths(one.low)), in_units(_tenths(one.high))
        now = in_units(_tenths(one.seen or 0))
        return f"{now} in a report on average, where {low} to {high} is usual."
    low, high = _percent(one.low), _percent(one.high)
    if one.kind == "refused":
        return f"{_percent(one.seen or 0)} of the reports were refused, where {high} is a lot."
    if one.seen is None:
        return f"Far more reports say the same amount than the {low} to {high} that is usual."
    return f"{_percent(one.seen)} of the reports say the same amount; {low} to {high} is usual."


def _tenths(millionths: int) -> int:
    """Return an amount to a tenth of a unit."""
    return (millionths + 50_000) // 100_000 * 100_000


def _percent(thousandths: int) -> str:
    return f"{thousandths // 10} %"


def unusual_data(looked: Looked, *, programme: str, first_day: int, last_day: int) -> Data:
    """Return what was found as data, with what has to be said about it."""
    return {
        "form": FORM,
        "programme": programme,
        "first_day": date_of(first_day).isoformat(),
        "last_day": date_of(last_day).isoformat(),
        "looked_at": looked.days,
        "false_alarm_one_in": FALSE_ALARM_ONE_IN,
        "found": [
            {
                "day": date_of(one.day).isoformat(),
                "partner": one.partner,
                "activity": one.activity,
                "kind": one.kind,
                "reason": reason(one),
            }
            for one in looked.found
        ],
        "said": _said(looked),
    }


def _said(looked: Looked) -> list[str]:
    few = (
        f"Days, hours and bursts of fewer than {MEMBERS_LEAST} members are left out, or named "
        "without a number. Nothing here is about a member, and nothing is written down."
    )
    ask = (
        "A line is a reason to ask the partner, and no more: a feast or a new till looks like this "
        "too."
    )
    return [
        f"Looked at {looked.days:,} partner's days, each against the {WEEKS} weeks before.",
        f"Of {FALSE_ALARM_ONE_IN} days with nothing wrong, one at most is listed by chance.",
        few,
        ask,
    ]
