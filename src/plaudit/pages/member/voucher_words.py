"""Vouchers in words: where each one stands, how it is used, and its code for the till."""

from __future__ import annotations

from dataclasses import dataclass

from plaudit.core.period import Calendar
from plaudit.core.refusals import N_
from plaudit.core.rewards import KINDS
from plaudit.core.voice import points_in_words, text_in
from plaudit.core.voucher import State, Voucher, grouped
from plaudit.pages.voices import GettextVoice

_REWARD = N_("A reward")
_USABLE = N_("Until {day}")
_STATES = {
    State.HONOURED: N_("Used on {day}"),
    State.CANCELLED: N_("Given back on {day}"),
    State.LAPSED: N_("Not used until {last_day}; your points came back"),
}
_OVER = N_("It could be used until {last_day}. Its points come back to you by themselves.")
_GIVEN = N_("Given on {day}")


@dataclass(frozen=True, slots=True)
class ShownVoucher:
    """A voucher in words. `code` is "" where there is none to show (any more)."""

    number: int
    title: str
    partner: str
    price: str
    state: str
    says: str
    """How it is used, while it can be."""
    code: str
    is_open: bool
    is_ticket: bool


def show_voucher(
    voucher: Voucher, *, calendar: Calendar, today: int, voice: GettextVoice
) -> ShownVoucher:
    """Return a voucher in the voice's language."""
    kind = KINDS[voucher.kind]
    is_open = voucher.state is State.OPEN and today <= voucher.last_on
    last_day = voice.day(voucher.last_on)
    return ShownVoucher(
        number=voucher.voucher_id,
        title=text_in(voucher.title, voice, otherwise=voice.say(_REWARD)),
        partner=voucher.partner,
        price=points_in_words(voucher.price_points, voice),
        state=_state(voucher, calendar, is_open=is_open, voice=voice),
        says=voice.say(kind.says, partner=voucher.partner, last_day=last_day)
        if is_open or (kind.is_honoured_at_once and voucher.state is State.HONOURED)
        else "",
        code=grouped(voucher.code) if is_open and voucher.code is not None else "",
        is_open=is_open,
        is_ticket=kind.needs_ticket,
    )


def _state(voucher: Voucher, calendar: Calendar, *, is_open: bool, voice: GettextVoice) -> str:
    last_day = voice.day(voucher.last_on)
    if is_open:
        return voice.say(_USABLE, day=last_day)
    if voucher.state is State.OPEN:
        return voice.say(_OVER, last_day=last_day)
    is_gift = KINDS[voucher.kind].is_honoured_at_once and voucher.state is State.HONOURED
    said = _GIVEN if is_gift else _STATES[voucher.state]
    day = voice.day(calendar.day_of(voucher.changed_at))
    return voice.say(said, day=day, last_day=last_day)
