"""A member's card as PDF: a QR code and a number for the desk, in the size of a bank card."""

from __future__ import annotations

from collections.abc import Mapping

from plaudit.core.card import card_number, shown_card_number
from plaudit.core.refusals import N_
from plaudit.core.voice import text_in
from plaudit.pages.papers.fonts import OF_LANGUAGE
from plaudit.pages.papers.typesetting import typeset
from plaudit.pages.qr import qr_of
from plaudit.pages.voices import LANGUAGES, GettextVoice

LAYOUT = "card.typ"
_TITLE = N_("Member card")
_FOR_THE_DESK = N_(
    "Show it at the programme's desk. It finds your record there, and opens nothing."
)
_NOT_FOR_PARTNERS = N_("No shop and no partner needs it.")
_QR = N_("QR code with the number {number}")


def card_pdf(
    member_id: int, programme: str, title: Mapping[str, str], *, voice: GettextVoice, now: int
) -> bytes:
    """Return a member's card in the voice's language. `title`: the programme's, by language.

    Units:   `now` in microseconds since the epoch.
    Refuses: FontMissing.
    """
    number = card_number(member_id)
    shown = shown_card_number(number)
    said: dict[str, object] = {
        "language_code": voice.language,
        "language": LANGUAGES[voice.language].locale[:2],
        "region": "CN" if voice.language == "zh-Hans" else None,
        "fonts": [font.family for font in OF_LANGUAGE[voice.language]],
        "programme": text_in(title, voice, otherwise=programme),
        "title": voice.say(_TITLE),
        "number": shown,
        "qr": _drawing(number),
        "qr_says": voice.say(_QR, number=shown),
        "lines": [voice.say(_FOR_THE_DESK), voice.say(_NOT_FOR_PARTNERS)],
    }
    return typeset(LAYOUT, [said], made_at=now)


def _drawing(number: str) -> str:
    code = qr_of(number)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.side} {code.side}">'
        f'<path d="{code.path}"/></svg>'
    )
