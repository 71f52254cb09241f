"""What a settlement statement says on paper, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from plaudit.core.period import Calendar
from plaudit.core.refusals import N_
from plaudit.core.settlement import Line, LineKind
from plaudit.core.voice import text_in
from plaudit.pages.papers.fonts import OF_LANGUAGE
from plaudit.pages.voices import LANGUAGES, GettextVoice
from plaudit.store.settled_names import SettledNames
from plaudit.store.settlement import Made

_TITLE = N_("Statement of settlement, {month}")
_PARTNER, _NUMBER, _MONTH = N_("Partner"), N_("Statement number"), N_("Days")
_MADE_ON = N_("Made on")
_NAMED = N_("{name} ({id})")
_OPENING, _CLOSING = N_("Owed before this month"), N_("Owed after this month, in points")
_HONOURED, _CORRECTED = N_("For vouchers"), N_("Corrections")
_PAID = N_("Paid")
_LINES = N_("What came and went, in points")
_NOTHING = N_("Nothing came or went in this month.")
_COLUMNS = (N_("Line"), N_("Day"), N_("What"), N_("Vouchers"), N_("Points"))
_PROOF = N_("Number and hash")
_COPY = N_(
    "This is a copy for reading. What counts is the text that the SHA-256 is of; "
    "the programme hands it out, and anybody can work the SHA-256 out again."
)
_CHAINED = N_(
    "Each statement names the SHA-256 of the one before, so that none can be exchanged later."
)
_HASH, _HASH_BEFORE = N_("SHA-256 of this statement"), N_("SHA-256 of the statement before")
_FIRST = N_("none: it is the first one")
_A_REWARD = N_("A reward")
_LATE = N_("reported after its own month was closed")
_NUMBERS = N_("number {numbers}")
_MANY_NUMBERS = N_("the numbers are in the CSV file")
NUMBERS_SHOWN = 4
"""How many numbers of honours a line shows: own ones make no ranges, and a day has hundreds."""
_REFERENCE = N_("reference {reference}")

_KINDS: Mapping[LineKind, str] = {
    "honoured": "",
    "offline": N_("taken while the till was offline"),
    "covered": N_(
        "taken offline in good faith; meanwhile it was given back or its days were over: "
        "the programme pays"
    ),
    "undone": N_("taken back at the till within a minute"),
    "correction": "",
    "payment": "",
}
REASONS: Mapping[str, str] = {
    "counted_twice": N_("Correction: counted twice"),
    "not_honoured": N_("Correction: not honoured"),
    "wrong_price": N_("Correction: wrong price"),
    "left_out": N_("Correction: left out"),
    "payment_came_back": N_("Correction: a payment came back"),
    "dispute": N_("Correction: a dispute was decided"),
    "bank_transfer": N_("Payment by bank transfer"),
    "set_off": N_("Payment: set off against a debt"),
}
"""What each reason of a correction or payment is called."""


def statement_words(made: Made, names: SettledNames, voice: GettextVoice) -> dict[str, object]:
    """Return what the layout prints in the voice's language."""
    said, month = made.statement, made.statement.head.month
    made_on = Calendar(names.time_zone).day_of(made.closed_at)
    locale = LANGUAGES[voice.language].locale
    return {
        "language_code": voice.language,
        "language": locale[:2],
        "region": "CN" if voice.language == "zh-Hans" else None,
        "fonts": [font.family for font in OF_LANGUAGE[voice.language]],
        "mark": f"{said.head.programme} · {said.head.partner} · {said.head.number} · {said.sha256}",
        "programme": text_in(names.programme, voice, otherwise=said.head.programme),
        "title": voice.say(_TITLE, month=voice.month(month)),
        "facts": [
            [voice.say(_PARTNER), voice.say(_NAMED, name=names.partner, id=said.head.partner)],
            [voice.say(_NUMBER), str(said.head.number)],
            [voice.say(_MONTH), voice.days(month, said.ends_on - 1)],
            [voice.say(_MADE_ON), voice.day(made_on)],
        ],
        "balance": [
            [voice.say(_OPENING), _points(said.opening_points, voice)],
            [voice.say(_HONOURED), _points(said.honoured_points, voice)],
            [voice.say(_CORRECTED), _points(said.corrected_points, voice)],
            [voice.say(_PAID), _points(-said.paid_points, voice)],
            [voice.say(_CLOSING), _points(said.closing_points, voice)],
        ],
        "heading": voice.say(_LINES),
        "nothing": voice.say(_NOTHING),
        "columns": [voice.say(one) for one in _COLUMNS],
        "lines": [
            {"number": str(number), **_line(line, made, names=names, voice=voice)}
            for number, line in enumerate(said.lines, start=1)
        ],
        "proof": voice.say(_PROOF),
        "explained": [voice.say(_COPY), voice.say(_CHAINED)],
        "hashes": [
            [voice.say(_HASH), said.sha256],
            [voice.say(_HASH_BEFORE), said.previous_sha256 or voice.say(_FIRST)],
        ],
    }


def _line(line: Line, made: Made, *, names: SettledNames, voice: GettextVoice) -> dict[str, str]:
    notes = [
        voice.say(_KINDS[line.kind]) if _KINDS[line.kind] else "",
        voice.say(_LATE) if made.statement.is_late(line) else "",
        voice.say(_REFERENCE, reference=line.reference) if line.reference else "",
        _numbers(line, voice),
    ]
    return {
        "day": voice.day(line.day),
        "what": _what(line, names, voice),
        "notes": " · ".join(filter(None, notes)),
        "vouchers": voice.number(Fraction(line.vouchers)) if line.vouchers else "",
        "points": _points(line.points, voice),
    }


def _numbers(line: Line, voice: GettextVoice) -> str:
    if len(line.numbers.split()) > NUMBERS_SHOWN:
        return voice.say(_MANY_NUMBERS)
    return voice.say(_NUMBERS, numbers=line.numbers)


def _what(line: Line, names: SettledNames, voice: GettextVoice) -> str:
    if line.kind in ("correction", "payment"):
        return voice.say(REASONS[line.what])
    title = names.rewards.get(line.what, {})
    return text_in(title, voice, otherwise=line.what) or voice.say(_A_REWARD)


def _points(points: int, voice: GettextVoice) -> str:
    """Return points with a true minus, which is as wide as a digit."""
    return voice.number(Fraction(points)).replace("-", "−")
