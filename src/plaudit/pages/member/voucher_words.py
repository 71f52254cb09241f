"""Vouchers in words: where each one stands, how it is used, and its code for the till."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plaudit.core.refusals import N_
from plaudit.core.rewards import KINDS
from plaudit.core.voice import points_in_words, text_in
from plaudit.core.voucher import State, Voucher, grouped
from plaudit.pages.member.visit import Visit
from plaudit.store.leaving import ends_by_leaving

_REWARD = N_("A reward")
_USABLE = N_("Until {day}")
_STATES = {
    State.HONOURED: N_("Used on {day}"),
    State.CANCELLED: N_("Given back on {day}"),
    State.LAPSED: N_("Not used until {last_day}; its points went back to your wallet"),
}
_OVER = N_("It could be used until {last_day}. Its points come back to you by themselves.")
_GONE = N_("It could be used until {last_day}. By then its points could not be used any more.")
_STAYS = N_(
    "You left the programme, and your points could be used until {day}. This voucher can still be "
    "used, but not given back."
)
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
    stays: str
    """Why it can't be given back while it is open; "" where it can."""


def show_vouchers(visit: Visit, found: Iterable[Voucher]) -> list[ShownVoucher]:
    """Return a member's vouchers in the visit's language."""
    ends_on = ends_by_leaving(visit.connection, visit.member, today=visit.today)
    return [_show(visit, one, ends_on=ends_on) for one in found]


def _show(visit: Visit, voucher: Voucher, *, ends_on: int | None) -> ShownVoucher:
    """Return one. `ends_on`: the day from which on its member's points can't be used, if any."""
    voice, today = visit.voice, visit.today
    kind = KINDS[voucher.kind]
    is_open = voucher.state is State.OPEN and today <= voucher.last_on
    last_day = voice.day(voucher.last_on)
    return ShownVoucher(
        number=voucher.voucher_id,
        title=text_in(voucher.title, voice, otherwise=voice.say(_REWARD)),
        partner=voucher.partner,
        price=points_in_words(voucher.price_points, voice),
        state=_state(visit, voucher, is_open=is_open, ends_on=ends_on),
        says=voice.say(kind.says, partner=voucher.partner, last_day=last_day)
        if is_open or (kind.is_honoured_at_once and voucher.state is State.HONOURED)
        else "",
        code=grouped(voucher.code) if is_open and voucher.code is not None else "",
        is_open=is_open,
        is_ticket=kind.needs_ticket,
        stays=""
        if ends_on is None or today < ends_on
        else voice.say(_STAYS, day=voice.day(ends_on - 1)),
    )


def _state(visit: Visit, voucher: Voucher, *, is_open: bool, ends_on: int | None) -> str:
    voice = visit.voice
    last_day = voice.day(voucher.last_on)
    if is_open:
        return voice.say(_USABLE, day=last_day)
    came_back = voucher.state in (State.OPEN, State.LAPSED)
    if came_back and ends_on is not None and ends_on <= voucher.last_on + 1:
        return voice.say(_GONE, last_day=last_day)
    if voucher.state is State.OPEN:
        return voice.say(_OVER, last_day=last_day)
    is_gift = KINDS[voucher.kind].is_honoured_at_once and voucher.state is State.HONOURED
    said = _GIVEN if is_gift else _STATES[voucher.state]
    day = voice.day(visit.calendar.day_of(voucher.changed_at))
    return voice.say(said, day=day, last_day=last_day)
