"""What is unusual in a partner's reports, each in a sentence for the person who looks at it."""

from __future__ import annotations

from fractions import Fraction

from plaudit.core.amount import MICRO
from plaudit.core.few import MEMBERS_LEAST, rounded
from plaudit.core.marking import N_
from plaudit.core.partner_day import BURST_MINUTES
from plaudit.core.period import date_of, weekday_of
from plaudit.core.voice import NN_, Voice
from plaudit.lab.report import Data
from plaudit.lab.unusual import FALSE_ALARM_ONE_IN, WEEKS, Kind, Looked, Oddity

FORM = "plaudit.unusual/1"

_STOPPED = NN_(
    "No report, where {low} to {high} are usual on a {weekday}. Has it stopped?",
    "No report for {number} days in a row, where {low} to {high} are usual on a {weekday}. Has it "
    "stopped?",
)
_WITH_NUMBER: dict[Kind, str] = {
    "more": N_("{seen} reports, where {low} to {high} are usual on a {weekday} like this."),
    "fewer": N_("{seen} reports, where {low} to {high} are usual on a {weekday} like this."),
    "burst": N_(
        "{seen} reports within {minutes} minutes, where the most of a day is usually {low} to "
        "{high}."
    ),
    "hour": N_(
        "{seen} reports of what happened between {hour} and {next_hour} o'clock, where {low} to "
        "{high} are usual."
    ),
    "amount": N_("{seen} in a report on average, where {low} to {high} is usual."),
    "refused": N_("{seen} % of the reports were refused, where {high} % is a lot."),
    "same": N_("{seen} % of the reports say the same amount, where {low} to {high} % is usual."),
}
_OF_FEW: dict[Kind, str] = {
    "more": N_(
        "Far more reports than the {low} to {high} that are usual on a {weekday} like this."
    ),
    "fewer": N_(
        "Far fewer reports than the {low} to {high} that are usual on a {weekday} like this."
    ),
    "burst": N_(
        "Far more reports within {minutes} minutes than the {low} to {high} that are usual."
    ),
    "hour": N_(
        "Far more reports of what happened between {hour} and {next_hour} o'clock than the {low} "
        "to {high} that are usual."
    ),
    "same": N_("Far more reports say the same amount than the {low} to {high} % that is usual."),
}
"""By kind, where so few members are behind it that no number is told."""
_LOOKED_AT = NN_(
    "Looked at one partner's day, against the {weeks} weeks before it.",
    "Looked at {number} partners' days, each against the {weeks} weeks before it.",
)
_BY_CHANCE = N_("Of {days} days with nothing wrong, one at most is listed by chance.")
_FEW = N_(
    "Days, hours and bursts of fewer than {members} members are left out, or named without a "
    "number. Nothing here is about a member, and nothing is written down."
)
_ASK = N_(
    "A line is a reason to ask the partner, and no more: a feast or a new till looks like this too."
)


def reason(one: Oddity, voice: Voice) -> str:
    """Return what is unusual, and what is usual, in a sentence.

    >>> from plaudit.pages.voices import voice_of
    >>> reason(Oddity("cafe-lotus", "cup_return", 20_760, "more", 412, 120, 160), voice_of("en"))
    '412 reports, where 120 to 160 are usual on a Tuesday like this.'
    >>> reason(Oddity("cafe-lotus", "cup_return", 20_760, "burst", None, 4, 9), voice_of("en"))
    'Far more reports within 5 minutes than the 4 to 9 that are usual.'
    """
    told = {"low": _number(one, one.low, voice), "high": _number(one, one.high, voice)}
    told["weekday"] = voice.weekday(weekday_of(one.day))
    if one.kind == "stopped":
        return voice.say_many(_STOPPED, Fraction(one.days), **told)
    told["minutes"] = voice.number(Fraction(BURST_MINUTES))
    told |= {"hour": str(one.hour or 0), "next_hour": str((one.hour or 0) + 1)}
    if one.seen is None:
        return voice.say(_OF_FEW[one.kind], **told)
    return voice.say(_WITH_NUMBER[one.kind], seen=_number(one, one.seen, voice), **told)


def _number(one: Oddity, number: int, voice: Voice) -> str:
    """Return a number of an oddity: reports, an amount to a tenth, or percents."""
    if one.kind == "amount":
        tenths = (number + MICRO // 20) // (MICRO // 10)
        return voice.number(Fraction(tenths, 10))
    if one.kind in ("refused", "same"):
        return voice.number(Fraction(number // 10))
    return voice.number(Fraction(rounded(number, step_least=1)))


def said(looked: Looked, voice: Voice) -> list[str]:
    """Return what has to be said about all that was found."""
    return [
        voice.say_many(_LOOKED_AT, Fraction(looked.days), weeks=voice.number(Fraction(WEEKS))),
        voice.say(_BY_CHANCE, days=voice.number(Fraction(FALSE_ALARM_ONE_IN))),
        voice.say(_FEW, members=voice.number(Fraction(MEMBERS_LEAST))),
        voice.say(_ASK),
    ]


def unusual_data(
    looked: Looked, *, programme: str, first_day: int, last_day: int, voice: Voice
) -> Data:
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
                "reason": reason(one, voice),
            }
            for one in looked.found
        ],
        "said": said(looked, voice),
    }
